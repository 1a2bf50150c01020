import shutil
import subprocess
import unittest
import zipfile
from unittest import mock

import soundfile

import audio
from problem import Problem
from sources import PackageStore, only_user
from tests.synthetic import content, temporary, tone


class PackageTests(unittest.TestCase):
    """Of a package that `dpkg-deb` packs here: no network."""

    def setUp(self):
        if not shutil.which("dpkg-deb"):
            self.skipTest("dpkg-deb is missing")
        self.debs, self.root = temporary(self), temporary(self) / "sources"
        content = temporary(self)
        sounds = content / "usr" / "share" / "sounds"
        (content / "DEBIAN").mkdir()
        (content / "DEBIAN" / "control").write_text(
            "Package: csmash-data\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: a test\n")
        sounds.mkdir(parents=True)
        soundfile.write(str(sounds / "one.wav"), tone(400), audio.RATE)
        (sounds / "copyright").write_text("CC0")
        (sounds / "picture.png").write_bytes(b"pixels")
        (sounds / "link.wav").symlink_to("one.wav")
        with zipfile.ZipFile(sounds / "pak.pk3", "w") as archive:
            archive.writestr("../../outside.wav", b"RIFF")
            archive.writestr("effects/two.wav", (sounds / "one.wav").read_bytes())
        subprocess.run(["dpkg-deb", "--build", str(content), str(self.debs / "csmash-data_1_all.deb")],
                       check=True, capture_output=True)

    def test_sounds_and_licences_are_kept(self):
        store = PackageStore(self.root, self.debs)
        store.fetch("csmash-data")
        files = content(store.directory("csmash-data"))
        self.assertEqual(set(files), {
            "origin.json", "usr/share/sounds/copyright", "usr/share/sounds/one.wav", "usr/share/sounds/pak/effects/two.wav"})
        self.assertTrue(store.differs("csmash-data"), "another archive than the documented build's")

    def test_an_interrupted_package_is_unpacked_anew(self):
        store = PackageStore(self.root, self.debs)
        (self.root / ".csmash-data.half" / "content").mkdir(parents=True)
        with mock.patch("sources._pare_down", side_effect=KeyboardInterrupt), self.assertRaises(KeyboardInterrupt):
            store.fetch("csmash-data")
        self.assertFalse(store.has("csmash-data"))
        store.fetch("csmash-data")
        self.assertEqual([path.name for path in self.root.iterdir()], ["csmash-data"])

    def test_a_damaged_archive_is_named(self):
        (self.debs / "csmash-data_1_all.deb").write_bytes(b"damaged")
        with self.assertRaisesRegex(Problem, "cannot unpack .*csmash-data_1_all.deb"):
            PackageStore(self.root, self.debs).fetch("csmash-data")

    def test_two_builds_in_one_directory_are_refused(self):
        with only_user(self.root), self.assertRaisesRegex(Problem, "another build works"), only_user(self.root):
            pass
