"""Every list page at 100,000 rows beside the same page at 1,000, signed in, rendered whole: CPU and queries."""

import re
import statistics
import sys
from typing import Any

from bench.ground import engine, stand
from bench.measure import close, gate, spent

SIZES = (1_000, 100_000)
REQUESTS = 15
MOST = 1.5
QUERIES = 8
DEEP = 5
"""How many pages on the deep look goes: keyset paging must not know how far it is."""


def main() -> None:
    sizes = (SIZES[0], 10_000) if "--short" in sys.argv else SIZES
    with stand():
        from django.test import Client

        from bench import books as ledgers

        books = ledgers.open_books()
        client = Client()
        client.force_login(books.company.memberships.get().user)
        floor = ledgers.Floor(alias="default")
        found: list[dict[str, tuple[float, int]]] = []
        for size in sizes:
            with ledgers.guards_aside():
                floor.load(size)
                ledgers.load_catalogue(books.company, size)
            found.append({path: measured(client, path) for path in paths(client)})
        worst, most = told(*found, sizes=sizes)
        kept = [
            gate(f"list_pages, {engine()}, queries", most, at_most=QUERIES, unit=""),
            gate(f"list_pages, {engine()}", worst, at_most=MOST, unit="x"),
        ]
    close(*kept)


def paths(client: Any) -> list[str]:
    """Each list by its views, and one of them some pages on."""
    from kvit.receivables.queries import VIEWS

    views = [f"/invoices?view={view}" for view in VIEWS]
    return [*views, "/customers", "/products", "deep"]


def measured(client: Any, path: str) -> tuple[float, int]:
    """Median seconds of CPU of the page, and its queries."""
    from django.db import connection

    address = deep(client) if path == "deep" else path
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    asked: list[str] = []
    with connection.execute_wrapper(lambda run, sql, *given: asked.append(sql) or run(sql, *given)):
        client.get(address)
    kind = "cpu" if connection.vendor == "sqlite" else "clock"
    times = [getattr(spent(client.get, address), kind) for _ in range(REQUESTS)]
    return statistics.median(times), len(asked)


def deep(client: Any) -> str:
    """The address of a page further on in the list of issued invoices."""
    address = "/invoices?view=issued"
    for _ in range(DEEP):
        body = client.get(address).content.decode()
        on = re.search(r'href="(\?[^"]*after=[^"]*)"', body)
        assert on, f"{address} leads no further"
        address = "/invoices" + on.group(1).replace("&amp;", "&")
    return address


def told(
    small: dict[str, tuple[float, int]], large: dict[str, tuple[float, int]], *, sizes: tuple[int, ...]
) -> tuple[float, int]:
    """Says every page; gives the worst ratio and the most queries."""
    for path, (less, few) in small.items():
        more, many = large[path]
        times = f"{1000 * less:.1f} ms at {sizes[0]}, {1000 * more:.1f} at {sizes[1]}"
        print(f"  {path}: {times}: {more / less:.2f}x; {few} and {many} queries")
    worst = max(large[path][0] / small[path][0] for path in small)
    return worst, max(queries for page in (small, large) for _, queries in page.values())


if __name__ == "__main__":
    main()
