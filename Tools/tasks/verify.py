#!/usr/bin/env python3
"""Checks what a build wrote: formats, durations, silence, labels, and that neither splits nor tasks and corpus share a
recording. Usage: Tools/tasks/verify.py DIRECTORY (that of --out)."""

import csv
import json
import sys
from pathlib import Path

import launch
from problem import Problem

if __name__ == "__main__":
    launch.use_own_environment()
    launch.require_modules()

import audio
import soundfile
from layout import read_provenance
from progress import Progress


def check(out):
    """The problems below `out`, one a line; none when all is well."""
    tasks = sorted(path.parent for path in Path(out).glob("tasks/*/task_metadata.json"))
    problems = [f"{task.name}: {problem}" for task in tasks for problem in check_task(task)]
    return problems + check_corpus(Path(out), tasks)


def check_task(task):
    metadata = json.loads((task / "task_metadata.json").read_text())
    with open(task / "labelvocabulary.csv", newline="") as file:
        vocabulary = {row["label"] for row in csv.DictReader(file)}
    labels = {split: json.loads((task / f"{split}.json").read_text()) for split in metadata["splits"]}
    progress = Progress(f"checking {metadata['task_name']}", sum(map(len, labels.values())), "clips")
    owner, problems = {}, []
    for split, clips in labels.items():
        folder = task / str(audio.RATE) / split
        if {path.name for path in folder.glob("*")} != set(clips):
            problems.append(f"{split}: the files differ from those in {split}.json")
        for file, own in clips.items():
            progress.advance()
            if not own or not {str(label) for label in own} <= vocabulary:
                problems.append(f"{split}/{file}: labels {own} are not all in the vocabulary")
            if (folder / file).exists():
                problems += _clip_problems(folder / file, split, metadata["sample_duration"], owner)
    progress.done()
    return problems + _shared(task)


def _clip_problems(path, split, seconds, owner):
    name = f"{split}/{path.name}"
    info = soundfile.info(str(path))
    if (info.samplerate, info.channels, info.subtype) != (audio.RATE, 1, "PCM_16"):
        return [f"{name}: {info.samplerate} Hz, {info.channels} channels, {info.subtype}; expected 16 kHz, mono, PCM_16"]
    if seconds and abs(info.frames - seconds * audio.RATE) > 1:
        return [f"{name}: {info.duration:.3f} s; expected {seconds}"]
    pcm, _ = soundfile.read(str(path), dtype="int16")
    if audio.levels(pcm.astype("float32") / 32768).max() < -65:
        return [f"{name} is silent"]
    first = owner.setdefault(audio.digest(pcm), name)
    return [f"{name} has the same samples as {first}"] if first != name else []


def _shared(task):
    """Groups and sources in two splits."""
    owner, problems = {}, []
    for row in read_provenance(task):
        names = [f"group {group}" for group in row["groups"].split("|") if group]
        for name in names + [f"source {source}" for source in row["sources"]]:
            if owner.setdefault(name, row["split"]) != row["split"]:
                problems.append(f"{name} is in {owner[name]} and in {row['split']}")
    return sorted(set(problems))


def check_corpus(out, tasks):
    manifest = out / "corpus" / "manifest.tsv"
    if not manifest.exists():
        return []
    used = {source for task in tasks for row in read_provenance(task) for source in row["sources"]}
    problems = []
    with open(manifest, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if not (out / "corpus" / row["file"]).exists():
                problems.append(f"corpus/{row['file']} is missing")
            shared = {source.split("@")[0] for source in row["sources"].split(" + ")} & used
            problems += [f"corpus/{row['file']}: {source} is used by a task" for source in sorted(shared)]
    return problems


def main():
    if len(sys.argv) != 2 or not Path(sys.argv[1], "tasks").is_dir():
        raise Problem("a directory with tasks is expected", "Tools/tasks/verify.py DIRECTORY, that of --out")
    problems = check(sys.argv[1])
    print("\n".join(problems) or "no problem found")
    return 1 if problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        print(f"error: {problem}\n  {problem.help}", file=sys.stderr)
        sys.exit(1)
