"""What issuing costs when 1,000, 10,000 and 100,000 invoices are there already: CPU and queries stay as they were."""

import statistics
import sys

from bench.ground import engine, stand
from bench.measure import close, gate, spent

PRESENT = (1_000, 10_000, 100_000)
BATCH = 200
ROUNDS = 5
MOST = 1.5


def main() -> None:
    sizes = PRESENT[:2] if "--short" in sys.argv else PRESENT
    with stand():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from bench import books as ledgers

        books = ledgers.open_books()
        floor = ledgers.Floor(alias="default")
        costs, queries = [], []
        for size in sizes:
            with ledgers.guards_aside():
                floor.load(size)
            books.issue(books.drafts(BATCH))
            costs.append(
                statistics.median(spent(lambda ids: books.issue(ids), books.drafts(BATCH)).cpu for _ in range(ROUNDS))
            )
            drafts = books.drafts(BATCH)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                books.issue(drafts)
            queries.append(len(asked))
            each = 1000 * costs[-1] / BATCH
            print(f"  {size} present: {each:.3f} ms CPU a post, {queries[-1]} queries a batch of {BATCH}")
        kept = [
            gate(f"issue_growth, {engine()}, queries", max(queries) - min(queries), at_most=0, unit=" more"),
            gate(f"issue_growth, {engine()}", max(costs) / costs[0], at_most=MOST, unit="x"),
        ]
    close(*kept)


if __name__ == "__main__":
    main()
