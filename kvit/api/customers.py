"""Customers: made, changed, put away; what they owe, and the people there."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists, versions
from kvit.api.asking import Asking
from kvit.api.draft_shapes import CustomerGiven
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenDay, Id, Moment, Shown, Text
from kvit.catalog import listed_prices
from kvit.catalog.models import PriceList
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.formatting import format_plain
from kvit.parties import address_checks, customers, entrusting, outside, queries, vat_checks
from kvit.parties import contacts as people
from kvit.parties.models import Contact, Party
from kvit.parties.outside import address_check, vat_check
from kvit.reports import figures
from kvit.sales import customer_prices

router = Router()


class PlaceShown(Shown):
    """Where somebody is."""

    street: str
    building: str
    post_code: str
    town: str
    region: str
    country: str


class CustomerShown(Shown):
    """A customer. Documents keep their own copy of what they print."""

    id: Id
    external_id: str
    name: str
    trading_name: str
    country: str
    is_business: bool
    is_public: bool
    public_offices: dict[str, str] = Field(
        description="DIR3 codes of a Spanish body: accounting, managing, processing."
    )
    vat_id: str
    tax_id: str
    register_id: str
    address: PlaceShown
    email: str
    phone: str
    text_number: str
    text_consent_on: date | None
    text_consent_source: str
    language: str
    currency: str
    terms_days: int | None
    electronic_scheme: str
    electronic_address: str
    buyer_reference: str
    customer_number: str = Field(description="By which the customer names itself in a contract or order (BT-46).")
    surcharge: bool
    retention_rate: Amount
    credit_limit: Amount | None = Field(description="In company currency; over it, an invoice warns.")
    responsible: Id | None = Field(description="The colleague who looks after the customer.")
    price_list: Id | None = Field(description="The price list by which the customer buys.")
    price_list_until: date | None = Field(description="The last day on which they do; null: until another is given.")
    note: str
    incomplete: bool = Field(description="Made by an import that knew too little: it cannot be invoiced yet.")
    archived: bool
    version: int
    created_at: Moment


class OwedShown(Shown):
    """What a customer owes in company currency."""

    currency: str
    balance: Amount
    overdue: Amount
    oldest_due_on: date | None


class ContactShown(Shown):
    """A person at a customer."""

    id: Id
    name: str
    email: str
    phone: str
    role: str
    gets_invoices: bool


class VatCheckShown(Shown):
    """What a public register said about the customer's VAT id at one moment."""

    id: Id
    vat_id: str
    answer: Literal["valid", "invalid", "unknown"] = Field(description="Unknown: the register could not say.")
    asked_at: Moment
    again_at: Moment | None = Field(description="When Kvit asks again by itself, after an unknown.")
    source: str = Field(description="The register that was asked.")
    requester: str = Field(description="The VAT id in whose name it was asked.")
    proof: str = Field(description="The register's number of the consultation.")
    reason: str = Field(description="Why it could not say, in the register's own word.")
    name: str
    address: str
    vat_on_payment: bool
    inactive: bool
    accounts: list[str]


class AddressCheckShown(Shown):
    """What the directory of Peppol said about the customer's electronic address at one moment."""

    id: Id
    participant: str
    answer: Literal["found", "absent", "unknown"] = Field(description="Unknown: the directory could not say.")
    takes_invoices: bool = Field(description="Whether invoices in BIS Billing 3 are taken there.")
    asked_at: Moment
    reason: str = Field(description="Why it could not say.")


class Narrowed(lists.Paging):
    """Which customers."""

    q: Annotated[str, Field(max_length=100, description="Part of the name or VAT id.")] = ""
    archived: Annotated[bool, Field(description="Those that were put away instead.")] = False


class CustomerWithPrices(CustomerGiven):
    """A customer's facts, and the list by which they buy."""

    price_list: Text | None = Field(None, description="Id or name of a price list; null: the products' own prices.")
    price_list_until: GivenDay | None = Field(None, description="The last day of the list; null: none.")


class EntrustedGiven(Given):
    """Who is responsible from today on."""

    to: Text | None = Field(description="Id or e-mail address of a colleague; null: nobody.")


class HandOverShown(Shown):
    """Since when another colleague, or nobody, is responsible."""

    since: date
    before: Id | None
    after: Id | None
    made_by: Id | None


class ContactGiven(Given):
    """A person at a customer."""

    name: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    role: Text | None = None
    gets_invoices: bool = Field(False, description="Invoices go to the customer's own address, and to these.")


def shown(party: Party) -> dict[str, object]:
    """A customer as programs see it."""
    return all_shown(party.company, [party])[0]


def all_shown(company: Company, parties: Sequence[Party]) -> list[dict[str, object]]:
    """Customers as programs see them, their price lists read at once."""
    keys = [party.price_list_id for party in parties if party.price_list_id]
    lists_by_key = listed_prices.named_by_key(company, keys) if keys else {}
    return [
        {
            **outside.customer(party),
            "price_list": _name(lists_by_key.get(party.price_list_id or 0)),
            "price_list_until": party.price_list_until,
            "responsible": party.responsible.public_id if party.responsible else None,
        }
        for party in parties
    ]


def _name(price_list: PriceList | None) -> str | None:
    return price_list.public_id if price_list else None


def found(request: Asking, id: str) -> Party:
    """The asker's customer of that id."""
    require(request.actor, "customer.view", request.company)
    return queries.find(request.company, id)


@reads(router, "/customers", gives=lists.Listed[CustomerShown])
def listed(request: Asking, *, asked: Query[Narrowed]) -> object:
    """Customers by name."""
    require(request.actor, "customer.view", request.company)
    rows = queries.listed(request.company, archived=asked.archived, text=asked.q, size=asked.limit, after=asked.after)
    return lists.of_page(rows, lambda some: all_shown(request.company, some))


@changes(router, "/customers", gives=CustomerShown, status=201)
def make(request: Asking, *, given: CustomerWithPrices) -> object:
    """A new customer, or, under a known `external_id`, that one changed."""
    return shown(customer_prices.take(request.company, given.told(), by=request.actor, on=request.today))


@reads(router, "/customers/{id}", gives=CustomerShown)
def show(request: Asking, id: str) -> object:
    """One customer."""
    return shown(found(request, id))


@changes(router, "/customers/{id}", method="PATCH", gives=CustomerShown)
def change(request: Asking, id: str, *, given: CustomerWithPrices) -> object:
    """Change what is given; issued documents keep what they printed."""
    party = found(request, id)
    version = versions.asked(request)
    return shown(
        customer_prices.change(
            request.company, party, given.told(), version=version, by=request.actor, on=request.today
        )
    )


@changes(router, "/customers/{id}", method="DELETE", gives=None, status=204)
def put_away(request: Asking, id: str) -> None:
    """Archive: no longer offered, nothing is lost."""
    customers.archive(request.company, found(request, id), by=request.actor, on=request.today)


@changes(router, "/customers/{id}/restore", gives=CustomerShown)
def restore(request: Asking, id: str) -> object:
    """Offer an archived customer again."""
    party = found(request, id)
    customers.restore(request.company, party, by=request.actor, on=request.today)
    return shown(found(request, id))


@changes(router, "/customers/{id}/responsible", method="PUT", gives=CustomerShown)
def entrust(request: Asking, id: str, *, given: EntrustedGiven) -> object:
    """From today on another colleague is responsible, or nobody; money that comes counts for them."""
    party, to = found(request, id), given.to or ""
    return shown(entrusting.entrust(request.company, party, to=to, by=request.actor, on=request.today))


@reads(router, "/customers/{id}/hand_overs", gives=lists.Listed[HandOverShown])
def hand_overs(request: Asking, id: str) -> object:
    """Who was responsible, the newest change first."""
    return lists.of_all(
        [
            {
                "since": one.since_on,
                **{
                    name: getattr(one, name) and getattr(one, name).public_id for name in ("before", "after", "made_by")
                },
            }
            for one in entrusting.history(request.company, found(request, id))
        ]
    )


@reads(router, "/customers/{id}/owed", gives=OwedShown)
def owed(request: Asking, id: str) -> object:
    """What the customer owes now, and how much of it is late."""
    party, currency = found(request, id), request.company.currency
    one = figures.owed_by(request.company, [party.pk], on=request.today).get(party.pk)
    return {
        "currency": currency,
        "balance": format_plain(one.balance.amount, currency) if one else format_plain(figures.ZERO, currency),
        "overdue": format_plain(one.overdue.amount, currency) if one else format_plain(figures.ZERO, currency),
        "oldest_due_on": one.oldest_due_on if one else None,
    }


@reads(router, "/customers/{id}/contacts", gives=lists.Listed[ContactShown])
def contacts(request: Asking, id: str) -> object:
    """The people there, and who gets the invoices."""
    rows = queries.contacts(request.company, found(request, id))
    return lists.of_all([_contact(one) for one in rows])


@changes(router, "/customers/{id}/contacts", gives=ContactShown, status=201)
def add_contact(request: Asking, id: str, *, given: ContactGiven) -> object:
    """Note a person there."""
    party = found(request, id)
    return _contact(people.add(request.company, party, given.told(), by=request.actor, on=request.today))


@changes(router, "/contacts/{id}", method="PATCH", gives=ContactShown)
def change_contact(request: Asking, id: str, *, given: ContactGiven) -> object:
    """Change what is given."""
    row = _person(request, id)
    return _contact(people.change(request.company, row, given.told(), by=request.actor, on=request.today))


@changes(router, "/contacts/{id}", method="DELETE", gives=None, status=204)
def put_contact_away(request: Asking, id: str) -> None:
    """No longer shown, no longer written to."""
    people.archive(request.company, _person(request, id), by=request.actor, on=request.today)


def _person(request: Asking, id: str) -> Contact:
    require(request.actor, "customer.view", request.company)
    return queries.find_contact(request.company, id)


@reads(router, "/customers/{id}/vat-checks", gives=lists.Listed[VatCheckShown])
def checks(request: Asking, id: str) -> object:
    """What registers said about the VAT id, the newest first."""
    return lists.of_all([vat_check(one) for one in vat_checks.of(request.company, found(request, id))])


@changes(router, "/customers/{id}/vat-check", method="PUT", gives=VatCheckShown)
def check(request: Asking, id: str) -> object:
    """Ask the register about the VAT id now; an answer of `unknown` is asked for again by itself."""
    return vat_check(vat_checks.ask(request.company, found(request, id), by=request.actor, on=request.today))


@reads(router, "/customers/{id}/address-checks", gives=lists.Listed[AddressCheckShown])
def address_checked(request: Asking, id: str) -> object:
    """What the directory of Peppol said about the electronic address, the newest first."""
    return lists.of_all([address_check(one) for one in address_checks.of(request.company, found(request, id))])


@changes(router, "/customers/{id}/address-check", method="PUT", gives=AddressCheckShown)
def check_address(request: Asking, id: str) -> object:
    """Ask the directory of Peppol about the electronic address now."""
    return address_check(address_checks.ask(request.company, found(request, id), by=request.actor, on=request.today))


def _contact(one: Contact) -> dict[str, object]:
    return {
        "id": one.public_id,
        **{name: getattr(one, name) for name in ("name", "email", "phone", "role", "gets_invoices")},
    }
