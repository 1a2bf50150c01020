"""Who speaks in which recording, and in which language.

A voice is one speaker of one collection. A person joins voices that may be the same speaker's: the volunteers for one
language are taken to be one, though klettres, ktuberling and tuxpaint name none of them.
"""

import re
from dataclasses import dataclass, field

import numpy as np

import audio
from shares import is_for_tasks
from tasks import game_voices

PROMPTS = {  # package -> (language, speaker), as the packages' copyright files name them
    "asterisk-core-sounds-en-g722": ("en", "allison"), "asterisk-core-sounds-es-g722": ("es", "allison"),
    "asterisk-core-sounds-fr-g722": ("fr", "june"), "asterisk-core-sounds-it-g722": ("it", "carlo"),
    "asterisk-core-sounds-ru-g722": ("ru", "maxim"), "asterisk-prompt-es-co": ("es", "july"),
    "asterisk-prompt-fr-armelle": ("fr", "armelle"), "asterisk-prompt-it-menardi-wav": ("it", "paola")}
NO_SPEECH = re.compile(r"beep|silence|tone|/moh|tt-monkeys|tt-weasels|tt-somethingwrong")
DIALOGUES = {"fillets-ng-data-cs": "cs", "fillets-ng-data-nl": "nl"}
PACKAGES = (
    *PROMPTS, *DIALOGUES, "klettres-data", "ktuberling-data", "tuxpaint-stamps-default", "hedgewars-data", "nexuiz-data")

# The Catalan themes of ktuberling have three readers, told apart by measured pitch (about 254, 220 and 150 Hz).
CATALAN_READERS = {
    **dict.fromkeys(("butterflies", "egypt", "patata", "robot", "tv"), "a"), **dict.fromkeys(("moon", "xmas"), "b")}
HEDGEWARS_LANGUAGES = {
    "Default_es": "es", "Default_pl": "pl", "Default_ru": "ru", "Default_uk": "uk", "Russian_pl": "pl"}
NO_WORDS = re.compile(r"Ow|Ooff|Ouch|Laugh|Jump|Hmm|Uh|Nooo|Kamikaze|Firepunch|Poison")
NEXUIZ_SPEAKERS = ("marine", "soldier", "specop", "insurrectionist", "fricka", "pyria-skadi")
SINGLE_SOUNDS = ("klettres_", "tuxpaint-digits_")  # letters and digits: no running speech


@dataclass
class Voice:
    name: str
    person: str
    language: str
    recordings: list = field(default_factory=list)

    @property
    def active(self):
        """Seconds of speech."""
        return sum(recording.active for recording in self.recordings)


def speech(library, active=0.15, longest=20):
    """Voice's name -> `Voice`, of the recordings that tasks may use."""
    voices = {}
    for package in PACKAGES:
        for recording in library.of(package, active, longest):
            found = _speaker(recording) if is_for_tasks(recording) else None
            if found:
                voices.setdefault(found[0], Voice(*found)).recordings.append(recording)
    return dict(sorted(voices.items()))


def joined(recordings, draw, seconds, below=35):
    """Takes whole recordings from the list's end until `seconds` are full; (samples, the recordings)."""
    parts, used, length = [], [], 0
    while recordings and length < seconds * audio.RATE:
        recording = recordings.pop()
        utterance = audio.trimmed(recording.samples(), below)
        if len(utterance) < 0.1 * audio.RATE:
            continue
        gap = np.zeros(int(draw.uniform(0.05, 0.35) * audio.RATE), np.float32)
        parts += [audio.faded(audio.at_level(utterance, -23), 0.005, 0.02), gap]
        length += len(utterance) + len(gap)
        used.append(recording)
    return np.concatenate(parts) if parts else np.zeros(0, np.float32), used


def _speaker(recording):
    """(voice, person, language), or None."""
    package, path = recording.package, f"/{recording.path}"
    if package in PROMPTS:
        language, who = PROMPTS[package]
        return None if NO_SPEECH.search(path) else (f"{who}_{language}", who, language)
    if package in DIALOGUES:
        language, sex = DIALOGUES[package], re.search(r"-([mv])-", recording.name)
        return sex and (f"fish_{language}_{sex[1]}",) * 2 + (language,)
    return _READERS[package](recording)


def _klettres(recording):
    language = re.search(r"/klettres/([^/]+)/", recording.path)[1]
    return f"klettres_{language}", f"volunteer_{language[:2]}", language[:2]


def _ktuberling(recording):
    language, reader = recording.folder, ""
    if language == "ca":
        reader = "_" + CATALAN_READERS.get(re.split("[_-]", recording.name)[0], "m")
    elif language == "da":  # a higher voice in mono, a lower one in stereo
        reader = "_f" if recording.channels == 1 else "_m"
    if language.startswith("sr@"):
        return None
    person = f"volunteer_{language[:2]}{reader if reader in ('_a', '_b', '_f') else ''}"
    return f"ktuberling_{language}{reader}", person, language


def _tuxpaint(recording):
    file = recording.path.rsplit("/", 1)[-1]
    if match := re.search(r"_desc_([a-z]+(?:_[A-Z]+)?)\.ogg$", file):
        return f"tuxpaint_{match[1]}", f"volunteer_{match[1][:2]}", match[1][:2]
    match = re.fullmatch(r"\d(?:_([a-z]+(?:_[A-Za-z]+)?))?\.ogg", file)
    if not match or "/math/" not in recording.path or match[1] == "zh_tw":
        return None
    language = match[1] or "en"
    return f"tuxpaint-digits_{language}", f"volunteer_{language[:2]}_digits", language[:2]


def _hedgewars(recording):
    pack = recording.folder
    if not re.search(r"/voices/[^/]+/[^/]+$", recording.path) or pack in ("Robot", "Russian"):
        return None
    if NO_WORDS.match(recording.name):
        return None
    return f"hedgewars_{pack}", game_voices.character(recording), HEDGEWARS_LANGUAGES.get(pack, "en")


def _nexuiz(recording):
    match = re.search(r"/sound/player/([^/]+)/coms/", recording.path)
    return (f"nexuiz_{match[1]}",) * 2 + ("en",) if match and match[1] in NEXUIZ_SPEAKERS else None


_READERS = {
    "klettres-data": _klettres, "ktuberling-data": _ktuberling, "tuxpaint-stamps-default": _tuxpaint,
    "hedgewars-data": _hedgewars, "nexuiz-data": _nexuiz}
