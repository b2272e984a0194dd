"""Cash on pages, by programs and on the command line: the same desk, receipt, book and count."""

import pytest
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.cashbook.models import CashCount, CashLine, Desk
from kvit.cli.tests.inside import kvit
from kvit.ledger.models import OpenItem
from tests.builders import a_company, a_user, balance_of, breaches
from tests.scenarios.cash.till import DAY, a_desk, sold
from tests.scenarios.runs.paying import Payer

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_user("ana@example.com")


@pytest.fixture
def company(client, owner, time_machine):
    time_machine.move_to("2026-03-02 09:00:00Z", tick=False)
    client.force_login(owner)
    return a_company("RO", owner=owner, on=DAY)


def page(client, view, *args, **asked):
    answer = client.get(reverse(view, args=args), asked)
    assert answer.status_code == 200, answer.content
    return answer.content.decode().replace("\u00a0", " ")


def post(client, view, *args, status=302, **told):
    answer = client.post(reverse(view, args=args), told)
    assert answer.status_code == status, answer.content.decode()
    return answer


def opened(client):
    told = {"name": "Front desk", "code": "a", "holds": "200", "currency": "RON", "responsible": "ana@example.com"}
    post(client, "cash_desk_new", **told)
    return Desk.objects.get()


def test_a_clerk_opens_a_desk_takes_cash_on_the_invoice_and_prints_the_receipt(client, company):
    assert "No cash desk yet" in page(client, "cash")
    invoice = sold(company)
    assert "Take cash" not in page(client, "invoice", invoice.public_id)
    desk = opened(client)
    assert "200.00" in page(client, "cash")
    assert "Take cash" in page(client, "invoice", invoice.public_id)
    assert 'value="cash"' not in page(client, "invoice_pay", invoice.public_id), "cash is taken at the desk"
    there = client.get(reverse("invoice_take_cash", args=[invoice.public_id]), follow=True)
    assert f'value="{invoice.number}"' in there.content.decode() and 'value="1210.00"' in there.content.decode()
    told = {"document": invoice.number, "amount": "1210", "day": "today", "person": "Ion Pop"}
    post(client, "cash_take", desk.public_id, **told)
    line = CashLine.objects.get(kind="received")
    assert balance_of(invoice) == 0
    shown = page(client, "cash_line", line.public_id)
    assert "CHA-000001" in shown and "o mie două sute zece lei" in shown
    assert client.get(reverse("cash_line_pdf", args=[line.public_id])).content.startswith(b"%PDF")
    day = page(client, "cash_desk", desk.public_id)
    assert "CHA-000001" in day and "closing" in day and "1,410.00" in day
    assert client.get(reverse("cash_book_pdf", args=[desk.public_id])).content.startswith(b"%PDF")
    post(client, "cash_line_cancel", line.public_id, status=422, reason="")
    post(client, "cash_line_cancel", line.public_id, reason="wrong customer")
    assert "Taken back" in page(client, "cash_line", line.public_id)
    assert balance_of(invoice) == 1210 and breaches() == []


def test_a_desk_pays_brings_to_the_bank_and_is_counted_on_pages(client, company):
    desk = opened(client)
    cost = {"amount": "30", "day": "today", "purpose": "taxi", "account": "628"}
    post(client, "cash_pay_cost", desk.public_id, **cost)
    refused = post(client, "cash_move", desk.public_id, status=422, amount="500", day="today", kind="deposit")
    assert "cannot leave it" in refused.content.decode()
    post(client, "cash_move", desk.public_id, amount="100", day="today", kind="deposit")
    assert "on the way between the desks and the bank" in page(client, "cash")
    post(client, "cash_count", desk.public_id, status=422, found="69")
    post(client, "cash_count", desk.public_id, found="69", reason="one leu missing")
    assert CashCount.objects.get().line.amount == -1
    assert "Pay a bill" in page(client, "cash_pay_bill", desk.public_id)
    post(client, "cash_pay_bill", desk.public_id, status=422, amount="1", day="today", document="none")
    assert "No line on this day" in page(client, "cash_desk", desk.public_id, day="2026-03-01")
    assert breaches() == []


def test_what_the_law_forbids_is_said_on_the_form(client, company):
    desk, invoice = opened(client), sold(company, "9000.00")
    told = {"document": invoice.number, "amount": "5000.01", "day": "today"}
    answer = post(client, "cash_take", desk.public_id, status=422, **told)
    assert "Legea 70/2015" in answer.content.decode()


def test_programs_do_the_same(company, owner):
    program, invoice = Program(company, owner), sold(company)
    asked = {"name": "Front desk", "code": "A", "holds": "200.00"}
    desk = program.post("/cash_desks", asked, status=201, key="d1")
    assert (desk["balance"], desk["account"], desk["transit_account"]) == ("200.00", "5311", "581.1")
    at = f"/cash_desks/{desk['id']}"
    taking = {"amount": "1210.00", "document": invoice.number}
    line = program.post(f"{at}/take", taking, status=201, key="t1")
    assert (line["number"], line["paper"], line["balance"]) == ("CHA-000001", "Chitanță", "1410.00")
    assert program.post(f"{at}/take", taking, status=201, key="t1") == line, "the same key is the same act"
    cost = {"amount": "10", "account": "628", "purpose": "taxi"}
    assert program.post(f"{at}/pay_cost", cost, status=201, key="c1")["amount"] == "-10.00"
    moved = program.post(f"{at}/move", {"kind": "deposit", "amount": "400"}, status=201, key="m1")
    assert (moved["number"], moved["balance"]) == ("DPA-000002", "1000.00")
    counted = program.post(f"{at}/count", {"found": "1001", "reason": "found"}, status=201, key="n1")
    assert counted["difference"] == "1.00" and program.get(f"/cash_counts/{counted['id']}") == counted
    back = program.post(f"/cash_lines/{line['id']}/cancel", {"reason": "wrong"}, status=409, key="x1")
    assert back["error"]["code"] == "cash.not_enough", "the money is at the bank"
    day = program.get(f"{at}/book")
    assert (day["opening"], day["came"], day["went"], day["closing"]) == ("0.00", "1411.00", "410.00", "1001.00")
    assert len(program.get(f"{at}/lines")["data"]) == 5 and program.get("/cash_desks")["data"][0]["code"] == "A"
    assert program.ask("GET", f"/cash_lines/{line['id']}/pdf").content.startswith(b"%PDF")
    assert program.ask("GET", f"{at}/book_pdf?on=2026-03-02").content.startswith(b"%PDF")
    assert program.post(f"{at}/hand_over", {"responsible": "ana@example.com"})["responsible"] == "ana@example.com"
    assert program.get(f"/cash_lines/{line['id']}")["payment"] == line["payment"] and breaches() == []


def test_the_command_line_does_the_same(company, tmp_path):
    invoice = sold(company)
    kvit("cash", "open", "A", "--name", "Front desk", "--holds", "200")
    line = kvit("cash", "take", "100", "--invoice", invoice.number, "--person", "Ion").answer
    assert (line["number"], line["balance"]) == ("CHA-000001", "300.00")
    refused = kvit("cash", "take", "5000", "--invoice", invoice.number, exit_code=1)
    assert refused.error["code"] == "cash.over_day_of_party"
    kvit("cash", "pay-cost", "20", "628", "--purpose", "taxi")
    assert kvit("cash", "pay-bill", "20", "none", exit_code=5).error["code"] == "bill.unknown"
    kvit("cash", "deposit", "50")
    kvit("cash", "withdraw", "10")
    assert kvit("cash", "count", "240").answer["difference"] == "0.00"
    back = kvit("cash", "cancel", line["id"], "--reason", "wrong").answer
    assert (back["takes_back"], back["balance"]) == (line["id"], "140.00")
    book = kvit("cash", "book").answer
    assert (book["closing"], len(book["lines"])) == ("140.00", 6)
    kvit("cash", "book-pdf", "-o", str(tmp_path / "book.pdf"))
    kvit("cash", "pdf", line["id"], "-o", str(tmp_path / "receipt.pdf"))
    assert all(one.read_bytes().startswith(b"%PDF") for one in tmp_path.iterdir())
    kvit("cash", "hand-over", "ana@example.com")
    [desk] = kvit("cash", "desks").answer
    assert (desk["balance"], desk["responsible"]) == ("140.00", "ana@example.com") and breaches() == []


def test_a_bill_is_chosen_by_its_supplier_and_number(client):
    firm = Payer()
    bill, desk = firm.bill("100.00"), a_desk(firm.company, holds="500.00")
    client.force_login(firm.company.memberships.get(user_id=firm.owner.id).user)
    item = OpenItem.objects.get(company=firm.company, document_kind="bill", document_id=bill.pk)
    shown = page(client, "cash_pay_bill", desk.public_id)
    assert f'value="{item.public_id}"' in shown and f"{bill.party.name}, {bill.number}" in shown
    post(client, "cash_pay_bill", desk.public_id, amount="50", day="today", document=item.public_id)
    assert CashLine.objects.get(kind="paid").party == bill.party and breaches() == []


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "sNaN"])
def test_what_is_no_amount_is_refused_on_the_command_line(company, amount):
    kvit("cash", "open", "A", "--name", "Front desk", "--holds", "200")
    assert "12.50" in kvit("cash", "deposit", amount, exit_code=2).told
    assert CashLine.objects.count() == 1
