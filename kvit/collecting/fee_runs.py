"""Late fees by themselves: once a document is paid, and for each month that is over while it is not."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kvit.collecting import fee_papers, late_fees, owed_fees, policies, proposals
from kvit.collecting.models import LateFee, LateFeePolicy
from kvit.collecting.owed_fees import Asked, Chargeable
from kvit.companies.autopilot import AUTO, OFF
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.dunning import queries as pauses
from kvit.ledger import rates
from kvit.parties.models import Party
from kvit.receivables import queries as documents

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
            issued = late_fees.issue(company, party, asked, by=by, on=on, by_month=True)
        except Refused as refused:
            log.warning("late fees of %s in %s: %s", party.public_id, company.public_id, refused)
            done.refused.append((party, refused))
            continue
        done.issued += issued
        for row in issued:
            _mail(company, row, by=by, on=on)
    return done


def _due(company: Company, policy: LateFeePolicy, *, on: date) -> dict[Party, list[Chargeable]]:
    """What goes by itself: nothing that rests or that we are correcting, nothing that comes to less than the least."""
    chargeable = [one for one in owed_fees.of(company, Asked(on), by_month=True) if one.fees]
    correcting = documents.being_corrected(company, [one.item.document_id for one in chargeable])
    found: dict[Party, list[Chargeable]] = defaultdict(list)
    for one in chargeable:
        if one.item.document_id not in correcting:
            found[one.item.party].append(one)
    return {
        party: mine
        for party, mine in found.items()
        if not pauses.pauses_of(company, party) and _worth(company, owed_fees.sums(mine), on=on) >= policy.least
    }


def _worth(company: Company, sums: Sequence[Money], *, on: date) -> Decimal:
    return sum((rates.exchange(company, one.currency, on=on).worth(one.amount) for one in sums), Decimal(0))


def _mail(company: Company, row: LateFee, *, by: Actor, on: date) -> None:
    """The mail with it; who has no address gets none, and the charge stands all the same."""
    try:
        fee_papers.send(company, row, by=by, on=on)
    except Refused as refused:
        log.warning("the mail of %s: %s", row.number, refused)
