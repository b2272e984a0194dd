"""Points for paying on time: earned, used on the next invoice, taken back, ended (docs/rules/loyalty.md)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from kvit.core.errors import Refused
from kvit.jobs import schedule, worker
from kvit.ledger import allocations, open_items, rates
from kvit.ledger.models import Account
from kvit.ledger.rates import Quote
from kvit.loyalty import programmes, purse, queries
from kvit.loyalty.models import LoyaltyHold, LoyaltyLot, LoyaltyMovement, LoyaltyProgramme
from kvit.receivables import credit_notes, drafts, invoices, redeeming
from kvit.receivables.models import InvoiceExtra
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, breaches, somebody, the_owner
from tests.scenarios.loyalty.saving import PAID_ON, SOLD_ON, moved, pay, points, promise, sold, standing, sums

pytestmark = pytest.mark.django_db
LATER = date(2026, 5, 4)


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def customer(company):
    return a_customer(company)


@pytest.fixture
def earned(company, customer):
    """The invoice of the rules page, paid ten days before it was due."""
    promise(company)
    invoice = sold(company, customer=customer)
    pay(invoice)
    return invoice


def next_draft(company, *lines, **told):
    return a_draft(company, *(lines or [a_line("300.00", vat="21")]), on=LATER, **told)


def know_the_euro(company):
    quote = Quote(SOLD_ON, "EUR", Decimal(5), "BNR")
    rates.record_all(company, [quote], by=the_owner(company), on=SOLD_ON)


def use(company, draft, wanted=None, on=LATER):
    return redeeming.use(company, draft, wanted=wanted, by=the_owner(company), on=on)


def issue(company, draft, on=LATER):
    made = invoices.issue(company, draft, by=the_owner(company), on=on)
    worker.until_idle()
    return made


def test_the_worked_example_of_the_rules_page(company, customer, earned):
    [lot] = LoyaltyLot.objects.all()
    assert (lot.left, lot.ends_on, lot.document_number) == (1100, date(2027, 4, 20), earned.number)
    assert (standing(company, "discount_allowed"), standing(company, "loyalty")) == (22, -22)
    assert Account.objects.get(company=company, role="loyalty").code == "472.1"
    draft = use(company, next_draft(company), 600)
    assert sums(draft) == {"net": "288.00", "vat": "60.48", "gross": "348.48"}
    assert standing(company, "loyalty") == -22, "a draft uses nothing yet"
    issue(company, draft)
    assert points(company) == 500 and standing(company, "loyalty") == -10
    assert standing(company, "revenue") == -1288
    part = {1: Decimal("0.25")}
    credit_notes.issue(company, earned, reason="return", quantities=part, by=the_owner(company), on=LATER)
    worker.until_idle()
    assert moved(company)[-1] == ("taken_back", -275)
    assert points(company) == 225 and standing(company, "loyalty") == Decimal("-4.50")
    schedule.tick(company, on=date(2027, 4, 20))
    assert points(company) == 225, "good on the last day"
    schedule.tick(company, on=date(2027, 4, 21))
    schedule.tick(company, on=date(2027, 4, 21))
    assert moved(company) == [("earned", 1100), ("redeemed", -600), ("taken_back", -275), ("expired", -225)]
    assert (standing(company, "discount_allowed"), standing(company, "loyalty")) == (0, 0)
    assert breaches() == []


def test_nothing_without_a_programme_and_nothing_for_a_day_late(company, customer):
    pay(sold(company, customer=customer))
    promise(company)
    late = sold(company, customer=customer)
    pay(late, amount=1000, on=late.due_on)
    pay(late, amount=210, on=late.due_on + timedelta(days=1))
    assert moved(company) == []
    on_time = sold(company, customer=customer)
    pay(on_time, on=on_time.due_on, by_day=on_time.due_on + timedelta(days=9))
    assert moved(company) == [("earned", 1000)], "the day of the money counts, not the day on which we heard of it"


def test_only_the_part_that_money_paid_earns(company, customer):
    promise(company, early_days=0)
    invoice = sold(company, customer=customer)
    by = the_owner(company)
    credit_notes.issue(company, invoice, reason="return", quantities={1: Decimal("0.4")}, by=by, on=SOLD_ON)
    pay(invoice, amount=726)
    assert moved(company) == [("earned", 600)]
    assert breaches() == []


def test_a_payment_that_comes_back_takes_its_points_along_and_paid_again_they_are_back(company, customer, earned):
    issue(company, use(company, next_draft(company), 600))
    item = open_items.of_document(company, "invoice", document_id=earned.pk)
    [paid] = allocations.active(company, item)
    with transaction.atomic():
        allocations.undo(company, paid, by=the_owner(company), on=LATER)
    worker.until_idle()
    worker.until_idle()
    assert moved(company)[2:] == [("taken_back", -500)] and points(company) == 0, "what was used stays used"
    item.refresh_from_db()
    with transaction.atomic():
        pair = allocations.Pair(item, paid.against, Decimal(1210))
        pair.against.refresh_from_db()
        allocations.allocate(company, pair, by=the_owner(company), on=LATER)
    worker.until_idle()
    assert moved(company)[3:] == [("restored", 500)] and points(company) == 500
    assert breaches() == []


def test_a_credited_invoice_gives_its_points_back_in_its_share_and_then_all(company, customer, earned):
    by = the_owner(company)
    used = issue(company, use(company, next_draft(company, a_line("150.00", vat="21", quantity="2")), 600))
    credit_notes.issue(company, used, reason="return", quantities={1: Decimal(1)}, by=by, on=LATER)
    worker.until_idle()
    assert moved(company)[-1] == ("given_back", 300), "one of two pieces: half of the points"
    credit_notes.issue(company, used, reason="return", by=by, on=LATER)
    worker.until_idle()
    worker.until_idle()
    assert moved(company)[-1] == ("given_back", 300) and points(company) == 1100
    assert standing(company, "loyalty") == -22
    assert breaches() == []


def test_points_that_ended_are_not_asked_back_of_another_invoice(company, customer):
    promise(company, months=1, early_days=0)
    first = sold(company, customer=customer)
    pay(first)
    ended_on, by = date(2026, 5, 21), the_owner(company)
    assert purse.run(company, on=ended_on) == 1000
    pay(sold(company, "400.00", on=ended_on, customer=customer), on=ended_on)
    assert points(company) == 400
    credit_notes.issue(company, first, reason="return", by=by, on=ended_on)
    worker.until_idle()
    assert points(company) == 400 and moved(company)[-1] == ("earned", 400)
    assert breaches() == []


def test_a_discarded_draft_gives_its_points_back(company, customer, earned):
    first = use(company, next_draft(company), 1100)
    with pytest.raises(Refused) as refused:
        use(company, next_draft(company), 100)
    assert (refused.value.code, refused.value.facts["left"]) == ("loyalty.too_many", 0)
    drafts.discard(company, first, by=the_owner(company), on=LATER)
    assert queries.purse(company, customer).free == 1100 and not LoyaltyHold.objects.exists()
    assert use(company, next_draft(company), 1100).net == 278


@pytest.mark.parametrize(
    ("wanted", "code"),
    [(99, "loyalty.too_few"), (1101, "loyalty.too_many"), (-1, "loyalty.too_few"), (501, "loyalty.beyond_share")],
)
def test_what_may_not_be_used_is_refused(company, customer, earned, wanted, code):
    draft = next_draft(company, a_line("20.01", vat="21"))
    with pytest.raises(Refused) as refused:
        use(company, draft, wanted)
    assert refused.value.code == code
    assert sums(draft)["net"] == "20.01" and not LoyaltyHold.objects.exists()


def test_documents_that_take_no_points(company, customer, earned):
    know_the_euro(company)
    with pytest.raises(Refused) as refused:
        use(company, next_draft(company, currency="EUR"))
    assert refused.value.code == "loyalty.other_currency"
    with pytest.raises(Refused) as refused:
        redeeming.use(company, next_draft(company), by=somebody(company, "viewer"), on=LATER)
    assert refused.value.code == "permission.denied"


def test_a_draft_that_changes_keeps_no_more_than_then_fits(company, customer, earned):
    by = the_owner(company)
    draft = use(company, next_draft(company))
    smaller = {"customer": customer.public_id, "lines": [a_line("30.00", vat="21")]}
    drafts.edit(company, draft, smaller, version=None, by=by, on=LATER)
    assert sums(draft)["net"] == "15.00" and queries.held_by(company, draft.pk) == 750
    tiny = {"customer": customer.public_id, "lines": [a_line("3.00", vat="21")]}
    drafts.edit(company, draft, tiny, version=None, by=by, on=LATER)
    assert sums(draft)["net"] == "3.00" and queries.held_by(company, draft.pk) == 0, "half of it is under the least"


def test_a_draft_that_gets_another_customer_lets_the_points_go(company, customer, earned):
    other = a_customer(company, name="Beta SRL", vat_id="")
    draft = use(company, next_draft(company, customer=customer))
    raw = {"customer": other.public_id, "lines": [a_line("300.00", vat="21")]}
    drafts.edit(company, draft, raw, version=None, by=the_owner(company), on=LATER)
    assert sums(draft)["net"] == "300.00" and queries.purse(company, customer).free == 1100


def test_the_allowance_is_split_over_the_rates_to_the_cent(company, customer, earned):
    lines = a_line("100.00", vat="21"), a_line("50.00", vat="11"), a_line("50.01", category="Z")
    draft = use(company, next_draft(company, *lines), 501)
    rewards = InvoiceExtra.objects.filter(invoice=draft, is_reward=True)
    assert {f"{one.vat_rate:.0f}": f"{one.net:.2f}" for one in rewards} == {"21": "5.01", "11": "2.50", "0": "2.51"}
    issue(company, draft)
    assert points(company) == 599 and breaches() == []


def test_what_ends_first_is_used_first_and_a_new_programme_leaves_old_points_their_worth(company, customer, earned):
    promise(company, on=date(2026, 4, 25), value="0.05", months=6, early_days=0)
    second = sold(company, "200.00", on=date(2026, 4, 25), customer=customer)
    pay(second, on=date(2026, 4, 26))
    assert [row.left for row in queries.purse(company, customer).lots] == [200, 1100], "six months end before twelve"
    draft = use(company, next_draft(company), 300)
    assert sums(draft)["net"] == "288.00", "200 at 0.05 and 100 at 0.02"
    issue(company, draft)
    assert standing(company, "loyalty") == -20 and points(company) == 1000


def test_they_are_used_by_themselves_where_the_programme_says_so(company, customer, earned):
    promise(company, on=PAID_ON, level="auto", most_share="10")
    draft = next_draft(company)
    worker.until_idle()
    assert sums(draft)["net"] == "278.00"
    issue(company, draft)
    assert points(company) == 0 and breaches() == []


def test_a_programme_that_ended_promises_nothing_and_its_points_stay_good(company, customer, earned):
    programmes.end(company, by=the_owner(company), on=date(2026, 4, 30))
    pay(sold(company, on=LATER, customer=customer), on=LATER)
    assert points(company) == 1100
    issue(company, use(company, next_draft(company)))
    assert points(company) == 0
    with pytest.raises(Refused) as refused:
        programmes.end(company, by=the_owner(company), on=LATER)
    assert refused.value.code == "loyalty.no_programme"


def test_a_company_that_is_older_than_points_gets_the_account_with_its_first_programme(company, customer):
    Account.objects.filter(company=company, role="loyalty").delete()
    Account.objects.create(company=company, code="472.1", name="Ours", kind="liability")
    promise(company)
    assert Account.objects.get(company=company, role="loyalty").code == "472.1L"


def test_only_an_owner_promises_points(company):
    for role in ("clerk", "accountant", "viewer"):
        with pytest.raises(Refused) as refused:
            programmes.start(company, {"way": "percent", "per_unit": "2"}, by=somebody(company, role), on=DAY)
        assert refused.value.code == "permission.denied"


def test_the_highest_bonus_is_kept_and_more_is_refused(company):
    assert promise(company, early_bonus="999").early_bonus == 999
    with pytest.raises(Refused, match=r"field\.bad_value"):
        promise(company, early_bonus="1000")


def test_a_percentage_is_points_of_a_cent(company, customer):
    promise(company, way="percent", per_unit="2", early_days=0)
    pay(sold(company, "149.99", customer=customer))
    assert points(company) == 299 and standing(company, "loyalty") == Decimal("-2.99")


def test_the_database_itself_keeps_points_from_being_rewritten_doubled_or_overdrawn(company, customer, earned):
    lots, movements = LoyaltyLot.objects, LoyaltyMovement.objects
    lot = lots.get()
    again = {name: getattr(lot, name) for name in ("company", "party", "programme", "document_kind", "document_id")}
    again |= {name: getattr(lot, name) for name in ("document_number", "value", "days_early", "earned_on", "ends_on")}
    for wrong in (
        lambda: movements.update(points=1),
        lambda: movements.all()._raw_delete("default"),
        lambda: lots.update(value=1),
        lambda: lots.all()._raw_delete("default"),
        lambda: LoyaltyProgramme.objects.update(per_unit=2),
        lambda: LoyaltyProgramme.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never|stay"), transaction.atomic():
            wrong()
    for wrong in (lambda: lots.create(**again), lambda: lots.update(left=-1), lambda: lots.update(held=1101)):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_an_invoice_in_another_currency_earns_by_its_rate(company, customer):
    promise(company, early_days=0)
    know_the_euro(company)
    pay(sold(company, "10.01", customer=customer, currency="EUR"))
    assert moved(company) == [("earned", 50)], "50.05 lei"


@pytest.mark.parametrize("country", ["BG", "ES", "PL"])
def test_other_countries_owe_points_on_their_own_account_and_take_them_off_before_vat(country):
    company = a_company(country)
    a_customer(company)
    promise(company, early_days=0)
    pay(sold(company))
    draft = issue(company, use(company, next_draft(company), 500))
    codes = {"BG": "4991", "ES": "4851", "PL": "845-1"}
    assert Account.objects.get(company=company, role="loyalty").code == codes[country]
    assert sums(draft)["net"] == "290.00" and standing(company, "loyalty") == -10
    assert breaches() == []
