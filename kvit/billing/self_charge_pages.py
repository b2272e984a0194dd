"""The printed form of a self-charge document: set once the VAT was charged, and kept."""

from collections.abc import Callable

from kvit.archive import documents, frozen, typesetting
from kvit.archive.frozen import Setting
from kvit.archive.pages import self_charge as pages
from kvit.archive.pages.self_charge import Item, Row, Told
from kvit.companies.models import Company
from kvit.core.countries import profile
from kvit.core.countries.self_charge import LAWS
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.payables import self_charge_queries
from kvit.payables.models import SelfCharge
from kvit.receivables import printing

KIND = "self_charge"


def keep_pdf(event: Event) -> Callable[[], None] | None:
    """What follows when VAT was charged: the page is set, then frozen; once, and only where the law wants one."""
    company = Company.objects.get(pk=event.company_id or 0)
    row = self_charge_queries.find(company, str(event.facts["self_charge"]))
    return None if row.number is None else frozen.later(company, _setting(company, row))


def pdf(company: Company, row: SelfCharge) -> bytes:
    """The frozen PDF, set now if nobody did yet. Refuses `self_charge.no_document` where the law wants none."""
    if row.number is None:
        raise Refused("self_charge.no_document", country=company.country)
    return frozen.pdf(company, _setting(company, row))


def printed(company: Company, row: SelfCharge) -> bytes:
    """The page as PDF/A-3 in the language of the law, by what was kept when the VAT was charged."""
    page = pages.page(
        _told(company, row),
        law=LAWS[company.country],
        language=profile(company.country).languages[0],
        look=printing.appearance_of(company),
    )
    return typesetting.pdf(page, attachments=[], font_dirs=printing.fonts())


def file_name(row: SelfCharge) -> str:
    """The number as the name of its PDF."""
    return documents.file_name(row.number or row.public_id, "pdf")


def _told(company: Company, row: SelfCharge) -> Told:
    bill, original = row.bill, row.corrects
    assert row.number is not None and bill.issued_on is not None
    sign = -1 if bill.kind == "credit_note" else 1
    return Told(
        number=row.number,
        issued_on=row.issued_on,
        tax_point_on=row.tax_point_on,
        issuer=row.issuer,
        supplier=bill.supplier,
        bill=(bill.number, bill.issued_on),
        is_credit_note=bill.kind == "credit_note",
        bill_currency=bill.currency,
        currency=company.currency,
        items=[
            Item(name=one.name, quantity=one.quantity, unit=one.unit, net=sign * one.net)
            for one in bill.lines.order_by("position")
        ],
        rows=[
            Row(treatment=one.treatment, rate=one.rate, base=one.base, vat=one.vat) for one in row.rows.order_by("pk")
        ],
        drawn_up_by="" if row.made_by is None else str(row.made_by),
        corrects=None if original is None else (original.number or original.bill.number, original.issued_on),
        exchange=None if row.rate is None or row.rate_on is None else (row.rate, row.rate_on, row.rate_source),
        specimen=company.is_test,
    )


def _setting(company: Company, row: SelfCharge) -> Setting:
    return Setting(KIND, row, file_name(row), lambda: printed(company, row))
