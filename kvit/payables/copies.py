"""Other bills of the company that a bill may be a copy of."""

from django.db.models import Q

from kvit.companies.models import Company
from kvit.core import duplicates
from kvit.core.duplicates import Bill as Compared
from kvit.core.errors import Finding
from kvit.payables.models import Bill

MOST = 5_000
"""Of one supplier the newest so many are held against it."""


def of(company: Company, bill: Bill) -> list[Finding]:
    """A finding for each bill it resembles, first the errors, which stop it; a rejected bill is no original.

    The same bytes need no look: they are one bill by the document's own key.
    """
    if bill.payable is None:
        return []
    vat_id = str(bill.supplier.get("vat_id", ""))
    alike = Q(gross=bill.gross)
    if bill.party_id:
        alike |= Q(party=bill.party)
    if vat_id:
        alike |= Q(supplier__vat_id=vat_id)
    if bill.ibans:
        alike |= Q(ibans__0=bill.ibans[0])
    others = Bill.objects.filter(alike, company=company).exclude(pk=bill.pk).exclude(status="rejected")
    earlier = others.exclude(payable=None).select_related("document__file").order_by("-pk")[:MOST]
    known = {one.public_id: one for one in earlier}
    found = duplicates.likely(compared(bill), [compared(one) for one in known.values()])
    return [
        Finding(
            likeness.kind,
            "number",
            "error" if likeness.strength == "stop" else "warning",
            {**likeness.facts, "bill": likeness.other, "strength": likeness.strength},
        )
        for likeness in found
    ]


def compared(bill: Bill) -> Compared:
    """The bill as it is compared; a credit note's amounts below zero."""
    sign = -1 if bill.kind == "credit_note" else 1
    assert bill.payable is not None, "what has no amount is compared with nothing"
    gross = bill.gross if bill.gross is not None else bill.payable
    return Compared(
        id=bill.public_id,
        supplier=str(bill.party_id or ""),
        number=bill.number,
        issued_on=bill.issued_on,
        currency=bill.currency,
        gross=sign * gross,
        net=None if bill.net is None else sign * bill.net,
        vat_id=str(bill.supplier.get("vat_id", "")),
        iban=bill.ibans[0] if bill.ibans else "",
        order_ref=bill.order_ref,
        bytes_hash=bill.document.file.sha256,
    )
