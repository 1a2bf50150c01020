"""Which digit is said, besides other words and silence. Most is synthetic speech: voices, and the variants of one voice,
are in one split. The real recordings there are, of four speakers, are all in the test split (`*__real_*`)."""

import re
from collections import Counter, defaultdict

import numpy as np

import audio
from splits import shares
from synthesis import PROGRAMS, espeak_accents, espeak_variants, require_voices, spoken, versions
from tasks.task import Task

SECONDS = 1.0
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
UNKNOWN, SILENCE = "_unknown_", "_silence_"
OTHER_WORDS = {
    "train": ("apple", "garden", "happy", "house", "left", "marvin", "paper", "stop", "table", "tree", "up",
              "window", "yes"),
    "valid": ("bird", "monkey", "no", "paint", "right", "river", "sheila"),
    "test": ("backward", "down", "follow", "go", "learn", "market", "off", "on", "visual")}
SILENT_CLIPS = {"train": 110, "valid": 20, "test": 34}
SHARES = {"train": 0.66, "valid": 0.14, "test": 0.2}

# Variants of espeak-ng that whisper, croak or are hardly understood.
UNCLEAR = re.compile(
    r"(demonic|fast|half-lifeannouncementsystem|tweaky|universalrobot|whisperf?|croak|anikarobot|robosoft\d*|storm|ed"
    r"|ricishaymax\d?)$", re.I)
# engine, voice, speaker, split, repetitions of each digit. A speaker that two engines have is in one split.
OTHER_VOICES = (
    ("flite", "kal16", "kal", "train", 4), ("flite", "rms", "rms", "train", 6), ("flite", "slt", "slt", "valid", 4),
    ("flite", "awb", "awb", "test", 6), ("festival", "ked_diphone", "ked", "test", 4),
    ("festival", "kal_diphone", "kal", "train", 2), ("festival", "cmu_us_slt_arctic_hts", "slt", "valid", 2))


def espeak_voices(seed):
    """(engine, voice, speaker, split, repetitions) of every clear variant, each in an accent drawn for it."""
    families = defaultdict(list)
    for variant in espeak_variants():
        if not UNCLEAR.match(variant):
            families[re.sub(r"\d+$", "", variant.lower())].append(variant)
    # Families in a drawn order, so that the seed says which are tested; sizes alone would always choose the same.
    drawn = audio.generator(seed, "spoken_digits", "families").permutation(sorted(families))
    side = shares({f"{place:02d} {name}": len(families[str(name)]) for place, name in enumerate(drawn)}, SHARES)
    accents = espeak_accents()
    for key in sorted(side, key=lambda key: key.split()[1]):
        family = key.split()[1]
        for variant in families[family]:
            accent = accents[int(audio.generator(seed, "spoken_digits", "accent", variant).integers(len(accents)))]
            yield "espeak", f"{accent}+{variant}", f"espeak-{family}", side[key], 2


def real_words(library):
    """(speaker, label, recording): prompts read by Allison Smith, readers of tuxpaint, the referee of csmash."""
    for recording in library.of("asterisk-core-sounds-en-g722", 0.05, 3):
        if recording.folder == "digits" and re.fullmatch(r"\d", recording.name):
            yield "allison", DIGITS[int(recording.name)], recording
        elif recording.folder == "phonetic":
            yield "allison", UNKNOWN, recording
    for recording in library.of("tuxpaint-stamps-default", 0.05, 3):
        match = re.fullmatch(r"(\d)(_en_GB)?", recording.name)
        if match and "/symbols/math/" in recording.path:
            yield f"tuxpaint{match[2] or '_en_US'}", DIGITS[int(match[1])], recording
    for recording in library.of("csmash-data", 0.05, 3):
        if recording.name in DIGITS:
            yield "csmash", recording.name, recording
        elif recording.name in ("eleven", "twelve", "thirteen", "twenty", "all"):
            yield "csmash", UNKNOWN, recording


def varied(samples, draw):
    """One second with the word at a random place, in 60 % of clips in a room, with noise; None if there is no word."""
    word = audio.trimmed(samples, below=38)
    if len(word) < 0.1 * audio.RATE:
        return None
    clip = audio.fitted(audio.at_level(word, -20), SECONDS, draw)
    if draw.random() < 0.6:
        clip = audio.fitted(audio.in_room(clip, draw), SECONDS)
    return audio.at_level(audio.with_noise(clip, draw, 5, 25), draw.uniform(-30, -15))


def add(library, writer, seed):
    require_voices()
    writer.note("programs", versions())
    for voice in (*espeak_voices(seed), *OTHER_VOICES):
        _add_voice(writer, seed, *voice)
    number = Counter()
    for speaker, label, recording in real_words(library):
        draw = audio.generator(seed, "spoken_digits", recording.source)
        clip = varied(recording.samples(), draw)
        if clip is not None:
            number[speaker, label] += 1
            stem = f"{label.strip('_')}__real_{speaker}__{number[speaker, label]:02d}"
            writer.add("test", stem, clip, label, groups=[f"real-{speaker}"], sources=[recording.source])
    for split, count in SILENT_CLIPS.items():
        for index in range(count):
            draw = audio.generator(seed, "spoken_digits", SILENCE, split, index)
            clip = audio.with_floor(np.zeros(audio.RATE, np.float32), draw, -60, -28)
            writer.add(split, f"silence__{split}_{index:03d}", clip, SILENCE, groups=[], sources=[])


def _add_voice(writer, seed, engine, voice, speaker, split, repetitions):
    words = [(digit, digit) for digit in DIGITS for _ in range(repetitions)]
    draw = audio.generator(seed, "spoken_digits", "other words", engine, voice)
    words += [(UNKNOWN, str(word)) for word in draw.choice(OTHER_WORDS[split], 2 * max(1, repetitions // 2), replace=False)]
    name = re.sub(r"\W+", "_", f"{engine}_{voice}")
    for index, (label, word) in enumerate(words):
        draw = audio.generator(seed, "spoken_digits", engine, voice, index)
        rate, pitch, tract = draw.uniform(0.8, 1.25), draw.uniform(0.8, 1.2), draw.uniform(0.93, 1.07)
        # Played slower or faster: a longer or shorter vocal tract.
        said = audio.resample(spoken(engine, voice, word, rate, pitch), round(audio.RATE * tract))
        clip = varied(said, draw)
        if clip is not None:
            writer.add(split, f"{label.strip('_')}__{name}__{index:02d}", clip, label, groups=[speaker], sources=[],
                       change=f"{engine} {voice}: {word}")


TASK = Task(
    name="spoken_digits", stands_for="Speech Commands 5h",
    description="Synthetic speech of espeak-ng, flite and festival, and 72 real recordings, all in test; splits share no "
                "voice",
    packages=("asterisk-core-sounds-en-g722", "tuxpaint-stamps-default", "csmash-data"), add=add, seconds=SECONDS,
    clips=2326, build_seconds=90, evaluation=("top1_acc",), programs=PROGRAMS)
