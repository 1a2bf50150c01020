"""Small files made for the tests: recordings, a soundfont, containers, and packages that hold them."""

import json
import struct
import tempfile
import zlib
from pathlib import Path

import numpy as np
import soundfile

import audio
import soundfont as sf
from sources import ORIGIN
from tasks.task import Task


def tone(frequency, seconds=0.5, rate=audio.RATE, level=0.3):
    return (level * np.sin(2 * np.pi * frequency * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


class Store:
    """As `sources.PackageStore`, of directories that a test fills."""

    def __init__(self, root):
        self.root = Path(root)

    def directory(self, package):
        return self.root / package

    def has(self, package):
        return self.directory(package).exists()

    def origin(self, package):
        return json.loads((self.directory(package) / ORIGIN).read_text())

    def add(self, package, sounds, version="1"):
        for path, samples in sounds.items():
            file = self.directory(package) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            soundfile.write(str(file), samples, audio.RATE, subtype="PCM_16")
        self.directory(package).mkdir(parents=True, exist_ok=True)
        (self.directory(package) / ORIGIN).write_text(json.dumps({"sha256": version}))
        return self


def temporary(test):
    directory = tempfile.TemporaryDirectory()
    test.addCleanup(directory.cleanup)
    return Path(directory.name)


def content(directory):
    """Path -> bytes of the files below `directory`."""
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in files}


def task(**changes):
    values = dict(name="tones", stands_for="none", description="Tones", packages=("one", "two"), add=None, seconds=0.25,
                  folds=3, clips=9, build_seconds=1)
    return Task(**{**values, **changes})


def chunk(name, content):
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def write_soundfont(path, frequency=440.0, key=69, rate=22050, frames=3001):
    """One preset (program 5), one instrument with defaults in its first zone, one looped sample, recorded at `key`."""
    pcm = (20000 * np.sin(2 * np.pi * frequency * np.arange(frames) / rate)).astype("<i2")
    period = round(rate / frequency * 20)
    table = lambda kind, rows: np.array(rows, kind).tobytes()
    generators = lambda *rows: table(sf.GENERATOR, [*rows, (0, 0)])
    keys = 21 | 108 << 8  # the lowest and the highest
    pdta = b"".join(chunk(name, content) for name, content in (
        (b"phdr", table(sf.PRESET, [(b"Piano", 5, 0, 0, (0, 0, 0)), (b"EOP", 0, 0, 1, (0, 0, 0))])),
        (b"pbag", table(sf.BAG, [(0, 0), (1, 0)])),
        (b"pmod", b"\0" * 10),
        (b"pgen", generators((sf.USES_INSTRUMENT, 0))),
        (b"inst", table(sf.INSTRUMENT, [(b"String", 0), (b"EOI", 2)])),
        (b"ibag", table(sf.BAG, [(0, 0), (1, 0), (4, 0)])),
        (b"imod", b"\0" * 10),
        (b"igen", generators((sf.LOOP_MODE, 1), (sf.KEYS, keys), (sf.FINE_TUNE, 0), (sf.USES_SAMPLE, 0))),
        (b"shdr", table(sf.SAMPLE, [
            (b"A4", 0, frames, frames - 2 * period, frames - period, rate, key, 0, 0, 1),
            (b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0)]))))
    sdta = chunk(b"smpl", pcm.tobytes())
    lists = b"".join(chunk(b"LIST", content) for content in (b"INFO", b"sdta" + sdta, b"pdta" + pdta))
    Path(path).write_bytes(chunk(b"RIFF", b"sfbk" + lists))
    return pcm


def qt_resource(name, content, compressed):
    """A .rcc of version 1: the root and one file."""
    stored = struct.pack(">I", len(content)) + zlib.compress(content) if compressed else content
    data = struct.pack(">I", len(stored)) + stored
    names = struct.pack(">HI", len(name), 0) + name.encode("utf-16-be")
    tree = struct.pack(">IHII", 0, 2, 1, 1) + struct.pack(">IHHHI", 0, int(compressed), 0, 0, 0)
    start = 20
    return (b"qres" + struct.pack(">4I", 1, start, start + len(tree), start + len(tree) + len(data)) + tree + data + names)
