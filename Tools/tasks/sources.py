"""Packages: downloaded by name, unpacked without installing, and pared down to recordings, soundfonts and licences."""

import csv
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import archives
from launch import HERE, require_programs
from problem import Problem, unknown

READABLE = {".ogg", ".oga", ".wav", ".flac", ".aiff", ".aif", ".mp3", ".opus"}
INSTRUMENTS = {".sf2", ".pat"}
FOREIGN = {".g722": ["-f", "g722"], ".gsm": ["-f", "gsm", "-ar", "8000"], ".wv": []}  # libsndfile reads none of them
DECODED = ("asterisk-", "teeworlds-")  # the packages that hold them, by their names' start
KEPT_NAMES = {"copyright", "drumkit.xml"}
ORIGIN = "origin.json"


def known_packages():
    """The packages of `packages.tsv`: name -> row (version, bytes, sha256, unpacked MB), as of the documented build."""
    with open(HERE / "packages.tsv", newline="") as file:
        return {row["package"]: row for row in csv.DictReader(file, delimiter="\t")}


@contextmanager
def only_user(directory):
    """Throws `Problem` while another build works in `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    with open(directory / ".lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            help = "wait for it, or give another --out and --sources"
            raise Problem(f"another build works in {directory}", help) from None
        yield


class PackageStore:
    """Unpacked packages below `root`, each there completely or not at all."""

    def __init__(self, root, archives_directory=None):
        self.root = Path(root)
        self.archives = Path(archives_directory) if archives_directory else None
        self.known = known_packages()

    def directory(self, package):
        return self.root / package

    def has(self, package):
        return (self.directory(package) / ORIGIN).exists()

    def origin(self, package):
        return json.loads((self.directory(package) / ORIGIN).read_text())

    def local_archive(self, package):
        """The package's .deb in the directory that the user named, or None."""
        found = sorted(self.archives.glob(f"{package}_*.deb")) if self.archives else []
        return found[-1] if found else None

    def differs(self, package):
        """Whether the package is another version than that of the documented build."""
        return self.origin(package)["sha256"] != self.known[package]["sha256"]

    def fetch(self, package):
        """Downloads and unpacks `package`, unless it is here. Throws `Problem` if it can't be had."""
        if package not in self.known:
            raise unknown("package", package, list(self.known))
        if self.has(package):
            return
        require_programs(["dpkg-deb"])
        self.root.mkdir(parents=True, exist_ok=True)
        for left_by_a_kill in self.root.glob(f".{package}.*"):
            shutil.rmtree(left_by_a_kill)
        with tempfile.TemporaryDirectory(prefix=f".{package}.", dir=self.root) as directory:
            work = Path(directory)
            archive = self.local_archive(package) or _download(package, work)
            content = work / "content"
            _run(["dpkg-deb", "-x", archive, content], f"cannot unpack {archive}")
            _pare_down(content)
            origin = {"package": package, "archive": archive.name, "sha256": _sha256(archive)}
            (content / ORIGIN).write_text(json.dumps(origin, indent=1) + "\n")
            target = self.directory(package)
            shutil.rmtree(target, ignore_errors=True)
            os.replace(content, target)


def _download(package, directory):
    """apt checks the archive against the signed list of packages."""
    require_programs(["apt-get"])
    options = ["-o", "APT::Sandbox::User=root"] if os.geteuid() == 0 else []
    _run(["apt-get", *options, "download", "-q", package], f"cannot download the package {package}",
         "see that a source of Debian 12 (bookworm, main) is in /etc/apt, and run 'apt-get update'", directory)
    return next(directory.glob("*.deb"))


def _run(command, problem, help=None, directory=None):
    done = subprocess.run([str(part) for part in command], cwd=directory, capture_output=True, text=True)
    if done.returncode:
        raise Problem(f"{problem}: {(done.stderr.strip().splitlines() or ['no message'])[-1]}", help)


def _sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pare_down(content):
    """Opens containers, decodes what libsndfile can't read, and removes everything that is no sound and no licence."""
    for path in _files(content):
        if path.suffix.lower() in archives.SUFFIXES:
            _open_container(path)
    for path in list(content.rglob("*")):
        wanted = path.suffix.lower() in READABLE | INSTRUMENTS | FOREIGN.keys() or path.name in KEPT_NAMES
        if path.is_symlink() or (path.is_file() and not wanted):
            path.unlink()
    foreign = [path for path in _files(content) if path.suffix.lower() in FOREIGN]
    for start in range(0, len(foreign), 50):
        _decode(foreign[start:start + 50])
    for path in sorted(content.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _files(directory):
    return sorted(path for path in directory.rglob("*") if path.is_file() and not path.is_symlink())


def _open_container(path):
    target = path.with_suffix("")
    for name, data in archives.members(path):
        inside = PurePosixPath(name)
        wanted = inside.suffix.lower() in READABLE | FOREIGN.keys() or inside.name in KEPT_NAMES
        if ".." in inside.parts or not wanted:
            continue
        file = target.joinpath(*[part for part in inside.parts if part != "/"])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    path.unlink()


def _decode(paths):
    """One run of ffmpeg for many files: starting it takes longer than decoding a prompt."""
    if not paths:
        return
    require_programs(["ffmpeg"])
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-bitexact"]
    for path in paths:
        command += [*FOREIGN[path.suffix.lower()], "-i", path]
    for index, path in enumerate(paths):
        command += ["-map", f"{index}:a", "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", path.with_suffix(".wav")]
    _run(command, f"ffmpeg cannot decode {paths[0].parent}")
    for path in paths:
        path.unlink()
