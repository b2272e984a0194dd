"""The ageing over 100,000 bulk-loaded invoices, beside the raw SQL that sums the same."""

from bench.ground import engine, stand
from bench.measure import Way, close, compare, gate

PRESENT = 100_000
MOST = 3.0
TIMES = 5

RAW = """
SELECT CASE WHEN due_on >= %(d0)s THEN 0 WHEN due_on >= %(d30)s THEN 1 WHEN due_on >= %(d60)s THEN 2
            WHEN due_on >= %(d90)s THEN 3 ELSE 4 END AS age, COUNT(*), SUM(base_balance)
FROM ledger_openitem WHERE company_id = %(company)s AND balance > 0 GROUP BY 1
"""


def main() -> None:
    with stand():
        from datetime import timedelta

        from django.db import connection

        from bench import books as ledgers
        from kvit.ledger.models import OpenItem
        from kvit.reports.ageing import ageing

        books = ledgers.open_books()
        with ledgers.guards_aside():
            ledgers.Floor(alias="default").load(PRESENT)
        owed = OpenItem.objects.filter(balance__gt=0).count()
        on = ledgers.DAY
        given = {f"d{days}": (on - timedelta(days=days)).isoformat() for days in (0, 30, 60, 90)}
        given["company"] = books.company.pk

        def raw(_: object) -> None:
            for _ in range(TIMES):
                with connection.cursor() as cursor:
                    cursor.execute(RAW, given)
                    found = cursor.fetchall()
            assert sum(count for _, count, _ in found) == owed

        def report(_: object) -> None:
            for _ in range(TIMES):
                ages = ageing(books.company, on=on)
            assert sum(age.count for age in ages) == owed

        raw(None), report(None)
        ratio = compare(Way("ageing", report), Way("raw SQL", raw), each=TIMES)
        worse = ratio.cpu if engine() == "sqlite" else ratio.clock  # the server's CPU is not ours to see
        kept = gate(f"ageing, {engine()}", worse, at_most=MOST, unit="x")
    close(kept)


if __name__ == "__main__":
    main()
