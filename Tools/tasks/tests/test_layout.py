import csv
import json
import unittest

import numpy as np
import soundfile

import verify
from layout import Leak, TaskWriter, read_provenance
from problem import Problem
from tests.synthetic import task, temporary, tone


def filled(directory, one_task, seed=0):
    with TaskWriter(directory, one_task, seed, "inputs") as writer:
        for index, split in enumerate(one_task.splits):
            for label, frequency in (("low", 200), ("high", 900)):
                writer.add(split, f"{label}_{split}", tone(frequency + 10 * index, 0.25), label,
                           groups=[f"maker {index}"], sources=[f"one:{label}{index}.wav"])
        writer.commit()
    return directory / one_task.directory


class LayoutTests(unittest.TestCase):
    def test_files_of_hear_preprocess(self):
        out = filled(temporary(self), task())
        metadata = json.loads((out / "task_metadata.json").read_text())
        self.assertEqual(metadata["split_mode"], "presplit_kfold")
        self.assertEqual(metadata["splits"], ["fold00", "fold01", "fold02"])
        self.assertIn("not comparable", metadata["note"])
        self.assertEqual((out / "labelvocabulary.csv").read_text(), "idx,label\n0,high\n1,low\n")
        self.assertEqual(json.loads((out / "fold01.json").read_text()),
                         {"high_fold01.wav": ["high"], "low_fold01.wav": ["low"]})
        info = soundfile.info(str(out / "16000" / "fold01" / "low_fold01.wav"))
        self.assertEqual((info.samplerate, info.channels, info.subtype, info.frames), (16000, 1, "PCM_16", 4000))

    def test_train_valid_test_with_numbers(self):
        directory = temporary(self)
        pitches = task(folds=0, evaluation=("pitch_acc", "chroma_acc"))
        with TaskWriter(directory, pitches, 0, "") as writer:
            for index, split in enumerate(("train", "valid", "test")):
                for pitch in ("9", "10"):
                    sound = tone(100 + 50 * index + int(pitch), 0.25)
                    writer.add(split, f"{pitch}_{split}", sound, pitch, groups=[], sources=[])
            writer.commit()
        out = directory / pitches.directory
        self.assertEqual(json.loads((out / "valid.json").read_text()), {"10_valid.wav": [10], "9_valid.wav": [9]})
        self.assertEqual((out / "labelvocabulary.csv").read_text(), "idx,label\n0,9\n1,10\n")

    def test_a_group_or_source_in_two_splits_is_refused(self):
        for groups, sources in (([["maker"], ["maker"]], [["a"], ["b"]]), ([["x"], ["y"]], [["a"], ["a"]])):
            directory = temporary(self)
            with self.assertRaises(Leak), TaskWriter(directory, task(), 0, "") as writer:
                for split in (0, 1):
                    writer.add(split, f"clip{split}", tone(300 + split), "low",
                               groups=groups[split], sources=sources[split])
            self.assertEqual(list(directory.iterdir()), [], "nothing is left half-written")

    def test_the_same_samples_count_once(self):
        with TaskWriter(temporary(self), task(), 0, "") as writer:
            self.assertTrue(writer.add(0, "first", tone(300), "low", groups=["a"], sources=["a"]))
            self.assertFalse(writer.add(1, "again", tone(300), "low", groups=["b"], sources=["b"]))

    def test_silence_and_missing_labels_are_refused(self):
        with TaskWriter(temporary(self), task(), 0, "") as writer:
            with self.assertRaisesRegex(Problem, "silent"):
                writer.add(0, "quiet", np.zeros(4000, np.float32), "low", groups=[], sources=[])
            writer.add(0, "only", tone(300, 0.25), "low", groups=[], sources=[])
            with self.assertRaisesRegex(Problem, "no clip of fold01 has the label low"):
                writer.commit()

    def test_provenance_names_every_source(self):
        rows = read_provenance(filled(temporary(self), task()))
        self.assertEqual(len(rows), 6)
        self.assertEqual(rows[0]["sources"], ["one:high0.wav"])


class VerifyTests(unittest.TestCase):
    def setUp(self):
        self.out = temporary(self)
        self.task = filled(self.out / "tasks", task())

    def problems(self):
        return "\n".join(verify.check(self.out))

    def test_a_good_task_has_no_problem(self):
        self.assertEqual(self.problems(), "")

    def test_what_is_damaged_is_found(self):
        clip = self.task / "16000" / "fold00" / "low_fold00.wav"
        good = clip.read_bytes()
        for samples, rate, expected in (
                (tone(200, 0.25), 22050, "22050 Hz"), (tone(200, 0.3), 16000, "0.300 s"),
                (np.zeros(4000), 16000, "silent"), (tone(210, 0.25), 16000, "same samples")):
            soundfile.write(str(clip), np.round(samples * 32767).astype("<i2"), rate, subtype="PCM_16")
            self.assertIn(expected, self.problems())
        clip.write_bytes(good)
        self.assertEqual(self.problems(), "")
        clip.unlink()
        self.assertIn("files differ", self.problems())

    def test_a_label_outside_the_vocabulary_is_found(self):
        path = self.task / "fold02.json"
        path.write_text(path.read_text().replace('"low"', '"lower"'))
        self.assertIn("not all in the vocabulary", self.problems())

    def test_a_source_in_two_splits_and_in_the_corpus_is_found(self):
        path = self.task / "provenance.tsv"
        path.write_text(path.read_text().replace("one:low1.wav", "one:low0.wav"))
        self.assertIn("source one:low0.wav is in fold00 and in fold01", self.problems())
        (self.out / "corpus").mkdir()
        with open(self.out / "corpus" / "manifest.tsv", "w", newline="") as file:
            csv.writer(file, delimiter="\t").writerows([
                ("file", "kind", "package", "sources"), ("0.flac", "music", "one", "two:free.wav + one:high0.wav@10")])
        self.assertIn("corpus/0.flac: one:high0.wav is used by a task", self.problems())
