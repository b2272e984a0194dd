"""Sending a proforma by hand: its PDF and how to pay go to the customer by mail, as invoices do.

`docs/rules/proformas.md`. No electronic invoice goes with it: a proforma is none.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kvit.archive import documents
from kvit.archive.models import File
from kvit.archive.pages.payment import in_groups
from kvit.billing import proforma_pages
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.languages import LANGUAGES
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.messages import dispatches, letters, senders, wordings
from kvit.messages.dispatches import Dispatch
from kvit.messages.letters import Account, Mail
from kvit.messages.models import Message
from kvit.messages.outbox import About
from kvit.messages.texts import Kind
from kvit.sales import proformas
from kvit.sales.models import Proforma

LETTER: Kind = "proforma_sent"


def send(
    company: Company,
    proforma: Proforma,
    *,
    by: Actor,
    on: date,
    to: Sequence[str] = (),
    message: str = "",
    again: bool = False,
    known: int | None = None,
) -> list[Message]:
    """Queue it for its customer, or for the addresses in `to`; `message` stands in place of the intro.

    An expired one may still be sent: the seller may honour it. Refuses `proforma.not_issued`, `message.no_address`,
    and as `dispatches.occasion` does.
    """
    require(by, "proforma.send", company)
    lifecycle.after(lifecycle.PROFORMA, proforma.status, "send")
    addressees = dispatches.addressees(company, proforma.party, to=to)
    mail = _mail(company, proforma, message=message)
    proforma_pages.pdf(company, proforma)  # set now if nobody did; it takes a while, so before the transaction
    with transaction.atomic():
        row = proformas.locked(company, proforma)
        lifecycle.after(lifecycle.PROFORMA, row.status, "send")  # it may have been withdrawn in the meantime
        occasion = dispatches.occasion(company, about(row), again=again, known=known)
        out = Dispatch(
            kind=LETTER,
            about=about(row),
            party=row.party,
            language=_language(row),
            mail=mail,
            files=[_file(company, row)],
        )
        return dispatches.queue_all(company, out, to=addressees, occasion=occasion, by=by, on=on)


def about(row: Proforma) -> About:
    """The proforma as mails name it."""
    return About(kind=proforma_pages.KIND, id=row.pk, public_id=row.public_id, name=row.number or "")


def _mail(company: Company, row: Proforma, *, message: str) -> Mail:
    number, iban = row.number or "", row.seller.get("iban", "")
    account = Account(iban=in_groups(iban), holder=row.seller["name"], reference=number) if iban else None
    return letters.invoice_sent(
        language=_language(row),
        sender=senders.of(company),
        customer=row.buyer.get("name") or row.party.name,
        number=number,
        payable=Money(row.payable, row.currency),
        due_on=row.valid_until,
        document="proforma",
        account=account if row.payable > 0 else None,
        files=[proforma_pages.file_name(row)],
        wording=wordings.of_this_mail(company, LETTER, language=_language(row), message=message),
    )


def _file(company: Company, row: Proforma) -> tuple[str, File]:
    document = documents.require(company, proforma_pages.KIND, document_id=row.pk, form="pdf")
    return proforma_pages.file_name(row), document.file


def _language(row: Proforma) -> str:
    return row.language if row.language in LANGUAGES else "en"
