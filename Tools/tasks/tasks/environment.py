"""Which environmental sound: effects of games and educational programs. Numbered series stay in one fold."""

import numpy as np

import audio
from splits import at_most
from tasks.events import Event, add_events
from tasks.sound_effects import PACKAGES, series, sound_effects
from tasks.task import Task

SECONDS = 5.0
OF_A_PACKAGE = 10  # clips of one class


def repeated(samples, draw):
    """Sounds of a second or less, as most are, again and again with gaps, until 5 s are nearly full."""
    result = np.zeros(int(SECONDS * audio.RATE), np.float32)
    at = int(draw.uniform(0, 0.2) * audio.RATE) if len(samples) < len(result) else 0
    first = True
    while first or at + 0.6 * len(samples) < len(result):
        part = samples[:len(result) - at]
        result[at:at + len(part)] += part * 10 ** (draw.uniform(-3, 0) / 20)
        at += len(samples) + int(draw.uniform(0.15, 0.6) * audio.RATE)
        first = False
    return result


def add(library, writer, seed):
    found, repeats = sound_effects(library)
    writer.note("near-repeats-dropped", repeats)
    found = at_most(found, lambda key: OF_A_PACKAGE, lambda item: (item[1], item[0].package), seed, "environment package")

    def sound(recording):
        draw = audio.generator(seed, "environment", "sound", recording.source)
        return repeated(audio.excerpt(recording.samples(), SECONDS, draw), draw)

    events = [
        Event(label, series(recording, label), recording.source, lambda recording=recording: sound(recording))
        for recording, label in found]
    add_events(writer, events, seed, limit=8)


TASK = Task(
    name="environment", stands_for="ESC-50",
    description="Real sound effects, labelled by their files' names; folds share no numbered series",
    packages=PACKAGES, add=add, seconds=SECONDS, folds=5, clips=679, build_seconds=20)
