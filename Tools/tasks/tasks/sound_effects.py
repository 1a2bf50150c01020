"""Recordings of environmental sounds, by the words of their file and folder names (`rules/environment.toml`)."""

import re
import tomllib
from collections import defaultdict

from duplicates import without_repeats
from launch import HERE

RULES = tomllib.loads((HERE / "rules" / "environment.toml").read_text(encoding="utf-8"))
PACKAGES = tuple(sorted({package for rules in RULES.values() for package in rules}))
SPOKEN_NAME = "_desc"  # in tuxpaint-stamps, the spoken name of a thing lies beside its sound


def sound_effects(library):
    """(recordings with their class, how many near repeats were left out): [(recording, label)], ordered by class."""
    labels = defaultdict(set)
    for label, rules in RULES.items():
        for package, pattern in rules.items():
            for recording in library.of(package, active=0.04):
                if re.search(pattern, f"/{recording.path}") and SPOKEN_NAME not in recording.name:
                    labels[recording].add(label)
    clear = [(recording, *found) for recording, found in labels.items() if len(found) == 1]
    return without_repeats(sorted(clear, key=lambda item: (item[1], item[0].source)))


def series(recording, label):
    """What recordings belong together: footstep1 to footstep4 were recorded together."""
    name = re.sub(r"[-_. ]?(\d+[a-z]?|[a-z]\d+[a-z]?)$", "", recording.name.lower()) or recording.name.lower()
    if recording.package == "bucklespring-data":  # named by scan codes of one keyboard
        name = "keys"
    return f"{recording.package}/{label}/{name}"
