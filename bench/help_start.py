"""How long a person waits for `kvit --help`: CPU of the whole program, beside Python importing typer alone."""

import statistics
import sys

from bench.measure import close, gate, spent_by

ROUNDS = 5
GATE = 0.3
"""Seconds of CPU."""


def main() -> None:
    ours, least = [], []
    for _ in range(ROUNDS):
        ours.append(spent_by([sys.executable, "-m", "kvit", "--help"]).cpu)
        least.append(spent_by([sys.executable, "-c", "import typer"]).cpu)
    kvit, floor = statistics.median(ours), statistics.median(least)
    print(f"kvit --help {kvit:.3f} s, python with typer {floor:.3f} s CPU, {kvit / floor:.2f}x")
    close(gate("help_start", kvit, at_most=GATE, unit=" s CPU"))


if __name__ == "__main__":
    main()
