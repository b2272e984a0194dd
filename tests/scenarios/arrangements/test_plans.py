"""A customer pays in instalments: nobody reminds them while each comes, and a missed one ends it (payment-plans.md)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kvit.arrangements import disputes, plans, queries
from kvit.arrangements.models import Plan
from kvit.core.errors import Refused
from kvit.dunning import campaigns
from kvit.events.models import Event
from kvit.jobs import schedule
from kvit.ledger.models import OpenItem
from kvit.reports import customer_arrangements
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, breaches, somebody, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.arrangements.debtor import LATE, let_plans, mails, pay, settle_down, status_of, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    made = a_company("RO")
    debtor.let_reminders_go(made)
    return made


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


@pytest.fixture
def guest(company, customer):
    return debtor.guest_of(company, customer)[0]


@pytest.fixture
def invoice(company, customer):
    return an_invoice(company, a_line("12100.00", category="Z"), customer=customer)


def asked(company, customer, guest, *invoices, on=LATE, **changes):
    return plans.ask(company, customer, wish(*invoices, **changes), by=guest, on=on)


def days_of(plan):
    return [(one.due_on, f"{one.amount:.2f}") for one in plan.instalments.order_by("position")]


def reminded(company):
    return len(mails(company))


def test_inside_the_limits_it_is_agreed_by_itself_and_the_customer_gets_its_days(company, customer, guest, invoice):
    let_plans(company, "auto")
    plan = asked(company, customer, guest, invoice, on=date(2026, 3, 16), first_on=date(2026, 3, 31))
    assert plan.status == "agreed" and days_of(plan) == [
        (date(2026, 3, 31), "4033.34"),
        (date(2026, 4, 30), "4033.33"),
        (date(2026, 6, 2), "4033.33"),
    ]
    [mail] = mails(company, "plan_agreed")
    assert "30/04/2026" in mail.text and "4,033.33" in mail.text and invoice.number in mail.text
    assert breaches() == []


def test_a_missed_instalment_ends_it_and_reminders_go_on(company, customer, guest, invoice):
    """The worked example: nothing goes while it is kept and in its days of grace; on 4 May it is broken."""
    let_plans(company, "auto")
    plan = asked(company, customer, guest, invoice, on=date(2026, 3, 16), first_on=date(2026, 3, 31))
    pay(invoice, "4033.34", on=date(2026, 3, 30))
    day = date(2026, 3, 16)
    while day <= date(2026, 5, 3):
        schedule.tick(company, on=day)
        assert reminded(company) == 0 and status_of(plan) == "agreed", day
        day += timedelta(days=1)
    ticked = schedule.tick(company, on=date(2026, 5, 4))
    assert [one.pk for one in ticked.plans.broken] == [plan.pk] and status_of(plan) == "broken"
    [mail], [reminder] = mails(company, "plan_broken"), mails(company)
    assert "8,066.66" in mail.text and "8,066.66" in reminder.subject
    settle_down()
    assert Task.objects.get(company=company, kind="plan.broken").status == "open"
    schedule.tick(company, on=date(2026, 5, 4))
    assert len(mails(company, "plan_broken")) == 1 and breaches() == []


def test_a_plan_that_is_kept_is_completed(company, customer, guest, invoice):
    let_plans(company, "auto")
    plan = asked(company, customer, guest, invoice, on=DAY, first_on=date(2026, 3, 31))
    pay(invoice, "4033.34", on=date(2026, 3, 31))
    pay(invoice, "8066.66", on=date(2026, 4, 29))
    settle_down()
    assert status_of(plan) == "completed" and reminded(company) == 0
    assert not plan.items.filter(is_live=True).exists() and breaches() == []


def test_a_person_decides_where_it_does_not_go_by_itself(company, customer, guest, invoice):
    let_plans(company, "suggest")
    plan = asked(company, customer, guest, invoice)
    settle_down()
    task = Task.objects.get(company=company, kind="plan.to_decide")
    assert (plan.status, task.status, task.facts["amount"]) == ("proposed", "open", "12100.00")
    campaigns.run(company, on=LATE)
    assert reminded(company) == 0, "while we think, nobody reminds"
    plans.agree(company, plan, by=somebody(company, "clerk"), on=LATE)
    settle_down()
    task.refresh_from_db()
    assert task.status == "done" and status_of(plan) == "agreed" and len(mails(company, "plan_agreed")) == 1


def test_what_cannot_be_kept_any_more_is_not_agreed(company, customer, guest, invoice):
    """Asked for on 6 April, its first instalment that day, three days of grace: on the 10th it is too late."""
    let_plans(company, "suggest")
    plan = asked(company, customer, guest, invoice)
    with pytest.raises(Refused, match=r"plan\.first_passed") as refusal:
        plans.agree(company, plan, by=the_owner(company), on=date(2026, 4, 10))
    assert refusal.value.facts == {"day": "2026-04-06"}
    assert status_of(plan) == "proposed" and mails(company, "plan_agreed") == []
    plans.agree(company, plan, by=the_owner(company), on=date(2026, 4, 9))
    with pytest.raises(Refused, match=r"plan\.not_proposed"):
        plans.agree(company, plan, by=the_owner(company), on=date(2026, 4, 10))


def test_what_the_customer_paid_of_it_meanwhile_makes_it_good_again(company, customer, guest, invoice):
    let_plans(company, "suggest")
    plan = asked(company, customer, guest, invoice)
    pay(invoice, "4033.34", on=date(2026, 4, 7))
    assert plans.agree(company, plan, by=the_owner(company), on=date(2026, 4, 20)).status == "agreed"
    schedule.tick(company, on=date(2026, 4, 20))
    assert status_of(plan) == "agreed"


def test_what_was_disputed_since_it_was_asked_for_is_not_agreed(company, customer, guest, invoice):
    let_plans(company, "suggest")
    plan = asked(company, customer, guest, invoice)
    debtor.dispute(invoice, 1, by=guest)
    with pytest.raises(Refused, match=r"plan\.disputed"):
        plans.agree(company, plan, by=the_owner(company), on=LATE)
    plans.decline(company, plan, answer="First the broken legs.", by=the_owner(company), on=LATE)
    assert status_of(plan) == "declined"


def test_nobody_answers_and_reminders_go_on_after_three_days(company, customer, guest, invoice):
    let_plans(company, "suggest")
    asked(company, customer, guest, invoice)
    campaigns.run(company, on=LATE + timedelta(days=3))
    assert reminded(company) == 0
    campaigns.run(company, on=date(2026, 4, 14))  # Good Friday and Easter Monday lie between
    assert reminded(company) == 1


def test_the_three_days_are_working_days_as_the_customer_reads(company, customer, guest, invoice):
    let_plans(company, "suggest")
    asked(company, customer, guest, invoice, on=date(2026, 4, 9), first_on=date(2026, 4, 30))
    for day in (14, 15, 16):  # Thursday before Good Friday; Easter Monday is the 13th
        campaigns.run(company, on=date(2026, 4, day))
        assert reminded(company) == 0, day
    campaigns.run(company, on=date(2026, 4, 17))
    assert reminded(company) == 1


def test_who_asks_again_after_a_no_waits_without_a_rest_from_reminders(company, customer, guest, invoice):
    let_plans(company, "suggest")
    [item] = OpenItem.objects.filter(company=company, document_kind="invoice")
    rests = []
    for day in (LATE, LATE + timedelta(days=3)):
        plan = asked(company, customer, guest, invoice, on=day, first_on=day + timedelta(days=7))
        rests.append(item.pk in queries.holding(company, [item]))
        plans.decline(company, plan, answer="Please pay half at once.", by=the_owner(company), on=day)
    assert rests == [True, False]


def test_declined_with_the_reason_another_can_be_asked_for(company, customer, guest, invoice):
    let_plans(company, "suggest")
    plan = asked(company, customer, guest, invoice)
    with pytest.raises(Refused, match=r"reason\.missing"):
        plans.decline(company, plan, answer=" ", by=the_owner(company), on=LATE)
    plans.decline(company, plan, answer="Please pay half at once.", by=the_owner(company), on=LATE)
    assert "half at once" in mails(company, "plan_declined")[0].text
    campaigns.run(company, on=LATE)
    assert reminded(company) == 1
    assert asked(company, customer, guest, invoice).status == "proposed"


def test_two_clicks_make_one_and_an_item_is_in_one_live_plan(company, customer, guest, invoice):
    let_plans(company, "auto")
    plan = asked(company, customer, guest, invoice)
    other = an_invoice(company, a_line("300.00", category="Z"), customer=customer)
    for again in ((invoice,), (invoice, other)):
        with pytest.raises(Refused, match=r"plan\.item_taken"):
            asked(company, customer, guest, *again)
    plans.cancel(company, plan, by=guest, on=LATE)
    assert asked(company, customer, guest, invoice, other).amount == Decimal("12400")
    assert Event.objects.filter(company_id=company.pk, name="plan.proposed").count() == 2 and breaches() == []


def test_cancelled_by_the_customer_it_holds_nothing_back(company, customer, guest, invoice):
    let_plans(company, "auto")
    plans.cancel(company, asked(company, customer, guest, invoice), by=guest, on=LATE)
    campaigns.run(company, on=LATE)
    assert reminded(company) == 1


def test_what_was_in_a_plan_that_ended_waits_for_a_person_and_holds_nothing_back(company, customer, guest, invoice):
    """Else whoever asks and cancels, and asks again, is never reminded."""
    let_plans(company, "auto")
    first = asked(company, customer, guest, invoice)
    plans.cancel(company, first, by=guest, on=LATE)
    second = asked(company, customer, guest, invoice)
    settle_down()
    assert second.status == "proposed" and Task.objects.get(kind="plan.to_decide").status == "open"
    assert not plans.by_itself(company, wish(invoice).items)
    campaigns.run(company, on=LATE)
    assert reminded(company) == 1
    plans.agree(company, second, by=the_owner(company), on=LATE)
    campaigns.run(company, on=LATE + timedelta(days=3))
    assert reminded(company) == 1, "a person said yes"
    plans.run(company, on=date(2026, 4, 20))
    assert status_of(second) == "broken" and asked(company, customer, guest, invoice).status == "proposed"
    other = an_invoice(company, a_line("300.00", category="Z"), customer=customer)
    assert plans.by_itself(company, wish(other).items)
    assert asked(company, customer, guest, other, on=LATE).status == "agreed", "another document is another matter"
    assert breaches() == []


def test_a_line_in_a_plan_is_disputed_and_its_part_breaks_nothing(company, customer, guest):
    let_plans(company, "auto")
    lines = a_line("900.00", category="Z", name="Table"), a_line("100.00", category="Z", name="Chair")
    sold = an_invoice(company, *lines, customer=customer)
    plan = asked(company, customer, guest, sold, count=2, first_on=date(2026, 4, 6))
    row = debtor.dispute(sold, 2, by=guest)
    pay(sold, "400.00", on=LATE)
    for day in range(1, 20):
        schedule.tick(company, on=LATE + timedelta(days=day))
    assert status_of(plan) == "agreed" and reminded(company) == 0, "500.00 less what is disputed of it were paid"
    pay(sold, "500.00", on=date(2026, 5, 6))
    schedule.tick(company, on=date(2026, 5, 20))
    assert status_of(plan) == "agreed", "nothing is asked for, and it is not paid"
    disputes.reject(company, row, answer="It was whole.", by=the_owner(company), on=date(2026, 5, 20))
    schedule.tick(company, on=date(2026, 6, 22))
    assert status_of(plan) == "agreed", "33 days were left until 9 May when it was said"
    schedule.tick(company, on=date(2026, 6, 23))
    assert status_of(plan) == "broken" and "100.00" in mails(company, "plan_broken")[0].subject
    assert breaches() == []


def test_the_mail_of_a_broken_plan_asks_for_what_is_not_disputed(company, customer, guest):
    let_plans(company, "auto")
    lines = a_line("900.00", category="Z", name="Table"), a_line("100.00", category="Z", name="Chair")
    sold = an_invoice(company, *lines, customer=customer)
    plan = asked(company, customer, guest, sold, count=2, first_on=date(2026, 4, 6))
    debtor.dispute(sold, 2, by=guest)
    pay(sold, "399.99", on=LATE)
    [part, _] = customer_arrangements.parts_of(queries.find_plan(company, plan.public_id), on=date(2026, 4, 9))
    assert (part.covered.amount, part.is_late) == (Decimal("399.99"), True)
    plans.run(company, on=date(2026, 4, 10))
    assert status_of(plan) == "broken" and "500.01" in mails(company, "plan_broken")[0].subject


@pytest.mark.parametrize(
    ("limits", "changes", "code"),
    [
        ({"level": "off"}, {}, "plan.not_offered"),
        ({}, {"count": 4}, "plan.too_many"),
        ({"highest": "12099.99"}, {}, "plan.outside_sum"),
        ({"longest_days": 30}, {}, "plan.too_long"),
        ({}, {"first_on": LATE + timedelta(days=32)}, "plan.bad_first"),
        ({}, {"first_on": LATE - timedelta(days=1)}, "plan.bad_first"),
    ],
)
def test_outside_the_limits_a_customer_is_refused_and_a_colleague_is_not(
    company, customer, guest, invoice, limits, changes, code
):
    let_plans(company, **{"level": "auto", **limits})
    with pytest.raises(Refused) as refusal:
        asked(company, customer, guest, invoice, **changes)
    assert refusal.value.code == code and not Plan.objects.exists()
    if code != "plan.bad_first":
        made = plans.make(company, customer, wish(invoice, **changes), by=the_owner(company), on=LATE)
        assert made.status == "agreed" and not made.is_asked


def test_what_is_disputed_or_another_customers_goes_into_no_plan(company, customer, guest, invoice):
    let_plans(company, "auto")
    other = a_customer(company, name="Beta SRL", external_id="beta", vat_id="")
    theirs = an_invoice(company, a_line("300.00", category="Z"), customer=other)
    with pytest.raises(Refused, match=r"open_item\.unknown"):
        asked(company, customer, guest, invoice, theirs)
    debtor.dispute(invoice, 1, by=guest)
    with pytest.raises(Refused, match=r"plan\.disputed"):
        asked(company, customer, guest, invoice)


def test_a_plan_over_many_documents_is_covered_by_whatever_is_paid_of_them(company, customer, guest, invoice):
    let_plans(company, "auto")
    other = an_invoice(company, a_line("900.00", category="Z"), customer=customer)
    plan = asked(company, customer, guest, invoice, other, count=2, first_on=date(2026, 4, 30))
    assert plan.amount == 13000
    pay(other, "900.00", on=date(2026, 4, 20))
    pay(invoice, "5600.00", on=date(2026, 4, 30))
    plans.run(company, on=date(2026, 5, 20))
    assert status_of(plan) == "agreed", "6,500.00 is half of it"
    plans.run(company, on=date(2026, 6, 6))
    assert status_of(plan) == "broken"


def test_only_the_owner_sets_limits_and_nonsense_is_refused(company):
    with pytest.raises(Refused, match=r"permission\.denied"):
        plans.terms.change(company, {"level": "auto"}, by=somebody(company, "clerk"), on=DAY)
    for bad in ({"level": "much"}, {"most_instalments": "1"}, {"least": "0"}, {"lowest": "9", "highest": "8"}):
        with pytest.raises(Refused, match=r"field\.bad_value"):
            plans.terms.change(company, bad, by=the_owner(company), on=DAY)
