"""What a build needs before it starts: packages, sizes, time."""

import json
import sys
from dataclasses import asdict, dataclass, field

from problem import Problem

DOWNLOAD_RATE = 10e6  # bytes a second, assumed
UNPACK_RATE = 7e6  # bytes of packages unpacked and measured a second, one core


@dataclass
class Plan:
    tasks: list
    packages: list
    missing: list  # of the packages: those to be downloaded
    local: list  # those in the user's directory of packages
    download_bytes: int
    unpack_bytes: int
    written_bytes: int
    seconds: dict = field(default_factory=dict)

    @property
    def total_seconds(self):
        return sum(self.seconds.values())


def make_plan(tasks, packages, store, clip_seconds, extra_seconds):
    """`tasks`: those to be built; `clip_seconds`: audio to be written. Packages that are unpacked cost nothing."""
    absent = [package for package in packages if not store.has(package)]
    local = [package for package in absent if store.local_archive(package)]
    missing = [package for package in absent if package not in local]
    size = {package: int(store.known[package]["bytes"]) for package in packages}
    download, unpack = sum(size[p] for p in missing), sum(size[p] for p in absent)
    return Plan(
        [task.name for task in tasks], packages, missing, local, download, unpack, round(clip_seconds * 32000),
        {"download": round(download / DOWNLOAD_RATE), "unpack": round(unpack / UNPACK_RATE),
         "build": sum(task.build_seconds for task in tasks) + extra_seconds})


def show(plan, out, file=None):
    lines = [
        f"tasks       {', '.join(plan.tasks) or 'none: all are built'}",
        f"packages    {len(plan.packages)}: {len(plan.missing)} to download ({_megabytes(plan.download_bytes)})"
        + (f", {len(plan.local)} from files" if plan.local else ""),
        f"disk        about {_megabytes(plan.unpack_bytes)} for sources, {_megabytes(plan.written_bytes)} for clips, "
        f"in {out}",
        f"time        about {_minutes(plan.total_seconds)} on one core: download {_minutes(plan.seconds['download'])} "
        f"(at {DOWNLOAD_RATE / 1e6:.0f} MB/s), unpack {_minutes(plan.seconds['unpack'])}, "
        f"build {_minutes(plan.seconds['build'])}"]
    print("\n".join(lines), file=file)


def as_json(plan):
    values = {key.replace("_", "-"): value for key, value in asdict(plan).items()}
    return json.dumps({**values, "total-seconds": plan.total_seconds}, indent=1)


def confirm(plan):
    """Asks before a download. Throws `Problem` where nobody can answer."""
    if not plan.missing:
        return True
    if not sys.stdin.isatty():
        raise Problem(f"{_megabytes(plan.download_bytes)} would be downloaded",
                      "give --yes to agree, or --dry-run to look only")
    print(f"Download {_megabytes(plan.download_bytes)}? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _megabytes(size):
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def _minutes(seconds):
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
