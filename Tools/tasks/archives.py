"""The containers in which some packages keep their sounds. Each reader yields (path inside, bytes)."""

import re
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

SUFFIXES = {".pk3", ".wz", ".zip", ".rcc", ".cat"}


def members(path):
    """The files in the container `path`, by its suffix; nothing for one that is damaged or of another kind."""
    kind = Path(path).suffix.lower()
    if kind == ".rcc":
        return qt_resources(Path(path).read_bytes())
    if kind == ".cat":
        return openttd_samples(Path(path).read_bytes())
    return zip_members(path)


def zip_members(path):
    """Quake's .pk3 and Warzone's .wz are zip files."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                yield entry.filename, archive.read(entry)


def qt_resources(data):
    """Qt's binary resources (qresource.cpp): a big-endian header, then a tree of nodes, names in UTF-16 and the data."""
    if data[:4] != b"qres":
        return
    version, tree, payload, names = struct.unpack_from(">4I", data, 4)
    node_size = 14 if version == 1 else 22
    directory, compressed_zlib, compressed_zstd = 2, 1, 4

    def name_at(offset):
        length, = struct.unpack_from(">H", data, names + offset)
        start = names + offset + 6  # after the length and a hash
        return data[start:start + 2 * length].decode("utf-16-be")

    pending = [(0, PurePosixPath())]
    while pending:
        index, parent = pending.pop()
        at = tree + index * node_size
        name, flags = struct.unpack_from(">IH", data, at)
        path = parent / name_at(name) if index else parent
        if flags & directory:
            count, first = struct.unpack_from(">2I", data, at + 6)
            pending += [(first + child, path) for child in range(count)]
            continue
        offset, = struct.unpack_from(">I", data, at + 10)
        size, = struct.unpack_from(">I", data, payload + offset)
        content = data[payload + offset + 4:payload + offset + 4 + size]
        if flags & compressed_zstd:
            continue
        # qCompress puts the length before the deflated bytes.
        yield str(path), zlib.decompress(content[4:]) if flags & compressed_zlib else content


def openttd_samples(data):
    """OpenTTD's .cat: pairs (offset, size), then for each sound its name, with a length before it, and a WAV file.

    The last member is called copyright: the names in full, with authors and licences."""
    if len(data) < 8:
        return
    count = (struct.unpack_from("<I", data)[0] & 0x7FFFFFFF) // 8
    if 8 * count > len(data):
        return
    credits = []
    for index in range(count):
        offset, size = struct.unpack_from("<2I", data, 8 * index)
        offset &= 0x7FFFFFFF
        if offset >= len(data):
            continue
        length = data[offset]
        name = data[offset + 1:offset + 1 + length].rstrip(b"\0").decode("latin-1")
        content = data[offset + 1 + length:offset + 1 + length + size]
        if content.startswith(b"RIFF"):
            file = f"{index:02d} {_title(name)}.wav"
            credits.append(f"{file}: {name}\n")
            yield file, content
    yield "copyright", "".join(credits).encode()


def _title(name):
    """What a sound is called; its authors and licence, which may follow in the same string, are left out."""
    quoted = re.match(r'"([^"]*)"', name)
    return re.sub(r"[^\w()-]+", " ", quoted[1] if quoted else name.split(".")[0])[:60].strip()
