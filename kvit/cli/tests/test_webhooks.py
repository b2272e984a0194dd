"""Webhooks from the command line: added with a secret told once, listed, looked up, sent again."""

import pytest

from kvit.cli.tests.inside import kvit
from kvit.messages.models import WebhookDelivery, WebhookEndpoint
from tests.builders import a_company, a_customer, somebody
from tests.receivers import a_receiver, work_off

pytestmark = pytest.mark.django_db

URL = "https://hooks.example.com/kvit"


def test_what_was_not_taken_is_found_and_sent_again():
    company = a_company()
    with a_receiver() as receiver:
        made = kvit("webhook", "add", URL, "--event", "customer.created", "--description", "CRM").answer
        assert (made["url"], made["events"], made["status"]) == (URL, ["customer.created"], "active")
        receiver.secret = made["secret"]
        WebhookEndpoint.objects.update(url=receiver.url)
        assert [set(one) & {"secret"} for one in kvit("webhook", "list").answer] == [set()]
        receiver.answers = [(410, b"gone")]
        a_customer(company)
        work_off()
        [dead] = kvit("webhook", "deliveries", "--status", "dead").answer
        assert (dead["name"], dead["attempts"]) == ("customer.created", 1)
        refused = kvit("webhook", "replay", dead["id"], exit_code=7).error
        assert refused["code"] == "webhook_endpoint.not_active"
        WebhookEndpoint.objects.update(status="active")
        [again] = kvit("webhook", "replay", made["id"], "--since", "2000-01-01", "--until", "2199-01-01").answer
        assert (again["id"], again["status"]) == (dead["id"], "pending")
        work_off()
        assert WebhookDelivery.objects.get().status == "delivered"
        assert kvit("webhook", "replay", dead["id"]).answer[0]["status"] == "pending"
        work_off()
        assert (len(receiver.calls), len(receiver.kept)) == (3, 1)


def test_refusals_end_with_the_code_of_their_family():
    company = a_company()
    assert kvit("webhook", "add", "http://x.example.com", exit_code=1).error["code"] == "url.not_https"
    assert kvit("webhook", "replay", "whd_none", exit_code=5).error["code"] == "webhook_delivery.unknown"
    clerk = somebody(company, "clerk")
    user = company.memberships.get(user_id=clerk.id).user
    assert kvit("webhook", "list", "--as", user.email, exit_code=6).error["code"] == "permission.denied"
