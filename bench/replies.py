"""How well answers of customers are understood: per language and want, and of the confident ones the precision.

`python -m bench.replies` reads the labelled set. The rules were written on, and likeness is taught by, the examples in
`kvit/core/replies/examples`. `replies_held.tsv` was written down before any rule, by the same author, who may have had
it in mind; `replies_fresh.tsv` was written after the rules, on purpose in other words. No rule was made from either.
"""

import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

from kvit.core.replies.examples import EXAMPLES
from kvit.core.replies.understanding import SURE, Understood, understood
from kvit.core.replies.words.table import WANTS as WANTS

ON = date(2026, 3, 10)
"""A Tuesday; the days in the texts are told around it."""
HERE = Path(__file__).parent
HALVES = {"taught": None, "held out": HERE / "replies_held.tsv", "fresh": HERE / "replies_fresh.tsv"}


def labelled(path: Path | None) -> list[tuple[str, set[str], str]]:
    """Language, what it wants, text; without a path those that the rules were made from."""
    if path is None:
        return [(lang, set(wants.split(",")), text) for lang, some in EXAMPLES.items() for wants, text in some]
    rows = [line.split("\t", 2) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [(language, set(wants.split(",")), text) for language, wants, text in rows]


def read(path: Path | None) -> list[tuple[str, set[str], str, Understood]]:
    """Each text with how it was understood. The language is never told."""
    return [(*row, understood(row[2], on=ON, hint="")) for row in labelled(path)]


def is_right(wants: set[str], got: Understood) -> bool:
    """Whether the first want is one of the text's."""
    return got.want in wants


def figures(rows: list[tuple[str, set[str], str, Understood]]) -> tuple[float, float, float, float]:
    """Accuracy, language right, coverage of the confident ones, and their precision."""
    right = sum(is_right(wants, got) for _, wants, _, got in rows)
    tongue = sum(got.language == language for language, _, _, got in rows)
    sure = [is_right(wants, got) and len(wants) == 1 for _, wants, _, got in rows if got.confidence >= SURE]
    precision = sum(sure) / len(sure) if sure else 1.0
    return right / len(rows), tongue / len(rows), len(sure) / len(rows), precision


def main() -> int:
    """Print the tables; fails where what is sure is wrong, or where too little of the plain ones is sure."""
    for name, path in HALVES.items():
        rows = read(path)
        print(f"{name}: {len(rows)} texts, confident from {SURE} %")
        groups = defaultdict(list)
        for row in rows:
            groups[row[0]].append(row)
            for want in row[1]:
                groups[want].append(row)
        for key in [*sorted(groups, key=lambda one: (len(one) > 2, one)), "all"]:
            some = groups.get(key, rows)
            right, tongue, coverage, precision = figures(some)
            print(
                f"  {key:13}{len(some):4}  right {right:.3f}  language {tongue:.3f}"
                f"  confident {coverage:.3f}  of them right {precision:.3f}"
            )
        if "-v" in sys.argv:
            for language, wants, text, got in rows:
                if not is_right(wants, got) or (got.confidence >= SURE and len(wants) > 1):
                    print(f"    {language} {','.join(wants)} -> {[(w.want, w.confidence) for w in got.wants]}: {text}")
    right, _, coverage, precision = figures(read(HALVES["held out"]))
    print(f"held out: accuracy {right:.3f}, confident {coverage:.3f} at precision {precision:.3f}")
    fresh, *_, told = figures(read(HALVES["fresh"]))
    print(f"in other words: accuracy {fresh:.3f}, of the confident right {told:.3f}")
    return int(min(precision, told) < 0.98 or coverage < 0.6)


if __name__ == "__main__":
    sys.exit(main())
