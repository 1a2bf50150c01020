#!/usr/bin/env python3
"""Writes fixtures for tasks of events and for directories of the HEAR benchmark's evaluation kit.

    kit_fixtures.py Tests/EvaluationTests/Fixtures

events.json: events of reference and system with what sed_eval makes of them; medians.json: binary medians by SciPy;
kit-scene and kit-event: embedding directories in the kit's layout, each row a number of its own clip.
Needs numpy, scipy and sed_eval.
"""
import csv
import json
import pickle
import random
import sys
from pathlib import Path

import dcase_util
import numpy as np
import sed_eval
from scipy.ndimage import median_filter

METRICS = {
    "event_onset_200ms_fms": (sed_eval.sound_event.EventBasedMetrics, dict(evaluate_onset=True, evaluate_offset=False, t_collar=0.2)),
    "event_onset_50ms_fms": (sed_eval.sound_event.EventBasedMetrics, dict(evaluate_onset=True, evaluate_offset=False, t_collar=0.05)),
    "event_onset_offset_50ms_20perc_fms": (
        sed_eval.sound_event.EventBasedMetrics,
        dict(evaluate_onset=True, evaluate_offset=True, t_collar=0.05, percentage_of_length=0.2)),
    "segment_1s_er": (sed_eval.sound_event.SegmentBasedMetrics, dict(time_resolution=1.0)),
}
LABELS = ["bell", "dog", "knock"]


def container(events):
    return dcase_util.containers.MetaDataContainer([
        {"filename": "x.wav", "event_label": LABELS[e["label"]], "event_onset": e["start"] / 1000, "event_offset": e["end"] / 1000}
        for e in events])


def score(name, reference, found):
    kind, parameters = METRICS[name]
    metrics = kind(event_label_list=LABELS, **parameters)
    for truth, guess in zip(reference, found):
        metrics.evaluate(reference_event_list=container(truth), estimated_event_list=container(guess))
    overall = metrics.results_overall_metrics()
    return overall["error_rate"]["error_rate"] if name == "segment_1s_er" else overall["f_measure"]["f_measure"]


def event_case(rng, files, density, jitter):
    """Found events lie near those of the reference, some are missing, some too much, some of another class."""
    def drawn():
        start = rng.uniform(0, 9000)
        return {"label": int(rng.integers(len(LABELS))), "start": float(round(start)), "end": float(round(start + rng.uniform(20, 900)))}
    reference, found = [], []
    for _ in range(files):
        truth = [drawn() for _ in range(1 + rng.poisson(density))]
        guess = [drawn() for _ in range(rng.poisson(density / 3))]
        for event in truth:
            if rng.random() < 0.8:
                start = max(0.0, round(event["start"] + rng.normal(0, jitter)))
                end = max(start, round(event["end"] + rng.normal(0, jitter)))
                label = event["label"] if rng.random() < 0.9 else (event["label"] + 1) % len(LABELS)
                guess.append({"label": label, "start": float(start), "end": float(end)})
        reference.append(truth)
        found.append(guess)
    return {"reference": reference, "found": found, "expected": {name: score(name, reference, found) for name in METRICS}}


def median_case(rng, count, width):
    values = rng.random(count) < 0.5
    return {"values": values.tolist(), "width": width, "expected": (median_filter(values.astype(float), size=width) > 0.5).tolist()}


class KitDirectory:
    """An embedding directory as the kit's task_embeddings.py leaves it."""

    def __init__(self, path, kind, splits):
        self.path, self.kind, self.splits = path, kind, splits
        self.path.mkdir(parents=True, exist_ok=True)
        self.shuffle = random.Random(0)

    def write(self, dimensions):
        metadata = {
            "task_name": "made", "version": "v1", "embedding_type": self.kind, "sample_duration": 1.0, "mode": "full",
            "prediction_type": "multilabel" if self.kind == "event" else "multiclass", "split_mode": "trainvaltest",
            "evaluation": ["event_onset_200ms_fms", "segment_1s_er"] if self.kind == "event" else ["top1_acc", "mAP"],
            "splits": ["train", "valid", "test"]}
        (self.path / "task_metadata.json").write_text(json.dumps(metadata, indent=4))
        with open(self.path / "labelvocabulary.csv", "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([["idx", "label"], *enumerate(LABELS)])
        for number, (name, clips) in enumerate(self.splits.items()):
            (self.path / f"{name}.json").write_text(json.dumps(clips, indent=4))
            self.write_rows(number, name, clips, dimensions)
        (self.path / ".done.embeddings").touch()

    def write_rows(self, split, name, clips, dimensions):
        files = list(clips)
        self.shuffle.shuffle(files)
        rows, labels, moments = [], [], []
        for file in files:
            for moment in (np.arange(0, 1000, 50.0) if self.kind == "event" else [0.0]):
                rows.append([split, int(file[1:-4]), moment, *range(dimensions - 3)])
                moments.append([file, float(moment)])
                labels.append(
                    [e["label"] for e in clips[file] if e["start"] <= moment < e["end"] + 0.0001] if self.kind == "event" else clips[file])
        np.asarray(rows, np.float32).tofile(self.path / f"{name}.embeddings.npy")
        (self.path / f"{name}.embedding-dimensions.json").write_text(json.dumps([len(rows), dimensions]))
        with open(self.path / f"{name}.target-labels.pkl", "wb") as file:
            pickle.dump(labels, file)
        if self.kind == "event":
            (self.path / f"{name}.filename-timestamps.json").write_text(json.dumps(moments))


def kit_clips(kind, count):
    def events(n):
        return [{"label": LABELS[(n + k) % 3], "start": 100.0 * k + 10 * n, "end": 100.0 * k + 10 * n + 240} for k in range(n % 4)]
    return {f"c{n}.wav": events(n) if kind == "event" else [LABELS[n % 3]] for n in range(count)}


def main(directory):
    rng = np.random.default_rng(3)
    cases = [event_case(rng, files, density, jitter) for files in (1, 6) for density in (3, 40) for jitter in (5, 30, 120)]
    medians = [median_case(rng, count, width) for count in (1, 2, 7, 60) for width in (1, 2, 3, 4, 5, 6, 13)]
    (directory / "events.json").write_text(json.dumps(cases) + "\n")
    (directory / "medians.json").write_text(json.dumps(medians) + "\n")
    for kind in ("scene", "event"):
        splits = {name: kit_clips(kind, count) for name, count in (("train", 11), ("valid", 7), ("test", 6))}
        KitDirectory(directory / f"kit-{kind}", kind, splits).write(dimensions=5)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
