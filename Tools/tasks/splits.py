"""Which split each group goes to. A group (a speaker, a kit's maker, a series) is never divided."""

from collections import Counter

import numpy as np

import audio


def folds(groups, count, seed, name, trials=300, enough=4):
    """Folds 0..<count of `groups` (group -> Counter of labels): every label in every fold, sizes as even as can be.

    Of `trials` greedy assignments, each in another order, the best is taken: first by the fewest clips of a label in
    a fold, up to `enough`, then by the largest fold.
    """
    names = sorted(groups)
    labels = sorted({label for counts in groups.values() for label in counts})
    table = np.array([[groups[group][label] for label in labels] for group in names], float)
    weight = table / table.sum(axis=0)
    size = weight.sum(axis=1)
    best, chosen = None, None
    for trial in range(trials):
        draw = audio.generator(seed, name, "folds", trial)
        order = np.argsort(-size * draw.uniform(0.6, 1.4, len(names)) if trial else -size, kind="stable")
        load, fold = np.zeros((count, len(labels))), np.zeros(len(names), int)
        for group in order:
            # The sum of squares grows by 2 * load * weight + weight^2; the last is the same for all folds.
            cost = (load * weight[group]).sum(axis=1)
            fold[group] = int(np.argmin(cost.round(9)))
            load[fold[group]] += weight[group]
        clips = np.array([table[fold == index].sum(axis=0) for index in range(count)])
        score = (min(clips.min(), enough), -clips.sum(axis=1).max())
        if best is None or score > best:
            best, chosen = score, fold
    return {group: int(index) for group, index in zip(names, chosen)}


def shares(sizes, wanted, fixed=None):
    """A side for each group of `sizes` (group -> clips), largest first: always the one that lacks most of its share.

    `wanted` gives each side's part of the whole; groups in `fixed` have their side already.
    """
    total, sides = max(1, sum(sizes.values())), dict(fixed or {})
    held = Counter()
    for group, side in sides.items():
        held[side] += sizes[group]
    for group in sorted(sizes, key=lambda group: (-sizes[group], str(group))):
        if group not in sides:
            sides[group] = max(wanted, key=lambda side: (wanted[side] - held[side] / total, wanted[side]))
            held[sides[group]] += sizes[group]
    return sides


def at_most(items, limit, key, seed, name):
    """At most `limit(key)` of the items of each key, drawn at random, in their order."""
    by_key = {}
    for item in items:
        by_key.setdefault(key(item), []).append(item)
    kept = []
    for value in sorted(by_key):
        same = by_key[value]
        drawn = audio.generator(seed, name, "at most", *value).permutation(len(same))[:limit(value)]
        kept += [same[index] for index in sorted(drawn)]
    return kept
