"""Limits on a draft: how much a simplified invoice may come to by the seller's law, and how much a customer may owe.

`docs/rules/simplified-invoices.md`.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Sum

from kvit.companies.models import Company
from kvit.core.countries import profile
from kvit.core.countries.profile import SimplifiedLimit
from kvit.core.errors import Finding, Refused
from kvit.core.formatting import format_plain
from kvit.core.money import decimals, round_half_up
from kvit.ledger import open_items, rates
from kvit.receivables.models import Invoice
from kvit.tables import AmountField

ONE = Decimal(1)
PLACE = "totals/gross"


def check(company: Company, row: Invoice) -> list[Finding]:
    """What of a draft is beyond a limit; credit notes have none."""
    found = _simplified(company, row) if row.kind == "simplified" else []
    if row.kind != "credit_note" and row.party_id and row.party.credit_limit is not None:
        found += _credit(company, row, row.party.credit_limit)
    return found


def _simplified(company: Company, row: Invoice) -> list[Finding]:
    """Above every limit it is forbidden; between that of all trades and that of some a person says which it is."""
    limits = profile(company.country).simplified_limits
    if not limits:
        return [Finding("simplified.unknown_here", "kind", facts={"country": company.country})]
    try:
        fitting = _fitting(company, row, limits)
    except Refused as refusal:  # no rate: nobody can say whether the limit is kept
        facts = {"currency": str(refusal.facts.get("currency", "")), "law": limits[0].law}
        return [Finding("simplified.limit_unknown", PLACE, "warning", dict(facts))]
    within = [limit for limit, gross in fitting if gross <= limit.gross]
    if any(limit.trade == "general" for limit in within):
        return []
    limit, gross = max(fitting, key=lambda pair: pair[0].gross)
    facts = {
        "gross": format_plain(round_half_up(gross, decimals(limit.currency)), limit.currency),
        "limit": format_plain((within or [limit])[0].gross, limit.currency),
        "currency": limit.currency,
        "law": (within or [limit])[0].law,
    }
    if within:
        return [Finding("simplified.trade_limit", PLACE, "warning", {**facts, "trade": within[0].trade})]
    return [Finding("simplified.over_limit", PLACE, facts=dict(facts))]


def _fitting(
    company: Company, row: Invoice, limits: Sequence[SimplifiedLimit]
) -> list[tuple[SimplifiedLimit, Decimal]]:
    """The limits in the document's currency with its gross; where there are none, all others with it converted."""
    own = [(limit, row.gross) for limit in limits if limit.currency == row.currency]
    if own:
        return own
    return [(limit, _converted(company, row, limit.currency)) for limit in limits]


def _converted(company: Company, row: Invoice, currency: str) -> Decimal:
    """The gross in that currency, exactly, by the rates of the document's day. Refuses `rate.missing`."""
    worth = row.gross * (ONE if row.rate is None else Decimal(row.rate))
    rate = rates.rate_on(company, currency, on=row.day)
    return worth if rate is None else worth / rate.rate


def _credit(company: Company, row: Invoice, limit: Decimal) -> list[Finding]:
    """What the customer owes in all, in company currency, with this document and less what they have left with us."""
    items = open_items.of_customers(company).filter(party_id=row.party_id).exclude(balance=0)
    owed = items.aggregate(owed=Sum("base_balance", output_field=AmountField()))["owed"] or Decimal(0)
    worth = row.payable * (ONE if row.rate is None else Decimal(row.rate))
    together = owed + round_half_up(worth, decimals(company.currency))
    if together <= limit:
        return []
    facts = {
        "customer": row.party.name,
        "owed": format_plain(together, company.currency),
        "limit": format_plain(limit, company.currency),
        "currency": company.currency,
    }
    return [Finding("customer.over_limit", "totals/payable", "warning", dict(facts))]
