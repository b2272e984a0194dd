"""Points that people give and take by hand: with a reason, booked as a debt, and by two where they are many."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from kvit.cli.tests import inside
from kvit.companies import companies
from kvit.companies.permissions import automation
from kvit.core.errors import Refused
from kvit.loyalty import grants, programmes, queries
from kvit.loyalty.grants import Wish
from kvit.loyalty.models import LoyaltyGrant
from kvit.receivables import redeeming
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, a_user, breaches, somebody, the_owner
from tests.scenarios.loyalty.saving import SOLD_ON, moved, pay, points, promise, sold, standing

pytestmark = pytest.mark.django_db
LATER = date(2026, 5, 4)


@pytest.fixture
def owner():
    return a_user("owner@example.com")


@pytest.fixture
def company(owner):
    company = a_company("RO", owner=owner)
    promise(company, by_hand=500)
    return company


@pytest.fixture
def customer(company):
    return a_customer(company)


@pytest.fixture
def ana(company):
    return somebody(company, "accountant")


def asked(company, customer, number, *, by, reason="goodwill", key="", on=LATER):
    return grants.ask(company, customer, Wish(points=number, reason=reason, key=key), by=by, on=on)


def test_the_example_of_the_page(company, customer, ana):
    """300 points for a late delivery, worth 6.00, good for twelve months; 100 of them, worth 2.00, are taken again."""
    row = asked(company, customer, 300, by=ana, reason="late delivery")
    assert (row.status, row.needs_two, row.decided_by_id) == ("done", False, ana.id)
    [lot] = queries.purse(company, customer).lots
    assert (lot.left, lot.ends_on) == (300, date(2027, 5, 4))
    assert (standing(company, "discount_allowed"), standing(company, "loyalty")) == (6, -6)
    asked(company, customer, -100, by=ana, reason="was too much")
    assert points(company) == 200 and standing(company, "loyalty") == -4
    assert moved(company) == [("granted", 300), ("removed", -100)] and breaches() == []


def test_more_than_the_programme_allows_waits_for_another_person(company, customer, ana):
    row = asked(company, customer, 501, by=ana)
    assert (row.status, points(company), standing(company, "loyalty")) == ("waiting", 0, 0)
    with pytest.raises(Refused, match=r"loyalty_grant\.own"):
        grants.agree(company, row, by=ana, on=LATER)
    with pytest.raises(Refused, match=r"permission\.denied"):
        grants.agree(company, row, by=somebody(company, "clerk"), on=LATER)
    grants.agree(company, row, by=the_owner(company), on=LATER)
    assert points(company) == 501 and breaches() == []
    with pytest.raises(Refused, match=r"loyalty_grant\.decided"):
        grants.agree(company, row, by=the_owner(company), on=LATER)
    assert points(company) == 501


def test_many_taken_wait_too_and_are_looked_for_again_when_the_yes_comes(company, customer, ana):
    asked(company, customer, 500, by=ana)
    asked(company, customer, 400, by=the_owner(company))
    row = asked(company, customer, -600, by=ana, reason="given to the wrong customer")
    assert points(company) == 900
    draft = a_draft(company, a_line("300.00", vat="21"), on=LATER)
    redeeming.use(company, draft, wanted=400, by=the_owner(company), on=LATER)
    with pytest.raises(Refused, match=r"loyalty\.too_many"):
        grants.agree(company, row, by=the_owner(company), on=LATER)
    assert LoyaltyGrant.objects.get(pk=row.pk).status == "waiting", "a draft holds some of them"
    redeeming.use(company, draft, wanted=0, by=the_owner(company), on=LATER)
    grants.agree(company, row, by=the_owner(company), on=LATER)
    assert points(company) == 300 and breaches() == []


def test_no_is_said_by_another_person_or_by_who_asked(company, customer, ana):
    first, second = (asked(company, customer, 1000, by=ana) for _ in range(2))
    with pytest.raises(Refused, match=r"reason\.missing"):
        grants.turn_down(company, first, reason=" ", by=ana, on=LATER)
    grants.turn_down(company, first, reason="thought better of it", by=ana, on=LATER)
    grants.turn_down(company, second, reason="too many", by=the_owner(company), on=LATER)
    assert {row.status for row in LoyaltyGrant.objects.all()} == {"refused"} and points(company) == 0
    with pytest.raises(Refused, match=r"loyalty_grant\.decided"):
        grants.agree(company, second, by=the_owner(company), on=LATER)
    assert breaches() == []


def test_what_cannot_be_asked(company, customer, ana):
    for number, code in ((0, r"field\.bad_value"), (10**9 + 1, r"field\.bad_value"), (-1, r"loyalty\.too_many")):
        with pytest.raises(Refused, match=code):
            asked(company, customer, number, by=ana)
    with pytest.raises(Refused, match=r"reason\.missing"):
        asked(company, customer, 5, by=ana, reason=" ")
    with pytest.raises(Refused, match=r"permission\.denied"):
        asked(company, customer, 5, by=somebody(company, "clerk"))
    with pytest.raises(Refused):
        asked(company, customer, 5, by=automation("tick", company))
    asked(company, customer, 5, by=ana)
    programmes.end(company, by=the_owner(company), on=LATER)
    with pytest.raises(Refused, match=r"loyalty\.no_programme"):
        asked(company, customer, 5, by=ana)
    asked(company, customer, -5, by=ana)
    assert points(company) == 0 and breaches() == []


def test_the_same_key_gives_once(company, customer, ana):
    first = asked(company, customer, 100, by=ana, key="k1")
    assert asked(company, customer, 100, by=ana, key="k1") == first
    asked(company, customer, 100, by=ana, key="k2")
    for other, number in ((a_customer(company, name="Beta SRL", vat_id=""), 100), (customer, 200)):
        with pytest.raises(Refused, match=r"key\.reused"):
            asked(company, other, number, by=ana, key="k1")
    assert points(company, customer) == 200 and breaches() == []


def test_who_works_alone_needs_nobody_else():
    company = a_company("RO")
    promise(company, by_hand=0)
    row = asked(company, a_customer(company), 5000, by=the_owner(company))
    assert (row.status, row.needs_two, points(company)) == ("done", False, 5000) and breaches() == []


def test_what_was_given_is_used_first_where_it_ends_first(company, customer, ana):
    asked(company, customer, 300, by=ana, on=SOLD_ON)
    pay(sold(company, customer=customer))
    asked(company, customer, -350, by=ana)
    left = [(lot.document_kind, lot.left) for lot in queries.purse(company, customer).lots]
    assert left == [("invoice", 1050)] and breaches() == []


def test_the_database_itself_keeps_what_was_asked(company, customer, ana):
    row = asked(company, customer, 1000, by=ana)

    def refused(act):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()

    rows = LoyaltyGrant.objects.filter(pk=row.pk)
    refused(lambda: rows.update(points=10))
    refused(lambda: rows.update(status="done"))
    refused(lambda: rows.update(status="done", decided_by=ana.id, decided_on=LATER))
    refused(lambda: rows._raw_delete("default"))
    grants.turn_down(company, row, reason="no", by=ana, on=LATER)
    refused(lambda: rows.update(status="waiting", decided_by=None, decided_on=None))


@pytest.fixture
def pages(owner, time_machine):
    time_machine.move_to("2026-05-04 09:00:00Z", tick=False)
    made = Client()
    made.force_login(owner)
    return made


def test_pages_give_and_another_person_agrees(company, customer, ana, pages):
    at = reverse("customer_points_by_hand", args=[customer.public_id])
    assert at in pages.get(reverse("customer_points", args=[customer.public_id])).content.decode()
    assert 'name="key"' in pages.get(at).content.decode()
    told = {"way": "give", "points": "300", "reason": "late delivery", "key": "k1"}
    for _ in range(2):
        assert pages.post(at, told).status_code == 302
    assert points(company) == 300
    assert pages.post(at, {**told, "way": "take", "points": "301", "key": "k2"}).status_code == 422
    assert pages.post(at, {**told, "points": "600", "key": "k3"}).status_code == 302
    mine = LoyaltyGrant.objects.get(status="waiting")
    shown = pages.get(reverse("points_by_hand")).content.decode()
    assert "Waits for another person" in shown and "late delivery" in shown
    assert reverse("points_by_hand_agree", args=[mine.public_id]) not in shown, "one's own"
    assert pages.post(reverse("points_by_hand_agree", args=[mine.public_id])).status_code in (403, 409)
    theirs = asked(company, customer, 700, by=ana)
    assert (
        reverse("points_by_hand_agree", args=[theirs.public_id])
        in pages.get(reverse("points_by_hand")).content.decode()
    )
    assert pages.post(reverse("points_by_hand_agree", args=[theirs.public_id])).status_code == 302
    assert pages.post(reverse("points_by_hand_refuse", args=[mine.public_id])).status_code == 302
    assert points(company) == 1000 and breaches() == []


def test_programs_and_the_command_line_do_the_same(company, customer, owner, ana, capsys):
    _key, secret = companies.make_api_key(company, owner, name="k", by=the_owner(company), on=DAY)
    client = Client(headers={"authorization": f"Bearer {secret}"})

    def post(path, body, *, key, status):
        heads = {"Idempotency-Key": key}
        answer = client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=heads)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    body = {"points": 300, "reason": "late delivery"}
    made = post(f"/customers/{customer.public_id}/points", body, key="a", status=201)
    assert (made["status"], made["points"], made["asked_by"]) == ("done", 300, "owner@example.com")
    assert post(f"/customers/{customer.public_id}/points", body, key="a", status=201) == made
    many = post(f"/customers/{customer.public_id}/points", {**body, "points": 900}, key="b", status=201)
    assert many["status"] == "waiting"
    assert post(f"/loyalty_grants/{many['id']}/agree", {}, key="c", status=403)["error"]["code"] == "loyalty_grant.own"
    assert client.get("/api/v1/loyalty_grants").json()["data"][0]["id"] == many["id"]

    def run(*words, who):
        asked = [*words, "--json", "--as", who]
        code = inside.tree().main(asked, prog_name="kvit", standalone_mode=False) or 0
        return code, json.loads(capsys.readouterr().out or "null")

    other = company.memberships.get(user_id=ana.id).user.email
    assert run("points", "agree", many["id"], who=other)[1]["decided_by"] == other
    assert run("points", "take", customer.public_id, "200", "--reason", "too many", who=other)[1]["points"] == -200
    waits = run("points", "give", customer.public_id, "501", "--reason", "more", who=other)[1]
    assert run("points", "agree", waits["id"], who=other)[0] == 6
    assert run("points", "refuse", waits["id"], "--reason", "no", who="owner@example.com")[1]["status"] == "refused"
    assert len(run("points", "by-hand", who=other)[1]) == 4
    assert points(company) == 1000 and breaches() == []


def test_many_small_wishes_of_a_day_are_a_large_one(company, customer, ana):
    assert asked(company, customer, 300, by=ana).status == "done"
    assert asked(company, customer, 200, by=ana, reason="more").status == "done"
    assert asked(company, customer, 1, by=ana, reason="and more").status == "waiting"
    assert asked(company, customer, 300, by=the_owner(company), reason="mine").status == "done"


def test_a_yes_after_the_programme_ended_gives_nothing(company, customer, ana):
    row = asked(company, customer, 501, by=ana)
    programmes.end(company, by=the_owner(company), on=LATER)
    with pytest.raises(Refused, match=r"loyalty\.no_programme"):
        grants.agree(company, row, by=the_owner(company), on=LATER)
    assert points(company) == 0 and breaches() == []
