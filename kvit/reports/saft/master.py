"""Header, accounts, products and units of the month."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from importlib.metadata import version

from django.db.models import QuerySet

from kvit.catalog.models import Product as CatalogueProduct
from kvit.companies.models import Company, Membership
from kvit.core.formats.saft_bg import codes
from kvit.core.formats.saft_bg.facts import Account, Address, Header, Product
from kvit.ledger.models import Account as LedgerAccount
from kvit.ledger.models import BankAccount
from kvit.payables.models import Bill, BillLine
from kvit.receivables.models import InvoiceExtra, InvoiceLine
from kvit.reports.books import AccountBalance
from kvit.reports.saft.span import Span

UNLISTED = "Стоки и услуги без номенклатурен номер"
EXTRA_UNIT = "C62"
OWNER = "Собственик"
ZERO = Decimal(0)


def registration_number(company: Company) -> str:
    """The company's ЕИК: its register number, else what follows BG in its VAT number."""
    return company.register_id or company.vat_id.removeprefix("BG") or company.tax_id


def contact(company: Company) -> tuple[str, str]:
    """First and last name of the company's first owner; the last is empty where only one word is known."""
    owner = Membership.objects.filter(company=company, role="owner").select_related("user").order_by("pk").first()
    name = owner.user.name if owner else ""
    first_name, _, last_name = name.strip().rpartition(" ")
    return (first_name, last_name) if first_name else (last_name, "")


def ibans(company: Company) -> tuple[str, ...]:
    """Our accounts at banks, the main ones first."""
    found = BankAccount.objects.filter(company=company, archived_at=None).order_by("-is_main", "pk")
    return tuple(found.values_list("iban", flat=True))


def header(span: Span, *, on: date) -> Header:
    """Who files, as made on that day."""
    company = span.company
    return Header(
        first=span.since,
        created_on=on,
        software="Kvit",
        software_version=version("kvit"),
        registration_number=registration_number(company),
        name=company.name,
        address=Address(
            company.town, company.country, company.street, company.building, company.post_code, company.region
        ),
        contact=contact(company),
        position=OWNER,
        phone=company.phone,
        email=company.email,
        vat_id=company.vat_id,
        ibans=ibans(company),
    )


def accounts(span: Span, balances: Sequence[AccountBalance]) -> Iterator[Account]:
    """The whole chart, with the balances of what has moved."""
    moved = {one.code: (one.opening, one.closing) for one in balances}
    chart = LedgerAccount.objects.filter(company=span.company).order_by("code")
    for code, name, kind in chart.values_list("code", "name", "kind"):
        yield Account(codes.standard_account(code), code, name, kind, *moved.get(code, (ZERO, ZERO)))


def products(span: Span) -> Iterator[Product]:
    """What the month's documents name, then one product a unit for lines that name none."""
    for one in listed_products(span).order_by("pk").iterator(chunk_size=500):
        commodity = codes.SERVICE_COMMODITY if one.is_service else codes.NO_COMMODITY
        yield Product(code_of(one), one.name, one.is_service, commodity, one.unit)
    for unit in sorted(_unlisted_units(span)):
        yield Product(unlisted(unit), UNLISTED, True, codes.SERVICE_COMMODITY, unit)


def units(span: Span) -> set[str]:
    """Every unit that the file names."""
    used = set(_lines(span).values_list("unit", flat=True).distinct())
    return used | set(listed_products(span).values_list("unit", flat=True)) | _unlisted_units(span)


def bought_units(span: Span) -> set[str]:
    """The units of the bills of the month, and that of what stands on no line."""
    lines = BillLine.objects.filter(
        company=span.company,
        bill__status="approved",
        bill__approved_on__gte=span.since,
        bill__approved_on__lte=span.until,
    )
    found = {unit or EXTRA_UNIT for unit in lines.order_by().values_list("unit", flat=True).distinct()}
    bills = Bill.objects.filter(
        company=span.company, status="approved", approved_on__gte=span.since, approved_on__lte=span.until
    )
    return found | {EXTRA_UNIT} if bills.exists() else found


def code_of(product: CatalogueProduct) -> str:
    """The product's code, else its id."""
    return product.code or product.public_id


def unlisted(unit: str) -> str:
    """The code under which lines without a product stand."""
    return f"0-{unit}"


def listed_products(span: Span) -> "QuerySet[CatalogueProduct]":
    """The products that the month's documents name."""
    named = _lines(span).filter(product__isnull=False).values("product_id")
    return CatalogueProduct.objects.filter(company=span.company, pk__in=named)


def lines_without_product(span: Span) -> int:
    """How many lines name no product."""
    return _lines(span).filter(product=None).count()


def _unlisted_units(span: Span) -> set[str]:
    found = set(_lines(span).filter(product=None).values_list("unit", flat=True).distinct())
    extras = InvoiceExtra.objects.filter(
        company=span.company,
        invoice__status="issued",
        invoice__issued_on__gte=span.since,
        invoice__issued_on__lte=span.until,
    )
    return bought_units(span) | found | ({EXTRA_UNIT} if extras.exists() else set())


def _lines(span: Span) -> "QuerySet[InvoiceLine]":
    return InvoiceLine.objects.filter(
        company=span.company,
        invoice__status="issued",
        invoice__issued_on__gte=span.since,
        invoice__issued_on__lte=span.until,
    ).order_by()
