"""Bank lines of the shared generator matched by Kvit, beside its `evidence` baseline. Seeds as arguments, else five."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import mean

from bench.measure import close, cpu, gate
from tests.strange_lines import make, matched, scored

SEEDS = (20240501, 7, 31, 901, 902)
SHOWN = ("auto_precision", "auto_recall", "wrong_auto", "harmful", "review_caught", "suggestion_right", "kind_right")
FOLDER = Path(os.environ.get("KVIT_SHARED_DIR") or Path(__file__).resolve().parent.parent.parent / "shared")


def main(seeds):
    """One line a seed and matcher, then what must hold on each, and the ratios."""
    bench = FOLDER / "bench" / "matching"
    if not bench.is_dir():
        sys.exit("no folder of samples (KVIT_SHARED_DIR, ../shared)")
    pairs = [_both(bench, seed) for seed in seeds]
    ours, base = ([pair[at] for pair in pairs] for at in (0, 1))
    close(
        gate("least precision", min(one["auto_precision"] for one in ours), at_least=0.995, unit=""),
        gate("harmful lines", sum(one["harmful"] for one in ours), at_most=0, unit=""),
        gate("least share of reviews caught", min(one["review_caught"] for one in ours), at_least=0.98, unit=""),
        gate("least recall", min(one["auto_recall"] for one in ours), at_least=0.92, unit=""),
        gate("least share of suggestions right", min(one["suggestion_right"] for one in ours), at_least=0.75, unit=""),
        gate("least share of kinds right", min(one["kind_right"] for one in ours), at_least=0.95, unit=""),
        gate("CPU beside evidence", _ratio("cpu", ours, base), at_most=1, unit="x"),
        gate("recall beside evidence", _ratio("auto_recall", ours, base), at_least=1, unit="x"),
    )


def _ratio(figure, ours, base):
    return mean(one[figure] for one in ours) / mean(one[figure] for one in base)


def _both(bench, seed):
    with tempfile.TemporaryDirectory(prefix="kvit-bench-") as name:
        folder = Path(name)
        make(bench, folder, seed=seed)
        ours = {"cpu": matched(folder), **scored(bench, folder)}
        began = cpu()
        with (folder / "base.csv").open("w") as out:
            subprocess.run([sys.executable, bench / "baseline.py", name, "evidence"], check=True, stdout=out)
        base = {"cpu": cpu() - began, **scored(bench, folder, "base.csv")}
    for matcher, figures in (("kvit", ours), ("evidence", base)):
        print(
            f"  seed {seed}, {matcher}: {', '.join(f'{one} {figures[one]}' for one in SHOWN)}, {figures['cpu']:.1f} s"
        )
    return ours, base


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or SEEDS)
