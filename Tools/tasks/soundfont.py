"""Reads the recordings in SoundFont 2 files (SoundFont Technical Specification 2.04) and Gravis patches: the samples
themselves, with their root keys and the presets that use them."""

import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

import audio
from problem import Problem

PRESET = np.dtype([("name", "S20"), ("program", "<u2"), ("bank", "<u2"), ("bag", "<u2"), ("rest", "<u4", 3)])
INSTRUMENT = np.dtype([("name", "S20"), ("bag", "<u2")])
BAG = np.dtype([("generator", "<u2"), ("modulator", "<u2")])
GENERATOR = np.dtype([("operator", "<u2"), ("amount", "<i2")])
SAMPLE = np.dtype([("name", "S20"), ("start", "<u4"), ("end", "<u4"), ("loop_start", "<u4"), ("loop_end", "<u4"),
                   ("rate", "<u4"), ("key", "u1"), ("correction", "i1"), ("link", "<u2"), ("type", "<u2")])
# Section 8.1.2 of the specification.
LOOP_START, LOOP_END, USES_INSTRUMENT, KEYS, VELOCITIES = 2, 3, 41, 43, 44
COARSE_TUNE, FINE_TUNE, USES_SAMPLE, LOOP_MODE, SCALE, ROOT = 51, 52, 53, 54, 56, 58
IN_ROM, STEREO_SIDES = 0x8000, (2, 4)


@dataclass(frozen=True)
class Sample:
    index: int
    name: str
    start: int
    end: int
    loop_start: int
    loop_end: int
    rate: int
    key: int
    correction: int  # cents
    link: int
    type: int

    @property
    def recordings(self):
        """Indices of this sample and of the other side of a stereo pair."""
        return (self.index, self.link) if self.type in STEREO_SIDES else (self.index,)


@dataclass(frozen=True)
class Layer:
    """A sample as a preset plays it for one key and velocity."""

    sample: Sample
    root: float  # the key at which the sample sounds as it was recorded
    scale: int  # cents a key
    loop: tuple | None  # (start, end) in frames from the sample's start


@dataclass(frozen=True)
class Preset:
    name: str
    program: int
    bank: int
    zones: list


class SoundFont:
    def __init__(self, path):
        self.path = Path(path)
        chunks = self._chunks()
        if "smpl" not in chunks or "shdr" not in chunks:
            raise Problem(f"{path} is no SoundFont 2 file")
        start, size = chunks["smpl"]
        self.pcm = np.memmap(path, "<i2", "r", start, (size // 2,))
        table = {name: self._table(chunks[name], kind) for name, kind in (
            ("phdr", PRESET), ("pbag", BAG), ("pgen", GENERATOR), ("inst", INSTRUMENT), ("ibag", BAG),
            ("igen", GENERATOR), ("shdr", SAMPLE))}
        self.samples = [
            Sample(index, _text(row["name"]), *(int(row[field]) for field in SAMPLE.names[1:]))
            for index, row in enumerate(table["shdr"][:-1])]
        self.instruments = _zones(table["inst"], table["ibag"], table["igen"], USES_SAMPLE)
        zones = _zones(table["phdr"], table["pbag"], table["pgen"], USES_INSTRUMENT)
        self.presets = [
            Preset(_text(row["name"]), int(row["program"]), int(row["bank"]), own)
            for row, own in zip(table["phdr"], zones)]

    def _chunks(self):
        """Name -> (offset, size) of the chunks inside the lists of a RIFF file."""
        found = {}
        with open(self.path, "rb") as file:
            size = file.seek(0, 2)
            pending = [(12, size)]
            while pending:
                at, end = pending.pop()
                if at + 8 > end:
                    continue
                file.seek(at)
                name, length = struct.unpack("<4sI", file.read(8))
                pending.append((at + 8 + length + length % 2, end))
                if name == b"LIST":
                    pending.append((at + 12, at + 8 + length))
                else:
                    found[name.decode("latin-1")] = (at + 8, length)
        return found

    def _table(self, chunk, kind):
        return np.fromfile(self.path, kind, chunk[1] // kind.itemsize, offset=chunk[0])

    def recorded(self, sample):
        """The sample (time,) at its own rate."""
        return self.pcm[sample.start:sample.end].astype(np.float32) / 32768

    def layers(self, preset, key, velocity=100):
        """The layers that sound for a key and velocity, in the file's order."""
        return [
            layer for outer in preset.zones if _covers(outer, key, velocity)
            for zone in self.instruments[outer[USES_INSTRUMENT]] if _covers(zone, key, velocity)
            for layer in self._layer(outer, zone)]

    def _layer(self, outer, zone):
        sample = self.samples[zone[USES_SAMPLE]]
        if sample.type & IN_ROM or sample.end - sample.start < 64 or sample.rate < 4000:
            return
        root = zone.get(ROOT, -1)
        root = root if root >= 0 else sample.key if sample.key <= 127 else 60
        cents = sample.correction + sum(
            zones.get(FINE_TUNE, 0) + 100 * zones.get(COARSE_TUNE, 0) for zones in (outer, zone))
        start, end = sample.loop_start + zone.get(LOOP_START, 0), sample.loop_end + zone.get(LOOP_END, 0)
        loops = zone.get(LOOP_MODE, 0) & 1 and sample.start <= start < end - 16 and end <= sample.end
        loop = (start - sample.start, end - sample.start) if loops else None
        yield Layer(sample, root - cents / 100, zone.get(SCALE, 100), loop)


def _text(name):
    return name.split(b"\0")[0].decode("latin-1").strip()


def _zones(headers, bags, generators, uses):
    """For each header its zones, each a table operator -> amount; a first zone that uses nothing holds defaults."""
    result = []
    for first, last in zip(headers["bag"][:-1], headers["bag"][1:]):
        defaults, zones = {}, []
        for bag in range(first, last):
            own = generators[bags[bag]["generator"]:bags[bag + 1]["generator"]]
            zone = {int(row["operator"]): int(row["amount"]) for row in own}
            if uses in zone:
                zones.append(defaults | zone)
            elif bag == first:
                defaults = zone
        result.append(zones)
    return result


def _covers(zone, key, velocity):
    """Ranges are two bytes: the lowest, then the highest."""
    return all(
        zone[kind] & 0xFF <= value <= zone[kind] >> 8 & 0xFF
        for kind, value in ((KEYS, key), (VELOCITIES, velocity)) if kind in zone)


@lru_cache(maxsize=8)
def soundfont(path):
    return SoundFont(path)


def general_midi(library, package):
    """The soundfont of a package; the largest, where it has a variant."""
    return soundfont(str(max(library.files(package, "**/*.sf2"), key=lambda path: path.stat().st_size)))


def sample_source(package, font, sample):
    """How provenance names a sample."""
    return f"{package}:{font.path.name}:{sample.index}:{sample.name}"


def gravis_patch(path):
    """The first sample (time,) of a Gravis patch (.pat) at 16 kHz; None for another file.

    Layout: 129 bytes of header, 63 of instrument, 47 of layer, 96 of sample header, then the samples.
    """
    data = Path(path).read_bytes()
    if not data.startswith(b"GF1PATCH1") or len(data) < 335:
        return None
    size, = struct.unpack_from("<I", data, 239 + 8)
    rate, = struct.unpack_from("<H", data, 239 + 20)
    wide, unsigned = data[239 + 55] & 1, data[239 + 55] & 2
    kind = ("<u2" if unsigned else "<i2") if wide else ("u1" if unsigned else "i1")
    half = 32768 if wide else 128
    content = data[335:335 + size]
    pcm = np.frombuffer(content[:len(content) // (1 + wide) * (1 + wide)], kind).astype(np.float32)
    return audio.resample((pcm - half if unsigned else pcm) / half, rate)
