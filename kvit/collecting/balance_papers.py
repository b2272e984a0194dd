"""The letter about a balance, and the mail that carries it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive import documents, frozen, typesetting
from kvit.archive.frozen import Setting
from kvit.archive.pages import letter as pages
from kvit.archive.pages.figures import Figures
from kvit.archive.pages.letter import Letter, Table
from kvit.collecting import mails
from kvit.collecting.models import BalanceLetter
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.countries.balance_confirmation import law_of
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.messages import dispatches
from kvit.messages.dispatches import Dispatch
from kvit.messages.models import Message
from kvit.messages.outbox import About
from kvit.receivables import printing, semantic

KIND = "balance_letter"


def pdf(company: Company, row: BalanceLetter) -> bytes:
    """The frozen letter, set now if nobody did yet."""
    return frozen.pdf(company, Setting(KIND, row, file_name(row), lambda: _printed(company, row)))


def file_name(row: BalanceLetter) -> str:
    """The number as the name of its PDF."""
    return documents.file_name(row.number, "pdf")


def send(
    company: Company, row: BalanceLetter, *, by: Actor, on: date, to: Sequence[str] = (), again: bool = False
) -> list[Message]:
    """Mail the letter to the party, or to the addresses in `to`. Refuses as `dispatches` does."""
    require(by, "message.send", company)
    pdf(company, row)
    addressees = dispatches.addressees(company, row.party, to=to)
    about = About(kind=KIND, id=row.pk, public_id=row.public_id, name=row.number)
    paper = documents.require(company, KIND, document_id=row.pk, form="pdf")
    currency, amount = next(iter(row.sums.items()))
    with translation.override(row.language):
        told = mails.Told(
            customer=row.party.name,
            title=title(),
            number=row.number,
            amount=Money(Decimal(amount), currency),
            day=row.answer_by_on,
            iban="",
            files=[file_name(row)],
        )
        mail = mails.asked(company, told, row.language)
    out = Dispatch(
        kind="balance_asked",
        about=about,
        party=row.party,
        language=row.language,
        mail=mail,
        files=[(file_name(row), paper.file)],
    )
    with transaction.atomic():
        BalanceLetter.objects.select_for_update(of=("self",)).get(company=company, pk=row.pk)
        occasion = dispatches.occasion(company, about, again=again)
        return dispatches.queue_all(company, out, to=addressees, occasion=occasion, by=by, on=on)


def title() -> str:
    """What the letter is called in the language in force."""
    return pgettext("balance letter", "Confirmation of balance")


def _printed(company: Company, row: BalanceLetter) -> bytes:
    law = law_of(company.country)
    with translation.override(row.language):
        figures = Figures(row.language, next(iter(row.sums)))
        named = [name for name in (law.title, title()) if name]
        shown = Letter(
            title=named[0] if row.language == law.language else " · ".join(named),
            number=row.number,
            on=row.made_on,
            currency=figures.currency,
            ours=semantic.seller_of(row.ours),
            theirs=semantic.buyer_of(row.theirs),
            facts=[(pgettext("balance letter", "Balance of"), figures.day(row.balance_on))],
            intro=_intro(row, figures),
            tables=[_sums(row), _lines(row, figures)],
            after=[
                pgettext(
                    "balance letter", "[   ] The balance is right.   [   ] It is not right; our books say: ____________"
                ),
                *([law.sentence] if law.sentence else []),
            ],
            signed_by_both=True,
            specimen=company.is_test,
        )
        page = pages.page(shown, language=row.language, appearance=printing.appearance_of(company))
    return typesetting.pdf(page, font_dirs=printing.fonts())


def _intro(row: BalanceLetter, figures: Figures) -> list[str]:
    return [
        pgettext(
            "balance letter",
            "At the end of {day} the following was open between us. Please answer by {until}, also if it is right.",
        ).format(day=figures.day(row.balance_on), until=figures.day(row.answer_by_on))
    ]


def _sums(row: BalanceLetter) -> Table:
    rows = []
    for currency, text in row.sums.items():
        amount = Decimal(text)
        owes = pgettext("balance letter", "in our favour")
        if amount < 0:
            owes = pgettext("balance letter", "in your favour")
        shown = Figures(row.language, currency).amount(abs(amount))
        rows.append({"whose": owes, "amount": f"{shown} {currency}"})
    return Table(
        title=pgettext("balance letter", "Balance"),
        columns=[("whose", pgettext("balance letter", "In whose favour"), None), ("amount", "", 50)],
        rows=rows,
    )


def _lines(row: BalanceLetter, figures: Figures) -> Table:
    return Table(
        title=pgettext("balance letter", "Open documents"),
        columns=[
            ("document", pgettext("document", "Document"), None),
            ("on", pgettext("document", "Day"), 24),
            ("due", pgettext("document", "Due date"), 24),
            ("amount", pgettext("late fee", "Amount"), 34),
            ("balance", pgettext("document", "Open"), 40),
        ],
        rows=[
            {
                "document": line["number"] or pgettext("balance letter", "Payment"),
                "on": figures.day(date.fromisoformat(line["on"])),
                "due": figures.day(date.fromisoformat(line["due_on"])),
                "amount": Figures(row.language, line["currency"]).amount(Decimal(line["amount"])),
                "balance": f"{Figures(row.language, line['currency']).amount(Decimal(line['balance']))} "
                f"{line['currency']}",
            }
            for line in row.lines
        ],
    )
