"""One build: plan, packages, tasks, corpus, checks. What is done already, with the same inputs, is not done again."""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import corpus
import verify
from launch import require_programs
from layout import TaskWriter, read_report
from plan import as_json, confirm, make_plan, show
from problem import Problem, unknown
from progress import Progress
from recordings import Library
from sources import DECODED, PackageStore, only_user
from tasks import TASKS


def run(options):
    if options.list:
        return _list(options.json)
    tasks, hours = _selected(options.tasks), _hours(options.corpus)
    out = Path(options.out)
    if out.exists() and not out.is_dir():
        raise Problem(f"{out} is a file", "give --out a directory")
    if options.packages and not Path(options.packages).is_dir():
        raise Problem(f"{options.packages} is no directory", "give --packages a directory of .deb files")
    if options.seed < 0:
        raise Problem(f"--seed {options.seed}", "expected 0 or more")
    store = PackageStore(options.sources or out / "sources", options.packages)
    plan = _plan(tasks, hours, store, out)
    if options.dry_run:
        print(as_json(plan)) if options.json else show(plan, out)
        return 0
    require_programs(_programs(tasks, plan))
    show(plan, out, sys.stderr if options.json else None)
    _see_that_it_fits(plan, out)
    if not options.yes and not confirm(plan):
        return 1
    with only_user(store.root), only_user(out):
        return _build(tasks, hours, store, out, options)


def _build(tasks, hours, store, out, options):
    _fetch(store, _packages(tasks, hours))
    reports = []
    for task in tasks:
        reports.append(build_task(task, store, out / "tasks", options.seed, options.replace))
        if not options.json:
            report = reports[-1]
            print(f"{task.directory}: {sum(report['clips'].values())} clips, {report['seconds'] / 60:.0f} min", flush=True)
    if hours:
        reports.append(corpus.build(store, out, hours, options.seed, options.replace))
    problems = verify.check(out)
    if options.json:
        print(json.dumps({"reports": reports, "problems": problems}, indent=1, ensure_ascii=False))
    else:
        print("\n".join(problems) or "checked: formats, durations, labels, and that splits share nothing")
    return 1 if problems else 0


def build_task(task, store, directory, seed, replace=False):
    """Builds `task` below `directory`, unless it is there with the same seed and packages; returns its report."""
    inputs = {package: store.origin(package)["sha256"] for package in task.packages}
    key = {"seed": seed, "inputs": hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()}
    report = directory / task.directory / "report.json"
    if report.exists():
        there = read_report(report)
        if {name: there.get(name) for name in key} == key:
            return there
        if not replace:
            raise Problem(f"{report.parent} was built with another seed or other packages",
                          "give --replace to build it anew, or another --out")
    elif report.parent.exists() and not replace:
        raise Problem(f"{report.parent} is there, but was not built here", "give another --out, or --replace to remove it")
    with TaskWriter(directory, task, seed, key["inputs"]) as writer:
        task.add(Library(store, task.packages), writer, seed)
        return writer.commit()


def _fetch(store, packages):
    progress = Progress("packages", len(packages))
    other = []
    for package in packages:
        store.fetch(package)
        if store.differs(package):
            other.append(store.origin(package)["archive"])
        progress.advance()
    progress.done()
    if other:
        print(f"note: other versions than those of packages.tsv, so other bytes: {', '.join(other)}", file=sys.stderr)


def _selected(names):
    if names is None:
        return list(TASKS.values())
    chosen = [name.strip() for name in names.split(",") if name.strip() and name.strip() != "none"]
    for name in chosen:
        if name not in TASKS:
            raise unknown("task", name, list(TASKS))
    return [task for name, task in TASKS.items() if name in chosen]


def _hours(hours):
    if hours is not None and not 0 < hours <= 24:
        raise Problem(f"--corpus {hours:g}", "expected hours above 0, 24 at most")
    return hours


def _plan(tasks, hours, store, out):
    open_tasks = [task for task in tasks if not (out / "tasks" / task.directory / "report.json").exists()]
    open_hours = 0 if not hours or (out / "corpus" / "report.json").exists() else hours
    seconds = sum(task.clips * (task.seconds or 4.5) for task in open_tasks) + open_hours * 3600 * 0.6  # FLAC's part of WAV
    return make_plan(open_tasks, _packages(tasks, hours), store, seconds, round(open_hours * 25))


def _packages(tasks, hours):
    """Those of tasks that are there count, too: whether they are up to date is known by their packages."""
    return sorted({package for task in tasks for package in task.packages} | set(corpus.PACKAGES if hours else ()))


def _programs(tasks, plan):
    """What is needed by what is left to do."""
    absent = plan.missing + plan.local
    needed = {program for task in tasks if task.name in plan.tasks for program in task.programs}
    needed |= {"apt-get"} if plan.missing else set()
    needed |= {"dpkg-deb"} if absent else set()
    needed |= {"ffmpeg"} if any(package.startswith(DECODED) for package in absent) else set()
    return sorted(needed)


def _see_that_it_fits(plan, out):
    place = out
    while not place.exists():
        place = place.absolute().parent
    needed = plan.unpack_bytes + plan.written_bytes + plan.download_bytes // 10
    free = shutil.disk_usage(place).free
    if needed > free:
        raise Problem(f"{needed / 1e9:.1f} GB are needed in {out}, {free / 1e9:.1f} GB are free", "give another --out")


def _list(as_data):
    if as_data:
        print(json.dumps([{"name": task.name, "stands-for": task.stands_for, "clips": task.clips, "seconds": task.seconds,
                           "splits": task.splits, "packages": list(task.packages)} for task in TASKS.values()], indent=1))
    else:
        for task in TASKS.values():
            print(f"{task.name:22} {task.stands_for:22} about {task.clips} clips")
    return 0
