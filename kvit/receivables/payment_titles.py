"""What the payer is to write into a transfer, so that the payment finds its document and follows the law."""

from datetime import date

from kvit.companies.models import Company
from kvit.core import networks
from kvit.core.einvoice.ksef.payments import POLAND, names_number
from kvit.networks import outgoing
from kvit.networks.models import Submission
from kvit.receivables import ksef_outages
from kvit.receivables.models import Invoice


def ksef_number(company: Company, row: Invoice) -> str:
    """The number that KSeF gave the document; nothing while it has none."""
    known = _taken(company, row)
    return known.official if known is not None else ""


def title(company: Company, row: Invoice, *, on: date) -> str:
    """The KSeF number where the law wants it of the payment (ustawa o VAT art. 108g), else the document's own number.

    `on` is the day on which it is told; who is told before the due day is taken to pay on that day.
    """
    known = _taken(company, row)
    if known is None:
        return row.number or ""
    paid_on = max(on, row.due_on or on)
    told = {"seller_vat_id": row.seller.get("vat_id", ""), "buyer_vat_id": row.buyer.get("vat_id", "")}
    is_named = names_number(**told, paid_on=paid_on, in_emergency=ksef_outages.in_emergency(known))
    return known.official if is_named else row.number or ""


def _taken(company: Company, row: Invoice) -> Submission | None:
    if company.country != POLAND or row.status != "issued":
        return None
    known = outgoing.live(company, "invoice", id=row.pk, network=networks.KSEF)
    return known if known is not None and known.status == "accepted" and known.official else None
