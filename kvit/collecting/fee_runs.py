"""Late fees by themselves: once a document is paid, and for each month that is over while it is not."""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kvit.collecting import fee_papers, late_fees, owed_fees, papers, policies, proposals, queries
from kvit.collecting.models import LateFee, LateFeePolicy
from kvit.collecting.owed_fees import Asked, Chargeable
from kvit.companies.autopilot import AUTO, OFF
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.events.models import Event
from kvit.ledger import rates
from kvit.parties.models import Party

AUTOMATION = "late_fees"
log = logging.getLogger(__name__)


@dataclass
class Charging:
    """What a day left: charges issued, customers put before a person, those whose charge was refused."""

    issued: list[LateFee] = field(default_factory=list)
    proposed: list[Party] = field(default_factory=list)
    refused: list[tuple[Party, Refused]] = field(default_factory=list)


def run(company: Company, *, on: date) -> Charging:
    """Charge or propose what is due for it; twice is once. Nothing while the policy is off, which it is at first."""
    done = Charging()
    policy = policies.of(company)
    found: dict[Party, list[Chargeable]] = {}
    if policy.level != OFF:
        found = _due(company, policy, on=on)
    by = automation(AUTOMATION, company)
    if policy.level != AUTO:
        done.proposed = proposals.put(company, found, by=by, on=on)
        return done
    for party, mine in found.items():
        asked = Asked(on, items=frozenset(one.item.public_id for one in mine))
        try:
            issued = late_fees.issue(company, party, asked, by=by, on=on, by_itself=True)
        except Refused as refused:
            if refused.code == "late_fee.nothing":  # somebody else was first: that is no failure
                continue
            log.warning("late fees of %s in %s: %s", party.public_id, company.public_id, refused)
            done.refused.append((party, refused))
            continue
        done.issued += issued
    return done


def on_issued(event: Event) -> Callable[[], None] | None:
    """What follows when a charge went out by itself: its mail, once. A person mails what they charged themselves.

    Who has no address gets none, and the charge stands all the same.
    """
    if (event.actor_kind, event.actor_name) != ("automation", AUTOMATION):
        return None
    company = Company.objects.get(pk=event.company_id or 0)
    row = queries.late_fee(company, event.subject_public_id)
    if hasattr(row, "reversed_by"):
        return None
    by = automation(AUTOMATION, company)
    return papers.first(company, fee_papers.paper_of(company, row), by=by, on=event.acted_on)


def _due(company: Company, policy: LateFeePolicy, *, on: date) -> dict[Party, list[Chargeable]]:
    """What goes by itself: nothing that is spared, nothing that comes to less than the least."""
    found: dict[Party, list[Chargeable]] = defaultdict(list)
    for one in owed_fees.of(company, Asked(on), by_itself=True):
        if one.fees:
            found[one.item.party].append(one)
    return {
        party: mine for party, mine in found.items() if _worth(company, owed_fees.sums(mine), on=on) >= policy.least
    }


def _worth(company: Company, sums: Sequence[Money], *, on: date) -> Decimal:
    return sum((rates.exchange(company, one.currency, on=on).worth(one.amount) for one in sums), Decimal(0))
