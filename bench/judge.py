"""Judging an e-invoice of 20 KB by schema and official sheet, warm, beside our own rules on the same bytes."""

import statistics
import time

from bench.measure import Way, compare
from kvit.adapters.judges.saxon import SaxonJudge
from kvit.core.einvoice import ubl_check, ubl_write
from kvit.core.tests.test_ubl_write import invoice

ROUNDS, DOCUMENTS = 3, 200


def main() -> None:
    """The 95th percentile by the clock is printed to be read; the last line is the ratio of CPU times."""
    line = invoice().lines[0]
    documents = [ubl_write.write(invoice(number=f"KV-{i}", lines=(line,) * 35)) for i in range(DOCUMENTS)]
    warm = SaxonJudge()
    warm.judge_all(documents[:1], profile="en16931")
    print(f"{len(documents[0])} bytes each; warm, one by one, p95 by the clock: {_p95(warm, documents) * 1000:.1f} ms")
    warm.close()
    ratio = compare(
        Way("official judge with its start", _judge, lambda: documents),
        Way("own rules", lambda given: [ubl_check.check(one) for one in given], lambda: documents),
        each=DOCUMENTS,
        rounds=ROUNDS,
    )
    print(f"official judge against own rules, CPU for {DOCUMENTS} documents and one start: {ratio.cpu:.1f}x")


def _judge(documents: list[bytes]) -> None:
    judge = SaxonJudge()
    judge.judge_all(documents, profile="en16931")
    judge.close()  # its CPU counts once it has ended


def _p95(judge: SaxonJudge, documents: list[bytes]) -> float:
    taken = []
    for document in documents[:60]:
        started = time.perf_counter()
        judge.judge_all([document], profile="en16931")
        taken.append(time.perf_counter() - started)
    return statistics.quantiles(taken, n=20)[-1]


if __name__ == "__main__":
    main()
