"""Invariants of receipts: thanked once, by mail, and never for cash."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from kvit.companies.models import Company
from kvit.messages.models import Message
from kvit.payments.models import PaymentReceipt

Found = tuple[int, Iterable[str]]


def thanked(company: Company) -> Found:
    """Each receipt is of money that came in, not in cash, and has its mail."""
    mails = Message.objects.filter(company=company, kind="payment_received", about_kind="payment")
    rows = PaymentReceipt.objects.filter(company=company)
    of_it = mails.filter(about_id=OuterRef("payment_id"), occasion="received")
    broken = rows.filter(~Exists(of_it)) | rows.exclude(payment__direction="in") | rows.filter(payment__method="cash")
    return rows.count(), broken.values_list("payment__public_id", flat=True)


INVARIANTS = [("I74", "Whoever was thanked for a payment was so once, by mail, and not for cash.", thanked)]
