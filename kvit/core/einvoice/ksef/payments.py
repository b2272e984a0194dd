"""Which payments name the KSeF number of the invoice they pay (ustawa o VAT art. 108g)."""

from datetime import date

NAMED_FROM = date(2027, 1, 1)
"""The day of the payment decides, not that of the invoice: art. 17 ustawy z 16.06.2023, Dz.U. poz. 1598."""
POLAND = "PL"


def names_number(*, seller_vat_id: str, buyer_vat_id: str, paid_on: date, in_emergency: bool = False) -> bool:
    """Whether a transfer of this day has to name the KSeF number of the invoice it pays.

    Among active Polish VAT payers (art. 108g ust. 1). What was issued in a failure of KSeF (art. 106nf) is not among
    the invoices that it lists.
    """
    both = seller_vat_id.startswith(POLAND) and buyer_vat_id.startswith(POLAND)
    return both and paid_on >= NAMED_FROM and not in_emergency
