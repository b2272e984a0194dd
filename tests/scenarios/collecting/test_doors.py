"""Collecting on pages, by programs and on the command line: the same charges, demands and letters."""

import pytest
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.collecting.models import BalanceLetter, Demand, LateFee
from kvit.messages.models import Message
from tests.builders import a_company, a_customer, a_user
from tests.scenarios.collecting.test_late_fees import SOLD, sold

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_user("ana@example.com")


@pytest.fixture
def company(client, owner, time_machine):
    time_machine.move_to("2026-04-20 09:00:00Z", tick=False)
    client.force_login(owner)
    return a_company("RO", owner=owner, on=SOLD)


@pytest.fixture
def customer(company):
    customer = a_customer(company, language="en")
    sold(company, customer)
    return customer


def page(client, name, *args, **asked):
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200, answer.content
    return answer.content.decode().replace("\u00a0", " ")


def post(client, name, *args, status=302, **told):
    answer = client.post(reverse(name, args=args), told)
    assert answer.status_code == status, answer.content.decode()
    return answer


def test_a_clerk_charges_mails_and_takes_back_on_pages(client, company, customer):
    assert reverse("customer_collecting", args=[customer.public_id]) in page(client, "customer", customer.public_id)
    shown = page(client, "customer_collecting", customer.public_id)
    assert "22.59" in shown and "exchange rate" in shown, "interest, and why there is no compensation"
    post(client, "customer_charge", customer.public_id)
    fee = LateFee.objects.get()
    assert fee.number in page(client, "late_fees")
    assert "22.59" in page(client, "late_fee", fee.public_id)
    assert client.get(reverse("late_fee_pdf", args=[fee.public_id])).content.startswith(b"%PDF")
    post(client, "late_fee_send", fee.public_id)
    assert Message.objects.get(kind="late_fee_sent").to_address == customer.email
    post(client, "late_fee_cancel", fee.public_id, status=422)
    post(client, "late_fee_cancel", fee.public_id, reason="agreed")
    assert "Taken back" in page(client, "late_fee", fee.public_id)


def test_the_final_demand_and_the_file_for_the_court_on_pages(client, company, customer):
    post(client, "customer_demand", customer.public_id)
    demand = Demand.objects.get()
    assert "1,232.59" in page(client, "demand", demand.public_id)
    assert demand.number in page(client, "late_fees", view="demands")
    assert client.get(reverse("demand_pdf", args=[demand.public_id])).content.startswith(b"%PDF")
    post(client, "demand_send", demand.public_id)
    assert Message.objects.filter(kind="demand_sent").exists()
    post(client, "customer_demand", customer.public_id, status=409)
    assert client.get(reverse("customer_court_file", args=[customer.public_id])).content.startswith(b"PK")


def test_balances_are_asked_about_and_answered_on_pages(client, company, customer):
    post(client, "balance_letters", balance_on="20.04.2026", status=422)
    post(client, "balance_letters", balance_on="2026-03-31")
    letter = BalanceLetter.objects.get()
    assert "1,210.00" in page(client, "balance_letters")
    post(client, "balance_letter_send", letter.public_id)
    assert client.get(reverse("balance_letter_pdf", args=[letter.public_id])).content.startswith(b"%PDF")
    post(client, "balance_letter", letter.public_id, agrees="no", said="", note="", status=422)
    post(client, "balance_letter", letter.public_id, agrees="no", said="1000.00", note="F1 is missing")
    assert "F1 is missing" in page(client, "balance_letter", letter.public_id)
    assert letter.number in page(client, "balance_letters", view="differs")


def test_the_policy_and_a_rate_on_the_settings_page(client, company, customer):
    told = {"level": "suggest", "interest": "on", "percent": "", "reminder_fee": "50.00", "least": "10.00"}
    post(client, "settings_late_fees", **told, half_year="2026/2", rate="14.25", source="BNR, 1 July")
    assert "14.25" in page(client, "settings_late_fees")
    post(client, "settings_late_fees", **told, half_year="2026/2", rate="9", source="BNR", status=422)
    assert "50.00" in page(client, "settings_late_fees")
    assert "50.00" not in page(client, "customer_collecting", customer.public_id), "no reminder was sent yet"


def test_programs_do_the_same(company, owner, customer):
    program = Program(company, owner)
    [proposed, gap] = program.get("/late_fee_proposals")["data"]
    assert (proposed["rule"], proposed["amount"], gap["amount"]) == ("interest", "22.59", None)
    asked = {"customer": customer.public_id, "rules": ["interest"]}
    [fee] = program.post("/late_fees", asked, status=201, key="f1")["data"]
    assert program.post("/late_fees", asked, status=201, key="f1")["data"] == [fee], "the same key is the same act"
    assert (fee["number"], fee["left"], fee["lines"][0]["parts"][0]["days"]) == ("LF-2026-00001", "22.59", 47)
    program.post(f"/late_fees/{fee['id']}/send", {}, key="s1")
    back = program.post(f"/late_fees/{fee['id']}/cancel", {"reason": "agreed"})
    assert (back["kind"], back["cancels"]) == ("cancellation", fee["id"])
    assert [one["number"] for one in program.get("/late_fees")["data"]] == ["LF-2026-00002", "LF-2026-00001"]
    demand = program.post("/demands", {"customer": customer.public_id, "days": 10}, status=201, key="d1")
    assert (demand["amount"], demand["interest"], demand["last_on"]) == ("1210.00", "22.59", "2026-04-30")
    program.post(f"/demands/{demand['id']}/send", {}, key="s2")
    [letter] = program.post("/balance_letters", {"balance_on": "2026-03-31"}, status=201, key="b1")["data"]
    assert letter["balances"] == {"RON": "1210.00"}
    answered = program.post(f"/balance_letters/{letter['id']}/answer", {"agrees": False, "said": {"RON": "1200.00"}})
    assert answered["differs_by"] == {"RON": "-10.00"}
    policy = program.ask("PUT", "/late_fee_policy", {"level": "auto", "least": "5.00"}).json()
    assert (policy["level"], policy["least"], policy["interest"]) == ("auto", "5.00", True)
    rate = {"half_year": "2026/2", "percent": "14.25", "source": "BNR"}
    assert program.post("/late_rates", rate, status=201)["rates"][0]["percent"] == "14.25"


def test_the_command_line_does_the_same(company, customer, tmp_path):
    [interest, _] = kvit("late-fee", "propose").answer
    assert interest["amount"] == "22.59"
    [fee] = kvit("late-fee", "issue", customer.name, "--rule", "interest").answer
    kvit("late-fee", "send", fee["id"])
    kvit("late-fee", "pdf", fee["id"], "-o", str(tmp_path / "fee.pdf"))
    assert (tmp_path / "fee.pdf").read_bytes().startswith(b"%PDF")
    kvit("late-fee", "cancel", fee["id"], "--reason", "agreed")
    assert len(kvit("late-fee", "list").answer) == 2
    (tmp_path / "policy.json").write_text('{"level": "suggest", "interest": false}')
    policy = kvit("late-fee", "policy", "-f", str(tmp_path / "policy.json")).answer
    assert (policy["interest"], policy["compensation"]) == (False, True)
    kvit("late-fee", "rate", "2026/2", "--percent", "14.25", "--source", "BNR")
    demand = kvit("demand", "make", customer.name).answer
    kvit("demand", "send", demand["id"])
    kvit("demand", "pdf", demand["id"], "-o", str(tmp_path / "demand.pdf"))
    kvit("demand", "court-file", customer.name, "-o", str(tmp_path / "court.zip"))
    assert (tmp_path / "court.zip").read_bytes().startswith(b"PK")
    [letter] = kvit("balance-letter", "make", "--on", "2026-03-31").answer
    kvit("balance-letter", "send", letter["id"])
    kvit("balance-letter", "pdf", letter["id"], "-o", str(tmp_path / "letter.pdf"))
    assert kvit("balance-letter", "list", "--unanswered").answer
    kvit("balance-letter", "answer", letter["id"], "--agrees")
    assert kvit("balance-letter", "list", "--unanswered").answer == []
    assert len(kvit("demand", "list").answer) == 1
