"""The command line behind `compare`, run inside the virtual environment."""
import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

import cases
from rounds import compare, note

REPOSITORY = Path(__file__).resolve().parents[2]


def options():
    parser = argparse.ArgumentParser(prog="compare", description="Times Sonograph and its peers in turn and prints ratios.")
    parser.add_argument("what", choices=["models", "kernels"])
    parser.add_argument("--all", action="store_true", help="every row of the acceptance, instead of one model or kernel")
    parser.add_argument("--model", default="ssam-tiny", help="FAMILY-SIZE of ssast, ssam, axlstm and tiny, small, base")
    parser.add_argument("--kernel", default="selective-scan", choices=sorted(cases.KERNELS))
    parser.add_argument("--mode", choices=["train", "forward"], default="train")
    parser.add_argument("--batch", type=positive)
    parser.add_argument("--length", type=positive, help="tokens or steps")
    parser.add_argument("--threads", type=positive, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--peers", help="comma-separated: " + ", ".join(cases.EVERY["forward"]))
    parser.add_argument("--rounds", type=positive, default=4)
    parser.add_argument("--burst", type=float, default=0.6, help="seconds of each burst, about")
    parser.add_argument("--sonograph", default=str(REPOSITORY / ".build/release/sonograph"), help="the program")
    parser.add_argument("--json", action="store_true", help="print JSON: a list of cases with `peers` and `ratios`")
    return parser.parse_args()


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number


SIZES = {
    "selective-scan": {"channel": 384, "state": 16}, "mlstm": {"heads": 4, "size": 96}, "slstm": {"heads": 4, "size": 48},
    "attention": {"heads": 3, "size": 64}, "gemm": {"summed": 192, "columns": 768},
}


def chosen(given):
    """Makers of the cases that were asked for."""
    peers = given.peers.split(",") if given.peers else None
    unknown = sorted(set(peers or []) - set(cases.EVERY["forward"]))
    if unknown:
        sys.exit(f"error: --peers has '{unknown[0]}', expected some of: {', '.join(cases.EVERY['forward'])}")
    if given.all:
        if peers or given.batch or given.length:
            sys.exit("error: --all fixes peers and sizes; leave out --peers, --batch and --length")
        return (cases.all_models if given.what == "models" else cases.all_kernels)(given.threads)
    if given.what == "models":
        batch = given.batch or (8 if given.mode == "train" else 1)
        return [lambda: cases.model(given.model, given.mode, batch, given.length or 251, given.threads, peers)]
    batch, length = given.batch or 8, given.length or {"slstm": 250, "gemm": 2008}.get(given.kernel, 1000)
    return [lambda: cases.kernel(given.kernel, given.mode, given.threads, peers, batch, length, **SIZES[given.kernel])]


def table(result):
    """A case as text."""
    lines = [f"\n{result['case']}, batch {result['batch']}, length {result['length']}, {result['threads']} threads"]
    lines.append(f"  {'':16}{'median ms':>11}{'min ms':>10}{'quiet':>8}{'peak MB':>10}{'build s':>9}{'difference':>12}")
    for row in result["peers"]:
        if "failure" in row:
            lines.append(f"  {row['peer']:16} {row['failure'][:100]}")
            continue
        quiet = f"{row['quiet_bursts']}/{row['bursts']}"
        difference = row["largest_difference"]
        lines.append(
            f"  {row['peer']:16}{row['median_ms']:11.2f}{row['min_ms']:10.2f}{quiet:>8}{row['peak_mb']:10.0f}"
            f"{row['compile_s']:9.1f}" + ("" if difference is None else f"{difference:12.1e}"))
    ratios = result["ratios"]
    if ratios:
        text = f"  {ratios['speed']:.2f} times as fast as {ratios['best_peer']}, {ratios['memory']:.2f} of its memory"
        if ratios["compile"]:
            text += f", compiled {ratios['compile']:.1f} times as fast as torch.compile"
        lines.append(text + ("" if ratios["all_quiet"] else "  NOT QUIET"))
    return "\n".join(lines)


def main():
    given = options()
    if not os.access(given.sonograph, os.X_OK):
        sys.exit(f"error: there is no program '{given.sonograph}': run swift build -c release, or name it with --sonograph")
    results = []
    makers = chosen(given)
    try:
        for number, make in enumerate(makers):
            note(f"[{number + 1} of {len(makers)}]")
            with tempfile.TemporaryDirectory(prefix="compare-") as directory:
                results.append(compare(make(), given.sonograph, directory, given.rounds, given.burst))
            # Beside JSON, the table is progress.
            print(table(results[-1]), file=sys.stderr if given.json else sys.stdout, flush=True)
    finally:
        if given.json and results:
            print(json.dumps(results, indent=2))
    if any(row["peer"] == "sonograph" and "failure" in row for result in results for row in result["peers"]):
        sys.exit(1)


if __name__ == "__main__":
    main()
