"""The HEAR evaluation kit's predictor in PyTorch, on embeddings that `sonograph evaluate -o` wrote.

    Tools/peers/compare predictor scores/logmel/mini_drum --seeds 0-9

Prints the primary score for each seed, mean, deviation and 95 % t-interval, beside Sonograph's scores in the same
directory. Protocol: linear, batch norm, dropout, ReLU, linear; Adam; batches of 1024 that are not shuffled; validation
every 3 epochs, 20 without a better score end it; the best point of the grid on the first fold is trained on the others;
each fold's best state is tested. k folds: fold i is tested, fold i + 1 validates, the others train.
"""
import argparse
import copy
import csv
import itertools
import json
import pickle
import random
import statistics
import sys
from pathlib import Path

import numpy as np
import torch
from scipy import stats
from sklearn.metrics import average_precision_score
from torch import nn

HIDDEN, BATCH, EPOCHS, CHECK_EVERY, PATIENCE = 1024, 1024, 500, 3, 20
GRIDS = {
    "lab": [dict(layers=1, dropout=dropout, rate=1e-4, init=nn.init.xavier_normal_) for dropout in (0.1, 0.25)],
    "official": [
        dict(layers=layers, dropout=0.1, rate=rate, init=init)
        for layers, rate, init in itertools.product(
            (1, 2), (3.2e-3, 1e-3, 3.2e-4, 1e-4), (nn.init.xavier_uniform_, nn.init.xavier_normal_))
    ],
}
TRIED = 8


class Embeddings:
    """One task's embeddings and targets, split by split."""

    def __init__(self, directory):
        self.metadata = json.loads(read(directory / "task_metadata.json"))
        rows = list(csv.reader(read(directory / "labelvocabulary.csv").splitlines()))[1:]
        self.numbers = {label: int(number) for number, label in rows}
        self.classes, self.metric = len(rows), self.metadata["evaluation"][0]
        self.is_multilabel = self.metadata["prediction_type"] == "multilabel"
        if self.metric not in SCORES:
            sys.exit(f"error: the task's score is '{self.metric}', expected one of {', '.join(SCORES)}")
        self.splits = [self.split(directory, name) for name in self.metadata["splits"]]

    def split(self, directory, name):
        shape = json.loads(read(directory / f"{name}.embedding-dimensions.json"))
        rows = np.fromfile(directory / f"{name}.embeddings.npy", dtype="<f4").reshape(shape)
        labels = pickle.loads((directory / f"{name}.target-labels.pkl").read_bytes())
        targets = np.zeros((len(rows), self.classes), np.float32)
        for row, own in enumerate(labels):
            targets[row, [self.numbers[str(label)] for label in own]] = 1
        return torch.from_numpy(rows), torch.from_numpy(targets)

    def folds(self):
        """For each fold its training, validation and test data."""
        count = len(self.splits)
        if self.metadata["split_mode"] == "trainvaltest":
            names = self.metadata["splits"]
            return [tuple(self.splits[names.index(name)] for name in ("train", "valid", "test"))]
        return [self.fold(test, (test + 1) % count) for test in range(count)]

    def fold(self, test, valid):
        rest = [split for number, split in enumerate(self.splits) if number not in (test, valid)]
        training = tuple(torch.cat(parts) for parts in zip(*rest))
        return training, self.splits[valid], self.splits[test]


def read(path):
    try:
        return path.read_text()
    except OSError as error:
        sys.exit(f"error: cannot read {path}: {error.strerror}; expected a directory that `sonograph evaluate -o` wrote for a task")


def accuracy(scores, targets):
    return float((scores.argmax(1) == targets.argmax(1)).mean())


def mean_average_precision(scores, targets):
    """The mean over classes; as in scikit-learn, a class without a positive row counts as 0."""
    return float(average_precision_score(targets, scores, average="macro"))


SCORES = {"top1_acc": accuracy, "pitch_acc": accuracy, "mAP": mean_average_precision}


class Predictor(nn.Module):
    def __init__(self, features, classes, layers, dropout, init, **_):
        super().__init__()
        parts = []
        for layer in range(layers):
            linear = nn.Linear(features if layer == 0 else HIDDEN, HIDDEN)
            init(linear.weight)
            parts += [linear, nn.BatchNorm1d(HIDDEN), nn.Dropout(dropout), nn.ReLU()]
        last = nn.Linear(HIDDEN, classes)
        # The gain of a linear layer is 1; the kit initialises the last one with that of ReLU.
        init(last.weight, gain=2**0.5)
        self.layers = nn.Sequential(*parts, last)

    def forward(self, x):
        return self.layers(x)


def train(data, fold, point):
    """The validation and test score of the best state."""
    (rows, targets), valid, test = fold
    model = Predictor(rows.shape[1], data.classes, **point)
    optimizer = torch.optim.Adam(model.parameters(), lr=point["rate"])
    loss = nn.BCEWithLogitsLoss() if data.is_multilabel else nn.CrossEntropyLoss()
    best, state, failures = -1.0, None, 0
    for epoch in range(1, EPOCHS + 1):
        model.train()
        for batch in batches(len(rows)):
            optimizer.zero_grad()
            loss(model(rows[batch]), targets[batch]).backward()
            optimizer.step()
        if epoch % CHECK_EVERY:
            continue
        score = evaluate(data, model, valid)
        if score > best:
            best, state, failures = score, copy.deepcopy(model.state_dict()), 0
        else:
            failures += 1
            if failures == PATIENCE:
                break
    model.load_state_dict(state)
    return best, evaluate(data, model, test)


def batches(count):
    """Consecutive rows. One row alone has no variance to normalise by: it joins the batch before."""
    starts = list(range(0, count, BATCH))
    if len(starts) > 1 and count - starts[-1] == 1:
        starts.pop()
    return [slice(start, end) for start, end in zip(starts, starts[1:] + [count])]


def evaluate(data, model, part):
    model.eval()
    with torch.no_grad():
        logits = model(part[0])
    # Softmax over classes makes scores of different rows comparable, as mAP needs.
    scores = torch.sigmoid(logits) if data.is_multilabel else torch.softmax(logits, 1)
    return SCORES[data.metric](scores.numpy(), part[1].numpy())


def score(data, grid, seed):
    """The mean over folds of the test score."""
    points = GRIDS[grid][:]
    random.Random(seed).shuffle(points)
    torch.manual_seed(seed)
    folds = data.folds()
    tried = [(train(data, folds[0], point), point) for point in points[:TRIED]]
    (_, first), winner = max(tried, key=lambda entry: entry[0][0])
    return statistics.mean([first] + [train(data, fold, winner)[1] for fold in folds[1:]])


def sonograph_scores(directory, seeds):
    """What `sonograph evaluate -o` found by the same seeds; None if some are missing."""
    found = []
    for seed in seeds:
        path = directory / f"seed-{seed}" / "test.predicted-scores.json"
        if not path.exists():
            return None
        found.append(json.loads(path.read_text())["aggregated_scores"]["test_score_mean"])
    return found


def summary(scores):
    if len(scores) < 2:
        return {"mean": scores[0], "std": None, "interval": None, "seeds": scores}
    half = stats.t.ppf(0.975, len(scores) - 1) * stats.sem(scores)
    return {"mean": statistics.mean(scores), "std": statistics.stdev(scores), "interval": float(half), "seeds": scores}


def numbers(text):
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def options():
    parser = argparse.ArgumentParser(prog="compare predictor", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("directory", type=Path, help="one task's embeddings")
    parser.add_argument("--seeds", type=numbers, default=numbers("0-9"), help="such as 0-9")
    parser.add_argument("--grid", choices=sorted(GRIDS), default="lab")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--json", action="store_true", help="print JSON: `pytorch` and `sonograph` with mean, std, interval, seeds")
    return parser.parse_args()


def main():
    given = options()
    torch.set_num_threads(given.threads)
    data = Embeddings(given.directory)
    scores = []
    for seed in given.seeds:
        scores.append(score(data, given.grid, seed))
        print(f"seed {seed}: {scores[-1]:.4f}", file=sys.stderr, flush=True)
    theirs = sonograph_scores(given.directory, given.seeds)
    results = {"task": data.metadata["task_name"], "metric": data.metric, "pytorch": summary(scores),
               "sonograph": summary(theirs) if theirs else None}
    if given.json:
        return print(json.dumps(results, indent=2))
    print(f"{results['task']}, {data.metric}, {len(scores)} seeds")
    for name in ("pytorch", "sonograph"):
        found = results[name]
        if found is None:
            print(f"  {name}: no scores of these seeds in {given.directory}")
        elif found["std"] is None:
            print(f"  {name:10} {found['mean']:.4f}")
        else:
            print(f"  {name:10} mean {found['mean']:.4f}, std {found['std']:.4f}, 95 % interval ±{found['interval']:.4f}")


if __name__ == "__main__":
    main()
