"""Statements of account that suppliers send: read, held against our books, kept; copies of missing bills asked for.

`docs/rules/supplier-statements.md` says what is held against what.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.archive import files, sandbox
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core import supplier_statements
from kvit.core.errors import Refused
from kvit.core.money import Money, decimals
from kvit.core.parsing.tables import Chosen
from kvit.core.permissions import Actor
from kvit.core.supplier_statements import Held, Kind, Ours, Read, Theirs
from kvit.events import events
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.messages import dispatches, remittance_letters, senders
from kvit.messages.dispatches import Dispatch
from kvit.messages.models import Message
from kvit.messages.outbox import About
from kvit.parties import correspondence, linked, suppliers
from kvit.parties.models import Party
from kvit.payables.models import Bill
from kvit.payments.models import SupplierStatement
from kvit.tables import Page, page

KINDS = ("bill", "payment")


@dataclass(frozen=True, kw_only=True)
class Given:
    """A statement as it came: the file, its name, its currency (else the company's), how a person reads it."""

    content: bytes
    name: str
    currency: str = ""
    chosen: Chosen | None = None


def look(company: Company, given: Given) -> Read:
    """How the statement is understood; nothing is kept. Refuses what the sandbox, the table and its reading refuse,
    `currency.unknown` and `supplier_statement.nothing_read`."""
    currency = given.currency or company.currency
    decimals(currency)
    sheet = sandbox.read_table(given.content, given.name)
    found = supplier_statements.read(sheet, currency=currency, chosen=given.chosen)
    if not found.rows:
        raise Refused("supplier_statement.nothing_read", name=given.name[:60])
    return found


def take(company: Company, party: Party, given: Given, *, by: Actor, on: date) -> SupplierStatement:
    """Keep the statement, and hold it against the books. Refuses what `look` does."""
    require(by, "supplier_statement.take", company)
    found = look(company, given)
    days = supplier_statements.span(found.rows)
    with transaction.atomic():
        row = SupplierStatement.objects.create(
            company=company,
            party=suppliers.surviving(party),
            file=files.keep(company, given.content, media_type="application/octet-stream", name=given.name),
            currency=given.currency or company.currency,
            since=days[0] if days else None,
            until=days[1] if days else None,
            columns=found.understood.columns,
            lines=[_kept(one) for one in found.rows],
            unread=list(found.unread),
            taken_by_id=person_behind(by),
            taken_on=on,
        )
        held = compared(company, row)
        missing = [one.theirs.number for one in missing_here(held) if one.theirs]
        facts = {"supplier": row.party.name, "rows": len(row.lines), "missing": len(missing), "numbers": missing[:20]}
        events.record("supplier_statement.taken", row, by=by, on=on, facts=facts)
    return row


def compared(company: Company, row: SupplierStatement) -> tuple[Held, ...]:
    """The statement against the books as they are now."""
    theirs = [_told(one, row.currency) for one in row.lines]
    return against_books(company, row.party, theirs, currency=row.currency)


def against_books(company: Company, party: Party, theirs: Sequence[Theirs], *, currency: str) -> tuple[Held, ...]:
    """Rows of a statement against what our books say of the supplier in the currency."""
    items = open_items.of_suppliers(company).filter(document_kind__in=KINDS, currency=currency)
    items = items.filter(
        party__in=linked.records(company, party), line__entry__reversed_by=None, line__entry__reverses=None
    )
    rows = list(items.order_by("opened_on", "pk"))
    bills = [item.document_id for item in rows if item.document_kind == "bill"]
    issued = dict(Bill.objects.filter(company=company, pk__in=bills).values_list("pk", "issued_on"))
    return supplier_statements.compare(theirs, [_ours(item, issued.get(item.document_id)) for item in rows])


def missing_here(held: Sequence[Held]) -> list[Held]:
    """What they charge and we do not have."""
    return [one for one in held if one.outcome == "missing_here" and one.theirs and one.theirs.amount.amount > 0]


def ask_for_copies(
    company: Company, row: SupplierStatement, *, by: Actor, on: date, to: Sequence[str] = (), again: bool = False
) -> list[Message]:
    """Mail the supplier which of their invoices we do not have; once for a statement, unless on purpose.

    Refuses `supplier_statement.nothing_missing`, `message.no_address`, and as `dispatches.occasion` does.
    """
    require(by, "message.send", company)
    missing = missing_here(compared(company, row))
    if not missing:
        raise Refused("supplier_statement.nothing_missing", supplier=row.party.name)
    addressees = dispatches.addressees(company, row.party, to=to)
    about = About(kind="supplier_statement", id=row.pk, public_id=row.public_id, name=row.party.name)
    language = correspondence.language_of(company, row.party)
    mail = remittance_letters.copies_asked(
        language=language,
        sender=senders.of(company),
        supplier=row.party.name,
        documents=[(one.theirs.number, one.theirs.on, one.theirs.amount) for one in missing if one.theirs],
    )
    out = Dispatch(kind="copies_asked", about=about, party=row.party, language=language, mail=mail, files=())
    with transaction.atomic():
        SupplierStatement.objects.select_for_update().get(company=company, pk=row.pk)
        occasion = dispatches.occasion(company, about, again=again)
        return dispatches.queue_all(company, out, to=addressees, occasion=occasion, by=by, on=on)


def listed(
    company: Company, *, party: Party | None = None, size: int = 25, after: str = "", before: str = ""
) -> Page[SupplierStatement]:
    """A page of statements, the newest first; those of one supplier where they are named."""
    found = SupplierStatement.objects.filter(company=company).select_related("party", "file", "taken_by")
    if party is not None:
        found = found.filter(party=suppliers.surviving(party))
    return page(found, "-id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> SupplierStatement:
    """The statement of that id. Refuses `supplier_statement.unknown`."""
    rows = SupplierStatement.objects.filter(company=company, public_id=public_id)
    row = rows.select_related("party", "file", "taken_by").first()
    if row is None:
        raise Refused("supplier_statement.unknown", statement=public_id[:60])
    return row


def _ours(item: OpenItem, issued_on: date | None) -> Ours:
    kind: Kind = "payment" if item.document_kind == "payment" else "bill" if item.amount < 0 else "credit_note"
    return Ours(
        key=item.public_id,
        kind=kind,
        number=item.document_number if kind != "payment" else "",
        on=issued_on if issued_on and kind != "payment" else item.opened_on,
        amount=Money(-item.amount, item.currency),
        is_open=item.balance != 0,
    )


def _kept(one: Theirs) -> dict[str, str | int]:
    return {
        "row": one.row,
        "on": one.on.isoformat() if one.on else "",
        "number": one.number[:100],
        "amount": f"{one.amount.amount:f}",
        "text": one.text[:200],
    }


def _told(one: dict[str, str | int], currency: str) -> Theirs:
    return Theirs(
        row=int(one["row"]),
        on=date.fromisoformat(str(one["on"])) if one["on"] else None,
        number=str(one["number"]),
        amount=Money(Decimal(str(one["amount"])), currency),
        text=str(one["text"]),
    )
