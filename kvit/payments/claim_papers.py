"""The letter of a claim, its mail, and who gets it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import translation

from kvit.archive import documents, frozen, typesetting
from kvit.archive.frozen import Setting
from kvit.archive.pages import claim as pages
from kvit.archive.pages.claim import ClaimPaper
from kvit.archive.pages.payment import in_groups
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.messages import dispatches, remittance_letters, senders
from kvit.messages.dispatches import Dispatch
from kvit.messages.letters import Account
from kvit.messages.models import Message
from kvit.messages.outbox import About
from kvit.payments.models import Claim
from kvit.receivables import printing, semantic

KIND = "claim"


def pdf(company: Company, row: Claim) -> bytes:
    """The frozen letter, set now if nobody did yet. Refuses `claim.not_claimed` while there is none."""
    if row.number is None:
        raise Refused("claim.not_claimed", document=row.document)
    return frozen.pdf(company, Setting(KIND, row, file_name(row), lambda: _printed(company, row)))


def file_name(row: Claim) -> str:
    """The number as the name of its PDF."""
    return documents.file_name(row.number or row.public_id, "pdf")


def send(
    company: Company, row: Claim, *, by: Actor, on: date, to: Sequence[str] = (), again: bool = False
) -> list[Message]:
    """Mail the letter to the supplier, or to the addresses in `to`.

    Refuses `claim.not_claimed`, `message.no_address`, and as `dispatches.occasion` does.
    """
    require(by, "message.send", company)
    pdf(company, row)
    addressees = dispatches.addressees(company, row.party, to=to)
    about = About(kind="claim", id=row.pk, public_id=row.public_id, name=row.number or "")
    paper = documents.find(company, KIND, document_id=row.pk, form="pdf")
    assert paper is not None and row.due_on is not None, "a claim that was made has both"
    with translation.override(row.language):
        because = pages.because(pages.reason_of(row.reason), of=row.document)
    mail = remittance_letters.claimed(
        language=row.language,
        sender=senders.of(company),
        supplier=row.party.name,
        number=row.number or "",
        amount=Money(row.amount, row.currency),
        due_on=row.due_on,
        because=because,
        account=Account(
            iban=in_groups(row.ours.get("iban", "")), holder=row.ours.get("name", ""), reference=row.number or ""
        ),
        files=[file_name(row)],
    )
    out = Dispatch(
        kind="overpayment_claimed",
        about=about,
        party=row.party,
        language=row.language,
        mail=mail,
        files=[(file_name(row), paper.file)],
    )
    with transaction.atomic():
        Claim.objects.select_for_update().get(company=company, pk=row.pk)
        occasion = dispatches.occasion(company, about, again=again)
        return dispatches.queue_all(company, out, to=addressees, occasion=occasion, by=by, on=on)


def _printed(company: Company, row: Claim) -> bytes:
    assert row.number and row.claimed_on and row.due_on, "only what was claimed is printed"
    paper = ClaimPaper(
        number=row.number,
        on=row.claimed_on,
        due_on=row.due_on,
        reason=pages.reason_of(row.reason),
        of=row.document,
        since=row.item.opened_on,
        whole=row.item.amount,
        amount=row.amount,
        currency=row.currency,
        ours=semantic.seller_of(row.ours),
        theirs=semantic.buyer_of(row.theirs),
        iban=row.ours.get("iban", ""),
        specimen=company.is_test,
    )
    page = pages.page(paper, language=row.language, appearance=printing.appearance_of(company))
    return typesetting.pdf(page, font_dirs=printing.fonts())
