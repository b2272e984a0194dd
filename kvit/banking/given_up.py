"""Money for what was written off: seen at the bank line, the loss is taken back, and the line finds its item."""

from datetime import date

from django.db import transaction

from kvit.arrangements import write_off_entries, write_off_queries
from kvit.arrangements.models import WriteOffItem
from kvit.banking import reconciliation
from kvit.banking.holding import hold
from kvit.banking.models import StatementLine
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.matching.names import is_payer
from kvit.core.open_items import Index, Item, Sureness
from kvit.core.permissions import Actor

REASON = "bank line {line}"


def meant(company: Company, line: StatementLine) -> list[WriteOffItem]:
    """What was written off and the line may pay: named in its text, or of its payer and for exactly its amount."""
    if line.amount <= 0:
        return []
    parts = {one.item.public_id: one for one in write_off_queries.standing(company)}
    if not parts:
        return []
    index = Index([_item(one) for one in parts.values()])
    text = f"{line.structured_reference} {line.remittance}"
    named = {one.item for one in index.mentions(text) if one.sureness >= Sureness.SHORT}
    of_amount = index.of_amount(line.currency, line.amount)
    exact = {one.id for one in of_amount if is_payer(line.counterparty_name, one.party_name)}
    return [parts[key] for key in parts if key in named | exact]


@transaction.atomic
def recover(company: Company, line: StatementLine, item: str, *, by: Actor, on: date) -> WriteOffItem:
    """Take back the write-off of that open item, by its id or number, so that the line pays it; lines are matched anew.

    Refuses `open_item.unknown` for what the line does not mean, `statement_line.cannot_propose` once it is settled.
    """
    require(by, "bank.match", company)
    row = hold(company, line, "propose")
    found = [one for one in meant(company, row) if item in (one.item.public_id, one.item.document_number)]
    if len(found) != 1:
        raise Refused("open_item.unknown")
    [part] = found
    why = REASON.format(line=row.public_id)
    write_off_entries.take_back(company, part.write_off, items=[part.item.public_id], reason=why, by=by, on=on)
    reconciliation.suggest(company, by=by, on=on)
    return part


def _item(one: WriteOffItem) -> Item:
    return Item(
        id=one.item.public_id,
        number=one.item.document_number,
        party=one.item.party.public_id,
        party_name=one.item.party.name,
        currency=one.item.currency,
        balance=one.booked,
        reference=one.item.reference,
    )
