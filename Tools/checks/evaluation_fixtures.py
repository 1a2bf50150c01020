#!/usr/bin/env python3
"""Writes Tests/EvaluationTests/Fixtures: what scikit-learn, SciPy and Python's own random and pickle give.

Needs numpy, scipy and scikit-learn. Usage: evaluation_fixtures.py DIRECTORY
"""
import json
import pickle
import pickletools
import random
import sys
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn.metrics import average_precision_score, roc_auc_score


def metric_case(rng, clips, classes, multilabel, ties):
    scores = rng.normal(size=(clips, classes))
    if ties:
        scores = np.round(scores * 2) / 2
    targets = np.zeros((clips, classes), dtype=int)
    # Every class occurs, so that every metric is defined.
    targets[np.arange(clips), rng.permutation(np.arange(clips) % classes)] = 1
    if multilabel:
        targets |= rng.random((clips, classes)) < 0.15
    best = scores.argmax(1)
    auc = roc_auc_score(targets, scores, average=None)
    return {
        "scores": scores.tolist(),
        "targets": [np.flatnonzero(row).tolist() for row in targets],
        "expected": {
            "top1_acc": float(targets[np.arange(clips), best].mean()),
            "pitch_acc": float(targets[np.arange(clips), best].mean()),
            "chroma_acc": float(np.mean([any(c % 12 == b % 12 for c in np.flatnonzero(row)) for row, b in zip(targets, best)])),
            "mAP": float(average_precision_score(targets, scores, average="macro")),
            "aucroc": float(roc_auc_score(targets, scores, average="macro")),
            "d_prime": float(np.mean(np.sqrt(2) * stats.norm.ppf(auc))),
        },
    }


def interval_case(values):
    low, high = stats.t.interval(0.95, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))
    return {"values": values, "mean": float(np.mean(values)), "half_width": float((high - low) / 2)}


def shuffles():
    generator = random.Random(0)
    orders = []
    for count in [1, 2, 7, 160, 1030]:
        order = list(range(count))
        generator.shuffle(order)
        orders.append(order)
    other = list(range(50))
    random.Random(4_000_000_000).shuffle(other)
    return {"seed0": orders, "seed4000000000": other}


def fresh(lists):
    """Every text an object of its own: Python refers back to those that it has written."""
    return [["".join(list(text)) if len(text) > 1 else text for text in own] for own in lists]


def main(directory):
    rng = np.random.default_rng(0)
    cases = [
        metric_case(rng, 37, 5, False, False),
        metric_case(rng, 101, 13, True, True),
        metric_case(rng, 64, 31, True, False),
        metric_case(rng, 11, 2, False, True),
    ]
    intervals = [interval_case(v) for v in [[0.5, 0.75], [0.1, 0.4, 0.2], rng.normal(0.7, 0.02, 10).tolist(), rng.normal(size=101).tolist()]]
    directory.mkdir(parents=True, exist_ok=True)
    write = lambda name, value: (directory / name).write_text(json.dumps(value) + "\n")
    write("metrics.json", cases)
    write("intervals.json", intervals)
    write("shuffles.json", shuffles())
    labels = [["dog"], [], ["größe", "a,b"]] + [[f"label {i}"] for i in range(1100)]
    write("labels.json", labels)
    (directory / "labels.pkl").write_bytes(pickletools.optimize(pickle.dumps(fresh(labels), protocol=2)))
    # As Python writes them by default: with memos and frames, and equal texts recalled.
    for protocol in (2, 3, 4, 5):
        (directory / f"labels-protocol{protocol}.pkl").write_bytes(pickle.dumps([[*row, 3, -70_000] for row in labels], protocol=protocol))
    # What a reader must refuse: it names a class to call.
    (directory / "refused.pkl").write_bytes(pickle.dumps([["a", complex(1, 2)]], protocol=4))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
