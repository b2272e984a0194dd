"""Gateways set up by programs and on the command line, their keys never shown; and the list of what banks want back."""

import json

import pytest
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.checkouts import gateways
from kvit.checkouts.models import Chargeback, Gateway
from kvit.cli.tests.inside import kvit
from kvit.companies.models import User
from kvit.core.errors import Refused
from kvit.receivables.models import Invoice
from tests.builders import breaches, somebody, the_owner
from tests.scenarios.paying import shop
from tests.scenarios.paying.test_paying_back import paid

pytestmark = pytest.mark.django_db
WRONG = "sk_wrong_and_secret"


@pytest.fixture
def store():
    with shop.opened() as store:
        yield store


@pytest.fixture
def owner(client, store):
    client.force_login(User.objects.get(pk=the_owner(store.company).id))
    return client


def keys(store, **changes):
    return {"api_key": store.sandbox.api_key, "signing_secret": store.sandbox.signing_secret, **changes}


def test_keys_come_from_standard_input_or_the_environment_and_never_come_back(store, monkeypatch):
    said = kvit("gateway", "set-up", "sandbox", "--file", "-", given=keys(store, api_key=WRONG))
    assert said.answer["is_set_up"] and WRONG not in said.out + said.told
    assert kvit("gateway", "try", "sandbox", exit_code=7).error["code"] == "gateway.key_refused"

    monkeypatch.setenv("SHOP_API_KEY", store.sandbox.api_key)
    kvit("gateway", "set-up", "sandbox", "--from-env", "SHOP")  # the signing secret is not there: it stays
    assert gateways.access(Gateway.objects.get()).secrets == keys(store)
    assert kvit("gateway", "try", "sandbox").answer["events_address"].endswith("/events")
    assert kvit("gateway", "off", "sandbox").answer["is_on"] is False
    assert [one["is_on"] for one in kvit("gateway", "list").answer] == [False]
    assert kvit("gateway", "on", "sandbox").answer["is_on"] is True
    assert kvit("gateway", "set-up", "sandbox", exit_code=1).error["code"] == "field.bad_value"


def test_a_program_sets_a_gateway_up_and_tests_it(store):
    program = Program(store.company)
    told = program.ask("PUT", "/gateways/sandbox", {"secrets": keys(store, api_key=WRONG)}).json()
    assert WRONG not in json.dumps(told) and told["needs"] == ["api_key", "signing_secret"]
    assert program.refused("POST", "/gateways/sandbox/try", status=409)["code"] == "gateway.key_refused"
    program.ask("PUT", "/gateways/sandbox", {"secrets": {"api_key": store.sandbox.api_key}})
    assert program.ask("POST", "/gateways/sandbox/try").json()["is_on"] is True
    assert program.post("/gateways/sandbox/turn", {"is_on": False})["is_on"] is False
    assert [one["name"] for one in program.get("/gateways")["data"]] == ["sandbox"]


def test_one_that_does_not_answer_is_told_from_one_that_says_no(owner, store):
    store.sandbox.served.close()
    with pytest.raises(Refused, match="gateway.no_answer"):
        gateways.try_out(store.company, "sandbox", by=the_owner(store.company))
    assert owner.post(reverse("gateway_try"), {"gateway": "sandbox"}).status_code == 503


def test_who_does_not_edit_gateways_tests_none(store):
    with pytest.raises(Refused, match="permission"):
        gateways.try_out(store.company, "sandbox", by=somebody(store.company, "viewer"))


def test_what_a_bank_wants_back_is_listed_with_its_day_and_marked_beside_invoice_and_payment(owner, store):
    assert "No bank wants money back here" in owner.get(reverse("chargebacks")).content.decode()
    checkout = paid(store, store.item())
    id = store.sandbox.dispute(checkout.public_id)
    store.tell()
    row, number = Chargeback.objects.get(), Invoice.objects.get().number
    page = owner.get(reverse("chargebacks")).content.decode()
    assert number in page and f"{row.evidence_until:%d/%m/%Y}" in page and "Taken back by the bank" in page
    checkout.refresh_from_db()
    assert reverse("payment", args=[checkout.payment.public_id]) in page
    assert "Taken back by the bank" in owner.get(reverse("invoices")).content.decode()
    assert "Taken back by the bank" in owner.get(reverse("payments")).content.decode()

    [told] = Program(store.company).get("/chargebacks?status=open")["data"]
    assert (told["numbers"], told["amount"], told["evidence_until"]) == ([number], "100.00", str(row.evidence_until))
    assert kvit("gateway", "chargebacks").answer == [told]

    store.sandbox.close_dispute(id, outcome="won")
    store.tell()
    assert number not in owner.get(reverse("chargebacks")).content.decode()
    assert number in owner.get(reverse("chargebacks") + "?view=won").content.decode()
    assert kvit("gateway", "chargebacks", "--status", "open").answer == []
    assert breaches() == []
