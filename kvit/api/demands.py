"""Final demands, files for the court, letters about balances."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from kvit.api import files, late_fees, lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, GivenDay, Id, MailGiven, Shown
from kvit.collecting import (
    balance_letters,
    balance_papers,
    court_files,
    demand_papers,
    demands,
    letter_shapes,
    queries,
)
from kvit.collecting.balance_letters import Answer
from kvit.collecting.demands import Asked
from kvit.collecting.models import BalanceLetter, Demand
from kvit.companies.permissions import require
from kvit.core.countries.final_demand import MOST_DAYS
from kvit.parties import linked
from kvit.parties import queries as parties

router = Router()


class DemandLine(Shown):
    """A document as it stood on the day of the demand; `disputed` is owed beside the balance and not demanded."""

    item: Id
    document: str
    due_on: date
    days_late: int
    balance: Amount
    disputed: Amount
    interest: Amount


class DemandShown(Shown):
    """A final demand."""

    id: Id
    number: str
    customer: Id
    customer_name: str
    currency: str
    amount: Amount
    interest: Amount
    made_on: date
    last_on: date
    lines: list[DemandLine]


class DemandGiven(Given):
    """Whom, in which currency, with how many days."""

    customer: Annotated[str, Field(max_length=60)]
    currency: Annotated[str, Field(max_length=3)] = ""
    days: Annotated[int, Field(ge=1, le=MOST_DAYS, description="Else as the country's letter gives.")] | None = None


class BalanceLetterShown(Shown):
    """A letter about the balance of a day, with its answer."""

    id: Id
    number: str
    party: Id
    party_name: str
    balance_on: date
    balances: dict[str, Amount]
    made_on: date
    answer_by: date
    answer: Literal["", "agreed", "differs"]
    answered_on: date | None
    said: dict[str, Amount]
    differs_by: dict[str, Amount]
    note: str


class BalanceLettersGiven(Given):
    """The day; one party, or everybody with whom something was open then."""

    balance_on: GivenDay
    party: Annotated[str, Field(max_length=60)] = ""


class BalanceAnswerGiven(Given):
    """What they answered: right, or their own balances by currency, or a note."""

    agrees: bool
    said: Annotated[dict[str, GivenAmount], Field(max_length=20)] = {}
    note: Annotated[str, Field(max_length=400)] = ""


class OfAnswer(lists.Paging):
    """Which letters: without an answer (`none`), agreed, differs, or all."""

    answer: Literal["none", "agreed", "differs"] | None = None


def found(request: Asking, id: str) -> Demand:
    """The asker's demand of that id."""
    require(request.actor, "demand.view", request.company)
    return queries.demand(request.company, id)


def found_letter(request: Asking, id: str) -> BalanceLetter:
    """The asker's letter of that id."""
    require(request.actor, "balance_letter.view", request.company)
    return queries.balance_letter(request.company, id)


def prepared(request: Asking, id: str, *, given: MailGiven) -> None:
    """Its letter is set before the transaction begins: it takes a while."""
    demand_papers.pdf(request.company, found(request, id))


def prepared_letter(request: Asking, id: str, *, given: MailGiven) -> None:
    """Its page is set before the transaction begins."""
    balance_papers.pdf(request.company, found_letter(request, id))


@reads(router, "/demands", gives=lists.Listed[DemandShown])
def listed(request: Asking, *, asked: Query[late_fees.ListedOf]) -> object:
    """Final demands, the newest first."""
    require(request.actor, "demand.view", request.company)
    party = parties.find(request.company, asked.customer) if asked.customer else None
    page = queries.demands(request.company, party=party, size=asked.limit, after=asked.after)
    return lists.of_page(page, letter_shapes.demands)


@changes(router, "/demands", gives=DemandShown, status=201, key_required=True)
def make(request: Asking, *, given: DemandGiven) -> object:
    """Demand all that a customer owes and that is overdue, for the last time."""
    party = parties.find(request.company, given.customer)
    asked = Asked(given.currency, given.days)
    return letter_shapes.demand(demands.make(request.company, party, asked, by=request.actor, on=request.today))


@reads(router, "/demands/{id}", gives=DemandShown)
def show(request: Asking, id: str) -> object:
    """One final demand."""
    return letter_shapes.demand(found(request, id))


@changes(router, "/demands/{id}/send", gives=DemandShown, key_required=True, ahead=prepared)
def send(request: Asking, id: str, *, given: MailGiven) -> object:
    """Mail the letter; a second time on purpose alone."""
    row = found(request, id)
    demand_papers.send(request.company, row, to=given.to, again=given.again, by=request.actor, on=request.today)
    return letter_shapes.demand(row)


@reads(router, "/demands/{id}/pdf", media_type="application/pdf")
def pdf(request: Asking, id: str) -> HttpResponse:
    """The letter, the same bytes for ever."""
    row = found(request, id)
    content = demand_papers.pdf(request.company, row)
    return files.answer(content, name=demand_papers.file_name(row), media_type="application/pdf")


@reads(router, "/customers/{id}/court_file", media_type="application/zip")
def court_file(request: Asking, id: str) -> HttpResponse:
    """All that proves what a customer owes and that is overdue, in one zip, for a lawyer."""
    party = parties.find(request.company, id)
    content = court_files.make(request.company, party, by=request.actor, on=request.today)
    name = court_files.file_name(party, on=request.today)
    return files.answer(content, name=name, media_type="application/zip")


@reads(router, "/balance_letters", gives=lists.Listed[BalanceLetterShown])
def letters(request: Asking, *, asked: Query[OfAnswer]) -> object:
    """Letters about balances, the newest first."""
    require(request.actor, "balance_letter.view", request.company)
    answer = {None: None, "none": ""}.get(asked.answer, asked.answer)
    page = queries.balance_letters(request.company, answer=answer, size=asked.limit, after=asked.after)
    return lists.of_page(page, letter_shapes.letters)


@changes(router, "/balance_letters", gives=lists.Listed[BalanceLetterShown], status=201, key_required=True)
def make_letters(request: Asking, *, given: BalanceLettersGiven) -> object:
    """Ask everybody who was not asked about the day yet, or one."""
    who: dict[str, Any] = {"balance_on": given.balance_on, "by": request.actor, "on": request.today}
    if given.party:
        rows = [balance_letters.make(request.company, linked.find(request.company, given.party), **who)]
    else:
        rows = balance_letters.make_all(request.company, **who)
    return lists.of_all(letter_shapes.letters(rows))


@reads(router, "/balance_letters/{id}", gives=BalanceLetterShown)
def show_letter(request: Asking, id: str) -> object:
    """One letter, with what they answered."""
    return letter_shapes.letter(found_letter(request, id))


@changes(router, "/balance_letters/{id}/answer", gives=BalanceLetterShown)
def answer(request: Asking, id: str, *, given: BalanceAnswerGiven) -> object:
    """Note what they answered, once."""
    said = {currency: Decimal(amount) for currency, amount in given.said.items()}
    told = Answer(given.agrees, said, given.note)
    row = balance_letters.answer(request.company, found_letter(request, id), told, by=request.actor, on=request.today)
    return letter_shapes.letter(row)


@changes(router, "/balance_letters/{id}/send", gives=BalanceLetterShown, key_required=True, ahead=prepared_letter)
def send_letter(request: Asking, id: str, *, given: MailGiven) -> object:
    """Mail the letter; a second time on purpose alone."""
    row = found_letter(request, id)
    balance_papers.send(request.company, row, to=given.to, again=given.again, by=request.actor, on=request.today)
    return letter_shapes.letter(row)


@reads(router, "/balance_letters/{id}/pdf", media_type="application/pdf")
def letter_pdf(request: Asking, id: str) -> HttpResponse:
    """The letter, the same bytes for ever."""
    row = found_letter(request, id)
    content = balance_papers.pdf(request.company, row)
    return files.answer(content, name=balance_papers.file_name(row), media_type="application/pdf")
