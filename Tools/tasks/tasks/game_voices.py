"""Vocal expressions of games' characters: the label is the event for which a recording was made."""

import re

from tasks.events import first_match

PACKAGES = (
    "nexuiz-data", "openarena-data", "openarena-081-players", "openarena-085-data", "openarena-081-misc",
    "openarena-088-data", "ufoai-sound", "wesnoth-1.16-data", "warmux-data", "teeworlds-data", "hedgewars-data", "scratch")

EVENTS = [(label, re.compile(pattern)) for label, pattern in (
    ("death", r"death|(^|-)die"),
    ("fall_scream", r"^falling"),
    ("gasp", r"^gasp"),
    ("drown", r"^drown"),
    ("jump", r"^(super|back)?jump"),
    ("taunt", r"^taunt"),
    ("laugh", r"laugh"),
    ("pain", r"^pain|hurt|injured|(^|-)hit\b|pain_(short|long)|^(ow|ooff|ouch)\d*$"))]
WESNOTH = re.compile(
    r"(human-female|human-old|human|orc-small|orc|ogre|troll|goblin|dwarf|elf|naga|mermen|mermaid|drake|zombie|lich)"
    r"-(die|hit|laugh)")
SYNTHETIC = "Robot"  # a voice pack of Hedgewars that no person speaks


def character(recording):
    """Who is heard; None for what is no character's recording."""
    package, path, folder = recording.package, f"/{recording.path}", recording.folder
    if package == "nexuiz-data" and (match := re.search(r"/sound/player/([^/]+)/", path)):
        return f"nexuiz_{match[1]}"
    if package.startswith("openarena") and re.search(r"/sound/player/[^/]+/[^/]+$", path):
        return f"openarena_{folder}" if folder not in ("footsteps", "announcer") else None
    if package == "ufoai-sound":
        if re.search(r"/sound/(soldiers|civilians)/[^/]+$", path):
            return "ufoai_female" if "fem" in recording.name else "ufoai_male"
        return f"ufoai_{folder}" if re.search(r"/sound/aliens/[^/]+/[^/]+$", path) else None
    if package == "wesnoth-1.16-data" and "/core/sounds/" in path and (match := WESNOTH.match(recording.name)):
        return f"wesnoth_{match[1]}"
    if package == "warmux-data" and path.rsplit("/", 1)[0].endswith("/default/voices"):
        return "warmux"
    if package == "teeworlds-data" and recording.name.startswith("vo_teefault_"):
        return "teeworlds"
    if package == "hedgewars-data" and re.search(r"/voices/[^/]+/[^/]+$", path) and folder != SYNTHETIC:
        return f"hedgewars_{'Russian' if folder.startswith('Russian') else folder}"
    return "scratch" if package == "scratch" and folder == "Human" else None


def vocal_expressions(library, active=0.08, longest=8):
    """[(recording, character, event)]"""
    found = []
    for package in PACKAGES:
        for recording in library.of(package, active, longest):
            who = character(recording)
            name = re.sub(r"^(vo_teefault_|civ)", "", recording.name.lower().split(".")[0])
            event = first_match(EVENTS, name) if who else None
            if event:
                found.append((recording, who, event))
    return found
