#!/usr/bin/env python3
"""The evaluation kit's predictor in NumPy, gradients by hand, on a directory of embeddings that `sonograph evaluate -o` wrote.

Prints the mean and the 95 % half-width over seeds of the accuracy, to be held beside Sonograph's for the same embeddings:

    sonograph evaluate --embeddings DIRECTORY --grid lab --seeds 0-9
    predictor.py DIRECTORY 0-9

Needs numpy and scipy. Multiclass tasks with folds; the lab's grid of two points.
"""
import json
import pickle
import random
import sys
from pathlib import Path

import numpy as np
from scipy import stats

GRID = [0.1, 0.25]
HIDDEN = 1024


def load(directory):
    folds = json.loads((directory / "task_metadata.json").read_text())["splits"]
    lines = (directory / "labelvocabulary.csv").read_text().splitlines()[1:]
    numbers = {line.split(",", 1)[1].strip('"'): int(line.split(",", 1)[0]) for line in lines}
    data = []
    for fold in folds:
        shape = json.loads((directory / f"{fold}.embedding-dimensions.json").read_text())
        rows = np.fromfile(directory / f"{fold}.embeddings.npy", dtype="<f4").reshape(shape)
        labels = pickle.loads((directory / f"{fold}.target-labels.pkl").read_bytes())
        data.append((rows, np.array([numbers[own[0]] for own in labels])))
    return data, len(numbers)


class Predictor:
    """Linear, batch normalisation, dropout, ReLU, linear; Adam with PyTorch's defaults."""

    def __init__(self, rng, features, classes, dropout):
        normal = lambda rows, columns, gain: rng.normal(0, gain * np.sqrt(2 / (rows + columns)), (rows, columns))
        uniform = lambda size, fan: rng.uniform(-1, 1, size) / np.sqrt(fan)
        self.rng, self.dropout, self.step = rng, dropout, 0
        self.p = {
            "w1": normal(features, HIDDEN, 1), "b1": uniform(HIDDEN, features), "scale": np.ones(HIDDEN), "shift": np.zeros(HIDDEN),
            "w2": normal(HIDDEN, classes, np.sqrt(2)), "b2": uniform(classes, HIDDEN),
        }
        self.p = {name: value.astype(np.float32) for name, value in self.p.items()}
        self.m = {name: np.zeros_like(value) for name, value in self.p.items()}
        self.v = {name: np.zeros_like(value) for name, value in self.p.items()}
        self.mean, self.variance = np.zeros(HIDDEN, np.float32), np.ones(HIDDEN, np.float32)

    def logits(self, x):
        p = self.p
        h = (x @ p["w1"] + p["b1"] - self.mean) / np.sqrt(self.variance + 1e-5) * p["scale"] + p["shift"]
        return np.maximum(h, 0) @ p["w2"] + p["b2"]

    def train(self, x, y):
        p, n = self.p, len(x)
        a = x @ p["w1"] + p["b1"]
        mean, variance = a.mean(0), a.var(0)
        self.mean = 0.9 * self.mean + 0.1 * mean
        self.variance = 0.9 * self.variance + 0.1 * variance * n / (n - 1)
        deviation = np.sqrt(variance + 1e-5)
        unit = (a - mean) / deviation
        kept = (self.rng.random(a.shape) >= self.dropout) / np.float32(1 - self.dropout)
        dropped = (unit * p["scale"] + p["shift"]) * kept
        h = np.maximum(dropped, 0)
        z = h @ p["w2"] + p["b2"]
        share = np.exp(z - z.max(1, keepdims=True))
        dz = share / share.sum(1, keepdims=True)
        dz[np.arange(n), y] -= 1
        dz /= n
        d = (dz @ p["w2"].T) * (dropped > 0) * kept
        du = d * p["scale"]
        da = (du - du.mean(0) - unit * (du * unit).mean(0)) / deviation
        self.update({
            "w1": x.T @ da, "b1": da.sum(0), "scale": (d * unit).sum(0), "shift": d.sum(0), "w2": h.T @ dz, "b2": dz.sum(0),
        })

    def update(self, gradients):
        self.step += 1
        for name, g in gradients.items():
            self.m[name] = 0.9 * self.m[name] + 0.1 * g
            self.v[name] = 0.999 * self.v[name] + 0.001 * g * g
            m, v = self.m[name] / (1 - 0.9**self.step), self.v[name] / (1 - 0.999**self.step)
            self.p[name] = (self.p[name] - 1e-4 * m / (np.sqrt(v) + 1e-8)).astype(np.float32)


def accuracy(model, rows, targets):
    return float((model.logits(rows).argmax(1) == targets).mean())


def train(rng, data, classes, fold, dropout):
    """The validation and test score of the best state."""
    valid = (fold + 1) % len(data)
    rest = [i for i in range(len(data)) if i not in (fold, valid)]
    x, y = np.concatenate([data[i][0] for i in rest]), np.concatenate([data[i][1] for i in rest])
    model = Predictor(rng, x.shape[1], classes, dropout)
    best, failures = (-1.0, 0.0), 0
    for epoch in range(1, 501):
        for start in range(0, len(x), 1024):
            model.train(x[start : start + 1024], y[start : start + 1024])
        if epoch % 3:
            continue
        score = accuracy(model, *data[valid])
        if score > best[0]:
            best, failures = (score, accuracy(model, *data[fold])), 0
        else:
            failures += 1
            if failures == 20:
                break
    return best


def evaluate(data, classes, seed):
    rng = np.random.default_rng(seed)
    grid = GRID[:]
    random.Random(seed).shuffle(grid)
    tried = [train(rng, data, classes, 0, dropout) for dropout in grid]
    winner = max(range(len(grid)), key=lambda i: tried[i][0])
    scores = [tried[winner][1]] + [train(rng, data, classes, fold, grid[winner])[1] for fold in range(1, len(data))]
    return float(np.mean(scores))


def main(directory, seeds):
    first, _, last = seeds.partition("-")
    data, classes = load(directory)
    scores = [evaluate(data, classes, seed) for seed in range(int(first), int(last or first) + 1)]
    half = stats.t.ppf(0.975, len(scores) - 1) * stats.sem(scores) if len(scores) > 1 else float("nan")
    print(json.dumps({"mean": float(np.mean(scores)), "interval": float(half), "seeds": scores}))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2])
