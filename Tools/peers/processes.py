"""Peers as processes: each is built and warmed up, then told when to run a burst."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TICK = os.sysconf("SC_CLK_TCK")
PAGE_KB = 1024


class PeerFailure(Exception):
    """A peer that did not start, or stopped, in words for the table."""


def tcmalloc():
    """The path of tcmalloc, which speeds PyTorch up; none if it is not installed."""
    for name in ("libtcmalloc_minimal.so.4", "libtcmalloc.so.4"):
        for directory in ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"):
            path = os.path.join(directory, name)
            if os.path.exists(path):
                return path
    return None


class Process:
    """One peer on one case."""

    def __init__(self, name, command, case, environment=None):
        self.name = name
        self.directory = tempfile.mkdtemp(prefix="peer-")
        self.log = open(os.path.join(self.directory, "log"), "w+")
        threads = str(case.threads)
        own = {"OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads,
               "TORCHINDUCTOR_CACHE_DIR": os.path.join(self.directory, "inductor"), "PYTHONPATH": str(HERE),
               "PYTHONUNBUFFERED": "1", "JAX_PLATFORMS": "cpu"}
        cores = sorted(os.sched_getaffinity(0))[: case.threads]
        self.process = subprocess.Popen(
            command(self.directory), env=os.environ | own | (environment or {}), text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=self.log, preexec_fn=lambda: os.sched_setaffinity(0, cores))
        try:
            self.wait("started")
            self.imports_kb = self.memory("VmRSS")
            ready = self.wait("ready")
        except BaseException:
            self.close()
            raise
        # JSON has no word for what is not a number: there it is text.
        self.compile_s, self.losses = ready["compile_s"], [float(loss) for loss in ready.get("losses", [])]
        self.build_peak_kb = self.memory("VmHWM")
        # From here on the peak is that of the runs.
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        self.bursts = []

    def wait(self, stage):
        answer = self.answer()
        if answer.get("stage") != stage:
            raise PeerFailure(f"said {answer} instead of '{stage}'")
        return answer

    def answer(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        status = self.process.wait()
        if status < 0:
            raise PeerFailure(f"was ended by signal {-status}" + (", as processes are when memory runs out" if status == -9 else ""))
        self.log.flush()
        self.log.seek(0)
        last = [line.strip() for line in self.log.read().splitlines() if line.strip()][-1:]
        raise PeerFailure(last[0] if last else f"ended with status {status}")

    def memory(self, field):
        """A field of the process's status, in kB."""
        if self.process.poll() is not None:
            self.answer()
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1])
        raise PeerFailure(f"no {field} in its status")

    def busy(self):
        """Seconds that all of its threads have run."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def burst(self, runs, untimed=1):
        """Times `runs` runs after untimed ones, and what others used of the processors meanwhile."""
        start, own, all_busy = time.monotonic(), self.busy(), machine_busy()
        try:
            self.process.stdin.write(f"{runs + untimed}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # It has ended: reading its answer tells how.
        seconds = self.answer()["seconds"][untimed:]
        wall = time.monotonic() - start
        foreign = max(0.0, machine_busy() - all_busy - (self.busy() - own)) / (wall * os.cpu_count())
        self.bursts.append({"seconds": seconds, "foreign": foreign})
        return seconds

    def peak_mb(self):
        """The most memory that runs took, without what was there after importing libraries."""
        return (self.memory("VmHWM") - self.imports_kb) / PAGE_KB

    def close(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)


def machine_busy():
    """Seconds that processors were busy or taken away by the host, all together."""
    user, nice, system, _, _, irq, soft, steal = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9])
    return (user + nice + system + irq + soft + steal) / TICK


def peer(name, case, case_file):
    """A peer called `LIBRARY-STYLE`."""
    library, _, style = name.partition("-")
    environment = {"LD_PRELOAD": tcmalloc()} if library == "torch" and tcmalloc() else {}
    command = [sys.executable, str(HERE / "worker.py"), library, style, case_file]
    return Process(name, lambda directory: command, case, environment)


def sonograph(executable, case, arguments):
    """Sonograph, its kernel cache empty."""
    threads = ["--threads", str(case.threads)]
    return Process(
        "sonograph", lambda directory: [executable, "bench", "bursts", *arguments, *threads, "--cache", directory + "/cache"], case)
