"""How to pay: what a person types into the bank's form, and the code a phone reads instead."""

import re
from decimal import Decimal

from django.utils.translation import pgettext

from kvit.archive.codes import epc_code, link_code, svg, zbp_code
from kvit.archive.pages.circumstances import Circumstances
from kvit.archive.pages.figures import Figures
from kvit.archive.pages.text import breakable, plain, prose
from kvit.core.einvoice.model import CreditTransfer, Invoice

Block = dict[str, object]
SPLIT = "split_payment"
TYPED = 40
"""The longest address that somebody types from paper; of a longer one the house is shown, and a click leads on."""
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


def payment(invoice: Invoice, figures: Figures, *, circumstances: Circumstances) -> Block | None:
    """The block under the sums; None where nothing is to be paid or nobody could say how."""
    payable = invoice.totals.payable or Decimal(0)
    transfers = invoice.payment.credit_transfers if invoice.payment else ()
    if payable <= 0 or invoice.is_credit_note or not (transfers or circumstances.pay_link):
        return None
    transfer = transfers[0] if transfers else CreditTransfer()
    amount = pgettext("document", "Amount")
    left = [[f"{amount}, {figures.currency}", figures.amount(payable)]]
    if invoice.due_on:
        left.append([pgettext("document", "Due date"), figures.day(invoice.due_on)])
    if circumstances.bank or transfer.provider:
        bank = pgettext("document", "Bank")
        named = f"{bank}, BIC {plain(transfer.provider)}" if circumstances.bank and transfer.provider else bank
        left.append([named, prose(circumstances.bank) or f"BIC {plain(transfer.provider)}", "plain"])
    middle = [
        [pgettext("document", "Payment reference"), reference(invoice), "strong"],
        [pgettext("document", "Account holder"), holder(invoice, transfer)],
    ]
    block: Block = {
        "left": left,
        "middle": middle,
    }
    if transfer.account:
        block["iban"] = {"label": account_label(transfer.account), "groups": in_groups(transfer.account)}
    code = coded(invoice, transfer, payable=payable, circumstances=circumstances)
    asking = asked(invoice, circumstances)
    if code:
        # the code takes the third column: the link goes under the reference, whom to ask stands in the letterhead
        return {**block, **code, "middle": [*middle, *(pair for pair in asking if len(pair) > 2)]}
    return {**block, "right": asking}


def coded(invoice: Invoice, transfer: CreditTransfer, *, payable: Decimal, circumstances: Circumstances) -> Block:
    """The code beside the words: of the transfer where the customer's bank reads one, else of the page that takes it.

    The transfer's words are the same as those in print. A transfer that must be split (art. 108a ustawy o VAT) has no
    code: the standard knows ordinary ones alone.
    """
    account = (transfer.account or "").replace(" ", "")
    to, said = holder(invoice, transfer), reference(invoice)
    scan = pgettext("document", "Scan with your bank's app")
    if invoice.currency == "EUR" and IBAN.fullmatch(account):
        code = epc_code(payable, beneficiary=to, iban=account, text=said, bic=plain(transfer.provider))
        if code is not None:
            return {"qr": svg(code), "qr_alt": f"EPC QR: {said}", "qr_label": scan}
    if invoice.currency == "PLN" and account.startswith("PL") and SPLIT not in circumstances.predicates:
        nip = plain(invoice.seller.vat_id).removeprefix("PL")
        code = zbp_code(payable, recipient=to, account=account, title=said, nip=nip)
        if code is not None:
            return {"qr": svg(code), "qr_alt": f"QR: {said}", "qr_label": scan}
    return link_coded(circumstances.pay_link) if circumstances.pay_link else {}


def link_coded(address: str) -> Block:
    """The code that opens the page where it is paid online."""
    opens = pgettext("document", "Scan to pay online")
    return {"qr": svg(link_code(address)), "qr_alt": opens, "qr_label": opens}


def paid_online(address: str) -> list[str]:
    """Where to pay on the web, in words that open it."""
    shown = address.removeprefix("https://").removeprefix("http://")
    if len(shown) > TYPED:
        shown = shown.partition("/")[0]
    return [pgettext("document", "Pay online"), breakable(plain(shown)), "plain", plain(address)]


def reference(invoice: Invoice) -> str:
    """What the transfer must say, so that the payment finds its document: BT-83, else the number."""
    return plain(invoice.payment.remittance if invoice.payment else None) or plain(invoice.number) or "–"


def holder(invoice: Invoice, transfer: CreditTransfer) -> str:
    """Whose account it is: BT-85, else the payee, else the seller."""
    return plain(transfer.account_name or (invoice.payee.name if invoice.payee else None) or invoice.seller.name)


def account_label(account: str) -> str:
    return "IBAN" if IBAN.fullmatch(account.replace(" ", "")) else pgettext("document", "Account")


def in_groups(account: str) -> str:
    """An IBAN in groups of four, parted by plain spaces: read aloud, copied and pasted so."""
    whole = account.replace(" ", "")
    return " ".join(whole[at : at + 4] for at in range(0, len(whole), 4)) if IBAN.fullmatch(whole) else plain(account)


def asked(invoice: Invoice, circumstances: Circumstances) -> list[list[str]]:
    """Where to pay on the web, and whom to ask."""
    found = []
    if circumstances.pay_link:
        found.append(paid_online(circumstances.pay_link))
    contact = invoice.seller.contact
    if contact and (contact.telephone or contact.email):
        found.append([pgettext("document", "Questions"), breakable(plain(contact.telephone or contact.email))])
    return found
