"""The ten tasks, one for each kind of those in the papers' tables."""

from tasks import guitar_root

TASKS = {module.TASK.name: module.TASK for module in (guitar_root,)}
