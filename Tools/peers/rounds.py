"""One case: every process is built, its results are compared, then bursts alternate."""
import math
import statistics
import sys
import time

import numpy as np
from safetensors.numpy import load_file

from processes import PeerFailure, peer, sonograph

# A burst counts as quiet if others used less of the machine's processors meanwhile.
QUIET = 0.05
# Idle threads of some libraries spin for a while before they sleep.
SETTLE_S = 0.25
# Rounds end early after so long, but not before two: a step of a Base model takes many seconds.
LONGEST_S = 45
# A run that takes this long needs no untimed one before it.
LONG_RUN_S = 1


def note(text):
    """Progress, on a terminal or in a log."""
    print(text, file=sys.stderr, flush=True)


class Comparison:
    """A case's processes and what was found of them."""

    def __init__(self, case, executable, directory):
        self.case, self.directory = case, directory
        self.failures, self.differences, self.processes = {}, {}, []
        arguments = case.prepare(directory)
        note(f"{case.name}: batch {case.batch}, length {case.length}, {case.threads} threads")
        self.start("sonograph", lambda: sonograph(executable, case, arguments))
        for name in case.peers:
            self.start(name, lambda: peer(name, self.case, case.description_file(directory, name)))

    def start(self, name, make):
        try:
            process = make()
        except PeerFailure as failure:
            self.failures[name] = str(failure)
            return note(f"  {name}: {failure}")
        self.processes.append(process)
        note(f"  {name}: built in {process.compile_s:.1f} s")

    def compare(self):
        """The largest difference of each peer's results from Sonograph's; one that differs is not timed."""
        ours = self.find("sonograph")
        if ours is None:
            return
        for process in [one for one in self.processes if one is not ours]:
            worst, what = self.difference(ours, process)
            self.differences[process.name] = worst
            note(f"  {process.name}: differs by {worst:.1e}, {what}")
            if not worst <= self.case.tolerance:
                self.failures[process.name] = f"differs by {worst:.1e}: {what}"
                self.processes.remove(process)
                process.close()

    def difference(self, ours, theirs):
        if not self.case.outputs:
            return self.loss_difference(ours, theirs)
        own, other = (load_file(f"{self.directory}/{one.name}.out") for one in (ours, theirs))
        pairs = {name: (other[name], own[name]) for name in self.case.outputs}

        def relative(pair):
            a, b = (np.asarray(x, np.float64).ravel() for x in pair)
            if a.shape != b.shape:
                return float("inf")
            return float(np.abs(a - b).max() / max(np.abs(b).max(), 1e-30))

        found = {name: relative(pair) for name, pair in pairs.items()}
        # Not a number is worse than any number.
        worst = max(found, key=lambda name: (np.isnan(found[name]), found[name]))
        return found[worst], f"{worst}, over its largest element"

    def loss_difference(self, ours, theirs):
        """Of the losses of the first steps, over how far the loss fell: gradients and updates are in it."""
        fall = abs(ours.losses[0] - ours.losses[-1])
        differences = [abs(a - b) / max(fall, 1e-30) for a, b in zip(theirs.losses, ours.losses)]
        if len(theirs.losses) != len(ours.losses) or any(map(math.isnan, differences)):
            return math.nan, "losses"
        worst = max(range(len(differences)), key=differences.__getitem__)
        return differences[worst], f"loss of step {worst + 1}, over the fall of the loss"

    def find(self, name):
        return next((one for one in self.processes if one.name == name), None)

    def time(self, rounds, burst_seconds):
        """Bursts of all processes in turn, in an order that turns, too."""
        plan = {}
        for process in list(self.processes):
            seconds = self.burst(process, 1)
            if seconds:
                plan[process.name] = max(1, min(200, round(burst_seconds / seconds[0]))), int(seconds[0] < LONG_RUN_S)
                process.bursts.clear()
        start = time.monotonic()
        for number in range(rounds):
            if number >= 2 and time.monotonic() - start > LONGEST_S:
                break
            first = number % max(1, len(self.processes))
            for process in self.processes[first:] + self.processes[:first]:
                time.sleep(SETTLE_S)
                self.burst(process, *plan[process.name])
            note(f"  round {number + 1} of {rounds}")

    def burst(self, process, *plan):
        """The seconds of a burst; a peer that ends meanwhile leaves the comparison."""
        try:
            return process.burst(*plan)
        except PeerFailure as failure:
            self.failures[process.name] = str(failure)
            self.processes.remove(process)
            process.close()
            note(f"  {process.name}: {failure}")
            return None

    def rows(self):
        own = {process.name: self.row(process) for process in self.processes}
        return [own.get(name) or {"peer": name, "failure": self.failures[name]} for name in ["sonograph", *self.case.peers]]

    def row(self, process):
        quiet = [burst for burst in process.bursts if burst["foreign"] < QUIET]
        times = [second for burst in quiet or process.bursts for second in burst["seconds"]]
        return {
            "peer": process.name, "median_ms": 1e3 * statistics.median(times), "min_ms": 1e3 * min(times), "runs": len(times),
            "quiet_bursts": len(quiet), "bursts": len(process.bursts), "peak_mb": process.peak_mb(),
            "imports_mb": process.imports_kb / 1024, "build_peak_mb": (process.build_peak_kb - process.imports_kb) / 1024,
            "compile_s": process.compile_s, "largest_difference": self.differences.get(process.name),
        }

    def close(self):
        for process in self.processes:
            process.close()


def compare(case, executable, directory, rounds, burst_seconds):
    """Everything about one case, as data."""
    comparison = Comparison(case, executable, directory)
    try:
        comparison.compare()
        comparison.time(rounds, burst_seconds)
        rows = comparison.rows()
    finally:
        comparison.close()
    return {
        "case": case.name, "mode": case.mode, "batch": case.batch, "length": case.length, "threads": case.threads,
        "peers": rows, "ratios": ratios(rows),
    }


def ratios(rows):
    """Sonograph beside the fastest peer: speed over its, peak memory over its, time to build over PyTorch's compiler's."""
    timed = {row["peer"]: row for row in rows if "median_ms" in row}
    ours = timed.pop("sonograph", None)
    if ours is None or not timed:
        return None
    best = min(timed.values(), key=lambda row: row["median_ms"])
    compiled = [row["compile_s"] for name, row in timed.items() if name in ("torch-compile", "torch-freeze")]
    return {
        "best_peer": best["peer"], "speed": best["median_ms"] / ours["median_ms"], "memory": ours["peak_mb"] / best["peak_mb"],
        "compile": min(compiled) / ours["compile_s"] if compiled else None,
        "all_quiet": min(ours["quiet_bursts"], best["quiet_bursts"]) > 0,
    }
