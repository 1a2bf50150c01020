"""Speech synthesis by the programs of Debian: espeak-ng, flite and festival."""

import re
import subprocess
import tempfile
from pathlib import Path

import audio
from problem import Problem

PROGRAMS = ("espeak-ng", "flite", "festival")
FLITE_PITCH = {"kal16": 105, "awb": 130, "rms": 100, "slt": 170}  # Hz, near each voice's own mean


def spoken(engine, voice, text, rate=1.0, pitch=1.0):
    """`text` as samples (time,); `rate` and `pitch` are factors. Throws `Problem` if the engine fails."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "speech.wav"
        _run(_COMMANDS[engine](voice, text, file, rate, pitch))
        if not file.exists() or not file.stat().st_size:
            raise Problem(f"{engine} says nothing with the voice {voice}")
        return audio.read(file)


def espeak_variants():
    """Names of espeak-ng's variants of its voice, such as m1 and Alicia."""
    return sorted(set(re.findall(r"!v/(\S+)", _run(["espeak-ng", "--voices=variant"]))))


def espeak_accents():
    """English accents of espeak-ng's own; those of MBROLA need voices that Debian's main section lacks."""
    lines = _run(["espeak-ng", "--voices=en"]).splitlines()[1:]
    return sorted({line.split()[1] for line in lines if " gmw/" in line})


def require_voices():
    """Throws `Problem` where voices of festival lack; flite and espeak-ng bring theirs."""
    known = _run(["festival", "-b", "(print (voice.list))"])
    packages = {"ked_diphone": "festvox-kdlpc16k", "kal_diphone": "festvox-kallpc16k",
                "cmu_us_slt_arctic_hts": "festvox-us-slt-hts"}
    missing = [package for voice, package in packages.items() if voice not in known]
    if missing:
        raise Problem("voices of festival are missing", f"install: {' '.join(missing)} (Debian packages)")


def versions():
    """Program -> what it says of its version: other versions speak otherwise."""
    return {name: re.search(r"\d+\.\d[\w.+~-]*", _run([name, "--version"]))[0] for name in PROGRAMS}


def _espeak(voice, text, file, rate, pitch):
    return ["espeak-ng", "-v", voice, "-s", str(int(160 * rate)), "-p", str(int(50 * pitch)), "-w", str(file), text]


def _flite(voice, text, file, rate, pitch):
    return ["flite", "-voice", voice, "--setf", f"duration_stretch={1 / rate:.3f}",
            "--setf", f"int_f0_target_mean={FLITE_PITCH[voice] * pitch:.1f}", "-t", text, "-o", str(file)]


def _festival(voice, text, file, rate, pitch):
    utterance = f'(utt.save.wave (utt.synth (Utterance Text "{text}")) "{file}" \'riff)'
    return ["festival", "-b", f"(begin (voice_{voice}) (Parameter.set 'Duration_Stretch {1 / rate:.3f}) {utterance})"]


_COMMANDS = {"espeak": _espeak, "flite": _flite, "festival": _festival}


def _run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    # flite ends with 1 when it prints its version.
    if done.returncode and "--version" not in command:
        raise Problem(f"{command[0]} fails: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
    return done.stdout + done.stderr
