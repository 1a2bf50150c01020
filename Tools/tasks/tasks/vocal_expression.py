"""Which expression of a voice: acted by games' characters. Folds share no character."""

import audio
from duplicates import without_repeats
from tasks.events import Event, add_events
from tasks.game_voices import PACKAGES, vocal_expressions
from tasks.task import Task

SECONDS = 2.5
LABELS = ("death", "pain", "jump", "gasp", "drown", "taunt", "fall_scream")  # laughter: too few characters


def add(library, writer, seed):
    found, repeats = without_repeats(vocal_expressions(library))
    writer.note("near-repeats-dropped", repeats)

    def sound(recording):
        return audio.faded(audio.trimmed(recording.samples(), below=45)[:int(SECONDS * audio.RATE)], 0.003, 0.02)

    events = [
        Event(label, who, recording.source, lambda recording=recording: sound(recording))
        for recording, who, label in found if label in LABELS]
    add_events(writer, events, seed, limit=lambda label: 3 if label in ("pain", "death") else 4)


TASK = Task(
    name="vocal_expression", stands_for="CREMA-D",
    description="Real acted expressions of games' characters, labelled by the event in the game; folds share no character",
    packages=PACKAGES, add=add, seconds=SECONDS, folds=5, clips=465, build_seconds=10)
