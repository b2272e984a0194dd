"""The document of a set-off: set once it is signed, and kept; before, a page that says it is a draft."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kvit.archive import documents, frozen, typesetting
from kvit.archive.frozen import Setting
from kvit.archive.pages import set_off
from kvit.archive.pages.set_off import Met, Row, SetOffPaper
from kvit.companies.models import Company
from kvit.core.countries import profile
from kvit.events.models import Event
from kvit.payments.models import Offset, OffsetItem
from kvit.receivables import printing, semantic

KIND = "offset"


def keep_pdf(event: Event) -> Callable[[], None] | None:
    """What follows when a set-off is signed: its page is set, then frozen; once, whoever asked for it before."""
    company = Company.objects.get(pk=event.company_id or 0)
    row = Offset.objects.select_related("party").get(company=company, pk=event.subject_id)
    return frozen.later(company, _setting(company, row))


def pdf(company: Company, row: Offset) -> bytes:
    """The frozen PDF of a signed set-off, set now if nobody did yet; of a proposal, a page that says it is a draft."""
    return printed(company, row) if row.number is None else frozen.pdf(company, _setting(company, row))


def file_name(row: Offset) -> str:
    """The number as the name of its PDF."""
    return documents.file_name(row.number or row.public_id, "pdf")


def printed(company: Company, row: Offset) -> bytes:
    """The page as PDF/A-3 in the party's language, by what was copied when it was signed."""
    page = set_off.page(paper_of(company, row), language=row.language, appearance=printing.appearance_of(company))
    return typesetting.pdf(page, font_dirs=printing.fonts())


def paper_of(company: Company, row: Offset) -> SetOffPaper:
    """What it prints."""
    items = list(row.items.select_related("item").order_by("pk"))
    numbers = {one.item.public_id: one.number for one in items}
    return SetOffPaper(
        number=row.number,
        on=row.signed_on or row.proposed_on,
        ours=semantic.seller_of(row.ours or semantic.seller_snapshot(company)),
        theirs=semantic.buyer_of(row.theirs or semantic.buyer_snapshot(row.party)),
        claims=[_row(one) for one in items if one.item.side == "receivable"],
        debts=[_row(one) for one in items if one.item.side == "payable"],
        pairs=[
            Met(
                numbers[one["claim"]],
                numbers[one["debt"]],
                Decimal(one["amount"]),
                date.fromisoformat(one["met_on"]),
            )
            for one in row.pairs
        ],
        amount=row.amount,
        currency=row.currency,
        title=row.title,
        law=row.law,
        sentence=row.sentence,
        law_language=profile(company.country).languages[0],
        both_sign=row.basis == "agreement",
        specimen=company.is_test,
    )


def _row(one: OffsetItem) -> Row:
    return Row(one.number, one.item.due_on, one.balance, one.amount)


def _setting(company: Company, row: Offset) -> Setting:
    return Setting(KIND, row, file_name(row), lambda: printed(company, row))
