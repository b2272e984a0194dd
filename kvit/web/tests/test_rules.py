"""Writing a rule on the page: what is typed becomes the rule, what cannot be is said beside its field."""

import pytest
from django.urls import reverse
from django.utils import translation

from kvit.rules import rules
from kvit.rules.models import Rule, RuleVersion
from tests.builders import DAY, a_company, a_user, somebody, the_owner

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Large sales",
    "currency": "RON",
    "act": "task",
    "to": "role:owner",
    "text": "Thank them",
    "days": "2",
    "field_1": "total",
    "comparison_1": "over",
    "value_1": "1,000.50",
    "comparison_2": "over",
    "comparison_3": "over",
}


@pytest.fixture
def company(client):
    owner = a_user("ana@example.com")
    client.force_login(owner)
    return a_company("RO", owner=owner)


def post(client, event="invoice.issued", **more):
    return client.post(f"{reverse('rule_new')}?event={event}", {**TYPED, **more})


def test_what_is_typed_becomes_a_rule_that_is_off(client, company):
    answer = post(client)
    rule = Rule.objects.get(company=company)
    assert (answer.status_code, rule.level) == (302, "off")
    told = RuleVersion.objects.get(rule=rule).told
    assert told["conditions"] == [{"field": "total", "comparison": "over", "value": "1000.50", "currency": "RON"}]
    assert told["act"] == {"kind": "task", "text": "Thank them", "role": "owner", "days": 2}
    shown = client.get(reverse("rule", args=[rule.public_id])).content.decode().replace("\u00a0", " ")
    assert "When an invoice was issued, if total is over 1,000.50 RON: make a task for the first of the owners" in shown


@pytest.mark.parametrize(
    ("typed", "said", "beside"),
    [
        ({"comparison_1": "contains"}, "“total” cannot be compared with “contains”", "id_value_1"),
        ({"value_1": "dear"}, "", "id_value_1"),
        ({"to": ""}, "Say for whom", "id_to"),
        ({"field_2": "country", "comparison_2": "is", "value_2": "Romania"}, "cannot be compared", "id_value_2"),
        ({"currency": "XXZ"}, "XXZ", "id_currency"),
    ],
)
def test_what_makes_no_rule_is_said_beside_its_field(client, company, typed, said, beside):
    answer = post(client, **typed)
    shown = answer.content.decode()
    assert answer.status_code == 422 and said in shown and f"{beside}-r" in shown
    assert not Rule.objects.exists()


def test_yes_and_no_are_typed_in_the_language_of_the_page(client, company):
    condition = {"field_1": "is_public", "comparison_1": "is", "value_1": "Yes"}
    assert post(client, event="customer.created", **condition).status_code == 302
    assert RuleVersion.objects.get().told["conditions"][0]["value"] == "yes"


def test_only_owners_get_to_write(client, company):
    told = {"name": "x", "event": "invoice.issued", "act": {"kind": "webhook", "text": "x"}}
    rule = rules.make(company, told, by=the_owner(company), on=DAY)
    clerk = somebody(company, "clerk")
    client.force_login(company.memberships.get(user_id=clerk.id).user)
    with translation.override("en"):
        assert client.get(reverse("rule", args=[rule.public_id])).status_code == 200
        for name in ("rule_edit", "rule_level"):
            assert client.post(reverse(name, args=[rule.public_id]), {**TYPED, "level": "auto"}).status_code == 403
        assert post(client).status_code == 403
