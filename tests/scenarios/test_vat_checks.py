"""A customer's VAT id and the registers that know it: asked by itself, asked again, kept with what was issued."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kvit.adapters.registers.by_country import ByCountry
from kvit.adapters.registers.simulators import Known, ViesSimulator
from kvit.adapters.registers.vies import Vies
from kvit.core.errors import Refused
from kvit.events import work
from kvit.events.models import Event
from kvit.jobs import schedule
from kvit.parties import customers, vat_checks
from kvit.parties.models import VatCheck
from kvit.ports import registry
from kvit.reactions import REACTIONS
from kvit.receivables import credit_notes, invoices
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db(transaction=True)
BERLIN = {"street": "Domstraße", "building": "2", "town": "Köln", "post_code": "50668"}
GOODS = a_line(category="K", vat="0", vat_reason="Intra-Community supply", vat_reason_code="VATEX-EU-IC")
DELIVERED = {"delivered_on": "2026-03-02", "deliver_to": {"country": "DE"}}
OTHER = "DE129273398"


@pytest.fixture
def vies():
    simulator = ViesSimulator({"DE136695976": Known("X")}, requesters=frozenset({"RO14399840"}))
    before = registry.use("register")
    registry.register("register", ByCountry(national=[], across=Vies(address=simulator.address, seconds=5)))
    yield simulator
    registry.register("register", before)
    simulator.served.close()


@pytest.fixture
def company(vies):
    return a_company()


def abroad(company, **facts):
    return a_customer(company, country="DE", name="Köln GmbH", address=BERLIN, **facts)


def goods_to(company, customer):
    return a_draft(company, GOODS, customer=customer, **DELIVERED)


def answers(party):
    return list(VatCheck.objects.filter(party=party).order_by("pk").values_list("answer", flat=True))


def rules(refused):
    return refused.value.facts["rules"]


def test_a_new_customer_is_asked_about_by_itself_and_the_answer_is_a_proof(company, vies):
    customer = abroad(company)
    work.run_all(REACTIONS)
    [check] = vat_checks.of(company, customer)
    assert (check.answer, check.register, check.requester) == ("valid", "VIES", "RO14399840")
    assert check.proof.startswith("WAPI")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        VatCheck.objects.filter(pk=check.pk).update(answer="invalid")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        VatCheck.objects.filter(pk=check.pk).delete()


def test_only_another_number_is_asked_about_when_a_customer_is_changed(company, vies):
    customer = abroad(company)
    work.run_all(REACTIONS)
    by = the_owner(company)
    customers.change(company, customer, {"note": "x"}, version=None, by=by, on=DAY)
    work.run_all(REACTIONS)
    assert len(vies.served.asked) == 1
    customers.change(company, customer, {"vat_id": OTHER}, version=None, by=by, on=DAY)
    work.run_all(REACTIONS)
    assert answers(customer) == ["valid", "invalid"]


def test_pain_26_while_vies_is_busy_the_number_is_unknown_and_asked_again_by_the_clock(company, vies):
    vies.says, vies.times = "MS_MAX_CONCURRENT_REQ", 3
    customer = abroad(company)
    work.run_all(REACTIONS)
    [check] = vat_checks.of(company, customer)
    assert (check.answer, check.reason) == ("unknown", "MS_MAX_CONCURRENT_REQ")
    assert check.again_at - check.asked_at == timedelta(minutes=1)
    assert schedule.tick(company, on=DAY, at=check.asked_at).vat_checks == 0
    waits = []
    for _ in range(3):
        newest = vat_checks.of(company, customer)[0]
        waits.append((newest.again_at - newest.asked_at).total_seconds() / 60)
        schedule.tick(company, on=DAY, at=newest.again_at)
    assert waits == [1, 5, 15]
    assert answers(customer) == ["unknown", "unknown", "unknown", "valid"]
    assert schedule.tick(company, on=DAY, at=timezone.now() + timedelta(days=2)).vat_checks == 0
    work.run_all(REACTIONS)
    assert not Task.objects.filter(kind="customer.vat_invalid").exists()


def test_pain_26_a_page_or_a_silence_is_no_answer_either(company, vies):
    customer = abroad(company)
    vies.page = True
    assert vat_checks.ask(company, customer, by=the_owner(company), on=DAY).answer == "unknown"
    vies.page, vies.served.weather.away = False, 1
    assert vat_checks.ask(company, customer, by=the_owner(company), on=DAY).answer == "unknown"


def test_what_is_issued_keeps_the_check_that_held(company, vies):
    customer = abroad(company)
    work.run_all(REACTIONS)
    invoice = invoices.issue(company, goods_to(company, customer), by=the_owner(company), on=DAY)
    [check] = vat_checks.of(company, customer)
    assert invoice.buyer["vat_check"] == check.public_id
    assert len(vies.served.asked) == 1  # it was asked lately
    assert breaches() == []


def test_a_check_that_is_old_is_made_again_before_issuing(company, vies, time_machine):
    customer = abroad(company)
    work.run_all(REACTIONS)
    draft = goods_to(company, customer)
    time_machine.move_to(timezone.now() + timedelta(days=8))
    invoice = invoices.issue(company, draft, by=the_owner(company), on=DAY)
    assert answers(customer) == ["valid", "valid"]
    assert invoice.buyer["vat_check"] == vat_checks.of(company, customer)[0].public_id


def test_a_number_that_is_not_valid_holds_the_draft_and_opens_a_task_until_the_right_one_is_there(company, vies):
    customer = abroad(company, vat_id=OTHER)
    draft = goods_to(company, customer)
    by = the_owner(company)
    with pytest.raises(Refused) as refused:
        invoices.issue(company, draft, by=by, on=DAY)
    assert rules(refused) == ["vat_check.invalid"]
    work.run_all(REACTIONS)
    assert Task.objects.get(kind="customer.vat_invalid").status == "open"
    with pytest.raises(Refused, match="finding.is_error"):
        invoices.accept(company, draft, rule="vat_check.invalid", place="buyer/vat_id", by=by, on=DAY)
    customers.change(company, customer, {"vat_id": "DE136695976"}, version=None, by=by, on=DAY)
    work.run_all(REACTIONS)
    assert Task.objects.get(kind="customer.vat_invalid").status == "done"
    assert invoices.issue(company, draft, by=by, on=DAY).number


def test_pain_26_a_number_of_which_nobody_can_say_is_a_warning_that_a_person_may_take_upon_themselves(company, vies):
    vies.says, vies.times = "MS_UNAVAILABLE", 100
    customer = abroad(company)
    draft = goods_to(company, customer)
    by = the_owner(company)
    with pytest.raises(Refused) as refused:
        invoices.issue(company, draft, by=by, on=DAY)
    assert (refused.value.code, rules(refused)) == ("invoice.warnings", ["vat_check.unknown"])
    invoices.accept(company, draft, rule="vat_check.unknown", place="buyer/vat_id", by=by, on=DAY)
    invoice = invoices.issue(company, draft, by=by, on=DAY)
    assert invoice.buyer["vat_check"] == vat_checks.of(company, customer)[0].public_id


def test_pain_26_a_register_that_is_busy_takes_no_yes_of_this_week_back(company, vies):
    customer = abroad(company)
    work.run_all(REACTIONS)
    [said_yes] = vat_checks.of(company, customer)
    vies.says, vies.times = "TIMEOUT", 1
    vat_checks.ask(company, customer, by=the_owner(company), on=DAY)
    invoice = invoices.issue(company, goods_to(company, customer), by=the_owner(company), on=DAY)
    assert answers(customer) == ["valid", "unknown"]
    assert invoice.buyer["vat_check"] == said_yes.public_id


def test_what_bears_vat_asks_nobody_and_what_corrects_is_held_by_nothing(company, vies):
    an_invoice(company)
    customer = abroad(company)
    invoice = invoices.issue(company, goods_to(company, customer), by=the_owner(company), on=DAY)
    del vies.firms["DE136695976"]
    vat_checks.ask(company, customer, by=the_owner(company), on=DAY)
    asked = len(vies.served.asked)
    note = credit_notes.issue(company, invoice, reason="return", by=the_owner(company), on=DAY)
    assert note.number
    assert len(vies.served.asked) == asked


def test_only_news_are_told(company, vies):
    customer = abroad(company)
    for _ in range(3):
        vat_checks.ask(company, customer, by=the_owner(company), on=DAY)
    [told] = Event.objects.filter(name="customer.vat_checked")
    assert (told.facts["answer"], told.facts["vat_id"]) == ("valid", "DE136695976")
    assert isinstance(vat_checks.of(company, customer)[0].asked_at, datetime)


def test_without_a_register_nothing_is_asked_found_or_kept(company, vies):
    registry.register("register", ByCountry(national=[], across=Nobody()))
    customer = abroad(company)
    work.run_all(REACTIONS)
    invoice = invoices.issue(company, goods_to(company, customer), by=the_owner(company), on=DAY)
    assert "vat_check" not in invoice.buyer
    assert vies.served.asked == []
    with pytest.raises(Refused, match="vat_check.no_register"):
        vat_checks.ask(company, customer, by=the_owner(company), on=DAY)


class Nobody:
    countries = frozenset()

    def find(self, country, vat_id, *, requester=""):
        raise AssertionError("nobody is to be asked")
