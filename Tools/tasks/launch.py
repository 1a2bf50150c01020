"""Finds the interpreter and the programs that the builder needs, and says how to get what lacks."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from problem import Problem

HERE = Path(__file__).resolve().parent
MODULES = ("numpy", "scipy", "soundfile")
PROGRAMS = {
    "apt-get": "apt (Debian's package manager), or give the packages with --packages DIR",
    "dpkg-deb": "dpkg",
    "ffmpeg": "ffmpeg",
    "espeak-ng": "espeak-ng",
    "flite": "flite",
    "festival": "festival festvox-kallpc16k festvox-kdlpc16k festvox-us-slt-hts",
}


def use_own_environment():
    """Goes on in the virtual environment beside this file, if there is one."""
    python = HERE / ".venv" / "bin" / "python"
    if python.exists() and Path(sys.prefix).resolve() != python.parent.parent.resolve():
        os.execv(python, [str(python), *sys.argv])


def require_modules():
    missing = [name for name in MODULES if importlib.util.find_spec(name) is None]
    if missing:
        here = os.path.relpath(HERE)
        raise Problem(
            f"Python modules are missing: {', '.join(missing)}",
            f"python3 -m venv {here}/.venv && {here}/.venv/bin/pip install -r {here}/requirements.txt")


def require_programs(names):
    missing = [name for name in names if shutil.which(name) is None]
    if missing:
        raise Problem(
            f"programs are missing: {', '.join(missing)}",
            "install: " + "; ".join(PROGRAMS[name] for name in missing) + " (names of Debian packages)")
