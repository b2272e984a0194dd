"""Letters that ask whether a balance is right: one for each party and day; what they answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from kvit.collecting import balances
from kvit.collecting.balances import Open
from kvit.collecting.models import BalanceLetter
from kvit.companies import series
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.receivables import invoices, semantic

KIND = "balance_letter"
PATTERN = "BL-{year}-{n:05}"
DAYS_TO_ANSWER = 14


@dataclass(frozen=True)
class Answer:
    """What the party says: that it is right, or their own balances by currency, and a note."""

    agrees: bool
    said: Mapping[str, Decimal] = field(default_factory=dict)
    note: str = ""


def make_all(company: Company, *, balance_on: date, by: Actor, on: date) -> list[BalanceLetter]:
    """A letter to everybody with whom something was open at the end of the day, who was not asked about it yet."""
    require(by, "balance_letter.make", company)
    _require_over(balance_on, on=on)
    asked = set(BalanceLetter.objects.filter(company=company, balance_on=balance_on).values_list("party_id", flat=True))
    found = balances.at(company, on=balance_on)
    parties = Party.objects.filter(company=company, pk__in=set(found) - asked).order_by("name", "pk")
    return [_made(company, party, found[party.pk], balance_on=balance_on, by=by, on=on) for party in parties]


def make(company: Company, party: Party, *, balance_on: date, by: Actor, on: date) -> BalanceLetter:
    """Write down what was open with the party at the end of the day, under the next number.

    Refuses `balance_letter.made` for the second time, `balance_letter.in_future`, `balance_letter.nothing`.
    """
    require(by, "balance_letter.make", company)
    _require_over(balance_on, on=on)
    rows = balances.at(company, on=balance_on, party=party.pk).get(party.pk, [])
    return _made(company, party, rows, balance_on=balance_on, by=by, on=on)


@transaction.atomic
def answer(company: Company, letter: BalanceLetter, given: Answer, *, by: Actor, on: date) -> BalanceLetter:
    """Note what they answered, once. Refuses `balance_letter.answered`; `field.missing` for a difference of none."""
    require(by, "balance_letter.answer", company)
    row = (
        BalanceLetter.objects.select_for_update(of=("self",)).select_related("party").get(company=company, pk=letter.pk)
    )
    if row.answer:
        raise Refused("balance_letter.answered", number=row.number)
    if not given.agrees and not given.said and not given.note.strip():
        raise Refused("field.missing", field="said")
    wrong = next((currency for currency in given.said if currency not in row.sums), None)
    if wrong is not None:
        raise Refused("field.bad_value", field="said", value=wrong[:3], wanted=", ".join(row.sums))
    row.answer, row.answered_on = "agreed" if given.agrees else "differs", on
    row.said = {currency: str(amount) for currency, amount in given.said.items()}
    row.note = given.note.strip()[:400]
    row.save(update_fields=["answer", "answered_on", "said", "note"])
    facts = {"number": row.number, "party": row.party.name, "answer": row.answer, "said": row.said}
    events.record("balance_letter.answered", row, by=by, on=on, facts=facts)
    return row


def differences(row: BalanceLetter) -> dict[str, Decimal]:
    """Their balance less ours, by currency, where they said one."""
    return {currency: Decimal(said) - Decimal(row.sums[currency]) for currency, said in row.said.items()}


def _require_over(balance_on: date, *, on: date) -> None:
    if balance_on >= on:
        raise Refused("balance_letter.in_future", on=balance_on.isoformat())


@transaction.atomic
def _made(
    company: Company, party: Party, rows: Sequence[Open], *, balance_on: date, by: Actor, on: date
) -> BalanceLetter:
    """The letter over what was open, which a past day keeps; the party is held, so that it gets one."""
    Party.objects.select_for_update(of=("self",)).get(company=company, pk=party.pk)
    before = BalanceLetter.objects.filter(company=company, party=party, balance_on=balance_on).first()
    if before is not None:
        raise Refused("balance_letter.made", party=party.name, on=balance_on.isoformat(), number=before.number)
    if not rows:
        raise Refused("balance_letter.nothing", party=party.name, on=balance_on.isoformat())
    accounts = invoices.accounts_of(company)
    row = BalanceLetter.objects.create(
        company=company,
        party=party,
        number=series.next_of(company, KIND, pattern=PATTERN, on=on),
        balance_on=balance_on,
        sums={currency: str(amount) for currency, amount in balances.sums(rows).items()},
        lines=_lines(rows),
        language=correspondence.language_of(company, party),
        ours=semantic.seller_snapshot(company, iban=next(iter(accounts.values()), "")),
        theirs=semantic.buyer_snapshot(party),
        made_on=on,
        answer_by_on=on + timedelta(days=DAYS_TO_ANSWER),
    )
    facts = {"number": row.number, "party": party.name, "balance_on": balance_on.isoformat(), "sums": row.sums}
    events.record("balance_letter.made", row, by=by, on=on, facts=facts)
    return row


def _lines(rows: Sequence[Open]) -> list[dict[str, str]]:
    return [
        {
            "number": one.item.document_number,
            "kind": one.item.document_kind,
            "on": one.item.opened_on.isoformat(),
            "due_on": one.item.due_on.isoformat(),
            "currency": one.item.currency,
            "amount": str(one.item.amount),
            "balance": str(one.balance),
        }
        for one in rows
    ]
