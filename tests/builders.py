"""Small makers of real things; each takes only what its test is about, by the same verbs that people use."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import count

from kvit.companies.companies import Founding
from kvit.companies.models import Company, User
from kvit.companies.permissions import actor
from kvit.core.permissions import Actor
from kvit.ledger.models import OpenItem
from kvit.onboarding.companies import open_company
from kvit.parties import customers
from kvit.parties.models import Party
from kvit.proof import check
from kvit.receivables import invoices
from kvit.receivables.models import Invoice

DAY = date(2026, 3, 2)
"""A Monday on which nothing is closed anywhere."""
SELLERS: dict[str, dict[str, object]] = {
    "RO": {"name": "Atelier Nord SRL", "vat_id": "RO14399840", "register_id": "J12/1204/2019", "town": "Cluj-Napoca"},
    "BG": {"name": "Нордика ООД", "vat_id": "BG175074752", "register_id": "175074752", "town": "София"},
    "ES": {"name": "Nórdica SL", "vat_id": "ESB58378431", "register_id": "", "town": "Valencia"},
    "PL": {"name": "Nordika sp. z o.o.", "vat_id": "PL8567346215", "register_id": "", "town": "Warszawa"},
}
IBANS = {
    "RO": "RO49AAAA1B31007593840000",
    "BG": "BG80BNBG96611020345678",
    "ES": "ES9121000418450200051332",
    "PL": "PL61109010140000071219812874",
}
BUYERS = {"RO": "RO18189442", "BG": "BG103873594", "ES": "ESA28015865", "PL": "PL5260001246", "DE": "DE136695976"}
_serial = count(1)


def a_user(email: str = "", *, password: str | None = None) -> User:
    """Somebody; with a password only where the test signs in, since hashing one is slow on purpose."""
    return User.objects.create_user(email or f"user{next(_serial)}@example.com", password)


def a_company(country: str = "RO", *, owner: User | None = None, on: date = DAY, **facts: object) -> Company:
    """A company of that country, ready to issue."""
    told = {**SELLERS[country], **facts}
    town = str(told.pop("town"))
    address = {"street": "Strada Lungă", "building": "12", "town": town, "post_code": "400001"}
    if country == "RO":
        address["region"] = "RO-CJ"
    founding = Founding(country=country, address=address, **told)
    return open_company(founding, owner=owner or a_user(), on=on, iban=IBANS[country])


def the_owner(company: Company) -> Actor:
    """The company's first owner, acting."""
    return actor(company.memberships.order_by("pk").first().user, company)


def somebody(company: Company, role: str) -> Actor:
    """A user with that role in the company, acting."""
    user = a_user()
    company.memberships.create(user=user, role=role)
    return actor(user, company)


def a_customer(company: Company, *, country: str = "", name: str = "Alfa SRL", **facts: object) -> Party:
    """A customer of that country, of the company's own when none is said."""
    country = country or company.country
    told = {
        "name": name,
        "country": country,
        "vat_id": BUYERS.get(country, ""),
        "email": "office@alfa.example",
        "address": {"street": "Calea Victoriei", "building": "1", "town": "Iași", "post_code": "700001"},
        **facts,
    }
    return customers.take(company, told, by=the_owner(company), on=DAY)


def a_line(net: str = "100.00", *, vat: str | None = None, category: str = "", **facts: object) -> dict[str, object]:
    """One piece for that price."""
    line: dict[str, object] = {"name": "Consultanță", "quantity": "1", "unit": "H87", "price": net, **facts}
    if category or vat is not None:
        line |= {"vat_category": category or "S", "vat_rate": vat or "0"}
    return line


def a_draft(
    company: Company, *lines: Mapping[str, object], customer: Party | None = None, on: date = DAY, **facts: object
) -> Invoice:
    """A draft with these lines, one of 100.00 when none are said."""
    party = customer or Party.objects.filter(company=company).first() or a_customer(company)
    asked = {"customer": party.public_id, "lines": list(lines) or [a_line()], **facts}
    return invoices.draft_all(company, [asked], by=the_owner(company), on=on)[0]


def an_invoice(
    company: Company, *lines: Mapping[str, object], customer: Party | None = None, on: date = DAY, **facts: object
) -> Invoice:
    """An issued invoice with these lines."""
    draft = a_draft(company, *lines, customer=customer, on=on, **facts)
    return invoices.issue(company, draft, by=the_owner(company), on=on)


def balance_of(invoice: Invoice) -> Decimal:
    """What is still owed of the document."""
    item = OpenItem.objects.get(company=invoice.company, document_kind="invoice", document_id=invoice.pk)
    return item.balance


def breaches() -> list[str]:
    """What `kvit check` finds broken, which is nothing after every test that ends well."""
    return [f"{result.id}: {result.examples}" for result in check.run() if result.breaches]
