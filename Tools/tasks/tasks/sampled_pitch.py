"""Which pitch is played: recordings of instruments in two soundfonts. Splits share neither instrument nor recording."""

from collections import Counter

import numpy as np

import audio
from instruments import VELOCITIES, families, note, pitch_error, shift
from soundfont import general_midi, sample_source
from splits import shares
from tasks.task import Task

SECONDS = 2.0
KEYS = range(36, 85)
CLIPS = {"train": 36, "valid": 6, "test": 12}  # of each key
SHARES = {"train": 0.66, "valid": 0.14, "test": 0.2}
# General MIDI's melodic instruments up to the flutes and pipes, without synthetic basses, strings, voices and hits.
PROGRAMS = [program for program in range(80) if program not in (38, 39, 50, 51, 54, 55, 62, 63)]
FARTHEST = 7  # semitones from a recording
PACKAGES = ("fluid-soundfont-gm", "timgm6mb-soundfont")


def confirmed_note(font, preset, key, draw):
    """(samples, layers, velocity), or why the note is left out."""
    velocity = int(draw.choice(VELOCITIES))
    played = note(font, preset, key, velocity, SECONDS, draw)
    if not played or np.abs(played[0]).max() < 1e-3 or max(abs(shift(layer, key)) for layer in played[1]) > FARTHEST:
        return "no-recording-near"
    if pitch_error(played[0], key) > 0.35:
        return "pitch-not-confirmed"
    return (*played, velocity)


def add(library, writer, seed):
    known = {package: general_midi(library, package) for package in PACKAGES}
    groups = {f"programs-{'-'.join(map(str, programs))}": presets for programs, presets in families(known, PROGRAMS, KEYS)}
    side = shares({group: group.count("-") for group in groups}, SHARES)
    rejected = Counter()
    for split, wanted in CLIPS.items():
        candidates = [(group, *preset) for group in groups if side[group] == split for preset in groups[group]]
        for key in KEYS:
            draw = audio.generator(seed, "sampled_pitch", split, key)
            made = 0
            for index in draw.permutation(len(candidates)):
                if made == wanted:
                    break
                group, package, preset = candidates[index]
                found = confirmed_note(known[package], preset, key, draw)
                if isinstance(found, str):
                    rejected[found] += 1
                else:
                    made += _add_note(writer, split, key, group, package, known[package], preset, found, draw)
            rejected[f"short-{split}"] += wanted - made
    writer.note("rejected", dict(sorted(rejected.items())))


def _add_note(writer, split, key, group, package, font, preset, found, draw):
    samples, layers, velocity = found
    if draw.random() < 0.4:
        samples = audio.fitted(audio.in_room(samples, draw), SECONDS)
    clip = audio.with_floor(audio.at_level(samples, draw.uniform(-28, -14)), draw)
    stem = f"{key:03d}__{package.split('-')[0]}_{preset.bank}_{preset.program}_{velocity}"
    sources = sorted({sample_source(package, font, layer.sample) for layer in layers})
    return writer.add(split, stem, clip, str(key), groups=[group], sources=sources,
                      change=f"{preset.name}, key {key}, velocity {velocity}")


TASK = Task(
    name="sampled_pitch", stands_for="NSynth Pitch 5h",
    description="Real recordings of instruments, played at MIDI pitches by a sampler; splits share neither instrument nor "
                "recording",
    packages=PACKAGES, add=add, seconds=SECONDS, clips=2545, build_seconds=45, evaluation=("pitch_acc", "chroma_acc"),
    extras=(("pitch_range_min", KEYS[0]), ("pitch_range_max", KEYS[-1])))
