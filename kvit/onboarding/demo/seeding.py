"""Raises the demo: companies, people, customers and products, then their year."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db import transaction

from kvit.catalog import prices, products
from kvit.catalog.models import PriceList
from kvit.companies import companies
from kvit.companies.companies import Founding
from kvit.companies.models import Company, Membership, User
from kvit.companies.permissions import actor
from kvit.core.errors import Refused
from kvit.core.money import round_half_up
from kvit.core.permissions import Actor
from kvit.events import work
from kvit.ledger import accounts, rates
from kvit.ledger.rates import Quote
from kvit.onboarding.companies import open_company
from kvit.onboarding.demo import bank, buying, coming, names, numbers, passing, selling
from kvit.onboarding.demo.names import Seller
from kvit.parties import customers
from kvit.sales import customer_prices

SEED = 20260222
YEAR = timedelta(days=365)
RECENT = timedelta(days=14)
"""What was issued before has had its consequences long ago: no page is set and no mail is sent for it any more."""
STILL = (
    "invoice.issued",
    "credit_note.issued",
    "proforma.issued",
    "schedule.asked",
    "schedule.ran",
    "statement.imported",
    "submission.prepared",
    "submission.rejected",
)
EURO = {"RON": Decimal("5.08"), "PLN": Decimal("4.26")}
"""What a euro is worth in the middle of the year; it drifts a little around it."""


@dataclass(frozen=True)
class Demo:
    """What was raised."""

    owner: User
    companies: int
    customers: int
    invoices: int


def owner() -> User | None:
    """Who owns the demo's companies; nobody while there is no demo."""
    return User.objects.filter(email=names.OWNER[0]).first()


def people() -> list[tuple[User, str]]:
    """Everybody in the demo's first company with the role there, the owner first."""
    members = Membership.objects.filter(company__memberships__user=owner()).select_related("user").order_by("pk")
    return list({member.user: member.role for member in members}.items())


@transaction.atomic
def seed(*, on: date) -> Demo:
    """Everything up to that day, or nothing; the next call on the same database changes nothing.

    Refuses `demo.other_company` where somebody keeps real books.
    """
    known = owner()
    if known is not None:
        return Demo(known, 0, 0, 0)
    if Company.objects.exists():
        raise Refused("demo.other_company")
    chance = Random(SEED)  # noqa: S311 made-up names need no secret
    person = User.objects.create_user(names.OWNER[0], name=names.OWNER[1])
    sold = 0
    for seller in names.SELLERS:
        company = _open(seller, person, chance, on=on - YEAR)
        by = actor(person, company)
        _quote(company, chance, by=by, on=on)
        _fill(company, chance, by=by, on=on - YEAR)
        year = selling.a_year(company, seller, chance, by=by, on=on)
        sold += len(year.issued)
        if seller is names.SELLERS[0]:
            bank.a_week(company, year.waiting, chance, by=by, on=on)
            coming.plan(company, by=by, on=on)
            passing.a_few_weeks(company, year.issued, by=by, on=on)
            buying.a_few_weeks(company, on=on)
    work.settle_past(before=on - RECENT, still=STILL)
    return Demo(person, len(names.SELLERS), sum(map(len, names.BUYERS.values())), sold)


def _open(seller: Seller, person: User, chance: Random, *, on: date) -> Company:
    address = {"street": seller.street, "town": seller.town, "post_code": seller.post_code, "region": seller.region}
    facts = Founding(
        name=seller.name,
        country=seller.country,
        vat_id=numbers.vat_id(seller.country, chance),
        email="office@atelier-nord.example",
        address=address,
    )
    company = open_company(facts, owner=person, on=on, iban=numbers.IBANS[seller.country])
    if seller.country == "RO":
        by = actor(person, company)
        accounts.open_bank(company, numbers.EURO_ACCOUNT, currency="EUR", by=by, on=on)
        for email, name, role in names.PEOPLE:
            companies.join(company, email, role=role, by=by, on=on, name=name)
    return company


def _quote(company: Company, chance: Random, *, by: Actor, on: date) -> None:
    """A rate of the euro for every week, where the books are in another currency."""
    if company.currency not in EURO:
        return
    first = on - YEAR - timedelta(days=7)
    quotes = [
        Quote(first + timedelta(weeks=week), "EUR", EURO[company.currency] + Decimal(chance.randint(-400, 400)) / 10000,
              "demo")
        for week in range(54)
    ]  # fmt: skip
    rates.record_all(company, quotes, by=by, on=on)


def _fill(company: Company, chance: Random, *, by: Actor, on: date) -> None:
    """The customers and products of the company."""
    for code, name, unit, price, is_service in names.PRODUCTS[company.country]:
        told = {"code": code, "name": name, "unit": unit, "price": price, "is_service": is_service}
        products.add(company, told, by=by, on=on)
    abroad = _export_prices(company, by=by, on=on) if company.currency in EURO else None
    for number, buyer in enumerate(names.BUYERS[company.country], start=1):
        town, region = chance.choice(names.TOWNS[buyer.country])
        street = chance.choice(names.STREETS[buyer.country])
        party = customers.take(
            company,
            {
                "external_id": f"C{number:03}",
                "name": buyer.name,
                "country": buyer.country,
                "vat_id": numbers.vat_id(buyer.country, chance),
                "email": f"conta{number}@example.com",
                "currency": "EUR" if buyer.country != company.country else company.currency,
                "language": selling.language_of(buyer, company),
                "terms_days": chance.choice((15, 30, 30, 30, 45)),
                "address": {
                    "street": street,
                    "town": town,
                    "region": region,
                    "post_code": names.post_code(buyer.country, chance.randint(10, 99)),
                },
            },
            by=by,
            on=on,
        )
        if abroad is not None and buyer.country != company.country:
            customer_prices.give_list(company, party, abroad, by=by, on=on)


def _export_prices(company: Company, *, by: Actor, on: date) -> PriceList:
    """What the products cost abroad: a list in euro, for a price in lei is none there."""
    price_list = prices.make_list(company, {"name": "Export", "currency": "EUR"}, by=by, on=on)
    told = [
        {"product": code, "amount": str(round_half_up(Decimal(price) / EURO[company.currency], 0))}
        for code, _, _, price, _ in names.PRODUCTS[company.country]
    ]
    prices.put_all(company, price_list, told, by=by, on=on)
    return price_list
