"""The ten tasks, one for each kind of those in the papers' tables."""

from tasks import (
    drum_stroke, environment, event_tags, guitar_root, language, percussion_instrument, sampled_pitch, speaker_count,
    spoken_digits, vocal_expression)

TASKS = {module.TASK.name: module.TASK for module in (
    percussion_instrument, vocal_expression, environment, speaker_count, drum_stroke, guitar_root, sampled_pitch,
    spoken_digits, event_tags, language)}
