"""The addresses that are told what happens: who may add them, which ones, and how their secrets are kept."""

import base64

import pytest

from kvit.core.errors import Refused
from kvit.core.event_names import SENT
from kvit.events import ciphers
from kvit.events.models import Event
from kvit.messages.webhooks import endpoints, queries
from kvit.wording import sentence
from tests.builders import DAY, a_company, somebody, the_owner
from tests.receivers import PUBLIC, an_endpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def refused(company, raw) -> Refused:
    with pytest.raises(Refused) as refusal:
        endpoints.add(company, raw, by=the_owner(company), on=DAY)
    assert sentence(refusal.value.code, refusal.value.facts) != refusal.value.code
    return refusal.value


def test_a_secret_is_long_random_and_readable_nowhere(company):
    row, secret = endpoints.add(company, {"url": PUBLIC}, by=the_owner(company), on=DAY)
    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert secret not in row.secret
    assert ciphers.decrypt(row.secret) == secret
    told = Event.objects.get(name="webhook_endpoint.created")
    assert told.facts == {"host": "hooks.example.com", "events": ["*"]}
    assert secret not in str(told.facts)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({}, "field.missing"),
        ({"url": "http://hooks.example.com/"}, "url.not_https"),
        ({"url": "https://ana:pw@hooks.example.com/"}, "url.login"),
        ({"url": "https://hooks.example.com:5432/"}, "url.port"),
        ({"url": "https://hooks.example.com:22/"}, "url.port"),
        ({"url": "ftp://hooks.example.com/"}, "url.not_https"),
        ({"url": PUBLIC, "events": ["invoice.eaten"]}, "webhook_endpoint.bad_event"),
        ({"url": PUBLIC, "events": ["webhook_delivery.given_up"]}, "webhook_endpoint.bad_event"),
        ({"url": PUBLIC, "events": "invoice.issued"}, "webhook_endpoint.bad_events"),
        ({"url": PUBLIC, "events": [1]}, "webhook_endpoint.bad_events"),
        ({"url": PUBLIC, "color": "red"}, "field.unknown"),
    ],
)
def test_what_cannot_be_called_or_told_is_refused(company, raw, code):
    assert refused(company, raw).code == code
    assert queries.endpoints(company) == []


def test_the_same_address_is_called_once(company):
    row = an_endpoint(company)
    assert refused(company, {"url": PUBLIC}).code == "webhook_endpoint.known"
    endpoints.archive(company, row, by=the_owner(company), on=DAY)
    assert an_endpoint(company).pk != row.pk


def test_there_is_an_end_to_addresses(company):
    for i in range(endpoints.MOST):
        an_endpoint(company, url=f"https://h{i}.example.com/")
    assert refused(company, {"url": PUBLIC}).code == "webhook_endpoint.too_many"


def test_names_are_kept_once_and_a_star_is_all(company):
    row = an_endpoint(company, events=["invoice.issued", "customer.created", "invoice.issued"])
    assert row.events == ["customer.created", "invoice.issued"]
    changed = endpoints.change(company, row, {"events": ["*"]}, version=None, by=the_owner(company), on=DAY)
    assert changed.events == []
    assert "invoice.issued" in SENT


def test_two_who_change_it_at_once_do_not_overwrite_each_other(company):
    row = an_endpoint(company)
    by = the_owner(company)
    endpoints.change(company, row, {"description": "CRM"}, version=1, by=by, on=DAY)
    with pytest.raises(Refused, match=r"webhook_endpoint\.changed"):
        endpoints.change(company, row, {"description": "ERP"}, version=1, by=by, on=DAY)
    row.refresh_from_db()
    assert (row.description, row.version) == ("CRM", 2)


def test_removed_it_is_gone_with_its_secrets(company):
    row = an_endpoint(company)
    endpoints.rotate(company, row, by=the_owner(company), on=DAY)
    sent = endpoints.test(company, row, by=the_owner(company), on=DAY)
    endpoints.archive(company, row, by=the_owner(company), on=DAY)
    row.refresh_from_db()
    sent.refresh_from_db()
    assert (row.status, row.secret, row.previous_secret) == ("archived", "", "")
    assert (sent.status, sent.failure) == ("dead", "webhook.removed")
    with pytest.raises(Refused, match=r"webhook_endpoint\.unknown"):
        queries.endpoint(company, row.public_id)
    with pytest.raises(Refused, match=r"webhook_endpoint\.archived"):
        endpoints.rotate(company, row, by=the_owner(company), on=DAY)


def test_each_verb_has_its_states(company):
    row, by = an_endpoint(company), the_owner(company)
    with pytest.raises(Refused, match=r"webhook_endpoint\.not_stopped"):
        endpoints.resume(company, row, by=by, on=DAY)
    endpoints.pause(company, row, by=by, on=DAY)
    for verb in (endpoints.pause, endpoints.test):
        with pytest.raises(Refused, match=r"webhook_endpoint\.not_active"):
            verb(company, row, by=by, on=DAY)


@pytest.mark.parametrize("role", ["accountant", "clerk", "approver", "viewer"])
def test_only_owners_decide_where_the_companys_life_is_told(company, role):
    row, by = an_endpoint(company), somebody(company, role)
    for verb in (endpoints.pause, endpoints.rotate, endpoints.archive, endpoints.test):
        with pytest.raises(Refused, match=r"permission\.denied"):
            verb(company, row, by=by, on=DAY)
    with pytest.raises(Refused, match=r"permission\.denied"):
        endpoints.add(company, {"url": PUBLIC}, by=by, on=DAY)
