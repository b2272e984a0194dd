"""Points by every door: the same rules behind pages, the API, the command line and the portal."""

import json
from datetime import date

import pytest
from django.test import Client

from kvit.cli.tests import inside
from kvit.companies import companies
from kvit.jobs import worker
from kvit.loyalty import programmes
from kvit.receivables import invoices
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, a_user, breaches, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.loyalty.saving import pay, points, promise, sold, sums
from tests.scenarios.portal.visiting import Visitor, words_of

pytestmark = pytest.mark.django_db
LATER = date(2026, 5, 4)


@pytest.fixture
def owner():
    return a_user("owner@example.com")


@pytest.fixture
def company(owner):
    return a_company("RO", owner=owner)


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


@pytest.fixture
def earned(company, customer):
    promise(company)
    invoice = sold(company, customer=customer)
    pay(invoice)
    return invoice


@pytest.fixture
def draft(company, customer, earned):
    return a_draft(company, a_line("300.00", vat="21"), on=LATER)


@pytest.fixture
def pages(owner):
    made = Client()
    made.force_login(owner)
    return made


@pytest.fixture
def ask(company, owner):
    _key, secret = companies.make_api_key(company, owner, name="k", by=the_owner(company), on=DAY)
    client = Client(headers={"authorization": f"Bearer {secret}"})

    def asked(method, path, body=None, *, status=200):
        told = {} if method == "get" else {"data": json.dumps(body or {}), "content_type": "application/json"}
        answer = getattr(client, method)(f"/api/v1{path}", **told)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    return asked


def run(capsys, *words: str):
    code = inside.tree().main([*words, "--json"], prog_name="kvit", standalone_mode=False) or 0
    return code, json.loads(capsys.readouterr().out or "null")


def said(answer) -> str:
    return " ".join(words_of(answer.content.decode().replace("&nbsp;", " ")).split())


def test_pages_promise_and_end(company, pages):
    told = {"way": "points", "per_unit": "2", "value": "0.05", "months": "6", "least": "10", "most_share": "30"}
    assert pages.post("/settings/points", {**told, "value": "0.005", "level": "suggest"}).status_code == 422
    assert pages.post("/settings/points", {**told, "level": "suggest"}).status_code == 302
    live = programmes.live(company)
    assert (live.per_unit, live.value, live.months, live.early_days) == (2, programmes.Decimal("0.05"), 6, 0)
    assert "holds" in said(pages.get("/settings/points"))
    pages.post("/settings/points/end")
    assert programmes.live(company) is None
    assert pages.post("/settings/points/end").status_code == 409


def test_a_page_offers_points_on_a_draft_and_takes_them_off(company, customer, draft, pages):
    page = said(pages.get(f"/invoices/{draft.public_id}"))
    assert "1,100 there, 1,100 may be used here" in page
    pages.post(f"/invoices/{draft.public_id}/points", {"points": "600"})
    assert sums(draft)["gross"] == "348.48" and "600 points take this off: 12.00" in said(
        pages.get(f"/invoices/{draft.public_id}")
    )
    assert pages.post(f"/invoices/{draft.public_id}/points", {"points": "1,000"}).status_code == 422
    assert sums(draft)["gross"] == "348.48", "what is no number uses nothing"
    pages.post(f"/invoices/{draft.public_id}/points", {"points": "0"})
    assert sums(draft)["net"] == "300.00"
    shown = said(pages.get(f"/customers/{customer.public_id}/points"))
    assert "Earned by paying on time" in shown and "1,100 (worth 22.00 RON)" in shown
    assert "1,100 (worth 22.00 RON)" in said(pages.get(f"/customers/{customer.public_id}"))
    assert breaches() == []


def test_programs_promise_look_and_use(customer, draft, ask):
    assert [one["ended_on"] for one in ask("get", "/loyalty_programmes")] == [None]
    assert ask("post", "/loyalty_programmes", {"way": "points", "per_unit": "1"}, status=422)
    made = ask("post", "/loyalty_programmes", {"way": "percent", "per_unit": "2", "level": "suggest"}, status=201)
    assert (made["value"], made["most_share"], made["months"]) == ("0.01", "50", 12)
    purse = ask("get", f"/customers/{customer.public_id}/points")
    assert (purse["points"], purse["worth"], purse["lots"][0]["ends_on"]) == (1100, "22.00", "2027-04-20")
    used = ask("put", f"/invoices/{draft.public_id}/points", {"points": 600})
    assert used == {"have": 1100, "most": 1100, "used": 600, "worth": "12.00", "currency": "RON"}
    assert ask("put", f"/invoices/{draft.public_id}/points", {"points": 1101}, status=422)
    moved = ask("get", f"/customers/{customer.public_id}/points/movements")["data"]
    assert [(one["kind"], one["points"], one["worth"]) for one in moved] == [("earned", 1100, "22.00")]
    assert ask("post", "/loyalty_programmes/end")["id"] == made["id"]


def test_the_command_line_does_the_same(company, customer, draft, owner, capsys):
    who = ("--as", owner.email)
    words = ("--set", "way=points", "--set", "per_unit=3", "--set", "value=0.01", "--set", "months=24")
    assert run(capsys, "points", "programme", *words, *who)[1]["months"] == 24
    assert len(run(capsys, "points", "programme", *who)[1]) == 2
    assert run(capsys, "points", "use", draft.public_id, "--points", "600", *who)[1]["worth"] == "12.00"
    shown = run(capsys, "points", "show", customer.public_id, *who)[1]
    assert (shown["points"], shown["held"], [one["kind"] for one in shown["movements"]]) == (1100, 600, ["earned"])
    assert run(capsys, "points", "end", *who)[1]["ended_on"] is not None
    assert run(capsys, "points", "end", *who)[0] == 7


def test_the_customer_sees_their_points_and_nobody_else_s(company, customer, draft, earned):
    other = a_customer(company, name="Beta SRL", vat_id="", language="en")
    issued = invoices.issue(company, draft, by=the_owner(company), on=LATER)
    worker.until_idle()
    assert points(company, customer) == 1100
    visitor = Visitor()
    visitor.enter(f"http://x/portal/pay/{debtor.guest_of(company, customer)[1]}")
    assert "Your points: 1,100" in visitor.get("/portal/customer/account")
    page = " ".join(words_of(visitor.get("/portal/customer/points").replace("&nbsp;", " ")).split())
    assert "Points 1,100 Worth 22.00 RON" in page and "20/04/2027" in page and "From 100 on they may be used" in page
    stranger = Visitor()
    stranger.enter(f"http://x/portal/pay/{debtor.guest_of(company, other)[1]}")
    theirs = words_of(stranger.get("/portal/customer/points"))
    assert "1,100" not in theirs and issued.number not in theirs and earned.number not in theirs
