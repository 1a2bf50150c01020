"""Which stroke of a drum kit. Folds hold different makers' kits."""

import re

import audio
from tasks.events import Event, add_events, first_match
from tasks.strokes import PACKAGES, onset, strokes
from tasks.task import Task

SECONDS = 0.81  # as Mridangam Stroke
OTHER = "other"  # techniques and instruments that are none of the classes, though their names hold a class's word
PATTERNS = [(label, re.compile(pattern)) for label, pattern in (
    ("side_stick", r"side ?stick|^stick|rim ?click|c#3 - stick|snare rim|nasty rim|^rim$"),
    (OTHER, r"rimshot|roll|flink|swish|choke|semi|splash|china|jazz kit|free|crash/ride|electro|8bit|nasty|zap"),
    ("ride_bell", r"ride.?(bell|cup)|ride-cup|paiste bell|^bell$"),
    ("hat_pedal", r"pedal|hi-?hat foot|side hh|hat.*(\bpd\b|foot)"),
    ("hat_open", r"open.*(hat|hh)|hat.*(open|\bop\b)|ohh"),
    ("hat_closed", r"closed.*(hat|hh)|hat.*(closed|\bcl\b)|cymbal closed"),
    ("crash", r"crash"),
    ("ride", r"ride"),
    ("tom_low", r"tom ?lo|floor|low tom"),
    ("tom_high", r"tom ?hi|high tom|tom 1$"),
    ("tom_mid", r"tom mid|middle tom|tom 2$"),
    ("kick", r"kick|bass ?drum|^bd |drum bass"),
    ("snare", r"snare|^sn "))]


def add(library, writer, seed):
    labelled = ((first_match(PATTERNS, stroke.name), stroke) for stroke in strokes(library))
    events = [
        Event(label, stroke.maker, stroke.source, lambda stroke=stroke: onset(stroke.sound(), 0.9))
        for label, stroke in labelled if label not in (None, OTHER)]
    add_events(writer, [event for event in events if len(event.sound()) > 0.02 * audio.RATE], seed, limit=12)


TASK = Task(
    name="drum_stroke", stands_for="Mridangam Stroke",
    description="Real strokes of drum kits; folds share no maker of kits",
    packages=PACKAGES, add=add, seconds=SECONDS, folds=5, clips=593, build_seconds=12)
