"""What FA(3) says of a note for a discount on a period: no line's prices, the period by name, every corrected invoice.

ustawa o VAT art. 106j ust. 3; the ministry's example 7.
"""

from collections.abc import Iterator
from dataclasses import replace

from kvit.companies.models import Company
from kvit.core import networks
from kvit.core.einvoice.fa3.lines import FaWiersz
from kvit.core.einvoice.fa3.semantic import units
from kvit.core.einvoice.fa3.semantic.facts import Correction, Facts, LineFacts
from kvit.core.einvoice.model import Invoice as Model
from kvit.core.period_discounts import FROM_THE_NOTE
from kvit.networks import outgoing
from kvit.receivables import papers, shares
from kvit.receivables.models import Invoice, InvoiceLine


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
    first, *others = papers.load(company, [row])[0].lines
    lines = (LineFacts(as_written=_goods(first)), *(LineFacts(is_sum=True) for _ in others))
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


def _goods(line: InvoiceLine) -> FaWiersz:
    """Name, code and quantity of what was bought; a quantity of one of nothing in particular is none."""
    is_counted = line.quantity != 1 or line.cn
    return FaWiersz(
        nr_wiersza_fa=1,
        p_7=line.name,
        cn=line.cn or None,
        p_8a=units.written(line.unit) if is_counted else None,
        p_8b=line.quantity.normalize() if is_counted else None,
    )
