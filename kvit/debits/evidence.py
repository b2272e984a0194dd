"""What a customer signed on screen as a page, frozen: the text, the account, who, when and from where."""

from collections.abc import Callable
from datetime import datetime

from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive import documents, frozen, typesetting
from kvit.archive.frozen import Setting
from kvit.archive.pages import letter as pages
from kvit.archive.pages.letter import Letter
from kvit.companies.models import Company
from kvit.core.schedule import zone
from kvit.debits.models import Mandate
from kvit.events.models import Event
from kvit.receivables import printing, semantic

KIND = "mandate"


def keep_pdf(event: Event) -> Callable[[], None] | None:
    """What follows when a mandate was signed on screen: its page is set, then frozen."""
    company = Company.objects.get(pk=event.company_id or 0)
    row = Mandate.objects.get(company=company, pk=event.subject_id)
    return frozen.later(company, _setting(company, row)) if row.signed else None


def pdf(company: Company, row: Mandate) -> bytes:
    """The frozen page, set now if nobody did yet."""
    return frozen.pdf(company, _setting(company, row))


def file_name(row: Mandate) -> str:
    """The reference as the name of its PDF."""
    return documents.file_name(row.reference, "pdf")


def _setting(company: Company, row: Mandate) -> Setting:
    return Setting(KIND, row, file_name(row), lambda: _printed(company, row))


def _printed(company: Company, row: Mandate) -> bytes:
    assert row.signed_on is not None, "what was given on screen is signed"
    told = row.signed
    at = datetime.fromisoformat(told["at"]).astimezone(zone(company.zone))
    with translation.override(told["language"]):
        shown = Letter(
            title=pgettext("mandate", "SEPA direct debit mandate (CORE)"),
            number=row.reference,
            on=row.signed_on,
            currency="EUR",
            ours=semantic.seller_of(told["ours"]),
            theirs=semantic.buyer_of(told["theirs"]),
            facts=[
                (pgettext("letter", "Creditor identifier"), told["identifier"]),
                (pgettext("mandate", "Account holder"), row.debtor_name),
                ("IBAN", row.iban),
                (pgettext("mandate", "Signed on screen by"), told["by"]),
                (pgettext("mandate", "At"), f"{at:%Y-%m-%d %H:%M:%S %Z}"),
                (pgettext("mandate", "From the address"), told["ip"] or "–"),
            ],
            intro=told["text"],
            tables=[],
            specimen=company.is_test,
        )
        page = pages.page(shown, language=told["language"], appearance=printing.appearance_of(company))
    return typesetting.pdf(page, font_dirs=printing.fonts())
