"""Writing the book of a desk: one line after the other, under the lock of the desk."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max

from kvit.cashbook.models import CashLine, Desk
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind
from kvit.core import cash
from kvit.core.countries.cash import CashPapers, counted_in, number, papers_of
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.core.postings import Posting
from kvit.ledger import entries, rates
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import Account, Entry, OpenItem
from kvit.messages.placeholders import filled
from kvit.parties.models import Party
from kvit.payments.models import Payment
from kvit.receivables import semantic

KIND = "cash_line"
ROLE = "cash"
LONGEST_KEY = 60


@dataclass(frozen=True)
class Opened:
    """A desk under lock, with the last line of its book."""

    desk: Desk
    last: CashLine | None

    @property
    def balance(self) -> Decimal:
        return self.last.balance if self.last else Decimal(0)


@dataclass(frozen=True)
class Numbered:
    """The paper of a line: which one, in which year's counter, its number."""

    form: str = ""
    year: int = 0
    counter: int = 0
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """What is to be written; `moved` is above zero for what comes, below for what goes."""

    kind: str
    moved: Decimal
    on: date
    purpose: str
    paper: Numbered = Numbered()
    party: Party | None = None
    person: str = ""
    item: OpenItem | None = None
    payment: Payment | None = None
    faces: Account | None = None
    reverses: CashLine | None = None
    partner: CashLine | None = None
    key: str = ""


def hold(company: Company, desk: Desk) -> Opened:
    """The desk until the transaction ends: two acts at one desk never see the same balance.

    With it every other desk of the company, always in one order: what the laws allow is counted over all of them.
    Refuses `desk.closed`.
    """
    rows = Desk.objects.filter(company=company)
    list(rows.select_for_update(of=("self",)).order_by("pk"))
    row = rows.select_related("account", "transit").get(pk=desk.pk)
    if row.closed_on is not None:
        raise Refused("desk.closed", desk=row.code, on=row.closed_on.isoformat())
    return Opened(row, CashLine.objects.filter(company=company, desk=row).order_by("-nth").first())


def done_before(company: Company, key: str) -> CashLine | None:
    """The line that the act of that key, given by a door, has made; every act without one is new."""
    key = key.strip()[:LONGEST_KEY]
    return CashLine.objects.filter(company=company, key=key).first() if key else None


def require_movable(opened: Opened, amount: Decimal, *, day: date, on: date, moved: Decimal) -> None:
    """Refuses what no line may be: `field.bad_value`, `cash.in_future`, `cash.out_of_order`, `cash.not_enough`."""
    currency = opened.desk.currency
    if amount <= 0 or round_half_up(amount, decimals(currency)) != amount:
        wanted = f"cents of {currency}, above zero"
        raise Refused("field.bad_value", field="amount", value=f"{amount:f}", wanted=wanted)
    if day > on:
        raise Refused("cash.in_future", on=day.isoformat())
    cash.require_order(day, last_on=opened.last.booked_on if opened.last else opened.desk.opened_on)
    cash.after(opened.balance, moved, currency=currency)


def next_paper(company: Company, opened: Opened, kind: str, *, on: date) -> Numbered:
    """The paper that the next line of the kind gets. The desk is locked, so that no number is drawn twice or lost."""
    papers = papers_of(company.country)
    form = papers.form_of(kind)
    year = counted_in(papers, form, on=on)
    rows = CashLine.objects.filter(company=company, desk=opened.desk, form=form, year=year)
    counter = (rows.aggregate(last=Max("counter"))["last"] or 0) + 1
    desk = opened.desk
    printed = number(papers, form, desk=desk.code, nth=desk.nth, counter=counter, on=on)
    return Numbered(form, year, counter, printed)


def write(company: Company, opened: Opened, new: NewLine, *, by: Actor) -> CashLine:
    """The next line of the book."""
    desk, last = opened.desk, opened.last
    return CashLine.objects.create(
        company=company,
        desk=desk,
        nth=1 if last is None else last.nth + 1,
        booked_on=new.on,
        kind=new.kind,
        amount=new.moved,
        base_amount=rates.exchange(company, desk.currency, on=new.on).worth(new.moved),
        balance=cash.after(opened.balance, new.moved, currency=desk.currency),
        form=new.paper.form,
        year=new.paper.year,
        counter=new.paper.counter,
        number=new.paper.number,
        party=new.party,
        person=new.person.strip()[:120],
        purpose=new.purpose.strip()[:200],
        item=new.item,
        payment=new.payment,
        faces=new.faces,
        reverses=new.reverses,
        partner=new.partner,
        key=new.key.strip()[:LONGEST_KEY],
        ours=semantic.seller_snapshot(company),
        theirs=semantic.buyer_snapshot(new.party) if new.party else {},
        written_by_id=person_behind(by),
    )


def post(company: Company, line: CashLine, faces: Account, *, by: Actor) -> Entry:
    """Book a line that pays no document: the desk's account against the one that it faces."""
    worth = line.base_amount
    both = [
        Posting(ROLE, line.amount, worth, line.desk.currency, account=line.desk.account.code, note=line.purpose),
        Posting("", -line.amount, -worth, line.desk.currency, account=faces.code, note=line.purpose),
    ]
    new = NewEntry(
        kind="cash",
        document_kind=KIND,
        document_id=line.pk,
        document_number=line.number,
        posted_on=line.booked_on,
        postings=both,
        text=line.purpose,
        in_book=True,
    )
    return entries.post(company, new, by=by)


def purpose_of(papers: CashPapers, kind: str, *, said: str = "", number: str = "") -> str:
    """What the paper says it is for: as told, else what the country's words say of such a line."""
    if said.strip():
        return said.strip()
    of_document = "credited" if kind == cash.REFUND else "document"
    return filled(papers.purposes[of_document if number else kind], {"number": number})
