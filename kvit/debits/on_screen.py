"""A mandate that a customer gives in the portal: its text in their language, and what they signed, kept as it was."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import pgettext

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.debits import creditors, mandates
from kvit.debits.mandates import MandateGiven
from kvit.debits.models import Creditor, Mandate
from kvit.messages.placeholders import filled
from kvit.parties import correspondence, linked
from kvit.parties.models import Party
from kvit.receivables import semantic


def offered(company: Company) -> Creditor | None:
    """By what the company collects, where customers may give it a mandate on screen; else None."""
    return creditors.of(company)


def standing(company: Company, party: Party) -> Mandate | None:
    """The customer's newest mandate in force that may still present something."""
    rows = Mandate.objects.filter(
        company=company, party__in=linked.merged(company, party), status__in=mandates.STANDING
    )
    found = list(rows.select_related("party").order_by("-pk"))
    over = mandates.used_up(company, found)
    return next((row for row in found if row.pk not in over), None)


def text_of(company: Company, creditor: Creditor, *, language: str) -> list[str]:
    """What the customer agrees to: the words of the Core scheme's mandate (EPC016-06, 4.7.2; EPC392-08)."""
    with translation.override(language):
        texts = (
            pgettext(
                "mandate",
                "By signing this mandate you authorise (A) {creditor} (creditor identifier {identifier}) to send "
                "instructions to your bank to debit your account and (B) your bank to debit your account in accordance "
                "with the instructions from {creditor}.",
            ),
            pgettext(
                "mandate",
                "As part of your rights, you are entitled to a refund from your bank under the terms and conditions of "
                "your agreement with your bank. A refund must be claimed within 8 weeks starting from the date on "
                "which your account was debited.",
            ),
            pgettext("mandate", "It is for recurrent payments. We tell you {days} days before each one."),
        )
    told = {"creditor": company.name, "identifier": creditor.identifier, "days": str(creditor.notice_days)}
    return [filled(text, told) for text in texts]


@transaction.atomic
def give(
    company: Company, party: Party, *, iban: str, holder: str, agreed: bool, ip: str, by: Actor, on: date
) -> Mandate:
    """The customer signs on screen; who, when, from where and the text stay with it for good.

    Refuses `creditor.missing`, `mandate.not_agreed`, `mandate.stands` while another one is in force, and what
    entering one refuses.
    """
    require(by, "mandate.give", company)
    creditor = creditors.needed(company)
    if not agreed:
        raise Refused("mandate.not_agreed")
    Party.objects.select_for_update(no_key=True).get(company=company, pk=party.pk)  # sent twice, it is given once
    if standing(company, party) is not None:
        raise Refused("mandate.stands")
    language = correspondence.language_of(company, party)
    signed: dict[str, Any] = {
        "by": by.name,
        "link": by.id,
        "at": timezone.now().isoformat(timespec="seconds"),
        "ip": ip[:60],
        "language": language,
        "text": text_of(company, creditor, language=language),
        "identifier": creditor.identifier,
        "ours": semantic.seller_snapshot(company),
        "theirs": semantic.buyer_snapshot(party),
    }
    given = MandateGiven(iban=iban, debtor_name=holder, signed_on=on)
    return mandates.keep(company, party, given, by=by, on=on, signed=signed)


@transaction.atomic
def withdraw(company: Company, party: Party, mandate: Mandate, *, by: Actor, on: date) -> Mandate:
    """The customer takes it back. Refuses `mandate.unknown` for another customer's (S06), and `mandate.over`."""
    require(by, "mandate.give", company)
    row = mandates.locked(company, mandate)
    if not linked.merged(company, party).filter(pk=row.party_id).exists():
        raise Refused("mandate.unknown", mandate=mandate.public_id)
    return mandates.end(company, row, "cancel", reason=by.name, by=by, on=on)
