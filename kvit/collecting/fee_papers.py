"""The page of a late fee, and the mail that carries it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive import documents, frozen, typesetting
from kvit.archive.frozen import Setting
from kvit.archive.pages import letter as pages
from kvit.archive.pages.figures import Figures, in_currency
from kvit.archive.pages.letter import Letter, Payable, Table
from kvit.collecting import mails, papers
from kvit.collecting.models import LateFee, LateFeeLine
from kvit.collecting.papers import Paper
from kvit.companies.models import Company
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.messages.letters import Mail
from kvit.messages.models import Message
from kvit.receivables import printing, semantic

KIND = "late_fee"
VAT_LAW = {
    "RO": "Cod fiscal art. 286 alin. (4) lit. b)",
    "BG": "ЗДДС чл. 26, ал. 2",
    "ES": "Ley 37/1992 art. 78.Tres.1.º",
    "PL": "ustawa o VAT art. 5 ust. 1 i art. 29a",
}
"""Where each country says, or lets it follow, that what makes good a delay is no consideration (CJEU C-222/81)."""


def pdf(company: Company, row: LateFee) -> bytes:
    """The frozen page, set now if nobody did yet."""
    return frozen.pdf(company, _setting(company, row))


def file_name(row: LateFee) -> str:
    """The number as the name of its PDF."""
    return documents.file_name(row.number, "pdf")


def send(
    company: Company, row: LateFee, *, by: Actor, on: date, to: Sequence[str] = (), again: bool = False
) -> list[Message]:
    """Mail it to the party, or to the addresses in `to`. Refuses as `dispatches` does."""
    return papers.send(company, paper_of(company, row), to=to, again=again, by=by, on=on)


def paper_of(company: Company, row: LateFee) -> Paper:
    """What is mailed of it."""
    return Paper(row, _setting(company, row), "late_fee_sent", lambda: _mail(company, row), pays=not row.reverses_id)


def title_of(row: LateFee) -> str:
    """What the document is called in the language in force."""
    if row.reverses_id:
        return pgettext("late fee", "Cancellation of a late-payment charge")
    if any(line.rule == "interest" for line in row.lines.all()):
        return pgettext("late fee", "Interest note")
    return pgettext("late fee", "Charge for recovery costs")


def rule_word(rule: str) -> str:
    """The rule's name on paper, in the language in force."""
    return {
        "interest": pgettext("late fee", "Late-payment interest"),
        "compensation": pgettext("late fee", "Compensation for recovery costs"),
        "reminder_fee": pgettext("late fee", "Reminder fee agreed in the contract"),
    }[rule]


def _setting(company: Company, row: LateFee) -> Setting:
    setting = Setting(KIND, row, file_name(row), lambda: _printed(company, row))
    if row.reverses_id:
        return setting
    return printing.linked(company, row.party, setting, lambda link: _printed(company, row, pay_link=link))


def _mail(company: Company, row: LateFee) -> Mail:
    told = mails.Told(
        customer=row.party.name,
        title=title_of(row),
        number=row.number,
        amount=Money(row.amount, row.currency),
        day=row.due_on,
        iban="" if row.reverses_id else row.ours.get("iban", ""),
        files=[file_name(row)],
        pays=not row.reverses_id,
    )
    return (mails.taken_back if row.reverses_id else mails.charged)(company, told, row.language)


def _printed(company: Company, row: LateFee, *, pay_link: str = "") -> bytes:
    with translation.override(row.language):
        figures = Figures(row.language, row.currency)
        shown = _taking_back(row, figures) if row.reverses_id else _charging(company, row, figures, pay_link)
        page = pages.page(shown, language=row.language, appearance=printing.appearance_of(company))
    return typesetting.pdf(page, font_dirs=printing.fonts())


def _charging(company: Company, row: LateFee, figures: Figures, pay_link: str) -> Letter:
    lines = list(row.lines.select_related("item").order_by("pk"))
    interest = [line for line in lines if line.rule == "interest"]
    sums = [line for line in lines if line.rule != "interest"]
    laws = list(dict.fromkeys(line.law for line in lines if line.law))
    return Letter(
        title=title_of(row),
        number=row.number,
        on=row.issued_on,
        currency=row.currency,
        ours=semantic.seller_of(row.ours),
        theirs=semantic.buyer_of(row.theirs),
        facts=[(pgettext("document", "To be paid by"), figures.day(row.due_on))],
        intro=[pgettext("late fee", "The documents below were paid late or are still open. For the delay we charge:")],
        tables=[
            *([_interest_table(interest, figures)] if interest else []),
            *([_sums_table(sums, figures)] if sums else []),
        ],
        payable=Payable(
            label=pgettext("document", "To be paid"),
            amount=row.amount,
            due_on=row.due_on,
            iban=row.ours.get("iban", ""),
            pay_link=pay_link,
        ),
        after=[pgettext("late fee", "Legal basis: {law}.").format(law="; ".join(laws))] if laws else [],
        law=pgettext("late fee", "Outside the scope of VAT: it makes good a delay ({law}).").format(
            law=VAT_LAW.get(company.country, "CJEU C-222/81")
        ),
        specimen=company.is_test,
    )


def _taking_back(row: LateFee, figures: Figures) -> Letter:
    taken = row.reverses
    assert taken is not None, "only what takes back is printed so"
    table = Table(
        columns=[
            ("document", pgettext("document", "Document"), None),
            ("day", pgettext("document", "Day"), 26),
            ("amount", in_currency(pgettext("late fee", "Amount"), row.currency), 34),
        ],
        rows=[
            {
                "document": taken.number,
                "day": figures.day(taken.issued_on),
                "amount": figures.amount(-row.amount),
            }
        ],
    )
    return Letter(
        title=title_of(row),
        number=row.number,
        on=row.issued_on,
        currency=row.currency,
        ours=semantic.seller_of(row.ours),
        theirs=semantic.buyer_of(row.theirs),
        facts=[],
        intro=[
            pgettext("late fee", "We take back the charge below. Nothing is owed of it."),
            pgettext("late fee", "Reason: {reason}").format(reason=row.reason),
        ],
        tables=[table],
        specimen=row.company.is_test,
    )


def _interest_table(lines: Sequence[LateFeeLine], figures: Figures) -> Table:
    """A row for each stretch with one base and rate; the sum of a document stands in its last one, rounded once."""
    rows = []
    for line in lines:
        for nth, part in enumerate(line.parts, start=1):
            since, until = (date.fromisoformat(part[name]) for name in ("since", "until"))
            rows.append(
                {
                    "document": line.item.document_number if nth == 1 else "",
                    "base": figures.amount(Decimal(part["base"])),
                    "days": f"{figures.day(since)} – {figures.day(until)}",
                    "count": str(part["days"]),
                    "percent": figures.percent(Decimal(part["percent"])),
                    "amount": figures.amount(line.amount) if nth == len(line.parts) else "",
                }
            )
    return Table(
        title=rule_word("interest"),
        columns=[
            ("document", pgettext("document", "Document"), None),
            ("base", pgettext("late fee", "On"), 26),
            ("days", pgettext("late fee", "Period"), 46),
            ("count", pgettext("late fee", "Days"), 12),
            ("percent", pgettext("late fee", "Yearly"), 18),
            ("amount", in_currency(pgettext("late fee", "Interest"), figures.currency), 26),
        ],
        rows=rows,
    )


def _sums_table(lines: Sequence[LateFeeLine], figures: Figures) -> Table:
    return Table(
        title=pgettext("late fee", "Fixed sums"),
        columns=[
            ("document", pgettext("document", "Document"), 42),
            ("rule", pgettext("late fee", "For"), None),
            ("amount", in_currency(pgettext("late fee", "Amount"), figures.currency), 34),
        ],
        rows=[
            {
                "document": line.item.document_number,
                "rule": rule_word(line.rule),
                "amount": figures.amount(line.amount),
            }
            for line in lines
        ],
    )
