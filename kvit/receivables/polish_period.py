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
from kvit.networks import outgoing
from kvit.receivables import shares
from kvit.receivables.models import Invoice


def told(company: Company, row: Invoice, *, model: Model, facts: Facts) -> tuple[Model, Facts]:
    """The model without a period of supply of its own, and the facts with the corrected invoices and their period.

    The goods stand once, without price and sum: the difference is said in total (P_13 to P_15).
    """
    correction = Correction(
        reason=row.correction_text,
        effect=FROM_THE_NOTE,
        ksef_numbers=tuple(_ksef_number(company, one) for one in shares.documents_of(row)),
        period=row.correction_period,
    )
    lines = (LineFacts(as_written=_goods(row)), *(LineFacts(is_sum=True) for _ in model.lines[1:]))
    return replace(model, period=None), replace(facts, correction=correction, lines=lines)


def awaited(company: Company, row: Invoice) -> Iterator[str]:
    """The numbers of the corrected invoices that KSeF has not answered for (art. 106j ust. 2 pkt 2a)."""
    for one in shares.documents_of(row):
        known = outgoing.live(company, "invoice", id=one.pk, network=networks.KSEF)
        if known is not None and known.status != "accepted":
            yield one.printed_number


def _ksef_number(company: Company, row: Invoice) -> str | None:
    known = outgoing.live(company, "invoice", id=row.pk, network=networks.KSEF)
    return known.official or None if known is not None else None


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
