"""The root of a strummed chord. Every chord is in one fold; played faster or slower, by three semitones at most, it gives
several roots, so that every fold has all twelve and the root must be heard, not the recording recognised."""

import re
from collections import Counter, defaultdict

import audio
from tasks.task import Task

PITCH_CLASSES = ("C", "Csharp", "D", "Dsharp", "E", "F", "Fsharp", "G", "Gsharp", "A", "Asharp", "B")
STRUM = re.compile(r"(?P<root>Bflat|[A-G](?:sharp)?) ?(?P<quality>major|minor7b5|minro7b5|minor)(?:_(?:UP|DOWN|Down))?_\d")
SHIFTS = range(-3, 4)  # semitones
SHIFTS_OF_A_STRUM = 5
SECONDS = 1.5
FOLDS = 5


def chords(library):
    """Chord (root, quality) -> its strums."""
    found = defaultdict(list)
    for recording in library.of("hydrogen-drumkits-effects", active=0.2):
        match = STRUM.match(recording.name)
        if match and recording.folder == "belofilms_GuitarStrums":
            root = PITCH_CLASSES.index(match["root"].replace("Bflat", "Asharp"))
            quality = match["quality"].replace("minro", "minor")
            found[root, quality].append(recording)
    return dict(sorted(found.items()))


def chord_folds(strums, seed):
    """The best of 300 random deals of the chords: the rarest root of any fold is as frequent as can be."""
    names, best, chosen = list(strums), -1, None
    for trial in range(300):
        order = audio.generator(seed, "guitar_root", "folds", trial).permutation(len(names))
        deal = {names[chord]: place % FOLDS for place, chord in enumerate(order)}
        count = Counter()
        for (root, quality), fold in deal.items():
            for shift in SHIFTS:
                count[fold, (root + shift) % 12] += len(strums[root, quality])
        rarest = min(count[fold, root] for fold in range(FOLDS) for root in range(12))
        if rarest > best:
            best, chosen = rarest, deal
    return chosen


def played_faster(samples, semitones):
    """As a tape at another speed: pitch and tempo change together."""
    return audio.resample(samples, round(audio.RATE * 2 ** (semitones / 12)))


def add(library, writer, seed):
    strums = chords(library)
    folds = chord_folds(strums, seed)
    for (root, quality), recordings in strums.items():
        for recording in recordings:
            drawn = audio.generator(seed, "guitar_root", recording.source).permutation(list(SHIFTS))[:SHIFTS_OF_A_STRUM]
            for shift in sorted(int(shift) for shift in drawn):
                draw = audio.generator(seed, "guitar_root", recording.source, shift)
                start = audio.trimmed(recording.samples(), below=50)[:3 * audio.RATE]
                clip = audio.fitted(audio.at_level(played_faster(start, shift), draw.uniform(-26, -16)), SECONDS)
                if draw.random() < 0.5:
                    clip = audio.fitted(audio.in_room(clip, draw), SECONDS)
                label = PITCH_CLASSES[(root + shift) % 12]
                stem = f"{label}__{recording.name.replace(' ', '_')}__{shift:+d}"
                writer.add(
                    folds[root, quality], stem, audio.with_noise(clip, draw, 20, 40), label,
                    groups=[f"{PITCH_CLASSES[root]} {quality}"], sources=[recording.source],
                    change=f"{shift:+d} semitones")


TASK = Task(
    name="guitar_root", stands_for="Mridangam Tonic",
    description="Real guitar strums of 25 chords, transposed by -3 to 3 semitones; folds share no chord",
    packages=("hydrogen-drumkits-effects",), add=add, seconds=SECONDS, folds=FOLDS, clips=1460, build_seconds=15)
