"""Earlier payment offered to suppliers for a discount, for one bill or all of theirs; they accept in the portal."""

from datetime import date
from typing import Any, Literal

from ninja import Router

from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, GivenDay, Id, Shown
from kvit.companies.permissions import require
from kvit.parties import queries as parties
from kvit.payables import queries
from kvit.payables.models import Bill
from kvit.payments import early_offers
from kvit.payments.early_offers import Terms
from kvit.wording import sentence

router = Router()


class TermsGiven(Given):
    """So many percent less for being paid on the day; to be answered by a day, that day included."""

    percent: GivenAmount
    pay_on: GivenDay
    answer_by: GivenDay


class EarlyShown(Shown):
    """What was offered for a bill; `yearly_return` is ours, in percent, simple, beside paying when due."""

    id: Id
    status: Literal["open", "accepted", "withdrawn"]
    percent: Amount
    pay_on: date
    answer_by: date
    takes_off: Amount
    pays: Amount
    yearly_return: Amount
    accepted_on: date | None


class NotOffered(Shown):
    """A bill for which nothing was offered, and why."""

    bill: Id
    code: str
    message: str


class OfferedShown(Shown):
    """What was offered to the supplier."""

    offered: list[Id]
    refused: list[NotOffered]


def found(request: Asking, id: str) -> Bill:
    """The bill of the company."""
    require(request.actor, "bill.view", request.company)
    return queries.find(request.company, id)


def shown(request: Asking, bill: Bill) -> object:
    """What was offered for the bill, the newest first."""
    return early_offers.of_bill(request.company, bill)


def terms(given: TermsGiven) -> Terms:
    """As the room takes them."""
    days = {"pay_on": given.pay_on.isoformat(), "answer_by": given.answer_by.isoformat()}
    return early_offers.terms({"percent": given.percent, **days})


def who(request: Asking) -> dict[str, Any]:
    """Who acts, and when."""
    return {"by": request.actor, "on": request.today}


@reads(router, "/bills/{id}/early_offers", gives=list[EarlyShown])
def listed(request: Asking, id: str) -> object:
    """What was offered for the bill, the newest first."""
    return shown(request, found(request, id))


@changes(router, "/bills/{id}/early_offers", gives=list[EarlyShown], status=201)
def offer(request: Asking, id: str, *, given: TermsGiven) -> object:
    """Offer the bill's supplier to pay it earlier."""
    bill = found(request, id)
    early_offers.offer(request.company, bill, terms(given), **who(request))
    return shown(request, bill)


@changes(router, "/suppliers/{id}/early_offers", gives=OfferedShown, status=201)
def offer_all(request: Asking, id: str, *, given: TermsGiven) -> object:
    """Offer it for every bill of the supplier that is open and due later."""
    require(request.actor, "bill.view", request.company)
    party = parties.find_supplier(request.company, id)
    made, refused = early_offers.offer_all(request.company, party, terms(given), **who(request))
    return {
        "offered": [one.public_id for one in made],
        "refused": [
            {"bill": bill.public_id, "code": one.code, "message": sentence(one.code, one.facts)}
            for bill, one in refused
        ],
    }


@changes(router, "/early_offers/{id}/withdraw", gives=list[EarlyShown])
def withdraw(request: Asking, id: str) -> object:
    """Take it back while the supplier did not say yes."""
    row = early_offers.withdraw(request.company, id, **who(request))
    return shown(request, row.bill)
