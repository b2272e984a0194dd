"""What a customer sees in the portal of their own account: `docs/rules/online-payments.md`.

Names of colleagues, notes and other customers are never among it: only what stands here leaves.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kvit.arrangements import queries as arranged
from kvit.checkouts import early, saved_queries
from kvit.checkouts.models import Checkout, CheckoutItem
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.money import Money, total
from kvit.debits import queries as debits
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.receivables.models import Invoice

NEWEST = 200


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One open item: `invoice` is the id of its document, empty where it was issued elsewhere; `page` where a payment
    that was begun goes on; `is_under_way` while nobody knows yet whether it was, or while it is collected, on
    `collect_on`; `charge_on` when a saved way of paying is charged for it; `disputed` what of it is not asked for;
    `discount` what who pays all of it online until `discount_until` pays less; `plan` the id of the live payment plan
    that it is in."""

    id: str
    invoice: str
    number: str
    due_on: date
    balance: Money
    days_late: int
    page: str
    is_under_way: bool
    collect_on: date | None
    charge_on: date | None
    disputed: Money | None
    discount: Money | None
    discount_until: date | None
    plan: str

    @property
    def is_asked_for(self) -> bool:
        """Whether something of it is to be paid now; what is in a plan is paid by its instalments."""
        return not self.plan and self.can_be_paid

    @property
    def is_free(self) -> bool:
        """Whether nothing is said or done about it: neither disputed, nor in a plan, nor being paid."""
        return self.disputed is None and not self.plan and not self.is_under_way

    @property
    def can_be_paid(self) -> bool:
        """Whether a payment of it can be begun, in place of one whose page is still open too."""
        return (bool(self.page) or not self.is_under_way) and self.asked.amount > 0

    @property
    def asked(self) -> Money:
        """All of it but what is disputed."""
        return self.balance - self.disputed if self.disputed else self.balance

    @property
    def asked_early(self) -> Money:
        """What who pays it online now is asked for."""
        return self.asked - self.discount if self.discount else self.asked

    @property
    def currency(self) -> str:
        return self.balance.currency


@dataclass(frozen=True)
class Line:
    """One document or payment of the account, with what was owed after it."""

    on: date
    kind: str
    number: str
    amount: Money
    left: Money


def owed(company: Company, party: Party, *, on: date) -> list[Owed]:
    """What the customer owes, the oldest due first."""
    items = list(open_items.owed(company, party=party)[:NEWEST])
    keys = [item.document_id for item in items if item.document_kind == "invoice"]
    documents = dict(Invoice.objects.filter(company=company, pk__in=keys).values_list("pk", "public_id"))
    live = CheckoutItem.objects.filter(company=company, item__in=items, is_live=True).select_related("checkout")
    begun = {one.item_id: one.checkout for one in live}
    collected, charged = debits.collected_on(company, items), saved_queries.planned(company, items)
    disputed, plans = arranged.disputed(company, items), arranged.plan_ids(company, items)
    free = {item.pk: item.balance for item in items if item.pk not in disputed and item.pk not in plans}
    off = early.offers(items, free, on=on)
    return [
        Owed(
            id=item.public_id,
            invoice=documents.get(item.document_id, "") if item.document_kind == "invoice" else "",
            number=item.document_number,
            due_on=item.due_on,
            balance=Money(item.balance, item.currency),
            days_late=max((on - item.due_on).days, 0),
            page=begun[item.pk].page if item.pk in begun else "",
            is_under_way=item.pk in begun or item.pk in collected,
            collect_on=collected.get(item.pk),
            charge_on=charged.get(item.pk),
            disputed=disputed.get(item.pk),
            discount=Money(off[item.pk], item.currency) if item.pk in off else None,
            discount_until=item.discount_until if item.pk in off else None,
            plan=plans.get(item.pk, ""),
        )
        for item in items
    ]


def first_choice(rows: Sequence[Owed]) -> list[str]:
    """What is ticked at first, by its ids: what is asked for in the currency of the oldest; else all that can be
    paid in it."""
    asked = [one for one in rows if one.is_asked_for] or [one for one in rows if one.can_be_paid]
    return [one.id for one in asked if one.currency == asked[0].currency]


def summary(company: Company, party: Party) -> dict[str, list[Line]]:
    """By currency: what was billed, credited and paid, in the order of its days, with what was left after each.

    A document whose parts add up to nothing moved nothing.
    """
    found: dict[tuple[str, str, int], list[OpenItem]] = defaultdict(list)
    for item in open_items.of_customers(company).filter(party=party).order_by("opened_on", "pk"):
        found[item.currency, item.document_kind, item.document_id].append(item)
    accounts: dict[str, list[Line]] = defaultdict(list)
    for (currency, kind, _), parts in found.items():
        amount = total((Money(part.amount, currency) for part in parts), currency)
        if amount:
            lines = accounts[currency]
            left = (lines[-1].left if lines else Money.zero(currency)) + amount
            lines.append(Line(parts[0].opened_on, kind, parts[0].document_number, amount, left))
    return dict(accounts)


def invoice(company: Company, party: Party, public_id: str) -> Invoice:
    """The customer's issued document of that id. Refuses `invoice.unknown` for every other, be there one or not."""
    records = linked.merged(company, party)
    rows = Invoice.objects.filter(company=company, party__in=records, status="issued", public_id=public_id)
    row = rows.select_related("party", "corrects").first()
    if row is None:
        raise Refused("invoice.unknown", invoice=public_id[:40])
    return row


def amount_of(checkout: Checkout) -> Money:
    """What the checkout is for."""
    return Money(checkout.amount, checkout.currency)
