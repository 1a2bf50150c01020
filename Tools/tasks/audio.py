"""Samples: every sound is a float32 array (time,) at 16 kHz, mono."""

import hashlib
from fractions import Fraction

import numpy as np
import soundfile
from scipy import signal

RATE = 16000
HOP = RATE // 100


def generator(seed, *names):
    """A generator of its own for (seed, names): what else is drawn, and in which order, changes nothing."""
    digest = hashlib.sha256("\x1f".join([str(seed), *map(str, names)]).encode()).digest()
    return np.random.default_rng(np.frombuffer(digest, "<u4"))


def resample(samples, rate, to=RATE):
    if rate == to:
        return samples
    ratio = Fraction(int(to), int(rate)).limit_denominator(1000)  # odd rates such as 11127 Hz: 0.05 % at most
    return signal.resample_poly(samples, ratio.numerator, ratio.denominator).astype(np.float32)


def read(path, start=0.0, seconds=None):
    """`seconds` (all by default) of a file from `start` on."""
    with soundfile.SoundFile(str(path)) as file:
        if start:
            file.seek(min(file.frames, int(start * file.samplerate)))
        frames = -1 if seconds is None else int(seconds * file.samplerate)
        channels = file.read(frames, dtype="float32", always_2d=True)
        rate = file.samplerate
    return resample(np.ascontiguousarray(_mono(np.nan_to_num(channels))), rate)


def _mono(channels):
    """The mean of the channels; the strongest of them where opposite phases would cancel."""
    mean = channels.mean(axis=1)
    power = (channels ** 2).mean(axis=0) if len(channels) else np.zeros(1)
    if channels.shape[1] > 1 and len(channels) and (mean ** 2).mean() < 0.1 * power.max():
        return channels[:, power.argmax()]
    return mean


def quantized(samples):
    """16-bit samples (time,), scaled down where they would clip."""
    peak = float(np.abs(samples).max(initial=0.0))
    scaled = samples * (0.98 / peak) if peak > 0.98 else samples
    return np.round(scaled * 32767).astype("<i2")


def digest(pcm):
    return hashlib.sha256(pcm.tobytes()).hexdigest()[:24]


def levels(samples):
    """dB (frame,) of each 10 ms."""
    frames = len(samples) // HOP
    if not frames:
        return np.array([-120.0])
    return 10 * np.log10((samples[:frames * HOP].reshape(frames, HOP) ** 2).mean(axis=1) + 1e-12)


def active_seconds(samples):
    """The time within 40 dB of the loudest frame, and above -70 dB."""
    level = levels(samples)
    return float((level > max(level.max() - 40, -70)).sum()) / 100


def trimmed(samples, below=40.0, margin=0.02):
    """Without the start and end that lie more than `below` dB under the loudest frame."""
    level = levels(samples)
    loud = np.flatnonzero(level > max(level.max() - below, -65))
    if not len(loud):
        return samples[:0]
    pad = int(margin * RATE)
    return samples[max(0, loud[0] * HOP - pad):(loud[-1] + 1) * HOP + pad]


def faded(samples, rise=0.005, fall=0.01):
    """A copy with linear ramps of `rise` and `fall` seconds."""
    result = np.array(samples, np.float32)
    up, down = (min(len(result), int(seconds * RATE)) for seconds in (rise, fall))
    result[:up] *= np.linspace(0, 1, up, dtype=np.float32)
    result[len(result) - down:] *= np.linspace(1, 0, down, dtype=np.float32)
    return result


def active_rms(samples):
    level = levels(samples)
    return float(np.sqrt((10 ** (level[level > level.max() - 30] / 10)).mean()))


def at_level(samples, decibels):
    """Scaled to an RMS of `decibels` (full scale: 0) where there is sound."""
    return (samples * (10 ** (decibels / 20) / (active_rms(samples) + 1e-9))).astype(np.float32)


def fitted(samples, seconds, draw=None):
    """Cut or padded with silence to `seconds`; with a generator, it starts at a random place of the silence."""
    length = round(seconds * RATE)
    if len(samples) >= length:
        return faded(samples[:length], 0, 0.02)
    start = int(draw.integers(0, length - len(samples) + 1)) if draw is not None else 0
    return np.pad(samples, (start, length - len(samples) - start)).astype(np.float32)


def noise(length, draw, exponent):
    """Noise with a power of 1/frequency^exponent and an RMS of one."""
    frequency = np.maximum(np.fft.rfftfreq(length, 1 / RATE), 20)
    phase = draw.standard_normal((2, len(frequency)))
    result = np.fft.irfft((phase[0] + 1j * phase[1]) / frequency ** (exponent / 2), length)
    return (result / (np.sqrt((result ** 2).mean()) + 1e-12)).astype(np.float32)


def with_floor(samples, draw, quietest=-75, loudest=-55):
    """With a faint floor of noise, as no recording is without: digital silence would tell the source."""
    gain = 10 ** (draw.uniform(quietest, loudest) / 20)
    return samples + gain * noise(len(samples), draw, draw.uniform(0, 1.5))


def with_noise(samples, draw, lowest, highest):
    """With noise at a signal-to-noise ratio between `lowest` and `highest` dB."""
    gain = active_rms(samples) * 10 ** (-draw.uniform(lowest, highest) / 20)
    return (samples + gain * noise(len(samples), draw, draw.uniform(0, 2))).astype(np.float32)


def in_room(samples, draw):
    """Convolved with a direct path and decaying noise that falls by 60 dB in 0.1 to 0.5 s."""
    length = int(draw.uniform(0.1, 0.5) * RATE)
    tail = draw.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    tail[:RATE // 500] = 0
    tail *= draw.uniform(0.05, 0.3) / np.sqrt((tail ** 2).sum())
    tail[0] = 1
    return signal.fftconvolve(samples, tail)[:len(samples) + RATE // 10].astype(np.float32)


def band_limited(samples, low, high):
    return signal.sosfilt(signal.butter(4, [low, high], "band", fs=RATE, output="sos"), samples).astype(np.float32)


def excerpt(samples, seconds, draw):
    """A stretch of `seconds` from a random place of a long recording, all of a short one. Quiet stretches are avoided."""
    sound = trimmed(samples, below=45)
    length = int(seconds * RATE)
    if len(sound) <= length:
        return faded(sound, 0.003, 0.02)
    start = int(draw.integers(0, len(sound) - length))
    part = sound[start:start + length]
    return faded(part if active_rms(part) > 0.25 * active_rms(sound) else sound[:length], 0.01, 0.02)
