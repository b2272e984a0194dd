"""One invoice drafted and issued alone, beside save() of its 13 rows in one transaction."""

from bench.ground import engine, stand
from bench.measure import Way, close, compare, gate

COUNT = 100
MOST = 6.0


def main() -> None:
    with stand():
        from bench import books as ledgers

        books = ledgers.open_books()
        floor = ledgers.Floor()

        def one_by_one(_: object) -> None:
            for _ in range(COUNT):
                books.issue(books.drafts(1))

        bare = Way("13 saves", lambda _: floor.saves(COUNT))
        ratio = compare(Way("draft and issue", one_by_one), bare, each=COUNT)
        kept = gate(f"issue_one, {engine()}", ratio.cpu, at_most=MOST, unit="x")
    close(kept)


if __name__ == "__main__":
    main()
