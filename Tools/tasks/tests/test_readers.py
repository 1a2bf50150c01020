import io
import struct
import unittest
import zipfile

import numpy as np
import soundfile

import archives
import audio
from duplicates import without_repeats
from instruments import families, note, pitch_error
from problem import Problem
from recordings import Library
from soundfont import SoundFont, gravis_patch
from tests.synthetic import Store, qt_resource, temporary, tone, write_soundfont


class SoundFontTests(unittest.TestCase):
    def setUp(self):
        self.path = temporary(self) / "small.sf2"
        self.pcm = write_soundfont(self.path)
        self.font = SoundFont(self.path)

    def test_presets_samples_and_defaults(self):
        preset, = self.font.presets
        self.assertEqual((preset.name, preset.program, preset.bank), ("Piano", 5, 0))
        layer, = self.font.layers(preset, 60)
        self.assertEqual((layer.sample.name, layer.sample.rate, layer.root), ("A4", 22050, 69))
        self.assertIsNotNone(layer.loop, "the loop mode is a default of the instrument's first zone")
        np.testing.assert_array_equal(self.font.recorded(layer.sample), self.pcm.astype(np.float32) / 32768)

    def test_keys_outside_the_zone_have_no_layer(self):
        self.assertEqual(self.font.layers(self.font.presets[0], 20), [])
        self.assertIsNone(note(self.font, self.font.presets[0], 109, 100, 1, audio.generator(0)))

    def test_notes_have_the_pitch_of_their_key(self):
        for key in (57, 64, 69, 76):
            samples, _ = note(self.font, self.font.presets[0], key, 100, 1.0, audio.generator(0, key))
            self.assertEqual(len(samples), audio.RATE)
            self.assertLess(pitch_error(samples, key), 0.1, key)
            self.assertGreater(pitch_error(samples, key + 3), 2, key)

    def test_programs_with_one_recording_are_one_family(self):
        preset = self.font.presets[0]
        self.font.presets.append(type(preset)("Copy", 7, 0, preset.zones))
        groups = families({"font": self.font}, [5, 6, 7], range(60, 62))
        self.assertEqual([programs for programs, _ in groups], [[5, 7]])

    def test_another_file_is_named(self):
        self.path.write_bytes(b"RIFF" + bytes(40))
        with self.assertRaisesRegex(Problem, "small.sf2 is no SoundFont 2 file"):
            SoundFont(self.path)

    def test_gravis_patches(self):
        pcm = (8000 * np.sin(np.arange(800) / 9)).astype("<i2")
        data = bytearray(b"GF1PATCH110\0" + bytes(239 + 96 - 12)) + pcm.tobytes()
        struct.pack_into("<I", data, 239 + 8, pcm.nbytes)
        struct.pack_into("<H", data, 239 + 20, audio.RATE)
        data[239 + 55] = 1
        self.path.write_bytes(data)
        np.testing.assert_allclose(gravis_patch(self.path), pcm / 32768, atol=1e-7)
        self.path.write_bytes(b"other")
        self.assertIsNone(gravis_patch(self.path))


class ArchiveTests(unittest.TestCase):
    def test_qt_resources(self):
        for compressed in (False, True):
            data = qt_resource("hit.wav", b"sound" * 50, compressed)
            self.assertEqual(list(archives.qt_resources(data)), [("hit.wav", b"sound" * 50)])
        self.assertEqual(list(archives.qt_resources(b"none")), [])

    def test_openttd_samples(self):
        name, wave = b'"Ship: horn". By "Someone", CC0.\0', b"RIFF" + bytes(21)
        data = struct.pack("<2I", 8, len(wave)) + bytes([len(name)]) + name + wave
        (file, content), (credits, text) = archives.openttd_samples(data)
        self.assertEqual((file, content, credits), ("00 Ship horn.wav", wave, "copyright"))
        self.assertIn(b"Someone", text)
        self.assertEqual(list(archives.openttd_samples(b"\xff" * 9)), [])

    def test_damaged_zip_files_hold_nothing(self):
        path = temporary(self) / "pak0.pk3"
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            file.writestr("sound/a.wav", b"data")
        path.write_bytes(buffer.getvalue())
        self.assertEqual(list(archives.members(path)), [("sound/a.wav", b"data")])
        path.write_bytes(b"damaged")
        self.assertEqual(list(archives.members(path)), [])


class RecordingTests(unittest.TestCase):
    def test_silent_damaged_and_repeated_recordings_are_left_out(self):
        store = Store(temporary(self))
        store.add("one", {"a/tone.wav": tone(400), "a/silent.wav": np.zeros(9000), "b/short.wav": tone(400, 0.02)})
        store.add("two", {"again.wav": tone(400), "other.flac": tone(500)})
        (store.directory("one") / "broken.ogg").write_bytes(b"no sound")
        library = Library(store, ["two", "one"])
        self.assertEqual([r.source for p in ("one", "two") for r in library.of(p)], ["one:a/tone.wav", "two:other.flac"])
        self.assertEqual([r.source for r in Library(store, ["two"]).of("two")], ["two:again.wav", "two:other.flac"])
        self.assertEqual(library.of("two", longest=0.4), [])

    def test_measurements_are_of_the_package_at_hand(self):
        store = Store(temporary(self)).add("one", {"tone.wav": tone(400)})
        self.assertEqual(len(Library(store, ["one"]).of("one")), 1)
        store.add("one", {"more.wav": tone(500)})
        self.assertEqual(len(Library(store, ["one"]).of("one")), 1, "measured once")
        store.add("one", {}, version="2")
        self.assertEqual(len(Library(store, ["one"]).of("one")), 2)

    def test_a_new_encoding_of_a_sound_is_a_repeat(self):
        noise = audio.noise(16000, np.random.default_rng(0), 1) * np.linspace(1, 0, 16000) * 0.1
        louder = noise * 1.7 + 1e-4 * np.random.default_rng(1).standard_normal(16000)
        store = Store(temporary(self)).add(
            "one", {"1.wav": noise, "2.wav": louder, "3.wav": tone(700, 1.0), "4.wav": noise[:8000]})
        kept, repeats = without_repeats([(recording,) for recording in Library(store, ["one"]).of("one")])
        self.assertEqual([item[0].name for item in kept], ["1", "3", "4"])
        self.assertEqual(repeats, 1)


class SampleTests(unittest.TestCase):
    def test_opposite_channels_do_not_cancel(self):
        path = temporary(self) / "stereo.wav"
        soundfile.write(str(path), np.stack([tone(300), -tone(300)], axis=1), audio.RATE, subtype="FLOAT")
        np.testing.assert_allclose(np.abs(audio.read(path)).max(), 0.3, rtol=1e-3)

    def test_resampling_keeps_pitch_and_duration(self):
        for rate in (8000, 11127, 22050, 44100, 48000, 96000):
            sound = audio.resample(tone(400, 1.0, rate), rate)
            self.assertAlmostEqual(len(sound) / audio.RATE, 1.0, delta=0.001)
            spectrum = np.abs(np.fft.rfft(sound))
            self.assertAlmostEqual(spectrum.argmax() * audio.RATE / len(sound), 400, delta=1)

    def test_fitting_trimming_and_levels(self):
        for length in (1, 399, 4000, 4001, 9000):
            self.assertEqual(len(audio.fitted(tone(300, 1)[:length], 0.25)), 4000)
        padded = np.pad(tone(300), (8000, 5000))
        self.assertAlmostEqual(len(audio.trimmed(padded)) / audio.RATE, 0.54, delta=0.02)
        self.assertAlmostEqual(20 * np.log10(audio.active_rms(audio.at_level(padded, -20))), -20, delta=0.2)
        self.assertEqual(np.abs(audio.quantized(5 * tone(300))).max(), round(0.98 * 32767))
