"""Header and master files: the company, accounts, customers, taxes, units and products."""

from collections.abc import Iterable, Iterator

from kvit.core.formats.saft_bg import codes
from kvit.core.formats.saft_bg.elements import (
    CODE,
    LONG,
    MIDDLE,
    NAME,
    SHORT,
    address,
    balances,
    day,
    group,
    number,
    text,
)
from kvit.core.formats.saft_bg.facts import NOBODY, ZERO, Account, Address, Header, Partner, Product

VERSION = "1.0.1"
NO_GROUP = "5"
NOT_APPLICABLE = "00"
ACCOUNT_TYPES = {"asset": "Active", "expense": "Active", "liability": "Passive", "income": "Passive"}
"""By the kind of account; whatever else can stand on both sides."""

NO_PARTNER = Partner(NOBODY, "-", Address("-", "BG"), "", "401", ZERO, ZERO)
NO_PRODUCT = Product(NOBODY, "-", True, codes.SERVICE_COMMODITY, "C62")


def header(told: Header) -> str:
    """Header: who files and for which month (M), as a commercial enterprise (A) that is part of no group."""
    return group(
        "Header",
        text("AuditFileVersion", VERSION, CODE),
        "<AuditFileCountry>BG</AuditFileCountry>",
        day("AuditFileDateCreated", told.created_on),
        text("SoftwareCompanyName", told.software, NAME),
        text("SoftwareID", told.software, LONG),
        text("SoftwareVersion", told.software_version, SHORT),
        _company(told),
        _ownership(),
        "<DefaultCurrencyCode>EUR</DefaultCurrencyCode>",
        _selection(told),
        "<HeaderComment>M</HeaderComment>",
        "<TaxAccountingBasis>A</TaxAccountingBasis>",
        "<TaxEntity>Company</TaxEntity>",
    )


def _company(told: Header) -> str:
    first_name, last_name = told.contact
    person = group(
        "ContactPerson",
        text("FirstName", first_name, MIDDLE),
        text("LastName", last_name, NAME),
        text("OtherTitles", told.position, MIDDLE),
    )
    contact = group(
        "Contact",
        person,
        text("Telephone", told.phone, SHORT) if told.phone else "",
        text("Email", told.email, NAME) if told.email else "",
    )
    return group(
        "Company",
        text("RegistrationNumber", told.registration_number, MIDDLE),
        text("Name", told.name, NAME),
        address("Address", told.address, kind="StreetAddress"),
        contact,
        _tax_registration(told.vat_id),
        *(group("BankAccount", text("IBANNumber", iban, MIDDLE)) for iban in told.ibans),
    )


def _tax_registration(vat_id: str) -> str:
    if not vat_id:
        return ""
    return group(
        "TaxRegistration",
        text("TaxRegistrationNumber", vat_id, MIDDLE),
        text("TaxType", codes.VAT, CODE),
        text("TaxNumber", vat_id, MIDDLE),
    )


def _ownership() -> str:
    """The schema wants the ultimate owner of every company: „00“ where there is none to name."""
    owner = ("NameCyrillicBG", "UICBG", "NameCyrillicForeign", "NameLatinForeign")
    return group(
        "Ownership",
        text("IsPartOfGroup", NO_GROUP, MIDDLE),
        *(text(f"UltimateOwner{part}", NOT_APPLICABLE, NAME) for part in owner),
        text("CountryForeign", NOT_APPLICABLE, 2),
    )


def _selection(told: Header) -> str:
    month, year = told.first.month, told.first.year
    return group(
        "SelectionCriteria",
        number("PeriodStart", month),
        number("PeriodStartYear", year),
        number("PeriodEnd", month),
        number("PeriodEndYear", year),
    )


def accounts(found: Iterable[Account]) -> Iterator[str]:
    """GeneralLedgerAccounts: the authority's account beside the company's own."""
    yield "<GeneralLedgerAccounts>"
    for one in found:
        yield group(
            "Account",
            text("AccountID", one.standard, 5),
            text("AccountDescription", one.name, LONG),
            text("TaxpayerAccountID", one.code, MIDDLE),
            f"<AccountType>{ACCOUNT_TYPES.get(one.kind, 'Bifunctional')}</AccountType>",
            balances(one.opening, one.closing),
        )
    yield "</GeneralLedgerAccounts>"


def partners(section: str, found: Iterable[Partner]) -> Iterator[str]:
    """Customers or Suppliers; the schema wants one at least, so that nobody stands for none."""
    yield f"<{section}s>"
    one = None
    for one in found:
        yield _partner(section, one)
    if one is None:
        yield _partner(section, NO_PARTNER)
    yield f"</{section}s>"


def _partner(section: str, one: Partner) -> str:
    is_cyrillic = any("Ѐ" <= letter <= "ӿ" for letter in one.name)
    company = group(
        "CompanyStructure",
        text("RegistrationNumber", one.number, MIDDLE),
        text("Name" if is_cyrillic else "NameLatin", one.name, NAME),
        address("Address", one.address, kind="StreetAddress"),
        _tax_registration(one.vat_id),
        "<RelatedParty>N</RelatedParty>",
    )
    return group(
        section,
        company,
        text(f"{section}ID", one.number, MIDDLE),
        "<SelfBillingIndicator>N</SelfBillingIndicator>",
        text("AccountID", one.standard_account, 5),
        balances(one.opening, one.closing),
    )


def tax_table() -> str:
    """TaxTable: VAT and its codes."""
    rates = [
        group(
            "TaxCodeDetails",
            text("TaxCode", code, CODE),
            text("Description", name, LONG),
            number("TaxPercentage", rate),
            "<Country>BG</Country>",
        )
        for code, (rate, name) in codes.RATES.items()
    ]
    entry = group("TaxTableEntry", text("TaxType", codes.VAT, CODE), text("Description", codes.VAT_NAME, LONG), *rates)
    return group("TaxTable", entry)


def unit_table(units: Iterable[str]) -> str:
    """UOMTable: the units of the file in words; one at least."""
    rows = [
        group(
            "UOMTableEntry",
            text("UnitOfMeasure", unit, CODE),
            text("Description", codes.UNITS.get(unit, unit), LONG),
        )
        for unit in sorted(set(units)) or [NO_PRODUCT.unit]
    ]
    return group("UOMTable", *rows)


def products(found: Iterable[Product]) -> Iterator[str]:
    """Products: what the month's documents name; one at least."""
    yield "<Products>"
    one = None
    for one in found:
        yield _product(one)
    if one is None:
        yield _product(NO_PRODUCT)
    yield "</Products>"


def _product(one: Product) -> str:
    return group(
        "Product",
        text("ProductCode", one.code, NAME),
        text("GoodsServicesID", codes.SERVICES if one.is_service else codes.GOODS, CODE),
        text("Description", one.name, LONG),
        text("ProductCommodityCode", one.commodity_code, MIDDLE),
        text("UOMBase", one.unit, MIDDLE),
        text("UOMStandard", one.unit, CODE),
        number("UOMToUOMBaseConversionFactor", 1),
    )
