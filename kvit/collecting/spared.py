"""What no automation charges for being late; a person still may (`docs/rules/late-fees.md`)."""

from collections.abc import Sequence
from datetime import date

from kvit.arrangements import queries as arranged
from kvit.arrangements.models import PlanItem
from kvit.collecting.models import LateFeeLine
from kvit.companies.models import Company
from kvit.core import dunning, late_fees
from kvit.core.dunning import Procedure
from kvit.dunning import queries as reminders
from kvit.dunning import sent_back, situation
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party

NO_MATTER = frozenset({dunning.TO_POST})
"""What holds a reminder back and no charge: a letter of ours that nobody posted yet."""


def items(company: Company, late: Sequence[OpenItem], *, party: Party | None = None, on: date) -> set[int]:
    """The keys of those that rest on the day, are disputed, in a plan, or of which the money went back; that a mistake
    of our own is on; and of the open ones those of which no reminder might go, or that the bank may know to be paid.

    `party` is the one whose items they are, where it is one.
    """
    return {
        *reminders.paused(company, late, on=on),
        *arranged.disputed(company, late),
        *sent_back.brakes(company, late),
        *_planned(company, late, on=on),
        *situation.our_mistakes(company, late),
        *_held(company, party, on=on),
    }


def taken_back(company: Company, late: Sequence[OpenItem]) -> set[tuple[int, str]]:
    """What a person took back once, by item and rule: it is theirs from then on."""
    lines = LateFeeLine.objects.filter(company=company, item__in=[one.pk for one in late], live=False)
    return set(lines.values_list("item_id", "rule"))


def _planned(company: Company, late: Sequence[OpenItem], *, on: date) -> set[int]:
    """In a plan that holds on the day, or that was kept to its end: its days were granted."""
    holding = arranged.holding(company, late)
    kept = PlanItem.objects.filter(
        company=company, item__in=[one.pk for one in late], plan__status="completed", plan__decided_on__isnull=False
    )
    return {
        *(key for key, until in holding.items() if until is None or until >= on),
        *kept.values_list("item_id", flat=True),
    }


def _held(company: Company, party: Party | None, *, on: date) -> set[int]:
    """The open ones that hold a reminder back, and those for whose last day to be charged the bank has no figures."""
    found = situation.of(company, party=party)
    last = late_fees.full_months(on)
    keys = set()
    for debtor in found.debtors:
        stops = dunning.held(debtor, on=on, bank_on=found.bank_on)
        for owed in debtor.owed:
            held = any(one.reason not in NO_MATTER for one in stops[owed.key])
            if held or not _reaches(owed.procedure, found.bank_on, last):
                keys.add(owed.key)
    return keys


def _reaches(procedure: Procedure, bank_on: date | None, last: date) -> bool:
    """Whether the bank has told of every day up to the last; so too where nobody looks at its figures."""
    return procedure.bank_days is None or (bank_on is not None and bank_on >= last)
