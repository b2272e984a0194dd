"""What customers tell of themselves in the portal: at once, or when a person takes it over (docs/rules/portal.md)."""

import pytest
from django.test import Client

from kvit.adapters.registers.by_country import ByCountry
from kvit.adapters.registers.simulators import Known, ViesSimulator
from kvit.adapters.registers.vies import Vies
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.jobs import worker
from kvit.parties import own_customers, own_facts
from kvit.parties.models import PartyChange
from kvit.ports import registry
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_user, somebody, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.portal.visiting import Visitor, words_of

pytestmark = pytest.mark.django_db
OTHER = "RO14399840"
PHONE = "+40721234567"


@pytest.fixture
def owner():
    return a_user("owner@example.com")


@pytest.fixture
def company(owner):
    return a_company("RO", owner=owner)


@pytest.fixture
def customer(company):
    return a_customer(company, language="en", phone="0721 234 567")


@pytest.fixture
def visitor(company, customer):
    made = Visitor()
    made.enter(f"http://x/portal/pay/{debtor.guest_of(company, customer)[1]}")
    made.get("/portal/customer/own")
    return made


def fresh(customer):
    customer.refresh_from_db()
    return customer


def known(customer):
    return {
        "name": customer.name,
        "vat_id": customer.vat_id,
        "street": customer.street,
        "building": customer.building,
        "post_code": customer.post_code,
        "town": customer.town,
        "email": customer.email,
        "phone": customer.phone,
        "buyer_reference": "",
    }


def open_tasks(company):
    return Task.objects.filter(company=company, kind="customer.change_proposed", status="open").count()


def test_the_language_holds_at_once_and_is_told_of_a_customer(company, customer, visitor):
    visitor.post("/portal/customer/language", language="ro")
    assert fresh(customer).language == "ro"
    assert Event.objects.filter(name="customer.updated", subject_id=customer.pk).exists()
    assert not Event.objects.filter(name="supplier.updated").exists()


def test_other_facts_wait_for_a_person_and_the_register_is_asked_first(company, customer, visitor, owner):
    before = known(customer)
    asked = {**before, "town": "Brașov", "vat_id": "14399840", "phone": "0722 000 111"}
    visitor.post("/portal/customer/own", **asked)
    worker.until_idle()
    assert (fresh(customer).town, customer.vat_id) == (before["town"], before["vat_id"]), "nothing moved"
    change = own_customers.waiting(company, customer)
    assert change.asked == {"town": "Brașov", "vat_id": OTHER, "phone": "0722 000 111"} and open_tasks(company) == 1
    assert "waits for a person" in visitor.get("/portal/customer/own")
    pages = Client()
    pages.force_login(owner)
    shown = words_of(pages.get(f"/customers/{customer.public_id}").content.decode())
    assert "Brașov" in shown and "They tell new facts" in shown
    pages.post(f"/customer-changes/{change.public_id}/decide", {"act": "take"})
    worker.until_idle()
    assert (fresh(customer).town, customer.vat_id, customer.phone) == ("Brașov", OTHER, "0722 000 111")
    assert open_tasks(company) == 0 and customer.street == before["street"]
    with pytest.raises(Refused, match=r"supplier_change\.over"):
        own_customers.refuse(company, change.public_id, reason="twice", by=the_owner(company), on=DAY)


def test_the_register_is_asked_about_the_number_that_is_told_before_anybody_decides(company, owner):
    """VIES knows one number of the two; the customer's page says so beside what they told."""
    simulator = ViesSimulator({"DE136695976": Known("Köln GmbH")}, requesters=frozenset({"RO14399840"}))
    before = registry.use("register")
    registry.register("register", ByCountry(national=[], across=Vies(address=simulator.address, seconds=5)))
    pages = Client()
    pages.force_login(owner)
    try:
        customer = a_customer(company, country="DE", name="Köln GmbH", vat_id="", language="en")
        visitor = Visitor()
        visitor.enter(f"http://x/portal/pay/{debtor.guest_of(company, customer)[1]}")
        visitor.get("/portal/customer/own")
        for told, answer in (("DE136695976", "valid"), ("DE129273398", "invalid")):
            visitor.post("/portal/customer/own", **{**known(customer), "vat_id": told})
            worker.until_idle()
            change = own_customers.waiting(company, customer)
            assert own_customers.register_of(company, change).answer == answer
            assert "The register says" in words_of(pages.get(f"/customers/{customer.public_id}").content.decode())
        assert fresh(customer).vat_id == ""
    finally:
        registry.register("register", before)
        simulator.served.close()


def test_what_is_told_later_takes_the_place_of_what_waits(company, customer, visitor):
    visitor.post("/portal/customer/own", **{**known(customer), "town": "Sibiu"})
    visitor.post("/portal/customer/own", **{**known(customer), "town": "Cluj-Napoca"})
    worker.until_idle()
    assert own_customers.waiting(company, customer).asked == {"town": "Cluj-Napoca"} and open_tasks(company) == 1
    visitor.post("/portal/customer/own", **known(customer))
    worker.until_idle()
    assert own_customers.waiting(company, customer) is None and open_tasks(company) == 0


@pytest.mark.parametrize(
    ("field", "wrong"), [("email", "nobody"), ("vat_id", "RO123"), ("phone", "12"), ("name", ""), ("town", "x" * 101)]
)
def test_what_cannot_be_is_said_at_once(company, customer, visitor, field, wrong):
    visitor.post("/portal/customer/own", status=422, **{**known(customer), field: wrong})
    assert not PartyChange.objects.exists()


def test_a_person_refuses_with_a_reason_and_only_who_may(company, customer, visitor):
    visitor.post("/portal/customer/own", **{**known(customer), "email": "new@alfa.example"})
    change = own_customers.waiting(company, customer)
    with pytest.raises(Refused, match=r"permission\.denied"):
        own_customers.take(company, change.public_id, by=somebody(company, "viewer"), on=DAY)
    with pytest.raises(Refused, match=r"reason\.missing"):
        own_customers.refuse(company, change.public_id, reason=" ", by=the_owner(company), on=DAY)
    with pytest.raises(Refused, match=r"supplier_change\.unknown"):
        own_facts.take(company, change.public_id, by=the_owner(company), on=DAY)
    own_customers.refuse(company, change.public_id, reason="Not from them.", by=the_owner(company), on=DAY)
    assert fresh(customer).email == "office@alfa.example"


def test_consent_holds_at_once_and_so_does_taking_it_back(company, customer, visitor):
    assert "I agree" in visitor.get("/portal/customer/own")
    visitor.post("/portal/customer/own/texts", agree="yes")
    visitor.post("/portal/customer/own/texts", agree="yes")
    assert fresh(customer).text_number == PHONE and customer.text_consent_source == "customer portal"
    assert PHONE in visitor.get("/portal/customer/own")
    visitor.post("/portal/customer/own/texts", agree="no")
    assert (fresh(customer).text_number, customer.text_consent_on) == ("", None)
    told = Event.objects.filter(name__startswith="customer.consent_").order_by("pk")
    assert [event.name for event in told] == ["customer.consent_given", "customer.consent_withdrawn"]
    assert {event.actor_name for event in told} == {customer.name}


def test_another_telephone_that_is_taken_over_takes_the_consent_along(company, customer, visitor):
    visitor.post("/portal/customer/own/texts", agree="yes")
    visitor.post("/portal/customer/own", **{**known(customer), "phone": "0722 000 111"})
    assert fresh(customer).text_number == PHONE, "the old number until somebody takes the new one over"
    change = own_customers.waiting(company, customer)
    own_customers.take(company, change.public_id, by=the_owner(company), on=DAY)
    assert fresh(customer).text_number == ""


def test_without_a_number_there_is_nothing_to_agree_to(company):
    silent = a_customer(company, name="Mut SRL", vat_id="", language="en")
    visitor = Visitor()
    visitor.enter(f"http://x/portal/pay/{debtor.guest_of(company, silent)[1]}")
    assert "no telephone number" in visitor.get("/portal/customer/own")
    visitor.post("/portal/customer/own/texts", status=422, agree="yes")
