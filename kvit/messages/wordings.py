"""A company's own words in its mails: subject, intro and closing, by kind and language."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.languages import language_of
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.messages import letters
from kvit.messages.letters import Wording
from kvit.messages.models import OwnWords
from kvit.messages.texts import Kind

TO_CUSTOMERS: tuple[Kind, ...] = ("invoice_sent", "proforma_sent", "credit_note_sent", "payment_received")
"""The mails that a company words; those to its own people are Kvit's."""
LONGEST = {"subject": 200, "intro": 2000, "closing": 2000}


def of(company: Company, kind: str, *, language: str) -> Wording:
    """The company's words for this mail; empty where it has none."""
    row = OwnWords.objects.filter(company=company, kind=kind, language=language).first()
    return Wording(subject=row.subject, intro=row.intro, closing=row.closing) if row else Wording()


def of_this_mail(company: Company, kind: Kind, *, language: str, message: str) -> Wording:
    """The company's words, with `message` in place of the intro where a person wrote one for this mail alone.

    Refuses `template.unknown_placeholder`.
    """
    kept = of(company, kind, language=language)
    if not message.strip():
        return kept
    wording = replace(kept, intro=message.strip())
    letters.check_wording(kind, wording)
    return wording


@transaction.atomic
def change(company: Company, kind: str, wording: Wording, *, language: str, by: Actor, on: date) -> None:
    """Use these words from now on; an empty part is Kvit's again.

    Refuses `wording.unknown_kind`, `language.unknown`, `wording.too_long`, `template.unknown_placeholder`.
    """
    require(by, "company.edit", company)
    known: Kind | None = next((one for one in TO_CUSTOMERS if one == kind), None)
    if known is None:
        raise Refused("wording.unknown_kind", kind=kind[:30], known=list(TO_CUSTOMERS))
    code = language_of(language).code
    parts = {name: getattr(wording, name).strip() for name in LONGEST}
    for name, text in parts.items():
        if len(text) > LONGEST[name]:
            raise Refused("wording.too_long", field=name, letters=len(text), most=LONGEST[name])
    letters.check_wording(known, Wording(**parts))
    OwnWords.objects.update_or_create(company=company, kind=kind, language=code, defaults=parts)
    events.record("wording.changed", company, by=by, on=on, facts={"kind": kind, "language": code})
