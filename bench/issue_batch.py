"""A batch of 1,000 invoices issued and posted, beside Django's bulk_create of the same 13 rows each.

SQLite: CPU, beside one transaction each, without and with the official judge. PostgreSQL: rate, beside one bulk.
"""

from bench.ground import engine, stand
from bench.measure import Way, close, compare, gate

COUNT = 1000
MOST_WITHOUT_JUDGE = 4.0
MOST_WITH_JUDGE = 8.0
LEAST_OF_BULK_RATE = 0.30


def main() -> None:
    with stand():
        from bench import books as ledgers

        books = ledgers.open_books()
        floor = ledgers.Floor()
        kept = [on_postgresql, on_sqlite][engine() == "sqlite"](books, floor)
    close(*kept)


def on_sqlite(books, floor) -> list[bool]:
    bare = Way("13 rows, one transaction each", lambda _: floor.bulk_one_by_one(COUNT))
    plain = compare(Way("issue", books.issue, lambda: books.drafts(COUNT)), bare, each=COUNT)
    whole = compare(Way("draft and issue", lambda _: books.issue(books.drafts(COUNT))), bare, each=COUNT)
    judged = compare(Way("judge and issue", judged_issue(books), lambda: books.drafts(COUNT)), bare, each=COUNT)
    print(f"drafting and issuing together: {whole.cpu:.2f}x")
    return [
        gate("issue_batch, sqlite, judged", judged.cpu, at_most=MOST_WITH_JUDGE, unit="x"),
        gate("issue_batch, sqlite", plain.cpu, at_most=MOST_WITHOUT_JUDGE, unit="x"),
    ]


def on_postgresql(books, floor) -> list[bool]:
    bulk = Way("13 rows each, one bulk", lambda _: floor.bulk(COUNT))
    ratio = compare(Way("issue", books.issue, lambda: books.drafts(COUNT)), bulk, each=COUNT, rounds=5)
    return [gate("issue_batch, postgresql", 1 / ratio.clock, at_least=LEAST_OF_BULK_RATE, unit=" of the bulk rate")]


def judged_issue(books):
    """Issuing with the official sheet, its helper's start and work included."""
    from bench.books import without_judge
    from kvit.adapters.judges.saxon import SaxonJudge
    from kvit.ports import registry

    def act(ids: object) -> None:
        judge = SaxonJudge(None)
        registry.register("judge", judge)
        try:
            books.issue(ids)
        finally:
            judge.close()
            without_judge()

    return act


if __name__ == "__main__":
    main()
