"""The one error a user sees: what was wrong, and what would be right."""

import difflib


class Problem(Exception):
    def __init__(self, message, help=None):
        super().__init__(message)
        self.help = help


def unknown(kind, name, names):
    """A `Problem` for a name that is none of `names`, with the nearest of them."""
    near = difflib.get_close_matches(name, names, 1, 0.4)
    hint = f"did you mean '{near[0]}'? " if near else ""
    return Problem(f"unknown {kind} '{name}'", f"{hint}known: {', '.join(names)}")
