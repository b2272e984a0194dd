"""Lines that are a payment which a person recorded before the statement came: tied to it, never booked twice."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from kvit.banking.models import Match, Proposal, StatementLine
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.formats.statement import account_of
from kvit.core.matching import proposals as matching
from kvit.core.matching.names import is_payer
from kvit.core.permissions import Actor
from kvit.parties import ibans
from kvit.payments import incoming
from kvit.payments.models import Payment, TakenBack

KIND = "recorded"
SIGNS = {"in": 1, "back": 1, "out": -1, "refund": -1}
"""Which way money of each direction moves an account."""
TIED = ("in", "back", "refund")
"""What a person records beside the bank; what went out to suppliers is of runs, or made by its line."""
DAYS_APART = timedelta(days=10)
"""A payment recorded so many days before or after the bank booked it may be the line."""
LIKELY, POSSIBLE = Decimal("0.95"), Decimal("0.50")
MOST = 5
Key = tuple[int | None, str, Decimal]


class Untied:
    """The payments recorded by hand of which no line is known yet; read once for many lines."""

    def __init__(self, company: Company, lines: Sequence[StatementLine]) -> None:
        self._company = company
        self._by_money: defaultdict[Key, list[Payment]] = defaultdict(list)
        if not lines:
            return
        days = [line.booked_on for line in lines]
        near = by_hand(company).filter(paid_on__range=(min(days) - DAYS_APART, max(days) + DAYS_APART))
        held = _of_splits(company)
        for one in near.select_related("party", "bank_account").order_by("paid_on", "pk"):
            if one.public_id not in held:
                self._by_money[moved(one)].append(one)

    def of(self, line: StatementLine) -> list[Payment]:
        """Those that may be the line: its account, currency, amount and direction, and not many days apart."""
        found = self._by_money.get((line.bank_account_id, line.currency, line.amount), [])
        return [one for one in found if abs(one.paid_on - line.booked_on) <= DAYS_APART]

    def judged(self, line: StatementLine, ranked: Sequence[matching.Proposal]) -> list[matching.Proposal]:
        """What else may settle the line is not sure, and says so, where its party's payment may be recorded already."""
        parties = {one.party.public_id for one in self.of(line)}
        return [
            replace(one, is_sure=False, reasons=(*one.reasons, "match.recorded_before"))
            if parties & {item.party for item, _ in one.items}
            else one
            for one in ranked
        ]

    def proposals(self, line: StatementLine, known_ibans: Mapping[str, Collection[str]]) -> list[Proposal]:
        """That the line is one of them, the likeliest first; a person says so."""
        holders = known_ibans.get(account_of(line.counterparty_iban), ()) if line.counterparty_iban else ()
        made = [_proposal(line, one, holders) for one in self.of(line)]
        return sorted(made, key=lambda one: -one.confidence)[:MOST]


def among(found: Sequence[Proposal], own: Sequence[Proposal]) -> list[Proposal]:
    """What was found with these among it: before it where the payer is the same, else after it."""
    likely = [one for one in own if one.confidence == LIKELY]
    return [*likely, *found, *(one for one in own if one.confidence != LIKELY)]


def tie(company: Company, line: StatementLine, payment: Payment, *, by: Actor, on: date) -> Payment:
    """The payment, under lock, that the line, under lock, is.

    Refuses `payment.not_this_line` where the bank moved something else, `payment.taken_back`, and `payment.other_line`
    where a line has made it or is tied to it.
    """
    row = Payment.objects.select_for_update(of=("self",)).select_related("party", "bank_account")
    held = row.filter(company=company, pk=payment.pk).first()
    if held is None:
        raise Refused("payment.unknown", payment=payment.public_id)
    if TakenBack.objects.filter(payment=held).exists():
        raise Refused("payment.taken_back", payment=held.public_id)
    if Match.objects.filter(payment=held, undone=False).exists() or held.public_id in _of_splits(company):
        raise Refused("payment.other_line")
    same = moved(held) == (line.bank_account_id, line.currency, line.amount)
    if not same or not by_hand(company).filter(pk=held.pk).exists():
        raise Refused("payment.not_this_line")
    if line.counterparty_iban and held.direction == "in":
        ibans.learn(company, held.party, iban=line.counterparty_iban, on=on)
    return held


def book(
    company: Company, line: StatementLine, proposed: Proposal, *, by: Actor, on: date
) -> tuple[Payment, list[str]]:
    """Tie the line to the payment that was proposed; nothing else is booked."""
    assert proposed.payment is not None, "a line is tied to a payment"
    return tie(company, line, proposed.payment, by=by, on=on), []


def by_hand(company: Company) -> QuerySet[Payment]:
    """The payments through a bank that stand, and that no line and no gateway moved."""
    made_elsewhere = Q(external_id__contains=incoming.OF_DEBITS)
    for begins in incoming.OF_GATEWAYS:
        made_elsewhere |= Q(external_id__startswith=begins)
    found = Payment.objects.filter(company=company, method="bank", direction__in=TIED, taken_back=None)
    tied = Match.objects.filter(company=company, undone=False).values("payment_id")
    return found.exclude(made_elsewhere).exclude(pk__in=tied)


def _of_splits(company: Company) -> set[str]:
    """The further payments that lines made: of one that pays many."""
    kept = Match.objects.filter(company=company, undone=False).exclude(others=[]).values_list("others", flat=True)
    return {public_id for some in kept for public_id in some}


def moved(payment: Payment) -> Key:
    """What the bank shows of the payment: the account, its currency, the amount with its sign, less what it kept."""
    bank, amount, currency = payment.bank_account, payment.amount, payment.currency
    if bank is not None and payment.bank_amount is not None and bank.currency != currency:
        amount, currency = payment.bank_amount, bank.currency
    return payment.bank_account_id, currency, SIGNS[payment.direction] * amount - payment.fee


def _proposal(line: StatementLine, one: Payment, holders: Collection[str]) -> Proposal:
    payer = ["match.account"] if one.party.public_id in holders else []
    if not payer and is_payer(line.counterparty_name, one.party.name):
        payer = ["match.name"]
    return Proposal(
        company_id=line.company_id,
        line=line,
        rank=1,
        items=[],
        difference=Decimal(0),
        kind=KIND,
        confidence=LIKELY if payer else POSSIBLE,
        reasons=["match.recorded", *payer],
        payment=one,
    )
