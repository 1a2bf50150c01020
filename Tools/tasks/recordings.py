"""Which recordings the packages hold: measured once, then known by duration, level and what repeats what."""

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import soundfile

import audio
from progress import Progress
from sources import READABLE

LONGEST_MEASURED = 90.0  # seconds; of longer recordings, music mostly, the start is measured


@dataclass(frozen=True)
class Recording:
    package: str
    path: str  # inside the package
    file: Path
    seconds: float
    active: float  # seconds with sound
    channels: int
    digest: str  # of the samples at 16 kHz: the same sound in another file has the same

    @property
    def source(self):
        return f"{self.package}:{self.path}"

    @property
    def name(self):
        return Path(self.path).stem

    @property
    def folder(self):
        return Path(self.path).parent.name

    def samples(self):
        return _samples(self.file)


@lru_cache(maxsize=3000)
def _samples(file):
    samples = audio.read(file)
    samples = samples - samples.mean() if len(samples) else samples
    samples.setflags(write=False)
    return samples


class Library:
    """The recordings of some packages, in a fixed order, without silent and damaged ones.

    A recording that occurs twice counts once, in the first of `packages` by name. Only these packages are looked at: a
    task doesn't depend on what else was downloaded.
    """

    def __init__(self, store, packages):
        self.store = store
        self.packages = sorted(packages)
        self._by_package, seen = {}, set()
        for package in self.packages:
            kept = self._by_package[package] = []
            for recording in measured(store, package):
                if recording.digest not in seen:
                    seen.add(recording.digest)
                    kept.append(recording)

    def of(self, package, active=0.0, longest=60.0):
        """Recordings of `package` with at least `active` seconds of sound, and at most `longest` in all."""
        return [r for r in self._by_package[package] if r.active >= active and r.seconds <= longest]

    def files(self, package, pattern):
        """Other files of the package, such as soundfonts."""
        return sorted(self.store.directory(package).glob(pattern))


def measured(store, package):
    """The usable recordings of one package. The measurements are kept beside the packages."""
    index = store.root / f"{package}.index.json"
    key = store.origin(package)["sha256"]
    if index.exists():
        content = json.loads(index.read_text())
        if content["sha256"] == key:
            return [_recording(store, package, row) for row in content["recordings"]]
    directory = store.directory(package)
    files = sorted(p for p in directory.rglob("*") if p.suffix.lower() in READABLE and p.is_file())
    rows, progress = [], Progress(f"measuring {package}", len(files), "files")
    for file in files:
        row = _measure(file)
        if row:
            rows.append({"path": file.relative_to(directory).as_posix(), **row})
        progress.advance()
    partial = index.with_suffix(".partial")
    partial.write_text(json.dumps({"sha256": key, "recordings": rows}, indent=0, ensure_ascii=False) + "\n")
    os.replace(partial, index)
    return [_recording(store, package, row) for row in rows]


def _recording(store, package, row):
    return Recording(package=package, file=store.directory(package) / row["path"], **row)


def _measure(file):
    """None for a file that is silent, damaged or shorter than 30 ms."""
    try:
        info = soundfile.info(str(file))
        samples = audio.read(file, 0, LONGEST_MEASURED)
    except (soundfile.SoundFileError, ValueError):
        return None
    active = audio.active_seconds(samples)
    if len(samples) < 0.03 * audio.RATE or np.abs(samples).max() < 0.003 or active < 0.02:
        return None
    return {
        "seconds": round(info.duration, 4), "active": round(active, 2), "channels": info.channels,
        "digest": audio.digest(audio.quantized(samples))}
