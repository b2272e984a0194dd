"""What the month's file would lack, before it is written."""

from collections.abc import Iterator

from kvit.companies.models import Membership
from kvit.core.errors import Fact, Finding, Refused
from kvit.core.formats.saft_bg import codes
from kvit.ledger.models import Account
from kvit.receivables.models import InvoiceVat
from kvit.reports.saft import master, partners, purchases
from kvit.reports.saft.span import Span


def of(span: Span) -> list[Finding]:
    """Everything found, section by section."""
    return [
        *_company(span),
        *_accounts(span),
        *_customers(span),
        *_products(span),
        *_taxes(span),
        *_suppliers(span),
        Finding("saft.codes_unproven", "codes", "warning"),
        Finding("saft.owners", "seller/owners", "note"),
    ]


def _company(span: Span) -> Iterator[Finding]:
    company = span.company
    if not master.registration_number(company):
        yield Finding("saft.no_number", "seller/register_id")
    if not master.ibans(company):
        yield Finding("saft.no_bank_account", "seller/iban")
    if not all(master.contact(company)):
        owner = Membership.objects.filter(company=company, role="owner").select_related("user").order_by("pk").first()
        yield Finding("saft.no_contact", "contact", facts={"user": owner.user.email if owner else ""})


def _accounts(span: Span) -> Iterator[Finding]:
    for code in Account.objects.filter(company=span.company).order_by("code").values_list("code", flat=True):
        try:
            codes.standard_account(code)
        except Refused:
            yield Finding("saft.no_account_number", "accounts", facts={"account": code})
            continue
        if not codes.is_of_model_chart(code):
            yield Finding("saft.own_account", "accounts", "warning", facts={"account": code})


def _customers(span: Span) -> Iterator[Finding]:
    for party in partners.parties(span, partners.CUSTOMERS).order_by("name", "pk").iterator(chunk_size=500):
        place = f"customer/{party.public_id}"
        if not codes.is_official(partners.number_of(party)):
            yield Finding("saft.no_partner_number", place, "warning", facts={"customer": party.name})
        if not party.town:
            yield Finding("saft.no_town", place, "warning", facts={"customer": party.name})


def _suppliers(span: Span) -> Iterator[Finding]:
    """What is not known of suppliers; rates that are not ours do not stop the file: no VAT of ours is in them."""
    without_town = 0
    for party in partners.parties(span, partners.SUPPLIERS).order_by("name", "pk").iterator(chunk_size=500):
        without_town += not party.town
        if not codes.is_official(partners.number_of(party)):
            facts: dict[str, Fact] = {"supplier": party.name}
            yield Finding("saft.no_supplier_number", f"supplier/{party.public_id}", "warning", facts=facts)
    if without_town:
        yield Finding("saft.suppliers_without_town", "suppliers", "warning", facts={"number": without_town})


def _products(span: Span) -> Iterator[Finding]:
    without = master.lines_without_product(span)
    if without:
        yield Finding("saft.no_products", "products", "warning", facts={"number": without})
    for product in master.listed_products(span).filter(is_service=False).order_by("name", "pk").iterator():
        place = f"product/{product.public_id}"
        yield Finding("saft.no_commodity_code", place, "warning", facts={"product": product.name})
    for unit in sorted(master.units(span) - set(codes.UNITS)):
        yield Finding("saft.unit_without_words", "units", "warning", facts={"unit": unit})


def _taxes(span: Span) -> Iterator[Finding]:
    """Treatments of the month without a tax code."""
    used = InvoiceVat.objects.filter(
        company=span.company,
        invoice__status="issued",
        invoice__issued_on__gte=span.since,
        invoice__issued_on__lte=span.until,
    )
    treatments = set(used.order_by().values_list("category", "rate").distinct()) | purchases.treatments(span)
    for category, rate in sorted(treatments):
        try:
            codes.tax_code(category, rate)
        except Refused as refused:
            yield Finding("saft.no_tax_code", "taxes", facts={"vat_code": str(refused.facts["vat_code"])})
