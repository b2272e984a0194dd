"""What a run may pay: open items of approved bills, credit notes held against them, and why others are left out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core import calendar, netting
from kvit.core.discounts import Offer, taken_off
from kvit.core.errors import Fact, errors
from kvit.core.formats import run_file
from kvit.core.formats.run_file import Format
from kvit.core.formatting import format_plain
from kvit.core.money import Money
from kvit.core.netting import Netting, Open
from kvit.core.payment_day import BankDays
from kvit.ledger import open_items
from kvit.ledger.models import BankAccount, OpenItem
from kvit.parties import bank_details, suppliers
from kvit.parties.models import BankDetail, Party, VatCheck
from kvit.payables import discounts, holds
from kvit.payables.models import Bill, BillHold
from kvit.payments import discount_credits, run_papers
from kvit.payments.models import HELD, LIVE, EarlyOffer, OffsetItem, RunItem

CUTOFF = time(16)
LeftOut = dict[str, object]


@dataclass
class Gathered:
    """What may be paid, what is left out with the reasons, and the offers by the id of their item."""

    rows: list[RunItem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    offers: dict[str, list[Offer]] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """From which account, in which kind of file, for what is due until when."""

    account: BankAccount
    format: Format
    until: date


def gather(company: Company, wanted: Wanted, *, on: date) -> Gathered:
    """Everything that can be paid and is due or offers a discount until the day, credit notes held against bills."""
    found = Gathered()
    owed: dict[int, list[RunItem]] = defaultdict(list)
    rows_open = list(_open(company, until=wanted.until))
    held = holds.of_bills(company, [bill.pk for _, bill, _ in rows_open if bill is not None])
    for item, bill, offers in rows_open:
        party = suppliers.surviving(item.party)
        hold = None if bill is None else held.get(bill.pk)
        rule, facts, account = _judged(company, item, bill, wanted=wanted, on=on)
        if not rule and hold is not None and hold.held >= -item.balance:
            rule, facts = _all_held(item, hold)
        if rule:
            found.left_out.append(left_out_of(item, rule, facts))
            continue
        if item.balance > 0 and item.currency != wanted.account.currency:
            continue
        balance = Money(abs(item.balance), item.currency)
        row = RunItem(company=company, item=item, party=party, number=item.document_number, bank_detail=account)
        row.balance, row.pays, row.pay_on = balance.amount, Decimal(0), on
        row.held = Decimal(0) if hold is None else hold.held
        found.offers[item.public_id] = [] if row.held else offers  # an offer is for a whole bill
        owed[item.party_id].append(row)
    for rows in owed.values():
        found.rows += _payable(company, net(company, rows), wanted=wanted, left_out=found.left_out)
    return found


def net(company: Company, rows: Sequence[RunItem]) -> list[RunItem]:
    """The rows of one supplier with what each bill still pays; credit notes that no bill uses are not among them."""
    left = netted(company, rows).left
    kept = []
    for row in rows:
        is_credit = row.item.balance > 0
        row.pays = Decimal(0) if is_credit else left[row.item.public_id].amount
        take_off(row, percent=row.percent, until=row.until_on)
        if not is_credit or left[row.item.public_id].amount < row.balance:
            kept.append(row)
    return kept


def take_off(row: RunItem, *, percent: Decimal | None, until: date | None) -> None:
    """The row, which pays all that credit notes leave, less the discount on that; none where it comes to nothing."""
    taken = None if percent is None else taken_off(Money(row.pays, row.item.currency), percent=percent)
    if taken is None or until is None:
        row.discount, row.percent, row.until_on = Decimal(0), None, None
        return
    row.pays, row.discount = taken.payable.amount, taken.discount.amount
    row.percent, row.until_on, row.why = percent, until, "discount"


def netted(company: Company, rows: Sequence[RunItem]) -> Netting:
    """The credit notes among the rows of one supplier against its bills (`docs/rules/netting.md`)."""
    bills = _bills(company, [row.item for row in rows])
    numbers = {bills[row.item.document_id].number: row.item.public_id for row in rows if row.item.amount < 0}

    def as_open(row: RunItem) -> Open:
        of = numbers.get(bills[row.item.document_id].preceding, "") if row.item.amount > 0 else ""
        amount = Money(row.balance - row.held, row.item.currency)  # what is held is settled by nothing
        return Open(row.item.public_id, row.number, amount, row.item.due_on, of=of)

    credits = [as_open(row) for row in rows if row.item.amount > 0]
    owed = [as_open(row) for row in rows if row.item.amount < 0]
    return netting.netted(credits, owed, currency=rows[0].item.currency)


def bank_days(company: Company, currency: str, *, on: date) -> tuple[BankDays, date]:
    """When our bank works, and the first day on which it takes an order given on that day."""
    place = calendar.TARGET if currency == "EUR" else company.country
    closed = calendar.closed_days(place, since=on - timedelta(days=400), until=on + timedelta(days=800))
    bank = BankDays(closed, CUTOFF)
    return bank, bank.first(on, at=time(0))


def trusted_account(company: Company, bill: Bill, party: Party, *, on: date) -> BankDetail | None:
    """The account that a bill is paid to: each that it names must be trusted; else the one confirmed last."""
    usable = bank_details.usable(company, party, on=on)
    by_iban = {one.iban: one for one in usable}
    if any(iban not in by_iban for iban in bill.ibans):
        return None
    return by_iban[bill.ibans[0]] if bill.ibans else next(iter(usable), None)


def _open(company: Company, *, until: date) -> Iterable[tuple[OpenItem, Bill | None, list[Offer]]]:
    """Bills that are due or offer something until the day, and every credit note, with the bill that each is of.

    An offer is for a whole bill: it stands only while nothing of it is settled. One of ours that its supplier accepted
    is for all that was open of it then.
    """
    open_ones = open_items.of_suppliers(company).exclude(balance=0).exclude(document_kind="payment")
    items = list(open_ones.select_related("party__merged_into").order_by("due_on", "pk"))
    bills = _bills(company, items)
    offered = discounts.standing(company, list(bills.values()))
    accepted = EarlyOffer.objects.filter(company=company, item__in=items, status="accepted")
    promised = {one.item_id: Offer(one.percent, one.pay_on) for one in accepted}
    found: list[tuple[OpenItem, Bill | None, list[Offer]]] = []
    for item in items:
        bill = bills.get(item.document_id) if item.document_kind == "bill" else None
        offers = offered.get(bill.pk, []) if bill is not None and item.balance < 0 else []
        if item.balance != item.amount:
            offers = [one for one in offers if one == promised.get(item.pk)]
        if item.balance > 0 or item.due_on <= until or any(one.until <= until for one in offers):
            found.append((item, bill, offers))
    return found


def _bills(company: Company, items: Iterable[OpenItem]) -> dict[int, Bill]:
    return Bill.objects.filter(company=company, status="approved").in_bulk([one.document_id for one in items])


def _judged(
    company: Company, item: OpenItem, bill: Bill | None, *, wanted: Wanted, on: date
) -> tuple[str, dict[str, Fact], BankDetail | None]:
    """The rule that keeps it out of the run, if there is one, else the account it is paid to."""
    live = RunItem.objects.filter(company=company, item=item, status__in=LIVE).select_related("run").first()
    if live is not None:
        return "run.in_another", {"run": live.run.public_id}, None
    held = OffsetItem.objects.filter(company=company, item=item, status=HELD).select_related("offset").first()
    if held is not None:
        return "run.in_offset", {"offset": held.offset.public_id}, None
    if bill is None:
        return ("run.not_approved", {}, None) if item.balance < 0 else ("", {}, None)
    if item.balance > 0:
        is_known = discount_credits.of_credit(company, item, number=bill.preceding) is not None
        return ("run.credits_a_discount", {"number": bill.preceding}, None) if is_known else ("", {}, None)
    if item.currency != wanted.account.currency:
        return "run.other_currency", {"currency": item.currency, "wanted": wanted.account.currency}, None
    party = suppliers.surviving(item.party)
    asked = VatCheck.objects.filter(company=company, party=party).exclude(answer="unknown").order_by("-pk").first()
    if asked is not None and asked.answer == "invalid":
        return "run.vat_invalid", {"vat_id": asked.vat_id}, None
    account = trusted_account(company, bill, party, on=on)
    if account is None:
        rule = "run.account_unconfirmed" if bill.ibans else "run.no_account"
        return rule, {"iban": ", ".join(bill.ibans)}, None
    return "", {}, account


def _all_held(item: OpenItem, hold: BillHold) -> tuple[str, dict[str, Fact]]:
    held = format_plain(-item.balance, item.currency)
    return "run.part_held", {"held": held, "currency": item.currency, "until": hold.until_on.isoformat()}


def _payable(company: Company, rows: list[RunItem], *, wanted: Wanted, left_out: list[LeftOut]) -> list[RunItem]:
    """The rows that the bank's format can say; where one cannot be paid, the others are netted anew without it."""
    payer = run_papers.payer(company, wanted.account)
    for row in rows:
        if not row.pays:
            continue
        said = errors(run_papers.findings_of(company, row, payer=payer, format=wanted.format))
        if said:
            left_out.append(left_out_of(row.item, said[0].rule, said[0].facts))
            rest = [one for one in rows if one is not row]
            return _payable(company, net(company, rest), wanted=wanted, left_out=left_out) if rest else []
    return rows if any(row.item.balance < 0 for row in rows) else []


def formats(account: BankAccount) -> list[Format]:
    """The kinds of files that the account can be paid from."""
    return run_file.possible(account.iban, account.currency)


def left_out_of(item: OpenItem, rule: str, facts: dict[str, Fact]) -> LeftOut:
    """What is kept of a bill that is not paid, and why."""
    return {
        "item": item.public_id,
        "document_id": item.document_id,
        "supplier": item.party.name,
        "number": item.document_number,
        "amount": format_plain(-item.balance, item.currency),
        "currency": item.currency,
        "due_on": item.due_on.isoformat(),
        "rule": rule,
        "facts": facts,
    }
