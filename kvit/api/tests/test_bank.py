"""Statements, imports and proformas, by a program."""

import base64

import pytest

from kvit.api.tests.program import A_CUSTOMER, A_DRAFT, a_program

pytestmark = pytest.mark.django_db
HUNDRED = [{"name": "Ore", "price": "100.00", "vat_category": "S", "vat_rate": "21"}]


def file(text, name="file.csv", **more):
    return {"name": name, "content": base64.b64encode(text.encode()).decode(), **more}


def issued(program):
    drafted = program.post("/invoices", {**A_DRAFT, "lines": HUNDRED}, status=201)
    return program.post(f"/invoices/{drafted['id']}/issue")


def statement(program, number):
    on = program.get(f"/invoices/{number['id']}")["issued_on"]
    iban = program.company.bank_accounts.get().iban
    text = f"Data;Suma;Moneda;Platitor;Cont partener;Detalii\n{on};121,00;RON;ALFA;;plata {number['number']}\n"
    return file(text, account=iban)


def test_a_statement_is_taken_once_matched_confirmed_and_undone():
    program = a_program()
    invoice = issued(program)
    given = statement(program, invoice)
    loaded = program.post("/statements", given, status=201)
    assert (loaded["lines"], loaded["new"], loaded["already_known"]) == (1, 1, 0)
    assert program.post("/statements", given, status=201)["already_known"] == 1

    [line] = program.post("/statement_lines/match", {})["data"]
    assert line["proposals"][0]["items"] == [{"document": invoice["number"], "amount": "121.00"}]
    assert line["proposals"][0]["reasons"]
    assert [one["id"] for one in program.get("/statement_lines")["data"]] == [line["id"]]

    path = f"/statement_lines/{line['id']}"
    assert program.post(f"{path}/confirm", {})["booked"] is True
    assert program.get(f"/invoices/{invoice['id']}")["settlement"] == "paid"
    assert program.post(f"{path}/undo")["status"] == "open"
    assert program.get(f"/invoices/{invoice['id']}")["settlement"] == "open"
    assert program.post(f"{path}/ignore", {"reason": "a transfer"})["status"] == "ignored"
    assert program.post(f"{path}/restore")["status"] == "open"


def test_a_line_is_settled_by_items_that_somebody_chose():
    program = a_program()
    invoice = issued(program)
    program.post("/statements", statement(program, invoice), status=201)
    [item] = program.get("/open_items")["data"]
    [line] = program.get("/statement_lines")["data"]
    chosen = {"items": [{"item": item["id"], "amount": "100.00"}]}
    assert program.post(f"/statement_lines/{line['id']}/confirm", chosen)["booked"] is True
    assert program.get(f"/invoices/{invoice['id']}")["balance"] == "21.00"


def test_sure_lines_are_booked_at_once_where_that_is_asked_for():
    program = a_program()
    invoice = issued(program)
    program.post("/statements", statement(program, invoice), status=201)
    [line] = program.post("/statement_lines/match", {"auto": True})["data"]
    assert line["booked"] is True
    assert program.get(f"/invoices/{invoice['id']}")["settlement"] == "paid"


def test_what_is_no_base64_is_refused_before_it_is_read():
    program = a_program()
    error = program.refused("POST", "/statements", {"name": "x.csv", "content": "???"}, status=422)
    assert error["code"] == "file.not_base64"


def test_an_import_is_rehearsed_taken_and_taken_back():
    program = a_program()
    table = file("name,country,vat id\nBeta SRL,RO,RO14399840\nGama,,\n", kind="customers")
    rehearsed = program.post("/imports", {**table, "rehearse": True}, status=201)
    assert (rehearsed["id"], rehearsed["created"]) == (None, 2 - len(rehearsed["rejected"]))
    assert program.get("/customers")["data"] == []

    taken = program.post("/imports", table, status=201)
    assert [one["id"] for one in program.get("/imports")["data"]] == [taken["id"]]
    assert "Beta SRL" in [one["name"] for one in program.get("/customers")["data"]]
    undone = program.post(f"/imports/{taken['id']}/undo")
    assert undone["taken_back"] == taken["created"]
    assert program.get(f"/imports/{taken['id']}")["undone_at"]
    assert program.refused("POST", f"/imports/{taken['id']}/undo", status=422, key="x")["code"] == "import.undone"


def test_a_file_that_can_be_read_two_ways_is_refused_until_a_program_chooses():
    program = a_program()
    table = file("date,currency,rate,source\n01/02/2026,EUR,5.09,BNR\n", kind="rates")
    assert program.refused("POST", "/imports", table, status=422)["code"].endswith("_ambiguous")
    assert program.post("/imports", {**table, "dates": "day_first"}, status=201)["created"] == 1


def test_a_proforma_becomes_an_invoice_once():
    program = a_program()
    customer = program.post("/customers", A_CUSTOMER, status=201)
    given = {"customer": customer["id"], "lines": HUNDRED, "valid_until": "2199-01-01"}
    drafted = program.post("/proformas", given, status=201)
    assert (drafted["status"], drafted["gross"]) == ("draft", "121.00")
    answer = program.ask(
        "PUT", f"/proformas/{drafted['id']}", {**given, "note": "Second thoughts"}, If_Match=f'"{drafted["version"]}"'
    )
    assert answer.status_code == 200, answer.content
    stale = program.refused("PUT", f"/proformas/{drafted['id']}", given, status=412, If_Match='"1"')
    assert stale["code"]

    issued = program.post(f"/proformas/{drafted['id']}/issue")
    assert issued["number"]
    assert [one["id"] for one in program.get("/proformas?status=issued")["data"]] == [drafted["id"]]
    invoice = program.post(f"/proformas/{drafted['id']}/convert", status=201)
    assert (invoice["status"], invoice["gross"]) == ("draft", "121.00")
    again = program.refused("POST", f"/proformas/{drafted['id']}/convert", status=409, key="twice")
    assert again["code"] == "proforma.not_issued"
    assert program.ask("GET", f"/proformas/{drafted['id']}/pdf").content.startswith(b"%PDF")


def test_a_proforma_is_discarded_or_withdrawn():
    program = a_program()
    customer = program.post("/customers", A_CUSTOMER, status=201)
    given = {"customer": customer["id"], "lines": HUNDRED}
    first, second = (program.post("/proformas", given, status=201) for _ in range(2))
    assert program.ask("DELETE", f"/proformas/{first['id']}").status_code == 204
    program.post(f"/proformas/{second['id']}/issue")
    assert (
        program.post(f"/proformas/{second['id']}/withdraw", {"reason": "changed their mind"})["status"] == "withdrawn"
    )
    assert program.get("/proformas?status=withdrawn")["data"][0]["id"] == second["id"]
