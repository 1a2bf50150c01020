"""The ten tasks, one for each kind of those in the papers' tables."""

from tasks import drum_stroke, environment, guitar_root, percussion_instrument, vocal_expression

TASKS = {module.TASK.name: module.TASK for module in (
    percussion_instrument, vocal_expression, environment, drum_stroke, guitar_root)}
