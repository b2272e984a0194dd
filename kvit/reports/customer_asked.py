"""What a customer is asked for now, and how it is paid by transfer: `docs/rules/online-payments.md`, "By transfer"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from kvit.archive.codes import LONGEST_TEXT, epc_code, svg, zbp_code
from kvit.archive.pages.payment import SPLIT, in_groups
from kvit.arrangements import queries as arranged
from kvit.arrangements import standing
from kvit.arrangements.models import Plan
from kvit.checkouts import payable
from kvit.companies.models import Company
from kvit.core import instalments
from kvit.core.formatting import format_plain
from kvit.core.money import Money, total
from kvit.ledger.models import BankAccount
from kvit.receivables.models import Invoice
from kvit.reports.customer_account import Owed


@dataclass(frozen=True)
class Due:
    """What of a plan is to be paid next: all that came due of it, else its first instalment to come."""

    plan: Plan
    amount: Money
    due_on: date


@dataclass(frozen=True)
class Sum:
    """One currency: what is asked for now, all that is owed, and the documents of the first."""

    asked: Money
    whole: Money
    numbers: Sequence[str]

    @property
    def currency(self) -> str:
        return self.whole.currency


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """What a bank's form asks: whose account, which, how much and what for; `code` for a phone, where there is one."""

    to: str
    account: str
    bank: str
    amount: Money
    reference: str
    code: SafeString | None

    @property
    def currency(self) -> str:
        return self.amount.currency

    @property
    def groups(self) -> str:
        """The IBAN as it is read."""
        return in_groups(self.account)

    @property
    def figure(self) -> str:
        """The amount as banks' forms take it: 1234.50."""
        return format_plain(self.amount.amount, self.currency)


def next_of(plans: Sequence[Plan], *, on: date) -> list[Due]:
    """What is to be paid next of each plan that was agreed."""
    found = []
    for plan in plans:
        disputed = arranged.disputed(plan.company, standing.items_of([plan]))
        now = instalments.asked_now(standing.parts_of(plan), standing.settled_of(plan, disputed), on=on)
        if plan.status == "agreed" and now is not None:
            found.append(Due(plan, now.amount, now.due_on))
    return found


def sums(owed: Sequence[Owed], due: Sequence[Due]) -> list[Sum]:
    """By currency: of what is in no plan all but what is disputed, of plans what is next. What is collected or
    whose payment is being checked is not asked for again."""
    return [_sum([one for one in owed if one.currency == each], due, each) for each in _currencies(owed)]


def of_document(company: Company, owed: Sequence[Owed], *, on: date) -> list[Sum]:
    """Of one document, given what is open of it: what is asked for now. Of a plan that was agreed, what it asks of this
    document next; of one that we think about, or of which money is under way, nothing, and then there is no sum."""
    named = {one.plan for one in owed if one.plan}
    plans = [arranged.find_plan(company, one) for one in sorted(named)]
    busy = {one.plan for one in owed if _is_coming(one)}
    agreed = [plan for plan in plans if plan.status == "agreed" and plan.public_id not in busy]
    parts = [payable.instalment(company, plan, on=on) for plan in agreed]
    free, found = [one for one in owed if not one.plan], []
    for each in _currencies(owed):
        now = [part[one.id] for one in owed if one.currency == each for part in parts if one.id in part]
        mine = _sum([one for one in free if one.currency == each], (), each)
        if now or mine.numbers or not named:
            numbers = [one.number for one in owed if one.currency == each]
            whole = total((one.balance for one in owed if one.currency == each), each)
            found.append(Sum(total((mine.asked, *now), each), whole, list(dict.fromkeys(numbers))))
    return found


def transfers(company: Company, rows: Sequence[Sum]) -> list[Transfer]:
    """How each currency in which something is asked for is transferred, to the main account that customers are told of
    in it. A currency without one has none."""
    accounts = {one.currency: one for one in BankAccount.objects.filter(company=company, is_main=True, is_shown=True)}
    return [_transfer(company, row, accounts[row.currency]) for row in rows if row.asked and row.currency in accounts]


def _currencies(owed: Sequence[Owed]) -> list[str]:
    return sorted({one.currency for one in owed})


def _sum(owed: Sequence[Owed], due: Sequence[Due], currency: str) -> Sum:
    free = [one for one in owed if not one.plan and one.asked and not _is_coming(one)]
    busy = {one.plan for one in owed if _is_coming(one)}
    coming = [one for one in due if one.amount.currency == currency and one.plan.public_id not in busy]
    planned = {one.plan.public_id for one in coming}
    numbers = [one.number for one in owed if one in free or one.plan in planned]
    asked = total((*(one.asked for one in free), *(one.amount for one in coming)), currency)
    return Sum(asked, total((one.balance for one in owed), currency), list(dict.fromkeys(numbers)))


def _is_coming(one: Owed) -> bool:
    """Whether its money is on the way by our own act or a payment being checked; a page begun may be left."""
    return one.charge_on is not None or (one.is_under_way and not one.page)


def _transfer(company: Company, row: Sum, account: BankAccount) -> Transfer:
    reference = ", ".join(row.numbers)
    return Transfer(
        to=company.name,
        account=account.iban,
        bank=account.bank_name,
        amount=row.asked,
        reference=reference,
        code=_code(company, row, account, reference),
    )


def _code(company: Company, row: Sum, account: BankAccount, reference: str) -> SafeString | None:
    """The code of the standard for the currency; none where it cannot name every document whole."""
    amount = row.asked.amount
    made = None
    if row.currency == "EUR" and len(reference) <= LONGEST_TEXT:
        made = epc_code(amount, beneficiary=company.name, iban=account.iban, text=reference, bic=account.bic)
    elif row.currency == "PLN" and not _is_split(company, row.numbers):
        nip = company.vat_id.removeprefix("PL")
        made = zbp_code(amount, recipient=company.name, account=account.iban, title=reference, nip=nip)
    return None if made is None else SafeString(svg(made))


def _is_split(company: Company, numbers: Sequence[str]) -> bool:
    """Whether one of the documents must be paid in two parts (art. 108a ustawy o VAT), for which there is no code."""
    rows = Invoice.objects.filter(company=company, status="issued", number__in=numbers)
    return any(one["predicate"] == SPLIT for mentions in rows.values_list("mentions", flat=True) for one in mentions)
