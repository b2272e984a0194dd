"""The printed form of a proforma: set once it is issued, and kept. It carries no electronic invoice."""

from collections.abc import Callable
from dataclasses import replace

from kvit.archive import documents, frozen, typesetting
from kvit.archive.frozen import Setting
from kvit.archive.pages import document as pages
from kvit.billing import proformas
from kvit.companies.models import Company
from kvit.core.countries import profile
from kvit.core.languages import LANGUAGES
from kvit.events.models import Event
from kvit.receivables import invoices, previews, printing
from kvit.sales.models import Proforma

KIND = "proforma"


def keep_pdf(event: Event) -> Callable[[], None] | None:
    """What follows when a proforma is issued: its page is set, then frozen; once, whoever asked for it before."""
    company = Company.objects.get(pk=event.company_id or 0)
    row = Proforma.objects.select_related("party").get(company=company, pk=event.subject_id)
    return frozen.later(company, _setting(company, row))


def pdf(company: Company, row: Proforma) -> bytes:
    """The frozen PDF of an issued proforma, set now if nobody did yet; of a draft, a page that says it is one."""
    return printed(company, row) if row.number is None else frozen.pdf(company, _setting(company, row))


def printed(company: Company, row: Proforma) -> bytes:
    """The page as PDF/A-3 in the buyer's language, by what was copied when it was issued."""
    paper, _ = previews.computed(company, proformas.raw_draft(row), on=row.issued_on or row.created_at.date())
    day = row.issued_on or row.created_at.date()
    invoices.put_day(company, paper, day=day, accounts=invoices.accounts_of(company))
    paper.row.number = row.number
    if row.issued_on is not None:
        paper.row.seller, paper.row.buyer = row.seller, row.buyer
    around = replace(printing.circumstances_of(company, paper), kind="proforma", valid_until=row.valid_until)
    page = pages.page(
        printing.model_of(company, paper),
        profile=profile(company.country),
        language=row.language if row.language in LANGUAGES else "en",
        appearance=printing.appearance_of(company),
        circumstances=around,
    )
    return typesetting.pdf(page, attachments=[], font_dirs=printing.fonts())


def file_name(row: Proforma) -> str:
    """The number as the name of its PDF."""
    return documents.file_name(row.number or row.public_id, "pdf")


def _setting(company: Company, row: Proforma) -> Setting:
    return Setting(KIND, row, file_name(row), lambda: printed(company, row))
