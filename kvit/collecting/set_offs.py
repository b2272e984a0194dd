"""Set-offs with a party, of what it owes and nothing speaks against (`docs/rules/netting.md`)."""

from collections.abc import Sequence
from datetime import date

from kvit.arrangements import queries as arranged
from kvit.checkouts import queries as checkouts
from kvit.companies.models import Company
from kvit.core.permissions import Actor
from kvit.debits import queries as debits
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.payments import offsets
from kvit.payments.models import Offset
from kvit.payments.offsets import Wanted


def propose(company: Company, party: Party, *, wanted: Wanted, by: Actor, on: date) -> Offset:
    """Propose it of what is not disputed, in no plan, not being paid and not being collected.

    Refuses what `offsets.propose` refuses.
    """
    return offsets.propose(company, party, wanted=wanted, by=by, on=on, resting=_resting)


def sign(company: Company, offset: Offset, *, by: Actor, on: date) -> Offset:
    """Sign it while that still holds. Refuses what `offsets.sign` refuses."""
    return offsets.sign(company, offset, by=by, on=on, resting=_resting)


def _resting(company: Company, items: Sequence[OpenItem]) -> set[int]:
    """Asked while the items are held: what would make one of them rest waits until the set-off is through."""
    return {
        *arranged.disputed(company, items),
        *arranged.plan_ids(company, items),
        *checkouts.under_way(company, items),
        *debits.under_collection(company, items),
    }
