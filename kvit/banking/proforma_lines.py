"""Credit lines that name a proforma: proposed for the invoice made of it, else as money on account; never alone."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kvit.banking import on_account
from kvit.banking.models import Proposal, StatementLine
from kvit.banking.owed import REMEMBERED
from kvit.banking.proposing import told
from kvit.companies.models import Company
from kvit.core.matching import by_proforma
from kvit.core.matching.proposals import Proposal as Found
from kvit.core.open_items import Index, Item
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.receivables.models import Invoice
from kvit.sales.models import Proforma

LIKELY, LESS_LIKELY = Decimal("0.93"), Decimal("0.75")
OF_AMOUNT = {0: ("exact", "match.amount"), -1: ("partial", "match.partial"), 1: ("over", "match.over")}


class Proformas:
    """The proformas that lines may name, and the open item of each one's invoice; read once for many lines."""

    def __init__(self, company: Company, lines: Sequence[StatementLine]) -> None:
        days = [line.booked_on for line in lines if line.amount > 0]
        rows = Proforma.objects.filter(company=company, status__in=["issued", "invoiced"])
        rows = rows.filter(issued_on__gte=min(days) - REMEMBERED) if days else rows.none()
        self._rows = {row.public_id: row for row in rows.select_related("party")}
        self._index = Index(_item(row) for row in self._rows.values())
        keys = [row.pk for row in self._rows.values()]
        made = Invoice.objects.filter(company=company, proforma__in=keys, status="issued")
        invoices = dict(made.values_list("pk", "proforma_id"))
        owing = open_items.owed(company).filter(document_kind="invoice", document_id__in=invoices)
        self._owed: dict[int, OpenItem] = {invoices[item.document_id]: item for item in owing}

    def proposals(self, line: StatementLine, index: Index) -> list[Proposal]:
        """What the proformas that it names make likely."""
        if line.amount <= 0 or not self._rows:
            return []
        named = by_proforma.named(told(line), self._index, index)
        return [one for item in named if (one := self._proposal(line, self._rows[item.id])) is not None]

    def _proposal(self, line: StatementLine, row: Proforma) -> Proposal | None:
        item = self._owed.get(row.pk)
        if item is None and row.status == "invoiced":
            return None  # its invoice is a draft, or paid
        over = line.amount - (item.balance if item else row.payable)
        kind, reason = OF_AMOUNT[(over > 0) - (over < 0)]
        settled: dict[str, Any] = {"kind": on_account.KIND, "difference": Decimal(0), "items": [], "party": row.party}
        if item is not None:
            part = min(line.amount, item.balance)
            settled = {"kind": kind, "difference": over, "items": [[item.public_id, str(part)]]}
        return Proposal(
            company_id=line.company_id,
            line=line,
            rank=1,
            confidence=LESS_LIKELY if over else LIKELY,
            reasons=["match.proforma", reason] if item or not over else ["match.proforma"],
            proforma=row.number or "",
            **settled,
        )


def judged(ranked: Sequence[Found], named: Sequence[Proposal]) -> list[Found]:
    """What else the line may settle, not sure where it names a proforma, and without what that proposes already."""
    proposed = {item for one in named for item, _amount in one.items}
    others = [one for one in ranked if not named or {item.id for item, _ in one.items} != proposed]
    return [replace(one, is_sure=one.is_sure and not named) for one in others]


def _item(row: Proforma) -> Item:
    return Item(
        id=row.public_id,
        number=row.number or "",
        party=row.party.public_id,
        party_name=row.party.name,
        currency=row.currency,
        balance=row.payable,
        issued_on=row.issued_on,
    )
