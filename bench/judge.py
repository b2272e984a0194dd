"""Judging an e-invoice of 20 KB by schema and official sheet, warm, beside our own rules on the same bytes.

The sheets of Peppol and of Romania are judged by too where KVIT_RULES_DIR names their folder.
"""

import os
import statistics
import time
from collections.abc import Callable

from bench.measure import Way, compare
from kvit.adapters.judges.saxon import SaxonJudge
from kvit.core.einvoice import forms, ubl_check, ubl_profiles, ubl_write
from kvit.core.einvoice.model import Invoice
from kvit.core.tests.test_ubl_write import invoice

ROUNDS, DOCUMENTS, TIMED = 3, 200, 60
FORMS: dict[str, Callable[[Invoice], forms.Form]] = {"peppol": forms.as_peppol, "cius-ro": forms.as_cius_ro}


def main() -> None:
    """The 95th percentile by the clock is printed to be read; the last line is the ratio of CPU times."""
    line = invoice().lines[0]
    plain = [invoice(number=f"KV-{i}", lines=(line,) * 35) for i in range(DOCUMENTS)]
    documents = [ubl_write.write(one) for one in plain]
    warm = SaxonJudge(os.environ.get("KVIT_RULES_DIR") or None)
    _print("en16931", documents[:TIMED], warm)
    for profile, form in FORMS.items():
        _print(profile, [ubl_write.write(form(one).invoice) for one in plain[:TIMED]], warm)
    warm.close()
    ratio = compare(
        Way("official judge with its start", _judge, lambda: documents),
        Way("own rules", lambda given: [ubl_check.check(one) for one in given], lambda: documents),
        each=DOCUMENTS,
        rounds=ROUNDS,
    )
    print(f"official judge against own rules, CPU for {DOCUMENTS} documents and one start: {ratio.cpu:.1f}x")


def _print(profile: str, documents: list[bytes], warm: SaxonJudge) -> None:
    """Own rules and the sheet beside them; a profile whose sheet is not at hand is said so."""
    own = _p95(lambda one: ubl_profiles.check(one, profile=profile), documents)
    at_hand = warm.judge_all(documents[:1], profile=profile)[0].verdict != "not_validated"
    sheet = (
        f"{_p95(lambda one: warm.judge_all([one], profile=profile), documents):.1f} ms" if at_hand else "not at hand"
    )
    print(f"{profile}, {len(documents[0])} bytes, warm, one by one, p95 by the clock: own {own:.1f} ms, sheet {sheet}")


def _judge(documents: list[bytes]) -> None:
    judge = SaxonJudge()
    judge.judge_all(documents, profile="en16931")
    judge.close()  # its CPU counts once it has ended


def _p95(act: Callable[[bytes], object], documents: list[bytes]) -> float:
    """Milliseconds."""
    taken = []
    for document in documents:
        started = time.perf_counter()
        act(document)
        taken.append(time.perf_counter() - started)
    return statistics.quantiles(taken, n=20)[-1] * 1000


if __name__ == "__main__":
    main()
