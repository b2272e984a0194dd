"""What is late, as people see it: a line disputed, a plan, a charge, a demand, a balance to confirm."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from kvit.arrangements import plans, write_offs
from kvit.collecting import balance_letters, demands, late_fees, policies
from kvit.collecting.owed_fees import Asked
from kvit.ledger import open_items
from tests.scenarios.arrangements import debtor

if TYPE_CHECKING:
    from tests.browser.story import Story

TODAY = date.today()


def argued(story: "Story") -> None:
    """The hotel disputes a line of its newest invoice; the clinic pays two in three instalments."""
    company, by = story.company, story.by
    newest, owed = story.issued[8], story.issued[4]
    dispute = debtor.dispute(newest, 1, by=by, on=TODAY)
    debtor.let_plans(company, "suggest")
    items = open_items.owed(company, party=owed.party).filter(document_kind="invoice", balance__gt=0)
    wish = plans.Wish(items=[item.public_id for item in items], count=3, first_on=TODAY)
    plan = plans.make(company, owed.party, wish, by=by, on=TODAY)
    story.at(
        invoice_disputed=reverse("invoice", args=[newest.public_id]),
        invoice_dispute=reverse("invoice_dispute", args=[story.issued[5].public_id]),
        dispute=reverse("dispute", args=[dispute.public_id]),
        plan=reverse("plan", args=[plan.public_id]),
        customer_plan=reverse("customer_plan", args=[story.hotel.public_id]),
    )


def charged(story: "Story") -> None:
    """The hotel is charged for being late and gets a final demand; everybody is asked about the last month's end."""
    company, by = story.company, story.by
    for day in (TODAY - timedelta(days=140), TODAY):
        half = f"{day.year}/{1 if day.month < 7 else 2}"
        if half not in {f"{one.year}/{one.half}" for one in policies.rates(company)}:
            policies.enter_rate(company, half, percent=Decimal("14.5"), source="BNR + 8", by=by, on=TODAY)
    [fee, *_] = late_fees.issue(company, story.hotel, Asked(TODAY), by=by, on=TODAY)
    demand = demands.make(company, story.hotel, demands.Asked(), by=by, on=TODAY)
    month_end = TODAY.replace(day=1) - timedelta(days=1)
    [letter, *_] = balance_letters.make_all(company, balance_on=month_end, by=by, on=TODAY)
    wanted = open_items.owed(company, party=story.hotel).filter(document_kind="invoice").first()
    wish = write_offs.Wish(items=[(wanted.public_id, Decimal(1))], reason="insolvency", text="The liquidator wrote.")
    write_off = write_offs.ask(company, wish, by=by, on=TODAY)
    story.at(
        write_off=reverse("write_off", args=[write_off.public_id]),
        write_off_new=reverse("write_off_new", args=[story.hotel.public_id]),
        late_fee=reverse("late_fee", args=[fee.public_id]),
        demand=reverse("demand", args=[demand.public_id]),
        balance_letter=reverse("balance_letter", args=[letter.public_id]),
    )
