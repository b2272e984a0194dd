"""What was paid online and went back: a bank takes it, or we did; nobody is reminded until that is decided."""

from collections import defaultdict
from collections.abc import Sequence

from kvit.checkouts import queries as checkouts
from kvit.companies.models import Company
from kvit.core.dunning import CHARGEBACK, GIVEN_BACK, Brake
from kvit.dunning.models import Pause
from kvit.ledger.models import OpenItem


def brakes(company: Company, items: Sequence[OpenItem]) -> dict[int, tuple[Brake, ...]]:
    """By item, why it is left alone: while a chargeback stands, and after a refund of ours until a person says more.

    A person says so by a credit note, which leaves nothing owed, or by a pause since: it is owed, and by when it comes.
    """
    found: dict[int, tuple[Brake, ...]] = defaultdict(tuple)
    for key in checkouts.charged_back(company, items):
        found[key] = (Brake(CHARGEBACK),)
    ours = checkouts.given_back(company, items)
    if not ours:
        return found
    said = Pause.objects.filter(company=company, party__in={item.party_id for item in items}).exclude(made_by=None)
    told = list(said.values_list("party_id", "item_id", "since"))
    for item in items:
        if item.pk not in ours:
            continue
        on = ours[item.pk]
        if not any(party == item.party_id and one in (None, item.pk) and since >= on for party, one, since in told):
            found[item.pk] = (*found[item.pk], Brake(GIVEN_BACK, facts={"since": on.isoformat()}))
    return found
