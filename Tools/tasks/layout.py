"""Writes a task in the layout of hear-preprocess: metadata, vocabulary, labels of each split, and 16-bit WAV files.

Beside them lie two files that HEAR ignores: `provenance.tsv` (each clip's sources) and `report.json`.
"""

import csv
import json
import os
import shutil
from collections import Counter
from pathlib import Path

import soundfile

import audio
from problem import Problem
from progress import Progress

VERSION = "v1"
NOTE = ("Built by Sonograph from Debian packages. Scores on this task are not comparable with published HEAR scores, "
        "nor with those of the HEAR task of the same kind.")
PROVENANCE = ("split", "file", "labels", "groups", "sources", "change")


class Leak(Problem):
    """A group or a source in two splits."""


class TaskWriter:
    """A task directory under a hidden name; `commit` checks it and gives it its own name. Without, nothing is left."""

    def __init__(self, directory, task, seed, inputs):
        self.task, self.seed, self.inputs = task, seed, inputs
        self.target = Path(directory) / task.directory
        self.partial = Path(directory) / f".{task.directory}.partial"
        shutil.rmtree(self.partial, ignore_errors=True)
        self.labels = {split: {} for split in task.splits}
        self.rows, self.notes = [], {}
        self._owner = {"group": {}, "source": {}}
        self._digests, self._seconds, self._repeats = {}, 0.0, 0
        self._progress = Progress(task.name, f"about {task.clips}", "clips")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.partial, ignore_errors=True)

    def add(self, split, stem, samples, labels, *, groups, sources, change=""):
        """Adds a clip to a split (a name, or the number of a fold).

        Drops a clip whose samples are already in the task. Throws `Leak` if one of `groups` (speakers, makers, series)
        or `sources` (recordings) is in another split.
        """
        split = self.task.splits[split] if isinstance(split, int) else split
        labels = [labels] if isinstance(labels, str) else sorted(labels)
        file = f"{stem}.wav"
        pcm = audio.quantized(samples)
        if not pcm.any():
            raise Problem(f"{self.task.name}: the clip {file} is silent", f"sources: {sources}")
        if file in self.labels[split]:
            raise Problem(f"{self.task.name}: two clips are called {split}/{file}")
        digest = audio.digest(pcm)
        if digest in self._digests:
            self._repeats += 1
            return False
        self._digests[digest] = file
        self._own("group", groups, split, file)
        self._own("source", sources, split, file)
        folder = self.partial / str(audio.RATE) / split
        folder.mkdir(parents=True, exist_ok=True)
        soundfile.write(str(folder / file), pcm, audio.RATE, subtype="PCM_16")
        self.labels[split][file] = labels
        self.rows.append((split, file, "|".join(labels), "|".join(sorted(groups)), " + ".join(sources), change))
        self._seconds += len(pcm) / audio.RATE
        self._progress.advance()
        return True

    def _own(self, kind, names, split, file):
        for name in names:
            if self._owner[kind].setdefault(name, split) != split:
                raise Leak(f"{self.task.name}: the {kind} '{name}' of {split}/{file} is in {self._owner[kind][name]}, too")

    def note(self, key, value):
        """Adds to report.json."""
        self.notes[key] = value

    def commit(self):
        """Writes labels, metadata, provenance and report; returns the report."""
        self._progress.done()
        vocabulary = self._vocabulary()
        numeric = self.task.evaluation[0] == "pitch_acc"  # hear-preprocess writes pitches as numbers
        for split, labels in self.labels.items():
            absent = set(vocabulary) - {label for several in labels.values() for label in several}
            if absent and self.task.prediction == "multiclass":
                raise Problem(f"{self.task.name}: no clip of {split} has the label {', '.join(sorted(absent))}")
            values = {file: [int(l) for l in labels[file]] if numeric else labels[file] for file in sorted(labels)}
            _write_json(self.partial / f"{split}.json", values)
        _write_table(self.partial / "labelvocabulary.csv", ("idx", "label"), enumerate(vocabulary), ",")
        _write_table(self.partial / "provenance.tsv", PROVENANCE, sorted(self.rows), "\t")
        _write_json(self.partial / "task_metadata.json", self.task.metadata())
        report = self._report()
        _write_json(self.partial / "report.json", report)
        shutil.rmtree(self.target, ignore_errors=True)
        os.replace(self.partial, self.target)
        return report

    def _vocabulary(self):
        labels = {label for clips in self.labels.values() for several in clips.values() for label in several}
        return sorted(labels, key=lambda label: (int(label), "") if label.isdigit() else (0, label))

    def _report(self):
        clips = Counter(label for labels in self.labels.values() for several in labels.values() for label in several)
        return {
            "task": self.task.name, "note": NOTE, "seed": self.seed, "inputs": self.inputs,
            "clips": {split: len(labels) for split, labels in self.labels.items()},
            "seconds": round(self._seconds, 3),
            "clips-of-label": dict(sorted(clips.items())),
            "groups": {split: sum(owner == split for owner in self._owner["group"].values()) for split in self.labels},
            "recordings": len(self._owner["source"]), "repeated-clips-dropped": self._repeats, **self.notes}


def _write_json(path, value):
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _write_table(path, header, rows, delimiter):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def read_report(path):
    """A report.json; empty where it is damaged."""
    try:
        return dict(json.loads(Path(path).read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        return {}


def read_provenance(task_directory):
    """The rows of a task's provenance.tsv; `sources` as a list."""
    with open(Path(task_directory) / "provenance.tsv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for row in rows:
        row["sources"] = [source for source in row["sources"].split(" + ") if source]
    return rows
