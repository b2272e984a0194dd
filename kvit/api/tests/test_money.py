"""Payments, credits, the books and the reports, by a program."""

import io
import zipfile
from datetime import timedelta

import pytest

from kvit.api.tests.program import A_DRAFT, Program, a_program
from kvit.companies import whose
from tests.builders import a_user

pytestmark = pytest.mark.django_db

HUNDRED = [{"name": "Ore", "price": "100.00", "vat_category": "S", "vat_rate": "21"}]
"""121.00 with VAT."""


def issued(program, **facts):
    """An issued invoice of 121.00."""
    drafted = program.post("/invoices", {**A_DRAFT, "lines": HUNDRED, **facts}, status=201)
    return program.post(f"/invoices/{drafted['id']}/issue")


def test_a_payment_settles_what_it_names_and_the_rest_is_credit():
    program = a_program()
    invoice = issued(program)
    paid = program.post("/payments", {"invoice": invoice["number"], "amount": "150.00"}, status=201)
    assert [(one["document"], one["amount"]) for one in paid["allocated"]] == [(invoice["number"], "121.00")]
    assert paid["unapplied"] == "29.00"
    assert paid["customer"]["external_id"] == "C1"
    assert program.get(f"/invoices/{invoice['id']}")["settlement"] == "paid"
    credit = program.get("/open_items?owed=by_us")["data"]
    assert [one["balance"] for one in credit] == ["-29.00"]
    assert program.get("/open_items")["data"] == []


def test_the_credit_goes_to_the_next_invoice_or_back_to_the_customer():
    program = a_program()
    first = issued(program)
    paid = program.post("/payments", {"invoice": first["number"], "amount": "151.00"}, status=201)
    second = issued(program)
    shares = {"allocations": [{"document": second["number"], "amount": "20.00"}]}
    assert program.post(f"/payments/{paid['id']}/allocate", shares)["unapplied"] == "10.00"
    refund = program.post("/refunds", {"credit": paid["id"], "amount": "10.00"}, status=201)
    assert (refund["direction"], refund["amount"]) == ("refund", "10.00")
    assert program.get(f"/payments/{paid['id']}")["unapplied"] == "0.00"
    error = program.refused("POST", "/refunds", {"credit": paid["id"], "amount": "0.01"}, status=422, key="more")
    assert error["code"] == "refund.too_much"
    assert len(program.get(f"/payments?customer={second['customer']['id']}")["data"]) == 2


def test_an_allocation_and_a_payment_are_taken_back():
    program = a_program()
    invoice = issued(program)
    paid = program.post("/payments", {"invoice": invoice["number"], "amount": "121.00"}, status=201)
    item = program.post(f"/allocations/{paid['allocated'][0]['id']}/undo")
    assert (item["balance"], item["allocations"]) == ("121.00", [])
    assert program.get(f"/open_items/{item['id']}")["balance"] == "121.00"
    again = program.refused("POST", f"/allocations/{paid['allocated'][0]['id']}/undo", status=409, key="x")
    assert again["code"] == "allocation.undone"
    back = program.post(f"/payments/{paid['id']}/take_back", {"reason": "alt client"})
    assert back["taken_back"]["reason"] == "alt client"
    assert back["unapplied"] == "0.00"


@pytest.mark.parametrize("path", ["/payments", "/refunds", "/payments/pay_x/allocate", "/allocations/alc_x/undo"])
def test_what_moves_money_needs_a_key(path):
    bodies = {
        "/payments": {"amount": "1", "customer": "C1"},
        "/refunds": {"credit": "x", "amount": "1"},
        "/payments/pay_x/allocate": {"allocations": [{"document": "1"}]},
    }
    error = a_program().refused("POST", path, bodies.get(path), status=400)
    assert error["code"] == "request.key_missing"


def test_an_invoice_is_credited_by_line_and_then_whole():
    program = a_program()
    lines = [{**HUNDRED[0], "quantity": "3"}, HUNDRED[0]]
    invoice = issued(program, lines=lines)
    assert invoice["gross"] == "484.00"
    path = f"/invoices/{invoice['id']}/credit"
    first = program.post(path, {"reason": "return", "lines": [{"line": 1, "quantity": "1"}]}, status=201)
    assert (first["kind"], first["gross"], first["corrects"]) == ("credit_note", "121.00", invoice["id"])
    assert program.get(f"/invoices/{invoice['id']}")["balance"] == "363.00"
    rest = program.post(path, {"reason": "return"}, status=201)
    assert rest["gross"] == "363.00"
    assert program.get(f"/invoices/{invoice['id']}")["settlement"] == "paid"
    assert program.refused("POST", path, {"reason": "return"}, status=422, key="y")["code"] == "credit.nothing_left"
    assert {one["id"] for one in program.get("/credit_notes")["data"]} == {first["id"], rest["id"]}
    assert program.get(f"/credit_notes/{rest['id']}")["number"] == rest["number"]
    assert program.refused("GET", f"/credit_notes/{invoice['id']}", status=404)["code"] == "credit.unknown"
    twice = {"reason": "return", "lines": [{"line": 1}, {"line": 1}]}
    assert program.refused("POST", path, twice, status=422, key="z")["code"] == "credit.line_twice"


def test_the_books_balance_and_say_what_was_booked():
    program = a_program()
    invoice = issued(program)
    entry = program.get("/entries")["data"][0]
    assert entry["document"] == invoice["number"]
    amounts = sorted(line["amount"] for line in entry["lines"])
    assert amounts == ["-100.00", "-21.00", "121.00"]
    assert program.get(f"/entries/{entry['id']}") == entry
    codes = {one["code"] for one in program.get("/accounts")["data"]}
    assert {line["account"] for line in entry["lines"]} <= codes
    year = invoice["issued_on"][:4]
    balance = program.get(f"/reports/trial-balance?since={year}-01-01&until={year}-12-31")
    assert balance["debit"] == balance["credit"] == "121.00"


def test_a_closed_period_is_closed_for_programs_too():
    program = a_program()
    today = whose.today(program.company.zone)
    yesterday = (today - timedelta(days=1)).isoformat()
    assert program.get("/periods")["locked_until"] is None
    assert program.post("/periods/lock", {"until": yesterday})["locked_until"] == yesterday
    drafted = program.post("/invoices", {**A_DRAFT, "issue_on": yesterday}, status=201)
    error = program.refused("POST", f"/invoices/{drafted['id']}/issue", status=409, key="k")
    assert error["code"] == "period.locked"
    assert program.post("/periods/reopen", {"reason": "corectură"})["locked_until"] is None
    assert program.refused("POST", "/periods/reopen", {"reason": " "}, status=422)["code"] == "reason.missing"
    assert program.post(f"/invoices/{drafted['id']}/issue", key="k")["issued_on"] == yesterday


def test_an_invoice_in_another_currency_needs_its_rate():
    program = a_program()
    euro = {**A_DRAFT, "currency": "EUR", "lines": HUNDRED, "issue_on": "2026-03-02"}
    assert program.refused("POST", "/invoices", euro, status=422)["code"] == "rate.missing"
    rates = {"rates": [{"currency": "EUR", "valid_on": "2026-02-27", "rate": "4.9750", "source": "BNR"}]}
    assert program.post("/rates", rates) == {"created": 1, "updated": 0, "unchanged": 0}
    assert program.post("/rates", rates) == {"created": 0, "updated": 0, "unchanged": 1}
    assert program.get("/rates?currency=EUR")["data"][0]["rate"] == "4.975"
    drafted = program.post("/invoices", euro, status=201)
    assert (drafted["rate"], drafted["rate_on"], drafted["vat_accounting"]) == ("4.975", "2026-02-27", "104.48")


def test_own_bank_accounts():
    program = a_program()
    assert [one["is_main"] for one in program.get("/bank_accounts")["data"]] == [True]
    told = {"iban": "DE89 3704 0044 0532 0130 00", "currency": "EUR"}
    opened = program.post("/bank_accounts", told, status=201)
    assert (opened["iban"], opened["is_main"]) == ("DE89370400440532013000", True)
    wrong = {**told, "iban": "DE89 3704 0044 0532 0130 01"}
    assert program.refused("POST", "/bank_accounts", wrong, status=422)["code"].startswith("iban.")


def test_the_reports_agree_with_what_was_issued():
    program = a_program()
    today = whose.today(program.company.zone)
    old = today - timedelta(days=45)
    invoice = issued(program, issue_on=old.isoformat(), terms_days=0)
    new = issued(program)
    ageing = program.get("/reports/ageing?rows=true")
    late = "days_31_60" if (today - old).days <= 60 else "days_61_90"
    assert ageing["sums"][late] == "121.00"
    assert (ageing["sums"]["not_due"], ageing["sums"]["total"]) == ("121.00", "242.00")
    assert ageing["customers"][0]["total"] == "242.00"
    assert [one["document"] for one in ageing["rows"]] == [invoice["number"], new["number"]]
    before = program.get(f"/reports/ageing?as_of={(old - timedelta(days=1)).isoformat()}")
    assert before["sums"]["total"] == "0.00"
    assert before.get("rows") is None
    journal = program.get(f"/reports/vat?since={old.isoformat()}&until={today.isoformat()}&rows=true")
    assert [(one["rate"], one["base"], one["vat"], one["documents"]) for one in journal["sums"]] == [
        ("21", "200.00", "42.00", 2)
    ]
    assert [one["invoice"] for one in journal["rows"]] == [invoice["id"], new["id"]]
    figures = {one["name"]: one for one in program.get("/reports/kpi")["figures"]}
    assert figures["dso"]["parts"]["open"] == "242"
    assert {one["name"] for one in program.get("/reports/dso?days=30")["figures"]} == {"dso", "dso_count_back"}


def test_the_month_for_the_accountant_and_a_search():
    program = a_program()
    invoice = issued(program)
    answer = program.ask("GET", f"/reports/pack?month={invoice['issued_on'][:7]}")
    assert answer.headers["Content-Type"] == "application/zip"
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert "vat-sales-journal.csv" in names
    assert program.refused("GET", "/reports/pack?month=2026-13", status=422)["errors"][0]["param"] == "month"
    assert [hit["id"] for hit in program.get("/search?q=alfa")["data"]] == [invoice["customer"]["id"]]
    assert program.get(f"/search?q={invoice['number']}")["data"][0]["amount"] == "121.00"


def test_a_clerk_records_payments_but_pays_nothing_back():
    program = a_program()
    invoice = issued(program)
    clerk = a_user()
    program.company.memberships.create(user=clerk, role="clerk")
    theirs = Program(program.company, clerk)
    paid = theirs.post("/payments", {"invoice": invoice["number"], "amount": "130.00"}, status=201)
    refused = theirs.refused("POST", "/refunds", {"credit": paid["id"], "amount": "9.00"}, status=403, key="k")
    assert refused["code"] == "permission.denied"
    assert theirs.refused("POST", "/periods/lock", {"until": "2026-01-31"}, status=403)["type"] == "permission_error"
