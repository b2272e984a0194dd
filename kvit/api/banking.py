"""Bank statements: taken in, matched with what is owed, confirmed, undone."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.uploads import FileGiven
from kvit.api.values import Amount, Given, GivenAmount, Id, ReasonGiven, Shown
from kvit.banking import chosen, given_up, outside, queries, reconciliation, statements
from kvit.banking.models import StatementLine
from kvit.companies.permissions import require
from kvit.parties import customers
from kvit.payments import queries as payments
from kvit.payments.requests import Share

router = Router()


class StatementGiven(FileGiven):
    """camt.053, MT940, Norma 43, or a table: CSV, XLSX, XLS, ODS."""

    account: Annotated[str, Field(max_length=40, description="Our IBAN, where the file names none.")] = ""
    currency: Annotated[str, Field(max_length=3, description="Where the file names none.")] = ""


class FoundShown(Shown):
    """What is to be seen in a file."""

    rule: str
    place: str
    severity: str
    facts: dict[str, Any]
    message: str


class LoadedShown(Shown):
    """What a file brought."""

    lines: int
    new: int
    already_known: int
    rejected: list[FoundShown]
    warnings: list[FoundShown]
    statements: list[Id]


class FirstLineShown(Shown):
    """A line as it was read."""

    booked_on: date
    amount: Amount
    currency: str
    counterparty: str
    iban: str
    text: str


class StatementPreviewShown(Shown):
    """What a file would bring, how its columns are read (field to heading), and its first lines."""

    lines: int
    new: int
    already_known: int
    columns: dict[str, str]
    not_used: list[str]
    dates: str
    decimals: str
    rejected: list[FoundShown]
    warnings: list[FoundShown]
    first: list[FirstLineShown]


class SettledShown(Shown):
    """A document, and how much of it."""

    document: str
    amount: Amount


class WayShown(Shown):
    """One way to settle a line, with its reasons."""

    mark: Annotated[str, Field(description="The same for as long as the same is proposed.")] = ""
    items: list[SettledShown]
    difference: Amount
    kind: str
    confidence: Amount
    reasons: list[str]
    sure: bool
    account: Annotated[str, Field(description="Of the books, where the line pays no document.")] = ""
    own_account: Annotated[str, Field(description="Another account of ours, for a transfer.")] = ""
    rule: Annotated[str, Field(description="The bank rule that says so.")] = ""
    payment: Annotated[str, Field(description="The payment, recorded before, that the line is.")] = ""
    customer: Annotated[str, Field(description="Whose money on account it is.")] = ""
    proforma: Annotated[str, Field(description="The number of the proforma that it pays.")] = ""


class BankPartShown(Shown):
    """A part of a line that pays no document, and where it was booked."""

    account: str
    role: str
    own_account: str
    amount: Amount


class BankLineShown(Shown):
    """A statement line with what may settle it, best first, or what did."""

    id: Id
    reference: str
    booked_on: date
    amount: Amount
    currency: str
    counterparty: str
    text: str
    status: str
    booked: bool
    doubt: str = ""
    proposals: list[WayShown]
    parts: list[BankPartShown] = []


class GivenUpShown(Shown):
    """What was written off and the line may pay after all: named in its text, or of its payer and its amount."""

    item: Id
    number: str
    customer: str
    amount: Amount
    currency: str
    write_off: Id


class RecoverGiven(Given):
    """Which of what was written off."""

    item: Annotated[str, Field(max_length=60, description="Its number, or the id of its open item.")]


class MatchGiven(Given):
    """Whether lines that nothing speaks against are booked at once."""

    auto: bool = False


class BankShareGiven(Given):
    """An open item and how much of it; all of it where no amount is given."""

    item: Annotated[str, Field(max_length=60, description="Id of an open item.")]
    amount: GivenAmount | None = None


class ConfirmGiven(Given):
    """One of the proposals by its mark, else by its place, 1 being the best; or items that a person chose."""

    proposal: Annotated[int, Field(ge=1, le=100)] = 1
    mark: Annotated[str, Field(max_length=16, description="What somebody saw is booked, or nothing.")] = ""
    items: list[BankShareGiven] = Field([], max_length=100)


class OnAccountGiven(Given):
    """Whose money it is that pays nothing yet."""

    customer: Annotated[str, Field(max_length=100, description="A customer, by id or external id.")]


class RecordedGiven(Given):
    """The payment that was recorded before the line came."""

    payment: Annotated[str, Field(max_length=60)]


def _chosen(given: StatementGiven) -> dict[str, Any]:
    return {
        "name": given.name,
        "account": given.account,
        "currency": given.currency,
        "dates": given.dates or "",
        "decimals": given.decimals or "",
        "columns": given.columns,
    }


def shown(request: Asking, line: StatementLine) -> dict[str, object]:
    """A line as programs see it."""
    return _told(outside.lines(request.company, [line]))[0]


def _told(lines: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    return [{"id": one["line"], **one} for one in lines]


def found(request: Asking, id: str) -> StatementLine:
    """The asker's line of that id."""
    require(request.actor, "bank.view", request.company)
    return queries.find(request.company, id)


@changes(router, "/statements", gives=LoadedShown, status=201)
def load(request: Asking, *, given: StatementGiven) -> object:
    """Take a statement in; lines that came before are known and not taken again."""
    return outside.loaded(
        statements.load(request.company, given.read(), by=request.actor, on=request.today, **_chosen(given))
    )


@changes(router, "/statements/preview", gives=StatementPreviewShown)
def preview(request: Asking, *, given: StatementGiven) -> object:
    """How the file is read and what it would bring; nothing is taken in."""
    return outside.preview(statements.preview(request.company, given.read(), by=request.actor, **_chosen(given)))


@reads(router, "/statement_lines", gives=lists.Listed[BankLineShown])
def waiting(request: Asking, *, asked: Query[lists.Paging]) -> object:
    """The lines that wait, the oldest first, each with its proposals."""
    require(request.actor, "bank.view", request.company)
    page = queries.waiting(request.company, size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda some: _told(outside.lines(request.company, some)))


@changes(router, "/statement_lines/match", gives=lists.Listed[BankLineShown])
def match(request: Asking, *, given: MatchGiven) -> object:
    """Propose for every waiting line what it settles; with `auto` the sure ones are booked."""
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    booked = reconciliation.book_sure(request.company, **who) if given.auto else []
    if not given.auto:
        reconciliation.suggest(request.company, **who)
    return lists.of_all(_told(outside.matched(request.company, booked)))


@reads(router, "/statement_lines/{id}", gives=BankLineShown)
def show(request: Asking, id: str) -> object:
    """One line."""
    return shown(request, found(request, id))


@changes(router, "/statement_lines/{id}/confirm", gives=BankLineShown, key_required=True)
def confirm(request: Asking, id: str, *, given: ConfirmGiven) -> object:
    """Settle the line as proposed, or with items that a person chose."""
    line = found(request, id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if given.items:
        shares = [Share(one.item, Decimal(one.amount) if one.amount else None) for one in given.items]
        reconciliation.confirm(request.company, line, shares, **who)
    else:
        best = queries.proposal(request.company, line, rank=given.proposal, mark=given.mark)
        reconciliation.confirm_proposal(request.company, best, **who)
    return shown(request, found(request, id))


@changes(router, "/statement_lines/{id}/on_account", gives=BankLineShown, key_required=True)
def on_account(request: Asking, id: str, *, given: OnAccountGiven) -> object:
    """The line pays nothing yet: it is the customer's credit, which later invoices use."""
    line, customer = found(request, id), customers.find(request.company, given.customer)
    chosen.on_account(request.company, line, customer, by=request.actor, on=request.today)
    return shown(request, found(request, id))


@changes(router, "/statement_lines/{id}/recorded", gives=BankLineShown, key_required=True)
def recorded(request: Asking, id: str, *, given: RecordedGiven) -> object:
    """The line is a payment that was recorded before: they are tied, and nothing is booked."""
    line, payment = found(request, id), payments.find(request.company, given.payment)
    chosen.is_payment(request.company, line, payment, by=request.actor, on=request.today)
    return shown(request, found(request, id))


@reads(router, "/statement_lines/{id}/written_off", gives=lists.Listed[GivenUpShown])
def written_off(request: Asking, id: str) -> object:
    """What was written off and the line may pay after all."""
    return lists.of_all(outside.given_up(given_up.meant(request.company, found(request, id))))


@changes(router, "/statement_lines/{id}/recover", gives=BankLineShown, key_required=True)
def recover(request: Asking, id: str, *, given: RecoverGiven) -> object:
    """Take back the write-off that the line's money is for: it is owed again, and proposed for the line."""
    line = found(request, id)
    given_up.recover(request.company, line, given.item, by=request.actor, on=request.today)
    return shown(request, found(request, id))


@changes(router, "/statement_lines/{id}/undo", gives=BankLineShown, key_required=True)
def undo(request: Asking, id: str) -> object:
    """The line waits again; its payment is taken back with all that it settled."""
    reconciliation.undo(request.company, found(request, id), by=request.actor, on=request.today)
    return shown(request, found(request, id))


@changes(router, "/statement_lines/{id}/ignore", gives=BankLineShown)
def ignore(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """The line settles nothing here."""
    line = found(request, id)
    reconciliation.ignore(request.company, line, note=given.reason, by=request.actor, on=request.today)
    return shown(request, found(request, id))


@changes(router, "/statement_lines/{id}/restore", gives=BankLineShown)
def restore(request: Asking, id: str) -> object:
    """A line that was ignored waits again."""
    reconciliation.restore(request.company, found(request, id), by=request.actor, on=request.today)
    return shown(request, found(request, id))
