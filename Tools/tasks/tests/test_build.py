import json
import unittest
from unittest import mock

import audio
import builder
import corpus
import verify
from problem import Problem
from sources import PackageStore, known_packages
from tasks import TASKS
from tasks.events import Event, add_events
from tests.synthetic import Store, content, task, temporary, tone


def add(library, writer, seed):
    """Tones of two labels from the makers that are the recordings' folders."""
    events = [
        Event(recording.name.split("-")[0], recording.folder, recording.source, recording.samples)
        for package in library.packages for recording in library.of(package)]
    add_events(writer, events, seed, limit=4)


def tones(store):
    """Two packages of four makers each, with three recordings of either label by each maker."""
    for place, package in enumerate(("one", "two")):
        store.add(package, {
            f"maker{maker}{package}/{label}-{index}.wav":
                tone(base + 10 * place + 37 * maker + 3 * index, 0.2 + 0.01 * maker)
            for maker in range(4) for label, base in (("low", 200), ("high", 900)) for index in range(3)})
    return store


class BuildTests(unittest.TestCase):
    def setUp(self):
        self.store = tones(Store(temporary(self)))
        self.task = task(add=add)

    def build(self, out, seed=0, **options):
        return builder.build_task(self.task, self.store, out / "tasks", seed, **options)

    def test_a_seed_gives_the_same_bytes(self):
        first, second, other = (temporary(self) for _ in range(3))
        self.build(first), self.build(second), self.build(other, seed=1)
        self.assertEqual(content(first), content(second))
        self.assertNotEqual(content(first), content(other))
        self.assertEqual(verify.check(first), [])

    def test_what_else_is_at_hand_changes_nothing(self):
        first, second = temporary(self), temporary(self)
        self.build(first)
        self.store.add("another", {"maker0one/low-0.wav": tone(200 + 1)})
        self.build(second)
        self.assertEqual(content(first), content(second))

    def test_what_is_there_is_not_built_again(self):
        out = temporary(self)
        report = self.build(out)
        with mock.patch.object(self.task.__class__, "metadata", side_effect=AssertionError("built again")):
            self.assertEqual(self.build(out), json.loads(json.dumps(report)))

    def test_another_seed_needs_leave_to_replace(self):
        out = temporary(self)
        self.build(out)
        with self.assertRaisesRegex(Problem, "another seed"):
            self.build(out, seed=1)
        self.assertEqual(self.build(out, seed=1, replace=True)["seed"], 1)

    def test_an_interrupted_task_leaves_nothing_and_then_is_whole(self):
        out, whole = temporary(self), temporary(self)
        self.build(whole)
        with mock.patch("layout.soundfile.write", side_effect=KeyboardInterrupt), self.assertRaises(KeyboardInterrupt):
            self.build(out)
        self.assertEqual(list((out / "tasks").iterdir()), [])
        left_by_a_kill = out / "tasks" / f".{self.task.directory}.partial" / "16000" / "fold00" / "half.wav"
        left_by_a_kill.parent.mkdir(parents=True)
        left_by_a_kill.write_bytes(b"RIFF")
        self.build(out)
        self.assertEqual(content(out), content(whole))


class CorpusTests(unittest.TestCase):
    def setUp(self):
        self.store, self.out = tones(Store(temporary(self))), temporary(self)
        builder.build_task(task(add=add), self.store, self.out / "tasks", 0)
        used = {path.name: audio.read(path) for path in sorted(self.store.directory("one").rglob("low-*.wav"))}
        self.store.add("free", {f"{index}.wav": tone(300 + 7 * index, 0.9) for index in range(40)})
        self.store.add("free", {f"copy-{name}": samples for name, samples in used.items()})
        self.store.add("songs", {"song.flac": tone(500, 35.0)})
        kinds = {"music": corpus.Kind(0.5, ("songs",), True), "effects": corpus.Kind(0.5, ("free", "one"), False)}
        for name, value in (("KINDS", kinds), ("PACKAGES", ("free", "one", "songs"))):
            patch = mock.patch.object(corpus, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def test_shares_no_recording_with_a_task(self):
        report = corpus.build(self.store, self.out, 0.02, 0)
        self.assertGreaterEqual(report["clips"], 5)
        self.assertEqual(report["minutes-of-kind"]["music"], 0.5)
        self.assertEqual(verify.check(self.out), [])
        manifest = (self.out / "corpus" / "manifest.tsv").read_text()
        self.assertNotIn("copy-", manifest, "a copy of a task's recording in another package is left out, too")

    def test_a_seed_gives_the_same_bytes(self):
        found = []
        for seed in (0, 0, 1):
            corpus.build(self.store, self.out, 0.02, seed, replace=True)
            found.append(content(self.out / "corpus"))
            (self.out / "corpus").rename(temporary(self) / "kept")
        self.assertEqual(found[0], found[1])
        self.assertNotEqual(found[0], found[2])


class PlanTests(unittest.TestCase):
    def test_states_what_is_missing_and_only_that(self):
        out = temporary(self)
        store, tasks = PackageStore(out / "sources"), [TASKS["guitar_root"], TASKS["sampled_pitch"]]
        package, *fonts = "hydrogen-drumkits-effects", "fluid-soundfont-gm", "timgm6mb-soundfont"
        size = {name: int(store.known[name]["bytes"]) for name in (package, *fonts)}
        whole = builder._plan(tasks, None, store, out)
        self.assertEqual((whole.download_bytes, set(whole.missing)), (sum(size.values()), set(size)))
        Store(out / "sources").add(package, {})
        rest = builder._plan(tasks, None, store, out)
        self.assertEqual((rest.download_bytes, set(rest.missing)), (sum(size[name] for name in fonts), set(fonts)))

    def test_removed_sources_of_built_tasks_are_a_download_again(self):
        out = temporary(self)
        report = out / "tasks" / TASKS["guitar_root"].directory / "report.json"
        report.parent.mkdir(parents=True)
        report.write_text("{}")
        plan = builder._plan([TASKS["guitar_root"]], None, PackageStore(out / "sources"), out)
        self.assertEqual((plan.tasks, plan.missing), ([], ["hydrogen-drumkits-effects"]))


class RegistryTests(unittest.TestCase):
    def test_ten_tasks_of_known_packages(self):
        self.assertEqual(len(TASKS), 10)
        for one in TASKS.values():
            self.assertLessEqual(set(one.packages), set(known_packages()), one.name)
        self.assertLessEqual(set(corpus.PACKAGES), set(known_packages()))

    def test_an_unknown_task_suggests_the_nearest(self):
        with self.assertRaises(Problem) as caught:
            builder._selected("guitar_rot")
        self.assertIn("did you mean 'guitar_root'?", caught.exception.help)
