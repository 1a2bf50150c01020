"""Strokes of drums and percussion, by the names that kits, soundfonts and files give them."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from typing import Callable

import audio
import gm
from soundfont import gravis_patch, sample_source, soundfont

PACKAGES = (
    "hydrogen-drumkits", "hydrogen-data", "lmms-common", "sonic-pi-samples", "scratch", "gcompris-qt-data",
    "fluid-soundfont-gm", "timgm6mb-soundfont", "freepats", "avldrums.lv2-soundfont")

# Hydrogen's kits by who recorded them, as they say; those that may be one maker's are taken to be.
MAKERS = {
    "GMRockKit": "MacArthur", "The Black Pearl 1.0": "MacArthur", "Gimme A Hand 1.0": "MacArthur",
    "Millo-Drums_v.1": "Millo", "Millo_MultiLayered2": "Millo", "Millo_MultiLayered3": "Millo",
    "BJA_Pacific": "BJA", "ColomboAcousticDrumkit": "Colombo", "ForzeeStereo": "Forzee", "Audiophob": "Audiophob",
    "ElectricEmpireKit": "Artemio", "HardElectro1": "Artemio", "VariBreaks": "Artemio",
    "TR808EmulationKit": "TR808", "circAfrique v4": "circAfrique", "rumpf_kit_z01_h2": "rumpf"}
SOUNDFONTS = {"fluid-soundfont-gm": "FluidR3", "timgm6mb-soundfont": "TimGM6mb"}

# Of the AVL kits, some keys aren't General MIDI's: a key counts where the sample's name agrees.
AVL_WORDS = {
    "kick": "kick", "side stick": "stick", "snare": "snare", "hat closed": "closed", "hat pedal": "pedal",
    "hat open": "open", "crash": "crash", "ride": "ride", "ride bell": "bell", "tom low": "floor", "tom mid": "tom",
    "tom high": "tom"}


@dataclass(frozen=True)
class Stroke:
    maker: str
    name: str  # free text, in lower case
    source: str
    sound: Callable  # () -> samples (time,)


def strokes(library):
    """All strokes, each recording once."""
    found = {}
    for part in (_hydrogen, _soundfonts, _freepats, _avl, _files):
        for stroke in part(library):
            found.setdefault(stroke.source, stroke)
    return list(found.values())


def onset(samples, longest):
    """From the first sound on, `longest` seconds at most."""
    return audio.faded(audio.trimmed(samples, below=50)[:int(longest * audio.RATE)], 0.001, 0.02)


def _of_recording(maker, name, recording):
    return Stroke(maker, name.lower(), recording.source, recording.samples)


def _hydrogen(library):
    for package in ("hydrogen-data", "hydrogen-drumkits"):
        recordings = {recording.file: recording for recording in library.of(package)}
        for kit in library.files(package, "usr/share/hydrogen/data/drumkits/*/drumkit.xml"):
            maker = MAKERS.get(kit.parent.name)
            for name, file in _kit_instruments(kit) if maker else ():
                if file in recordings:
                    yield _of_recording(maker, name, recordings[file])


def _kit_instruments(kit):
    """(instrument's name, file) of each sample of a drumkit.xml, with or without XML's namespace."""
    def local(element):
        return element.tag.split("}")[-1]

    for instrument in ElementTree.parse(kit).getroot().iter():
        if local(instrument) != "instrument":
            continue
        name = next((child.text for child in instrument if local(child) == "name"), None)
        for element in instrument.iter():
            if name and local(element) == "filename" and element.text:
                yield name, kit.parent / element.text


def _soundfonts(library):
    for package, maker in SOUNDFONTS.items():
        for path in library.files(package, "**/*.sf2"):
            font = soundfont(str(path))
            kits = [p for p in font.presets if p.bank == gm.PERCUSSION_BANK and p.program in gm.STANDARD_KITS]
            for kit in sorted(kits, key=lambda preset: preset.program):
                for key, name in gm.DRUM_KEYS.items():
                    yield from _kit_strokes(package, maker, font, kit, key, name, (40, 80, 120))


def _avl(library):
    for path in library.files("avldrums.lv2-soundfont", "**/*.sf2"):
        font = soundfont(str(path))
        for key, name in gm.DRUM_KEYS.items():
            for stroke in _kit_strokes(
                    "avldrums.lv2-soundfont", "MacArthur", font, font.presets[0], key, name, (20, 50, 80, 100, 120)):
                sample = stroke.source.lower()
                floor = "floor" in sample and name in ("tom mid", "tom high")
                if name in AVL_WORDS and AVL_WORDS[name] in sample.split(":")[-1] and not floor:
                    yield stroke


def _kit_strokes(package, maker, font, kit, key, name, velocities):
    for velocity in velocities:
        for layer in font.layers(kit, key, velocity)[:1]:
            sample = layer.sample
            source = sample_source(package, font, sample)
            yield Stroke(maker, name, source, lambda sample=sample: audio.resample(font.recorded(sample), sample.rate))


def _freepats(library):
    for path in library.files("freepats", "**/Drum_000/*.pat"):
        name = gm.DRUM_KEYS.get(int(path.name[:3]))
        samples = gravis_patch(path) if name else None
        if samples is not None:
            yield Stroke("freepats", name, f"freepats:{path.name}", lambda samples=samples: samples)


def _files(library):
    """Strokes whose file's name says what they are."""
    for recording in library.of("lmms-common"):
        if recording.folder == "drums":
            yield _of_recording("lmms", re.sub(r"\d+$", "", recording.name).replace("_", " "), recording)
    for recording in library.of("sonic-pi-samples"):
        if re.match(r"(bd|sn|drum|perc|tabla|elec)_", recording.name):
            yield _of_recording("sonic-pi", recording.name.replace("_", " "), recording)
    for recording in library.of("scratch"):
        if recording.folder == "Percussion" or (recording.folder == "Human" and "Clap" in recording.name):
            yield _of_recording("scratch", recording.name, recording)
    for recording in library.of("gcompris-qt-data"):
        if "/instruments/resource/" in f"/{recording.path}":
            yield _of_recording("gcompris", recording.name.replace("_", " "), recording)
