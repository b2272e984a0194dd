"""Set-offs with a party, of what it owes and nothing speaks against (`docs/rules/netting.md`)."""

from collections.abc import Iterable
from datetime import date

from kvit.arrangements import queries as arranged
from kvit.checkouts import queries as checkouts
from kvit.companies.models import Company
from kvit.core.permissions import Actor
from kvit.debits import queries as debits
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.payments import offsets
from kvit.payments.models import Offset
from kvit.payments.offsets import Wanted


def propose(company: Company, party: Party, *, wanted: Wanted, by: Actor, on: date) -> Offset:
    """Propose it of what is not disputed, in no plan, not being paid and not being collected.

    Refuses what `offsets.propose` refuses.
    """
    owed = open_items.owed(company).filter(party__in=linked.records(company, party))
    return offsets.propose(company, party, wanted=wanted, by=by, on=on, resting=_resting(company, owed))


def sign(company: Company, offset: Offset, *, by: Actor, on: date) -> Offset:
    """Sign it while that still holds. Refuses what `offsets.sign` refuses."""
    owed = open_items.owed(company).filter(pk__in=offset.items.values("item"))
    return offsets.sign(company, offset, by=by, on=on, resting=_resting(company, owed))


def _resting(company: Company, owed: Iterable[OpenItem]) -> set[int]:
    items = list(owed)
    return {
        *arranged.disputed(company, items),
        *arranged.plan_ids(company, items),
        *checkouts.under_way(company, items),
        *debits.under_collection(company, items),
    }
