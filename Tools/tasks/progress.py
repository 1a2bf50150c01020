"""One line of progress on the standard error, rewritten on a terminal, repeated every ten seconds elsewhere."""

import sys
import time


class Progress:
    def __init__(self, title, total=None, unit=""):
        self.title, self.total, self.unit = title, total, unit
        self.count, self.started = 0, time.monotonic()
        self.shown = self.started
        self.terminal = sys.stderr.isatty()

    def advance(self, by=1):
        self.count += by
        now = time.monotonic()
        if now - self.shown >= (0.2 if self.terminal else 10):
            self.shown = now
            self._show(end="\r" if self.terminal else "\n")

    def done(self):
        self._show(end="\n")

    def _show(self, end):
        of = f"/{self.total}" if self.total else ""
        seconds = time.monotonic() - self.started
        line = f"{self.title}: {self.count}{of}{' ' + self.unit if self.unit else ''}, {seconds:.0f} s"
        print(line.ljust(78) if self.terminal else line, end=end, file=sys.stderr, flush=True)
