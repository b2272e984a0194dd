"""What stands between one company and a late customer, for the stranger's walk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from kvit.collecting import late_fees
from kvit.collecting.models import BalanceLetter, Demand
from kvit.collecting.owed_fees import Asked
from kvit.companies.models import Company
from kvit.dunning import rounds
from kvit.dunning.models import ReminderRound, RoundRow
from kvit.parties.models import Party
from tests.builders import DAY, a_line, an_invoice, the_owner

ROUNDS: dict[str, dict[str, Callable[[Any, str], Any]]] = {
    "dunning.ReminderRound": {"reminder_round": lambda world, name: rounds.find(world.strange, name)}
}
"""How a stranger would come to them."""


def collected(company: Company, customer: Party, *, mark: str) -> dict[str, str]:
    """A late fee, a final demand, a letter about a balance, and a round of reminders."""
    both = {"company": company, "party": customer, "language": "en", "ours": {"name": mark}, "theirs": {"name": mark}}
    an_invoice(company, a_line("5000.00", name=f"{mark} late"), customer=customer, terms_days=0)
    later = DAY + timedelta(days=60)
    [fee] = late_fees.issue(company, customer, Asked(later, rules=("interest",)), by=the_owner(company), on=later)
    demand = Demand.objects.create(
        **both,
        number=f"{mark}-2",
        currency="RON",
        amount=1,
        lines=[],
        made_on=DAY,
        last_on=DAY + timedelta(days=15),
    )
    letter = BalanceLetter.objects.create(
        **both,
        number=f"{mark}-3",
        balance_on=DAY - timedelta(days=1),
        sums={"RON": "1"},
        lines=[],
        made_on=DAY,
        answer_by_on=DAY + timedelta(days=14),
    )
    who: dict[str, Any] = {"actor_kind": "user", "actor_id": the_owner(company).id, "actor_name": mark}
    row = ReminderRound.objects.create(company=company, reminded_on=DAY, status="finished", **who)
    RoundRow.objects.create(company=company, round=row, party=customer, status="failed", code="message.no_address")
    return {
        "late_fee": fee.public_id,
        "demand": demand.public_id,
        "balance_letter": letter.public_id,
        "reminder_round": row.public_id,
    }
