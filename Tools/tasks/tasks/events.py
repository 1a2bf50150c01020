"""What tasks of single events share: one recording a clip, folds that divide no group."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Callable

import audio
from splits import at_most, folds


@dataclass(frozen=True)
class Event:
    label: str
    group: str
    source: str
    sound: Callable  # () -> samples (time,), trimmed


def add_events(writer, events, seed, limit):
    """Adds a clip for each event, of a label and group at most `limit` (a number, or label -> number)."""
    task = writer.task
    allowed = limit if callable(limit) else lambda label: limit
    kept = at_most(events, lambda key: allowed(key[0]), lambda event: (event.label, event.group), seed, task.name)
    counts = defaultdict(Counter)
    for event in kept:
        counts[event.group][event.label] += 1
    fold = folds(counts, task.folds, seed, task.name)
    number = Counter()
    for event in kept:
        draw = audio.generator(seed, task.name, event.source)
        clip = audio.fitted(audio.at_level(event.sound(), draw.uniform(-28, -14)), task.seconds)
        number[event.label, event.group] += 1
        stem = f"{event.label}__{slug(event.group)}__{number[event.label, event.group]:03d}"
        writer.add(fold[event.group], stem, audio.with_floor(clip, draw), event.label,
                   groups=[event.group], sources=[event.source])


def slug(text):
    return "".join(letter if letter.isalnum() else "_" for letter in text).strip("_")


def first_match(patterns, text):
    """The label of the first of (label, compiled pattern) that is found in `text`, or None."""
    return next((label for label, pattern in patterns if pattern.search(text)), None)
