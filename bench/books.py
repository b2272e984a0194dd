"""A company with drafts to issue, and the floor under issuing: the bare rows that an invoice leaves."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from bench.ground import FLOOR
from kvit.catalog import products
from kvit.catalog.models import Product
from kvit.companies.companies import Founding
from kvit.companies.models import Company, Membership, User
from kvit.companies.permissions import actor
from kvit.core.permissions import Actor
from kvit.events.models import Event
from kvit.ledger.models import Account, Entry, EntryLine, OpenItem
from kvit.onboarding.companies import open_company
from kvit.parties.models import Party
from kvit.ports import registry
from kvit.ports.judge import FakeJudge
from kvit.proof.guards import ALL
from kvit.receivables import invoices
from kvit.receivables.models import Invoice, InvoiceLine, InvoiceVat
from kvit.tables import drop_guards, make_guards

DAY = date(2026, 3, 2)
LINES = 5
CUSTOMERS = 50


@dataclass
class Books:
    """A Romanian company, its owner, and what it sells."""

    company: Company
    by: Actor
    drafted: int = 0

    def drafts(self, count: int) -> list[str]:
        """So many fresh drafts of five lines; their ids."""
        asked = requests(count, after=self.drafted)
        self.drafted += count
        return [row.public_id for row in invoices.draft_all(self.company, asked, by=self.by, on=DAY)]

    def issue(self, ids: Sequence[str]) -> None:
        """Issues them all; a refusal would spoil the figure."""
        outcome = invoices.issue_all(self.company, ids, by=self.by, on=DAY)
        assert len(outcome.issued) == len(ids), outcome.refused[:1]


def open_books() -> Books:
    """A company whose first invoice is issued, so that nothing is done for the first time while measuring."""
    owner = User.objects.create_user("ana@example.org", name="Ana")
    address = {"street": "Strada Lungă 1", "town": "Cluj-Napoca", "post_code": "400001", "region": "RO-CJ"}
    facts = Founding(name="Alfa SRL", country="RO", vat_id="RO18547290", address=address)
    company = open_company(facts, owner=owner, on=DAY, iban="RO49AAAA1B31007593840000")
    books = Books(company, actor(owner, company))
    products.add(company, {"code": "P-0", "name": "Consultanță", "unit": "HUR", "price": "100"}, by=books.by, on=DAY)
    without_judge()
    books.issue(books.drafts(CUSTOMERS))
    return books


def without_judge() -> None:
    """The official sheet is not asked: what is measured is Kvit alone."""
    registry.register("judge", FakeJudge())


def requests(count: int, *, after: int) -> list[dict[str, object]]:
    """Drafts as a program would send them, no two alike: a verdict is remembered by the document's bytes."""
    return [
        {
            "customer": {
                "external_id": f"C{n % CUSTOMERS}",
                "name": f"Beta {n % CUSTOMERS} SRL",
                "country": "RO",
                "address": {"street": "Calea Mare 2", "town": "Iași", "region": "RO-IS", "country": "RO"},
            },
            "terms_days": 30,
            "order_ref": f"PO-{after + n}",
            "lines": [
                {
                    "name": f"Consultanță, partea {i}",
                    "quantity": str(i),
                    "unit": "HUR",
                    "price": f"{100 + n % 900}.{i}5",
                    "vat_category": "S",
                    "vat_rate": "21",
                }
                for i in range(1, LINES + 1)
            ],
        }
        for n in range(count)
    ]


class Floor:
    """The 13 rows of an issued invoice: header, five lines, VAT, entry, its three lines, open item, event."""

    TABLES = (Invoice, InvoiceLine, InvoiceVat, Entry, EntryLine, OpenItem, Event)

    def __init__(self, *, alias: str = FLOOR) -> None:
        """Takes the rows of one issued invoice as the pattern; in another database, copies what they point to."""
        self.alias = alias
        self.parties: list[int] = []
        if alias != "default":
            for model in (User, Company, Membership, Party, Account):
                model.objects.using(alias).bulk_create(model.objects.all())
        invoice = Invoice.objects.filter(status="issued").latest("pk")
        entry = Entry.objects.get(document_kind="invoice", document_id=invoice.pk)
        lines = EntryLine.objects.filter(entry=entry)
        chosen = {
            Invoice: [invoice],
            InvoiceLine: list(invoice.lines.all()),
            InvoiceVat: list(invoice.vat_totals.all()),
            Entry: [entry],
            EntryLine: list(lines),
            OpenItem: list(OpenItem.objects.filter(line__in=lines)),
            Event: list(Event.objects.filter(name="invoice.issued", subject_id=invoice.pk)),
        }
        self.pattern = {model: [values(row) for row in rows] for model, rows in chosen.items()}
        assert sum(len(rows) for rows in self.pattern.values()) == 13
        self.made = Invoice.objects.count()

    def bulk_one_by_one(self, count: int) -> None:
        """bulk_create of each invoice's rows, one transaction each."""
        for _ in range(count):
            with transaction.atomic(using=self.alias):
                self._write(1)

    def bulk(self, count: int) -> None:
        """bulk_create of all rows, table by table, in one transaction."""
        with transaction.atomic(using=self.alias):
            self._write(count)

    def saves(self, count: int) -> None:
        """save() of each row, one transaction an invoice."""
        for _ in range(count):
            with transaction.atomic(using=self.alias):
                self._write(1, bulk=False)

    def load(self, size: int) -> None:
        """So many invoices in all with their rows, of all customers, due over a year, two of three paid."""
        self.parties = list(Party.objects.using(self.alias).values_list("pk", flat=True))
        while (missing := size - Invoice.objects.using(self.alias).count()) > 0:
            self.bulk(min(missing, 2000))

    def _write(self, count: int, *, bulk: bool = True) -> None:
        first = self.made + 1
        self.made += count
        heads = [{"number": f"F-{first + n}", **self._spread(first + n)} for n in range(count)]
        invoices_made = self._put(Invoice, heads, bulk=bulk)
        of_invoice = [{"invoice_id": row.pk} for row in invoices_made]
        self._put(InvoiceLine, of_invoice, bulk=bulk)
        self._put(InvoiceVat, of_invoice, bulk=bulk)
        of_document = [{"document_id": row.pk} for row in invoices_made]
        entries = self._put(Entry, of_document, bulk=bulk)
        lines = self._put(EntryLine, [{"entry_id": row.pk} for row in entries], bulk=bulk)
        first_lines = lines[:: len(self.pattern[EntryLine])]
        owed = [
            {"line_id": line.pk, **of, **self._spread(first + n), **self._settled(first + n)}
            for n, (line, of) in enumerate(zip(first_lines, of_document, strict=True))
        ]
        self._put(OpenItem, owed, bulk=bulk)
        self._put(Event, [{"subject_id": row.pk} for row in invoices_made], bulk=bulk)

    def _spread(self, n: int) -> dict[str, object]:
        """Another customer and due day for each, where books are loaded."""
        if not self.parties:
            return {}
        return {"party_id": self.parties[n % len(self.parties)], "due_on": DAY + timedelta(days=n * 7 % 365 - 300)}

    def _settled(self, n: int) -> dict[str, object]:
        """Two of three are paid, where books are loaded."""
        return {"balance": 0, "base_balance": 0} if self.parties and n % 3 else {}

    def _put(self, model: Any, owners: list[dict[str, object]], *, bulk: bool) -> list[Any]:
        rows = [model(**{**pattern, **owner}) for owner in owners for pattern in self.pattern[model]]
        if bulk:
            return model.objects.using(self.alias).bulk_create(rows)
        for row in rows:
            row.save(using=self.alias, force_insert=True)
        return rows


@contextmanager
def guards_aside() -> Iterator[None]:
    """For loading rows in bulk: the triggers stand aside, and come back."""
    drop_guards(connection)
    yield
    make_guards(connection, ALL)


GIVEN = {
    "id", "public_id", "invoice_id", "entry_id", "line_id", "document_id", "subject_id", "number", "external_id",
}  # fmt: skip


def values(row: Any) -> dict[str, Any]:
    """The row's fields, without those that each copy has of its own."""
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname not in GIVEN
    }


def load_catalogue(company: Company, size: int) -> None:
    """As many customers and products as make `size` of each in all, copied from the first."""
    for model, kind in ((Party, "Beta"), (Product, "Consultanță")):
        there = model.objects.filter(company=company).count()
        pattern = values(model.objects.filter(company=company).first())
        model.objects.bulk_create(
            (model(**{**pattern, "name": f"{kind} {n}", **named(model, n)}) for n in range(there, size)),
            batch_size=2000,
        )


def named(model: Any, n: int) -> dict[str, object]:
    """What must be of its own in each row."""
    return {"code": f"P-{n}"} if model is Product else {"vat_id": ""}
