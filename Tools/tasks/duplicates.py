"""Recordings that sound the same though their samples differ: one sound, encoded anew by another package."""

import numpy as np

import audio

BANDS = 40


def without_repeats(items, recording=lambda item: item[0], tolerance=1.5):
    """`items` without those that nearly repeat an earlier one, and how many were left out.

    Near: durations within 3 %, and spectra of both halves within `tolerance` dB (RMS over the bands).
    """
    if not items:
        return [], 0
    prints, seconds = zip(*(_print(recording(item).samples()) for item in items))
    prints, seconds = np.array(prints), np.array(seconds)
    repeats = np.zeros(len(items), bool)
    for index in range(1, len(items)):
        close = np.abs(seconds[:index] - seconds[index]) <= 0.03 * np.maximum(seconds[index], 0.1)
        distance = np.sqrt(((prints[:index][close] - prints[index]) ** 2).mean(axis=1))
        repeats[index] = bool((distance < tolerance).any())
    return [item for item, repeat in zip(items, repeats) if not repeat], int(repeats.sum())


def _print(samples):
    """Levels in dB (half x band,) of the first 4 s at a common loudness, and the duration in seconds."""
    whole = audio.trimmed(samples)
    part = audio.at_level(whole[:4 * audio.RATE], -20) if len(whole) > 400 else np.zeros(800, np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(part, (0, 400)), 400)[::audio.HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(400).astype(np.float32), axis=1)) ** 2
    edges = np.unique(np.geomspace(2, power.shape[1], BANDS + 1).round().astype(int))
    bands = 10 * np.log10(np.add.reduceat(power[:, :edges[-1]], edges[:-1], axis=1) + 1e-7)
    middle = max(1, len(bands) // 2)
    halves = bands[:middle], bands[middle:] if len(bands) > middle else bands
    return np.concatenate([half.mean(axis=0) for half in halves]), len(whole) / audio.RATE
