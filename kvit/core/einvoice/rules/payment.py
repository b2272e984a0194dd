"""How to pay: BR-49, BR-50, BR-51, BR-61."""

from collections.abc import Iterator

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.model import Invoice
from kvit.core.einvoice.rules.document import is_blank
from kvit.core.errors import Finding

CREDIT_TRANSFERS = {"30", "58"}
"""UNTDID 4461: credit transfer, SEPA credit transfer."""

CARD_DIGITS = 10
"""Six first and four last: what the card industry lets a document show."""


def check(invoice: Invoice) -> Iterator[Finding]:
    """The code for the means of payment, the account for a transfer, no whole card number."""
    payment = invoice.payment
    if payment is None:
        return
    if payment.means_code is None:
        yield breach("BR-49", "payment/means_code")
    if payment.means_code in CREDIT_TRANSFERS:
        if not any(one.account is not None for one in payment.credit_transfers):
            yield breach("BR-61", "payment/credit_transfers")
        for index, transfer in enumerate(payment.credit_transfers, 1):
            if is_blank(transfer.account):
                yield breach("BR-50", f"payment/credit_transfers/{index}/account")
    if payment.card is not None and len(" ".join((payment.card.account or "").split())) > CARD_DIGITS:
        yield breach("BR-51", "payment/card/account", severity="warning")
