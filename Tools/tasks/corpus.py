"""An unlabelled corpus to pre-train on: clips of 10 s, of recordings that no task uses.

Long recordings are cut into windows; short ones of a package are strung together in a drawn order. The packages of a kind
take turns, so that none dominates.
"""

import csv
import hashlib
import json
import os
import shutil
from dataclasses import dataclass

import numpy as np
import soundfile

import audio
from layout import read_provenance, read_report
from problem import Problem
from progress import Progress
from recordings import Library, measured
from shares import HALVED, is_for_tasks

SECONDS = 10.0
LENGTH = int(SECONDS * audio.RATE)
LONG = 120  # seconds: in packages of effects, what is longer is music
LONG_SPEECH = ("warzone2100-data",)


@dataclass(frozen=True)
class Kind:
    share: float
    packages: tuple
    long: bool  # whether it is made of long recordings only


KINDS = {
    "music": Kind(0.35, (
        "wesnoth-1.16-music", "colobot-common-sounds", "openclonk-data", "asterisk-moh-opsound-g722", "warmux-data",
        "hedgewars-data", "lincity-ng-data", "openarena-data", "openarena-088-data", "lugaru-data", "pathological",
        "tuxmath-data", "tuxtype-data", "freedink-data", "scorched3d-data", "fillets-ng-data", "etw-data", "lomiri-sounds",
        "gcompris-qt-data"), True),
    "speech": Kind(0.4, (
        "tuxpaint-stamps-default", "fillets-ng-data-cs", "fillets-ng-data-nl", "klettres-data", "ktuberling-data",
        "warzone2100-data", "asterisk-core-sounds-en-g722", "asterisk-core-sounds-es-g722", "asterisk-core-sounds-fr-g722",
        "asterisk-core-sounds-it-g722", "asterisk-core-sounds-ru-g722", "asterisk-prompt-es-co",
        "asterisk-prompt-fr-armelle", "asterisk-prompt-it-menardi-wav", "gcin-voice"), False),
    "effects": Kind(0.25, (
        "ufoai-sound", "nexuiz-data", "openarena-081-misc", "openarena-081-players", "wesnoth-1.16-data", "minetest-data",
        "scratch", "planetblupi-common", "openttd-opensfx", "simutrans-pak64", "teeworlds-data", "hydrogen-drumkits",
        "hydrogen-data", "sonic-pi-samples", "lmms-common", "oxygen-sounds", "sound-theme-freedesktop",
        "bucklespring-data", "khangman", "alienblaster-data"), False)}
PACKAGES = tuple(sorted({package for kind in KINDS.values() for package in kind.packages}))


class Unused:
    """The recordings of the corpus' packages that no task below a directory uses, nor another file with the same sound."""

    def __init__(self, store, tasks):
        directories = sorted(path.parent for path in tasks.glob("*/provenance.tsv"))
        self.used = {source for task in directories for row in read_provenance(task) for source in row["sources"]}
        packages = {source.split(":")[0] for source in self.used}
        self.digests = {
            recording.digest for package in packages for recording in measured(store, package)
            if recording.source in self.used}
        library = Library(store, PACKAGES)
        self.recordings = {
            package: [r for r in library.of(package, longest=float("inf")) if self._is_free(r)] for package in PACKAGES}

    def _is_free(self, recording):
        halved = recording.package.startswith(HALVED) and "-moh-" not in recording.package
        return recording.digest not in self.digests and not (halved and is_for_tasks(recording))


def clips(recordings, kind, package, seed):
    """(samples (time,), sources) of one package, in a drawn order; long recordings and strings of short ones."""
    draw = audio.generator(seed, "corpus", package)
    short = []
    for index in draw.permutation(len(recordings)):
        recording = recordings[index]
        if recording.active < 0.05 or recording.seconds > 1200:
            continue
        if recording.seconds >= SECONDS:
            if kind.long or recording.seconds <= LONG or package in LONG_SPEECH:
                yield from windows(recording)
        elif not kind.long:
            short.append(recording)
    yield from strings(short, draw)


def windows(recording):
    """Consecutive windows, without those that are silent for more than 70 %."""
    for index in range(int(recording.seconds // SECONDS)):
        samples = audio.read(recording.file, index * SECONDS, SECONDS)
        samples = np.pad(samples, (0, max(0, LENGTH - len(samples))))[:LENGTH]
        if (audio.levels(samples) > -60).mean() > 0.3:
            yield audio.faded(samples, 0.01, 0.01), [f"{recording.source}@{index * SECONDS:.0f}"]


def strings(recordings, draw):
    """Recordings one after the other with short gaps, until 10 s are full."""
    parts, sources, length = [], [], 0
    for recording in recordings:
        sound = audio.trimmed(recording.samples(), below=45)
        if len(sound) < 0.04 * audio.RATE:
            continue
        gap = np.zeros(int(draw.uniform(0.05, 0.7) * audio.RATE), np.float32)
        parts += [audio.faded(audio.at_level(sound, draw.uniform(-30, -18)), 0.004, 0.01), gap]
        sources.append(recording.source)
        length += len(sound) + len(gap)
        if length >= LENGTH:
            yield audio.with_floor(audio.faded(np.concatenate(parts)[:LENGTH]), draw, -75, -50), sources
            parts, sources, length = [], [], 0


def in_turn(generators):
    """Of each generator the next, again and again, until all have ended: (name, item)."""
    left = dict(generators)
    while left:
        for name in list(left):
            try:
                yield name, next(left[name])
            except StopIteration:
                del left[name]


def build(store, out, hours, seed, replace=False):
    """Writes OUT/corpus (FLAC files, manifest.tsv, report.json), unless it is there; returns its report."""
    target, partial = out / "corpus", out / ".corpus.partial"
    provenance = sorted((out / "tasks").glob("*/provenance.tsv"))
    if not provenance:
        raise Problem(f"{out / 'tasks'} has no task", "build the tasks first: the corpus leaves out what they use")
    key = {"seed": seed, "hours-wanted": hours, "inputs": _digest(store, provenance)}
    if (target / "report.json").exists():
        there = read_report(target / "report.json")
        if {name: there.get(name) for name in key} == key:
            return there
    if target.exists() and not replace:
        raise Problem(f"{target} was built otherwise, or beside other tasks",
                      "give --replace to build it anew, or another --out")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        report = {**key, **_write(partial, Unused(store, out / "tasks"), hours, seed)}
        (partial / "report.json").write_text(json.dumps(report, indent=1) + "\n")
        shutil.rmtree(target, ignore_errors=True)
        os.replace(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return report


def _digest(store, provenance):
    state = hashlib.sha256()
    for package in PACKAGES:
        state.update(store.origin(package)["sha256"].encode())
    for path in provenance:
        state.update(path.read_bytes())
    return state.hexdigest()


def _write(directory, unused, hours, seed):
    minutes, number = {}, 0
    progress = Progress("corpus", round(hours * 3600 / SECONDS), "clips")
    with open(directory / "manifest.tsv", "w", newline="", encoding="utf-8") as file:
        manifest = csv.writer(file, delimiter="\t", lineterminator="\n")
        manifest.writerow(("file", "kind", "package", "sources"))
        for name, kind in KINDS.items():
            wanted = round(kind.share * hours * 3600 / SECONDS)
            turns = in_turn({
                package: clips(unused.recordings[package], kind, package, seed) for package in kind.packages})
            for _, (package, (samples, sources)) in zip(range(wanted), turns):
                clip = f"{number:05d}.flac"
                soundfile.write(str(directory / clip), audio.quantized(samples), audio.RATE, subtype="PCM_16")
                manifest.writerow((clip, name, package, " + ".join(sources)))
                minutes[name] = minutes.get(name, 0) + SECONDS / 60
                number += 1
                progress.advance()
    progress.done()
    return {"clips": number, "hours": round(number * SECONDS / 3600, 3),
            "minutes-of-kind": {name: round(value, 1) for name, value in minutes.items()},
            "recordings-used-by-tasks": len(unused.used)}
