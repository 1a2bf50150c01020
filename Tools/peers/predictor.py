#!/usr/bin/env python3
"""The evaluation kit's predictor in PyTorch, on a directory of embeddings that `sonograph evaluate -o` wrote.

Prints the mean and the 95 % half-width over seeds of the accuracy, to be held beside Sonograph's for the same embeddings:

    sonograph evaluate --embeddings DIRECTORY --grid lab --seeds 0-9
    predictor.py DIRECTORY 0-9

Needs torch, numpy and scipy. Multiclass tasks with folds; the lab's grid of two points.
"""
import json
import pickle
import random
import sys
from pathlib import Path

import numpy as np
import torch
from scipy import stats

GRID = [0.1, 0.25]


def load(directory):
    folds = json.loads((directory / "task_metadata.json").read_text())["splits"]
    lines = (directory / "labelvocabulary.csv").read_text().splitlines()[1:]
    numbers = {line.split(",", 1)[1].strip('"'): int(line.split(",", 1)[0]) for line in lines}
    data = []
    for fold in folds:
        shape = json.loads((directory / f"{fold}.embedding-dimensions.json").read_text())
        rows = np.fromfile(directory / f"{fold}.embeddings.npy", dtype="<f4").reshape(shape)
        labels = pickle.loads((directory / f"{fold}.target-labels.pkl").read_bytes())
        data.append((torch.from_numpy(rows), torch.tensor([numbers[own[0]] for own in labels])))
    return data, len(numbers)


def predictor(features, classes, dropout):
    layers = [torch.nn.Linear(features, 1024), torch.nn.BatchNorm1d(1024), torch.nn.Dropout(dropout), torch.nn.ReLU(), torch.nn.Linear(1024, classes)]
    torch.nn.init.xavier_normal_(layers[0].weight, gain=1)
    torch.nn.init.xavier_normal_(layers[4].weight, gain=2**0.5)
    return torch.nn.Sequential(*layers)


def accuracy(model, rows, targets):
    model.eval()
    with torch.no_grad():
        return float((model(rows).argmax(1) == targets).double().mean())


def train(data, classes, fold, dropout):
    """The validation and test score of the best state."""
    valid = (fold + 1) % len(data)
    rest = [i for i in range(len(data)) if i not in (fold, valid)]
    x, y = torch.cat([data[i][0] for i in rest]), torch.cat([data[i][1] for i in rest])
    model = predictor(x.shape[1], classes, dropout)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    best, failures = (-1.0, 0.0), 0
    for epoch in range(1, 501):
        model.train()
        for start in range(0, len(x), 1024):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x[start : start + 1024]), y[start : start + 1024]).backward()
            optimizer.step()
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
    torch.manual_seed(seed)
    grid = GRID[:]
    random.Random(seed).shuffle(grid)
    tried = [train(data, classes, 0, dropout) for dropout in grid]
    winner = max(range(len(grid)), key=lambda i: tried[i][0])
    scores = [tried[winner][1]] + [train(data, classes, fold, grid[winner])[1] for fold in range(1, len(data))]
    return float(np.mean(scores))


def main(directory, seeds):
    torch.set_num_threads(1)
    first, _, last = seeds.partition("-")
    data, classes = load(directory)
    scores = [evaluate(data, classes, seed) for seed in range(int(first), int(last or first) + 1)]
    half = stats.t.ppf(0.975, len(scores) - 1) * stats.sem(scores) if len(scores) > 1 else float("nan")
    print(json.dumps({"mean": float(np.mean(scores)), "interval": float(half), "seeds": scores}))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2])
