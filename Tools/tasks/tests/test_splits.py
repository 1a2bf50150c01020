import unittest
from collections import Counter

import numpy as np

import audio
from splits import at_most, folds, shares


def some_groups(count, labels, seed=0):
    draw = np.random.default_rng(seed)
    table = np.maximum(draw.integers(0, 9, (count, len(labels))), np.arange(len(labels)) == 0)
    return {f"group {index}": Counter({label: int(n) for label, n in zip(labels, row) if n})
            for index, row in enumerate(table)}


class SplitTests(unittest.TestCase):
    def test_every_label_is_in_every_fold(self):
        for count, labels, seed in ((17, "abc", 0), (31, "abcdef", 1), (40, "a", 2)):
            groups = some_groups(count, labels, seed)
            fold = folds(groups, 5, seed, "test")
            self.assertEqual(set(fold), set(groups))
            clips = [Counter() for _ in range(5)]
            for group, index in fold.items():
                clips[index].update(groups[group])
            for label in labels:
                self.assertTrue(all(counts[label] for counts in clips), label)
            sizes = [sum(counts.values()) for counts in clips]
            self.assertLess(max(sizes), 1.4 * sum(sizes) / 5)

    def test_folds_are_a_function_of_the_seed(self):
        groups = some_groups(23, "abcd")
        self.assertEqual(folds(groups, 5, 3, "test"), folds(dict(reversed(groups.items())), 5, 3, "test"))
        self.assertNotEqual(folds(groups, 5, 3, "test"), folds(groups, 5, 4, "test"))

    def test_shares_are_near_and_keep_what_is_fixed(self):
        sizes = {f"g{index}": 1 + index % 7 for index in range(60)}
        wanted = {"train": 0.66, "valid": 0.14, "test": 0.2}
        side = shares(sizes, wanted, {"g3": "valid", "g4": "test"})
        self.assertEqual((side["g3"], side["g4"]), ("valid", "test"))
        for name, share in wanted.items():
            held = sum(size for group, size in sizes.items() if side[group] == name)
            self.assertAlmostEqual(held / sum(sizes.values()), share, delta=0.02)

    def test_at_most_draws_by_key(self):
        items = [(label, index) for label in "ab" for index in range(10)]
        kept = at_most(items, lambda key: 3 if key[0] == "a" else 20, lambda item: item[:1], 0, "test")
        self.assertEqual(Counter(label for label, _ in kept), {"a": 3, "b": 10})
        self.assertEqual(kept, sorted(kept))


class GeneratorTests(unittest.TestCase):
    def test_names_and_seeds_give_streams_of_their_own(self):
        streams = (0, "a", "b"), (0, "ab"), (1, "a", "b"), (0, "b", "a")
        first = [audio.generator(*names).integers(1 << 40) for names in streams]
        self.assertEqual(len(set(first)), 4)
        self.assertEqual(first[0], audio.generator(0, "a", "b").integers(1 << 40))
