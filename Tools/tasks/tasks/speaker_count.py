"""How many people speak at once, from none to ten: mixed here of real speech. Folds share no person."""

from collections import defaultdict

import numpy as np

import audio
from problem import Problem
from tasks.task import Task
from tasks.voices import PACKAGES, SINGLE_SOUNDS, joined, speech

SECONDS = 5.0
FOLDS = 3  # each needs more people than the most that speak at once
MOST = 10
CLIPS = 44  # of each number in each fold


def people(library):
    """Person -> voices with 12 s of running speech or more."""
    found = defaultdict(list)
    for voice in speech(library).values():
        if voice.active > 12 and not voice.name.startswith(SINGLE_SOUNDS):
            found[voice.person].append(voice)
    return dict(sorted(found.items()))


def mixture(voices, draw):
    """(samples, recordings) of one utterance stream for each of `voices`, at equal levels give or take 2.5 dB."""
    mixed, used = np.zeros(round(SECONDS * audio.RATE), np.float32), []
    for voice in voices:
        order = draw.permutation(len(voice.recordings))[:14]
        stream, recordings = joined([voice.recordings[index] for index in order], draw, SECONDS + 2)
        start = int(draw.integers(0, max(1, len(stream) - len(mixed) + 1)))
        mixed += audio.fitted(stream[start:], SECONDS) * 10 ** (draw.uniform(-2.5, 2.5) / 20)
        used += recordings
    return mixed, used


def add(library, writer, seed):
    everybody = people(library)
    if len(everybody) < FOLDS * (MOST + 1):
        raise Problem(f"speaker_count: {len(everybody)} people, {FOLDS * (MOST + 1)} are needed")
    order = audio.generator(seed, "speaker_count", "folds").permutation(list(everybody))
    writer.note("people", len(everybody))
    for fold in range(FOLDS):
        here = sorted(str(person) for person in order[fold::FOLDS])
        for count in range(MOST + 1):
            for number in range(CLIPS):
                draw = audio.generator(seed, "speaker_count", fold, count, number)
                speakers = sorted(str(person) for person in draw.permutation(here)[:count])
                voices = [everybody[who][int(draw.integers(len(everybody[who])))] for who in speakers]
                clip, used = mixture(voices, draw)
                if count:
                    clip = audio.at_level(audio.band_limited(clip, 80, 6800), draw.uniform(-26, -20))
                stem = f"{count:02d}__fold{fold}_{number:03d}"
                writer.add(fold, stem, audio.with_floor(clip, draw, -62, -48), str(count), groups=speakers,
                           sources=[recording.source for recording in used])


TASK = Task(
    name="speaker_count", stands_for="LibriCount",
    description="Real speech of 0 to 10 people at once, mixed by the builder; folds share no person",
    packages=PACKAGES, add=add, seconds=SECONDS, folds=FOLDS, clips=1452, build_seconds=100)
