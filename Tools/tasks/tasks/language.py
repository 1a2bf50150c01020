"""Which language is spoken. All clips pass one band with noise, so that codec and microphone tell less; test voices and
the collections they come from occur in no other split."""

import audio
from tasks.task import Task
from tasks.voices import PACKAGES, joined, speech

SECONDS = 4.0
CLIPS = {"train": 90, "valid": 12, "test": 24}  # of a language, where there is enough speech
FULL = {"train": 0.6, "valid": 0.4, "test": 0.6}  # the part of a clip that has to be speech
VOICES = {  # language -> voices of train, valid, test
    "en": (("allison_en", "ktuberling_en", "klettres_en", "klettres_en_GB", "hedgewars_Default", "hedgewars_Pirate",
            "hedgewars_Surfer", "hedgewars_HillBilly", "nexuiz_marine", "nexuiz_specop"),
           ("hedgewars_British", "tuxpaint-digits_en_GB", "nexuiz_insurrectionist"),
           ("hedgewars_Classic", "hedgewars_Mobster", "hedgewars_Singer", "nexuiz_soldier", "nexuiz_fricka")),
    "es": (("tuxpaint_es", "allison_es"), ("hedgewars_Default_es", "klettres_es", "ktuberling_es", "tuxpaint-digits_es"),
           ("july_es",)),
    "fr": (("tuxpaint_fr", "june_fr"), ("ktuberling_fr", "klettres_fr"), ("armelle_fr", "tuxpaint-digits_fr")),
    "it": (("carlo_it",), ("klettres_it", "ktuberling_it", "tuxpaint-digits_it"), ("paola_it",)),
    "ru": (("tuxpaint_ru", "maxim_ru"), ("ktuberling_ru", "klettres_ru"), ("hedgewars_Default_ru", "tuxpaint-digits_ru")),
    "nl": (("fish_nl_m",), ("tuxpaint_nl", "klettres_nl", "ktuberling_nl"), ("fish_nl_v",)),
    "cs": (("fish_cs_m",), ("klettres_cs",), ("fish_cs_v",)),
    "da": (("tuxpaint_da",), ("klettres_da",), ("ktuberling_da_f",)),
    "ca": (("tuxpaint_ca",), ("ktuberling_ca_b",), ("ktuberling_ca_a",)),
    "el": (("tuxpaint_el",), ("tuxpaint-digits_el",), ("ktuberling_el",))}


def clips(voices, split, seed):
    """Clips (voice, samples, recordings, generator) of the voices in turn, each recording once, until speech runs out."""
    left = {}
    for voice in voices:
        order = audio.generator(seed, "language", voice.name).permutation(len(voice.recordings))
        left[voice.name] = [voice.recordings[index] for index in order]
    turn = list(voices)
    while turn:
        for voice in list(turn):
            draw = audio.generator(seed, "language", voice.name, len(left[voice.name]))
            samples, used = joined(left[voice.name], draw, SECONDS)
            if len(samples) < FULL[split] * SECONDS * audio.RATE:
                turn.remove(voice)
            else:
                yield voice, samples, used, draw


def contributor(voice):
    """The person; for volunteers, of whom nothing is known but the collection, the voice."""
    return voice.name if voice.person.startswith("volunteer_") else voice.person


def add(library, writer, seed):
    known = speech(library, active=0.12)
    for language, sides in VOICES.items():
        for (split, most), names in zip(CLIPS.items(), sides):
            voices = [known[name] for name in names if name in known]
            for number, (voice, samples, used, draw) in zip(range(most), clips(voices, split, seed)):
                clip = audio.band_limited(audio.fitted(samples, SECONDS), 250, 3300)
                clip = audio.with_noise(audio.at_level(clip, draw.uniform(-26, -18)), draw, 12, 25)
                writer.add(split, f"{language}__{voice.name}__{number:03d}", clip, language,
                           groups=[contributor(voice)], sources=[recording.source for recording in used])


TASK = Task(
    name="language", stands_for="VoxLingua107 top 10",
    description="Real prompts and words in ten languages, joined to 4 s, in one telephone band; splits share neither "
                "recording nor voice",
    packages=PACKAGES, add=add, seconds=SECONDS, clips=1184, build_seconds=50)
