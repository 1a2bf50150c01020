"""Which percussion instrument is struck. Folds hold different makers' recordings."""

import re

import audio
from tasks.events import Event, add_events, first_match
from tasks.strokes import PACKAGES, onset, strokes
from tasks.task import Task

SECONDS = 1.0
PATTERNS = [(label, re.compile(pattern)) for label, pattern in (
    ("hand_clap", r"clap"),
    ("tambourine", r"tambourine(?! pedal)"),
    ("shaker", r"shaker|maraca|cabasa"),
    ("wood_block", r"wood ?block|clave|\bclav$|^wood$|castanet"),
    ("bell", r"cowbell|cow bell|agogo|perc bell|bell (hit|mute)|dununba1 bell"),
    ("hand_drum", r"bongo|conga|djembe|tabla (?!tun|re)|cajon (thump|slap)|timbale"))]


def add(library, writer, seed):
    events = [
        Event(label, stroke.maker, stroke.source, lambda stroke=stroke: onset(stroke.sound(), SECONDS))
        for stroke in strokes(library) if (label := first_match(PATTERNS, stroke.name))]
    add_events(writer, [event for event in events if len(event.sound()) > 0.02 * audio.RATE], seed, limit=8)


TASK = Task(
    name="percussion_instrument", stands_for="Beijing Opera",
    description="Real single strokes of sampled percussion; folds share no maker of samples",
    packages=PACKAGES, add=add, seconds=SECONDS, folds=5, clips=174, build_seconds=10)
