"""Who collects what: targets for a month, held against what the ledger settled (docs/rules/collection-targets.md)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from kvit.collecting import targets
from kvit.collecting.models import CollectionTarget, TargetChange
from kvit.companies.models import User
from kvit.core.collection_targets import Collected
from kvit.core.errors import Refused
from kvit.parties import entrusting
from kvit.parties.models import HandOver
from kvit.payments import incoming
from kvit.payments.requests import Share
from kvit.receivables import credit_notes
from tests.builders import a_company, a_customer, a_line, an_invoice, breaches, somebody, the_owner

pytestmark = pytest.mark.django_db
SOLD = date(2026, 1, 20)
MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)


@pytest.fixture
def company():
    return a_company("RO", on=SOLD)


@pytest.fixture
def maria(company):
    return somebody(company, "clerk")


@pytest.fixture
def ion(company):
    return somebody(company, "clerk")


def user(actor):
    return User.objects.get(pk=actor.id)


def owed(company, party, amount, *, due, on=SOLD):
    """An invoice without VAT, so that its sum is the one that was said."""
    line = a_line(amount, category="E", vat="0", vat_reason="Education", vat_reason_code="VATEX-EU-132")
    return an_invoice(company, line, customer=party, on=on, terms_days=(due - on).days)


def paid(company, invoice, amount, *, on):
    told = {"amount": amount, "paid_on": on.isoformat(), "invoice": invoice.number}
    [one] = incoming.record_all(company, [told], by=the_owner(company), on=on)
    return one


def entrust(company, party, actor, *, on=SOLD):
    to = user(actor).email if actor else ""
    return entrusting.entrust(company, party, to=to, by=the_owner(company), on=on)


def aim(company, amount, *, person=None, month=MARCH, on=date(2026, 3, 2), by=None):
    to = user(person).email if person else ""
    told = {"month": month, "person": to, "amount": Decimal(amount)}
    return targets.set_amount(company, **told, by=by or the_owner(company), on=on)


def figures(company, day):
    """What each had collected by the day, by name of the person; `None` for nobody, `all` for the company."""
    found = targets.month_of(company, day, by=the_owner(company), on=day)
    people = {one.user and one.user.pk: one.figures for one in found.people}
    return {**people, "all": found.company.figures}


def lei(**amounts):
    return Collected(**{name: Decimal(amount) for name, amount in amounts.items()})


def test_the_worked_example_of_the_rules_page_in_the_books(company, maria, ion):
    alfa = a_customer(company)
    entrust(company, alfa, maria)
    first = owed(company, alfa, "1000.00", due=date(2026, 2, 20))
    second = owed(company, alfa, "500.00", due=date(2026, 3, 13))
    third = owed(company, alfa, "300.00", due=date(2026, 4, 15))
    aim(company, "800.00", person=maria)
    money = paid(company, first, "600.00", on=date(2026, 3, 5))
    paid(company, third, "300.00", on=date(2026, 3, 12))
    entrust(company, alfa, ion, on=date(2026, 3, 16))
    by, fifth = the_owner(company), {1: Decimal("0.2")}
    credit_notes.issue(company, second, reason="return", quantities=fifth, by=by, on=date(2026, 3, 20))
    incoming.take_back(company, money.payment, reason="returned by the bank", by=by, on=date(2026, 4, 2))
    march = figures(company, MARCH)
    assert march[maria.id] == lei(overdue="1000", fell_due="500", taken_over="-900", collected="600")
    assert march[ion.id] == lei(taken_over="900", otherwise="100", left="800")
    assert march["all"] == lei(overdue="1000", fell_due="500", collected="600", otherwise="100", left="800")
    april = figures(company, APRIL)
    assert april[maria.id] == lei(taken_over="-600", collected="-600")
    assert april[ion.id] == lei(overdue="800", taken_over="600", left="1400")
    [mine] = targets.month_of(company, MARCH, by=maria, on=MARCH).people
    assert (mine.target, mine.progress, mine.figures.share) == (800, 75, 100)
    assert breaches() == []


def test_customers_of_nobody_count_for_the_company_alone(company, maria):
    alfa, beta = a_customer(company), a_customer(company, name="Beta SRL", vat_id="RO14399840")
    entrust(company, alfa, maria)
    paid(company, owed(company, alfa, "100.00", due=date(2026, 3, 4)), "100.00", on=date(2026, 3, 9))
    paid(company, owed(company, beta, "70.00", due=date(2026, 3, 4)), "50.00", on=date(2026, 3, 10))
    march = figures(company, MARCH)
    assert march[None] == lei(fell_due="70", collected="50", left="20")
    assert march["all"] == march[maria.id] + march[None]
    entrust(company, alfa, None, on=date(2026, 3, 20))
    assert figures(company, MARCH)[maria.id].collected == 100, "what was collected stays with who had the customer"


def test_what_is_credited_is_settled_without_having_been_collected(company, maria):
    alfa = a_customer(company)
    entrust(company, alfa, maria)
    invoice = owed(company, alfa, "500.00", due=date(2026, 3, 13))
    credit_notes.issue(company, invoice, reason="whole", by=the_owner(company), on=date(2026, 3, 20))
    found = figures(company, MARCH)[maria.id]
    assert found == lei(fell_due="500", otherwise="500") and found.share is None


def test_a_match_that_is_undone_and_made_again_is_collected_once(company, maria):
    alfa = a_customer(company)
    entrust(company, alfa, maria)
    invoice = owed(company, alfa, "100.00", due=date(2026, 3, 4))
    money = paid(company, invoice, "100.00", on=date(2026, 3, 9))
    by, day = the_owner(company), date(2026, 4, 7)
    incoming.deallocate(company, money.allocated[0], by=by, on=day)
    assert figures(company, day)[maria.id] == lei(collected="-100", left="100")
    incoming.allocate(company, incoming.credit_of(money.payment), [Share(invoice.number)], by=by, on=day)
    assert maria.id not in figures(company, day) and figures(company, MARCH)[maria.id].collected == 100


def test_a_target_is_one_for_each_person_and_month_and_tells_how_it_came_to_be(company, maria):
    first = aim(company, "1000.00", person=maria)
    assert aim(company, "1000.00", person=maria) == first and first.changes.count() == 1
    assert aim(company, "1200.00", person=maria).pk == first.pk
    aim(company, "5000.00")
    assert [(one.amount, one.version) for one in first.changes.order_by("version")] == [(1000, 1), (1200, 2)]
    by = the_owner(company)
    told = [(one.target.user and one.target.user.pk, one.amount) for one in targets.changes(company, MARCH, by=by)]
    assert told == [(None, 5000), (maria.id, 1200), (maria.id, 1000)]
    for user in (first.user, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            CollectionTarget.objects.create(company=company, user=user, month=date(2026, 3, 1), amount=Decimal(1))
    for change in (
        lambda: TargetChange.objects.filter(target=first).update(amount=Decimal(1)),
        lambda: CollectionTarget.objects.filter(pk=first.pk).update(month=date(2026, 4, 1)),
        lambda: CollectionTarget.objects.filter(pk=first.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    aim(company, "0", person=maria)
    assert targets.of_person(company, by=maria, on=MARCH) is None, "0 is no target"
    assert breaches() == []


def test_a_month_that_is_over_keeps_its_targets_and_amounts_are_cents(company, maria):
    with pytest.raises(Refused, match=r"target\.over"):
        aim(company, "1.00", person=maria, on=date(2026, 4, 1))
    aim(company, "1.00", person=maria, on=MARCH)
    for wrong in ("-1", "0.001", "NaN", "10000000001"):
        with pytest.raises(Refused, match=r"field\.bad_value"):
            aim(company, wrong)
    with pytest.raises(Refused, match=r"user\.unknown"):
        told = {"month": MARCH, "person": "nobody@example.com", "amount": Decimal(1)}
        targets.set_amount(company, **told, by=the_owner(company), on=MARCH)


def test_each_sees_their_own_and_the_company_and_who_sets_targets_sees_all(company, maria, ion):
    for number, (who, name) in enumerate(((maria, "Alfa SRL"), (ion, "Beta SRL"))):
        party = a_customer(company, name=name, vat_id="", external_id=name)
        entrust(company, party, who)
        invoice = owed(company, party, "100.00", due=date(2026, 3, 4))
        paid(company, invoice, f"{number + 1}0.00", on=date(2026, 3, 9))
    aim(company, "100.00", person=ion)
    seen = targets.month_of(company, MARCH, by=maria, on=MARCH)
    assert [one.user for one in seen.people] == [user(maria)] and seen.company.figures.collected == 30
    assert targets.changes(company, MARCH, by=maria) == []
    accountant = somebody(company, "accountant")
    found = targets.month_of(company, MARCH, by=accountant, on=MARCH).people
    assert [one.user for one in found] == [user(ion), user(maria)], "who collected most comes first"
    row = targets.of_person(company, by=ion, on=MARCH)
    assert (row.target, row.figures.collected, row.progress) == (100, 20, 20)
    for act in (lambda: aim(company, "1.00", by=maria), lambda: aim(company, "1.00", by=somebody(company, "viewer"))):
        with pytest.raises(Refused, match=r"permission\.denied"):
            act()


def test_since_when_somebody_has_a_customer_is_kept(company, maria, ion):
    alfa = a_customer(company)
    entrust(company, alfa, maria, on=date(2026, 3, 2))
    entrust(company, alfa, maria, on=date(2026, 3, 3))
    entrust(company, alfa, ion, on=date(2026, 3, 1))
    rows = entrusting.history(company, alfa)
    assert [(one.before and one.before.pk, one.after.pk, one.since_on.day) for one in rows] == [
        (maria.id, ion.id, 2),
        (None, maria.id, 2),
    ], "the same again is no hand-over, and none is earlier than the one before"
    with pytest.raises(DatabaseError), transaction.atomic():
        HandOver.objects.filter(company=company).update(since_on=date(2026, 1, 1))
    with pytest.raises(Refused, match=r"permission\.denied"):
        entrusting.entrust(company, alfa, to=user(maria).email, by=maria, on=MARCH)
    stranger = somebody(a_company("RO", vat_id="RO18189442"), "clerk")
    with pytest.raises(Refused, match=r"user\.unknown"):
        entrust(company, alfa, stranger)
    assert breaches() == []


def test_check_finds_a_customer_and_a_target_that_say_something_else(company, maria, ion):
    alfa = a_customer(company)
    entrust(company, alfa, maria)
    alfa.refresh_from_db()
    alfa.responsible = user(ion)
    alfa.save()
    row = aim(company, "10.00", person=maria)
    CollectionTarget.objects.filter(pk=row.pk).update(amount=Decimal(20))
    found = breaches()
    assert [one.partition(":")[0] for one in found] == ["I61", "I62"]
