"""What FA(3) says of a note for a discount on a period: no line's prices, the period by name, every corrected invoice.

ustawa o VAT art. 106j ust. 3; the ministry's example 7.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core import networks
from kvit.core.einvoice.fa3.lines import FaWiersz
from kvit.core.einvoice.fa3.semantic import units
from kvit.core.einvoice.fa3.semantic.facts import Correction, Facts, LineFacts
from kvit.core.einvoice.model import Invoice as Model
from kvit.core.period_discounts import FROM_THE_NOTE
from kvit.networks import queries
from kvit.networks.models import Submission
from kvit.receivables import shares
from kvit.receivables.models import Invoice


def told(company: Company, row: Invoice, *, model: Model, facts: Facts) -> tuple[Model, Facts]:
    """The model without a period of supply of its own, and the facts with the corrected invoices and their period.

    The goods stand once, without price and sum: the difference is said in total (P_13 to P_15).
    """
    correction = Correction(
        reason=row.correction_text,
        effect=FROM_THE_NOTE,
        ksef_numbers=tuple(known.official or None if known else None for _, known in _at_ksef(company, row)),
        period=row.correction_period,
    )
    lines = (LineFacts(as_written=_goods(row)), *(LineFacts(is_sum=True) for _ in model.lines[1:]))
    return replace(model, period=None), replace(facts, correction=correction, lines=lines)


def awaited(company: Company, row: Invoice) -> Iterator[str]:
    """The numbers of the corrected invoices that KSeF has not answered for (art. 106j ust. 2 pkt 2a)."""
    for one, known in _at_ksef(company, row):
        if known is not None and known.status != "accepted":
            yield one.printed_number


def _at_ksef(company: Company, row: Invoice) -> list[tuple[Invoice, Submission | None]]:
    """The corrected invoices, each with its try that counts at KSeF."""
    rows = shares.documents_of(row)
    live = queries.live_of(company, "invoice", ids=[one.pk for one in rows])
    at_ksef = {key: one for key, some in live.items() for one in some if one.network == networks.KSEF}
    return [(one, at_ksef.get(one.public_id)) for one in rows]


def _goods(row: Invoice) -> FaWiersz:
    """Name, code and quantity of what was bought, as far as they were said; the reason in their place."""
    goods = row.correction_goods
    return FaWiersz(
        nr_wiersza_fa=1,
        p_7=goods.get("name", row.correction_text[:300]),
        cn=goods.get("cn"),
        p_8a=units.written(goods["unit"]) if "unit" in goods else None,
        p_8b=Decimal(goods["quantity"]) if "quantity" in goods else None,
    )
