"""Notes of soundfonts: played as a sampler does, from the nearest recording, and checked by measuring their pitch."""

from collections import defaultdict

import numpy as np
from scipy import signal

import audio

VELOCITIES = (50, 75, 100, 120)
SUSTAIN = (0.6, 0.9)  # when a note is let go, as a part of its length


def families(fonts, programs, keys, banks=(0, 1, 8, 16)):
    """[(programs, presets)]: programs that share a recording in any font are one family. `fonts`: name -> SoundFont.

    Presets are (font's name, Preset).
    """
    parent, owner, presets = {program: program for program in programs}, {}, defaultdict(list)

    def root(program):
        while parent[program] != program:
            program = parent[program]
        return program

    for name, font in fonts.items():
        for preset in font.presets:
            if preset.program not in parent or preset.bank not in banks:
                continue
            presets[preset.program].append((name, preset))
            used = {
                recording for key in keys for velocity in VELOCITIES
                for layer in font.layers(preset, key, velocity) for recording in layer.sample.recordings}
            for recording in sorted(used):
                other = owner.setdefault((name, recording), preset.program)
                parent[root(preset.program)] = root(other)
    members = defaultdict(list)
    for program in programs:
        members[root(program)].append(program)
    return [(group, [preset for program in group for preset in presets[program]])
            for _, group in sorted(members.items()) if any(presets[program] for program in group)]


def note(font, preset, key, velocity, seconds, draw):
    """(samples (time,), layers); None where the preset has nothing for the key. At most two layers sound."""
    layers = font.layers(preset, key, velocity)[:2]
    if not layers:
        return None
    length = int(seconds * audio.RATE)
    mixed = np.zeros(length, np.float32)
    for layer in layers:
        played = _transposed(font, layer, key, length)
        mixed[:len(played)] += played
    release = int(draw.uniform(*SUSTAIN) * length)
    decay = draw.uniform(0.04, 0.1) * audio.RATE
    mixed[release:] *= np.exp(-np.arange(length - release) / decay).astype(np.float32)
    return audio.faded(mixed, 0.002, 0.02), layers


def shift(layer, key):
    """Semitones from the recording's own pitch to `key`."""
    return (key - layer.root) * layer.scale / 100


def _transposed(font, layer, key, length):
    """The layer's recording, looped while it is too short, read at the speed that gives `key`."""
    samples = font.recorded(layer.sample)
    speed = 2 ** (shift(layer, key) / 12) * layer.sample.rate / audio.RATE
    needed = int(length * speed) + 2
    if layer.loop and len(samples) < needed:
        start, end = layer.loop
        rounds = 1 + (needed - end) // (end - start)
        samples = np.concatenate([samples[:end], np.tile(samples[start:end], max(0, rounds))])
    samples = samples[:needed]
    if speed > 1.05:  # what would alias when read faster
        samples = signal.sosfilt(signal.butter(6, min(0.98, 0.95 / speed), output="sos"), samples)
    at = np.arange(length) * speed
    return np.interp(at[at < len(samples) - 1], np.arange(len(samples)), samples).astype(np.float32)


def pitch_error(samples, key):
    """Semitones between `key` and the nearest strong period of the sustained part; octaves are let pass.

    By autocorrelation: of all peaks above half of that at lag zero. Infinite where there is none.
    """
    part = samples[audio.RATE // 10:audio.RATE * 6 // 10]
    if len(part) < 2000 or np.abs(part).max() < 1e-4:
        return float("inf")
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)), 2 * len(part))) ** 2
    correlation = np.fft.irfft(spectrum)[:len(part)]
    period = audio.RATE / (440 * 2 ** ((key - 69) / 12))
    lags = np.arange(max(4, int(period / 2.3)), min(len(part) - 2, int(period * 2.3) + 2))
    here, before, after = (correlation[lags + offset] for offset in (0, -1, 1))
    peak = (here >= before) & (here >= after) & (here > 0.5 * correlation[0])
    if not peak.any():
        return float("inf")
    here, before, after, lags = here[peak], before[peak], after[peak], lags[peak]
    exact = lags + 0.5 * (before - after) / (before - 2 * here + after + 1e-12)  # a parabola through three points
    semitones = 12 * np.log2(period / exact)
    return float(np.abs((semitones + 6) % 12 - 6).min())
