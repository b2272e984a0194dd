"""The same bank lines from files to bookings, by the commands that a user types, beside the `evidence` baseline alone.

The issue allows 10 s where the baseline takes 7 and books nothing. Seeds as arguments, else one.
"""

import os
import sys
import tempfile
from pathlib import Path

from bench.measure import close, gate, spent_by
from tests.strange_lines import make, scored

FOLDER = Path(os.environ.get("KVIT_SHARED_DIR") or Path(__file__).resolve().parent.parent.parent / "shared")
RATES = "date;currency;rate\n2025-01-01;EUR;4.97\n2025-01-01;PLN;1.15581395\n"
DAY = ("--as-of", "2026-12-31", "--quiet")
ALLOWED = 10 / 7


def main(seeds):
    """Each seed's figures from `bank export-matches`, and what booking the lines took."""
    bench = FOLDER / "bench" / "matching"
    if not bench.is_dir():
        sys.exit("no folder of samples (KVIT_SHARED_DIR, ../shared)")
    kept = [one for seed in seeds for one in _gates(bench, seed)]
    close(*kept)


def _gates(bench, seed):
    with tempfile.TemporaryDirectory(prefix="kvit-bench-") as name:
        folder = Path(name)
        make(bench, folder, seed=seed)
        ours = _booked(folder)
        with (folder / "base.csv").open("w") as out:
            base = spent_by([sys.executable, bench / "baseline.py", name, "evidence"], capture_output=False, stdout=out)
        figures = scored(bench, folder)
    print(f"  seed {seed}: match --auto {ours.cpu:.1f} s CPU, {ours.clock:.1f} s by the clock (10 s by the issue)")
    print(f"  seed {seed}: evidence, booking nothing, {base.cpu:.1f} s CPU, {base.clock:.1f} s by the clock")
    return (
        gate("precision", figures["auto_precision"], at_least=0.995, unit=""),
        gate("harmful lines", figures["harmful"], at_most=0, unit=""),
        gate("share of reviews caught", figures["review_caught"], at_least=0.98, unit=""),
        gate("recall", figures["auto_recall"], at_least=0.92, unit=""),
        gate("suggestions right", figures["suggestion_right"], at_least=0.75, unit=""),
        gate("kinds right", figures["kind_right"], at_least=0.95, unit=""),
        gate("CPU beside evidence", ours.cpu / base.cpu, at_most=ALLOWED, unit="x"),
    )


def _booked(folder):
    """Everything that a user does until the matches are a file; gives what `bank match --auto` took."""
    environment = {**os.environ, "KVIT_DATA_DIR": str(folder / "kvit"), "KVIT_DATABASE_URL": ""}

    def kvit(*words):
        return spent_by([sys.executable, "-m", "kvit", *words], env=environment, capture_output=False)

    (folder / "rates.csv").write_text(RATES)
    kvit("migrate", "--quiet")
    kvit("init", "--name", "ALFA SRL", "--country", "RO", "--vat-id", "RO18547290", "--email", "a@example.com", "-q")
    kvit("import", "rates", folder / "rates.csv", *DAY)
    for kind in ("customers", "invoices"):
        kvit("import", kind, folder / f"{kind}.csv", *DAY)
    for statement in sorted(folder.glob("camt053_*.xml")):
        kvit("bank", "import", statement, *DAY)
    took = kvit("bank", "match", "--auto", *DAY)
    kvit("bank", "export-matches", "-o", folder / "pred.csv", *DAY)
    return took


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [20240501])
