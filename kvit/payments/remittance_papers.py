"""The document of a payment advice: set when it is first wanted, in the supplier's language, and kept."""

from datetime import date
from decimal import Decimal

from kvit.archive import documents, frozen, typesetting
from kvit.archive.frozen import Setting
from kvit.archive.pages import remittance
from kvit.archive.pages.remittance import RemittancePaper, Row
from kvit.companies.models import Company
from kvit.payments.models import Remittance
from kvit.receivables import printing, semantic

KIND = "remittance"


def pdf(company: Company, row: Remittance) -> bytes:
    """The frozen PDF, set now if nobody did yet: the same bytes for ever."""
    return frozen.pdf(company, Setting(KIND, row, file_name(row), lambda: _printed(company, row)))


def file_name(row: Remittance) -> str:
    """The number as the name of its PDF."""
    return documents.file_name(row.number, "pdf")


def _printed(company: Company, row: Remittance) -> bytes:
    page = remittance.page(paper_of(company, row), language=row.language, appearance=printing.appearance_of(company))
    return typesetting.pdf(page, font_dirs=printing.fonts())


def paper_of(company: Company, row: Remittance) -> RemittancePaper:
    """What it prints, by what was copied when it was put together."""
    return RemittancePaper(
        number=row.number,
        made_on=row.made_on,
        paid_on=row.paid_on,
        currency=row.currency,
        amount=row.amount,
        ours=semantic.seller_of(row.ours),
        theirs=semantic.buyer_of(row.theirs),
        rows=[_row(line) for line in row.lines],
        specimen=company.is_test,
    )


def _row(line: dict[str, str]) -> Row:
    return Row(
        number=line["number"],
        is_credit=line["kind"] == "credit_note",
        issued_on=date.fromisoformat(line["issued_on"]) if line["issued_on"] else None,
        paid_on=date.fromisoformat(line["paid_on"]) if line["paid_on"] else None,
        transfer=line["transfer"],
        iban=line["iban"],
        **{name: Decimal(line[name]) for name in ("amount", "before", "discount", "later", "paid")},
    )
