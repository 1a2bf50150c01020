"""Which events are heard: one to three real ones, mixed here into scenes of 2 to 8 s. Tags are the events and what they
are kinds of. Splits share no recording, series, character, speaker, maker or sampled instrument."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

import audio
from instruments import families, note
from soundfont import general_midi, sample_source
from splits import shares
from tasks import game_voices, sound_effects, strokes, voices
from tasks.events import first_match
from tasks.task import MULTI_LABEL, Task

CLIPS = {"train": 1100, "valid": 180, "test": 360}
SHARES = {"train": 0.62, "valid": 0.14, "test": 0.24}
EVENTS_OF_A_SCENE = {1: 0.45, 2: 0.35, 3: 0.2}  # how many -> how often
PARENTS = {
    **dict.fromkeys(("bird", "mammal"), ("animal",)),
    **dict.fromkeys(("footstep", "crowd"), ("human",)),
    **dict.fromkeys(("speech", "shout", "laughter"), ("human", "human_voice")),
    **dict.fromkeys(("gunshot", "explosion"), ("bang",)),
    **dict.fromkeys(("water", "fire"), ("nature",)),
    **dict.fromkeys(("door", "key_click"), ("domestic",)),
    **dict.fromkeys(("machinery", "vehicle"), ("mechanism",)),
    **dict.fromkeys(("bell", "horn"), ("alert",)),
    "metal_hit": ("impact",), "whoosh": (),
    **dict.fromkeys(("drum", "cymbal", "hand_percussion"), ("music", "percussion")),
    **dict.fromkeys(("keyboard_instrument", "guitar", "bowed_string", "brass", "woodwind", "mallet"),
                    ("music", "tonal_instrument"))}
SHOUTS = {"pain": "shout", "death": "shout", "fall_scream": "shout", "laugh": "laughter"}
STROKES = [(label, re.compile(pattern)) for label, pattern in (
    ("hand_percussion", r"bongo|conga|djembe|tabla|cajon|maraca|shaker|clave|tambourine|wood|agogo|cowbell|clap|triangle"),
    ("cymbal", r"crash|ride|hat|hh|cymbal|splash|china"),
    ("drum", r"kick|snare|tom|drum|^bd|^sn"))]
INSTRUMENTS = {  # General MIDI's programs, from 0
    "keyboard_instrument": (0, 1, 2, 4, 5, 6, 7, *range(16, 22)), "mallet": (*range(8, 15), 114),
    "guitar": range(24, 31), "bowed_string": (*range(40, 45), 48, 49), "brass": range(56, 62), "woodwind": range(64, 76)}
FONTS = ("fluid-soundfont-gm", "timgm6mb-soundfont")
KEYS = range(45, 77)


@dataclass(frozen=True)
class Source:
    group: str
    sources: tuple
    sound: object  # () -> samples (time,)


def pools(library, seed):
    """Tag -> its `Source`s. No recording is in two pools."""
    found = defaultdict(list)
    for part in (_effects, _shouts, _speech, _strokes, _notes):
        for label, source in part(library, seed):
            found[label].append(source)
    owner, clear = {}, defaultdict(list)
    for label in sorted(found):
        for source in found[label]:
            if all(owner.setdefault(name, label) == label for name in source.sources):
                clear[label].append(source)
    return dict(clear)


def _of(group, recording):
    return Source(group, (recording.source,), recording.samples)


def _effects(library, seed):
    for recording, label in sound_effects.sound_effects(library)[0]:
        yield label, _of(sound_effects.series(recording, label), recording)


def _shouts(library, seed):
    for recording, who, event in game_voices.vocal_expressions(library, active=0.15, longest=6):
        if event in SHOUTS:
            yield SHOUTS[event], _of(who, recording)


def _speech(library, seed):
    for voice in voices.speech(library, active=0.4, longest=8).values():
        if not voice.name.startswith(voices.SINGLE_SOUNDS):
            order = audio.generator(seed, "event_tags", voice.name).permutation(len(voice.recordings))[:12]
            for index in order:
                yield "speech", _of(voice.person, voice.recordings[index])


def _strokes(library, seed):
    count = Counter()
    for stroke in strokes.strokes(library):
        label = first_match(STROKES, stroke.name)
        if label and count[label, stroke.maker] < 14:
            count[label, stroke.maker] += 1
            yield label, Source(
                stroke.maker, (stroke.source,), lambda stroke=stroke: strokes.onset(stroke.sound(), 1.5))


def _notes(library, seed):
    label_of = {program: label for label, programs in INSTRUMENTS.items() for program in programs}
    for package in FONTS:
        font = general_midi(library, package)
        for programs, presets in families({package: font}, sorted(label_of), KEYS, banks=(0,)):
            group = f"{package}-programs-{'-'.join(map(str, programs))}"
            for _, preset in presets:
                for index in range(10):
                    draw = audio.generator(seed, "event_tags", "note", package, preset.program, index)
                    source = _note(package, font, preset, group, draw)
                    if source:
                        yield label_of[preset.program], source


def _note(package, font, preset, group, draw):
    key, seconds = int(draw.integers(KEYS[0], KEYS[-1] + 1)), float(draw.uniform(0.6, 2))
    played = note(font, preset, key, 100, seconds, draw)
    if played is None or np.abs(played[0]).max() < 1e-3:
        return None
    names = sorted({sample_source(package, font, layer.sample) for layer in played[1]})
    return Source(group, tuple(names), lambda: played[0])


def divided(pool):
    """(tag, split) -> sources: groups stay whole, over all tags that they occur in."""
    side, parts = {}, defaultdict(list)
    for label in sorted(pool):
        sizes = Counter(source.group for source in pool[label])
        side |= shares(sizes, SHARES, {group: side[group] for group in sizes if group in side})
        for source in pool[label]:
            parts[label, side[source.group]].append(source)
    return dict(parts)


def scene(chosen, draw):
    """The sources' sounds at random places of 2 s or more; short ones are often repeated."""
    seconds = float(draw.uniform(2, 5 + len(chosen)))
    mixed = np.zeros(int(seconds * audio.RATE), np.float32)
    for source in chosen:
        sound = audio.at_level(audio.excerpt(source.sound(), seconds, draw), draw.uniform(-26, -18))[:len(mixed)]
        start = int(draw.integers(0, len(mixed) - len(sound) + 1))
        mixed[start:start + len(sound)] += sound
        if len(sound) < 0.5 * audio.RATE and draw.random() < 0.6:
            _repeat(mixed, sound, start, draw)
    if draw.random() < 0.4:
        mixed = audio.in_room(mixed, draw)[:len(mixed)]
    return audio.with_floor(mixed, draw, -70, -45)


def _repeat(mixed, sound, start, draw):
    for _ in range(int(draw.integers(1, 4))):
        start += int(draw.uniform(0.2, 0.6) * audio.RATE)
        if start + len(sound) <= len(mixed):
            mixed[start:start + len(sound)] += sound * 10 ** (draw.uniform(-6, 0) / 20)


def add(library, writer, seed):
    parts = divided(pools(library, seed))
    writer.note("sources-of-event", {
        label: {split: len(parts.get((label, split), ())) for split in CLIPS}
        for label in sorted({label for label, _ in parts})})
    for split, count in CLIPS.items():
        labels = sorted({label for label, side in parts if side == split})
        for index in range(count):
            draw = audio.generator(seed, "event_tags", split, index)
            number = int(draw.choice(list(EVENTS_OF_A_SCENE), p=list(EVENTS_OF_A_SCENE.values())))
            first = labels[index % len(labels)]
            others = [str(label) for label in draw.permutation(labels) if label != first]
            events = [first, *others[:number - 1]]
            chosen = [parts[event, split][int(draw.integers(len(parts[event, split])))] for event in events]
            tags = {*events, *(parent for event in events for parent in PARENTS[event])}
            writer.add(split, f"scene_{split}_{index:05d}", scene(chosen, draw), tags,
                       groups=sorted({source.group for source in chosen}),
                       sources=[name for source in chosen for name in source.sources])


TASK = Task(
    name="event_tags", stands_for="FSD50K",
    description="Real events, one to three in a scene mixed by the builder, with the kinds they belong to; splits share "
                "no recording, series, character, speaker, maker or sampled instrument",
    packages=tuple(sorted({*sound_effects.PACKAGES, *game_voices.PACKAGES, *voices.PACKAGES, *strokes.PACKAGES, *FONTS})),
    add=add, seconds=None, clips=1640, build_seconds=70, prediction="multilabel", evaluation=MULTI_LABEL)
