"""Customers, products and recurring invoices, by a program."""

import pytest

from kvit.api.tests.program import A_CUSTOMER, A_DRAFT, a_program

pytestmark = pytest.mark.django_db


def test_a_customer_is_made_changed_found_and_put_away():
    program = a_program()
    made = program.post("/customers", A_CUSTOMER, status=201)
    assert made["address"]["building"] == "1"
    assert made["vat_id"] == "RO18189442"
    again = program.post("/customers", {**A_CUSTOMER, "phone": "+40 21 1"}, status=201)
    assert again["id"] == made["id"]
    path = f"/customers/{made['id']}"
    changed = program.ask("PATCH", path, {"address": {"town": "Cluj-Napoca"}, "terms_days": 14}).json()
    assert (changed["address"]["town"], changed["address"]["building"]) == ("Cluj-Napoca", "1")
    assert changed["terms_days"] == 14
    assert changed["phone"] == "+40 21 1"
    old = program.refused("PATCH", path, {"note": "x"}, If_Match=f'"{made["version"]}"', status=412)
    assert old["code"] == "request.version_old"
    assert [one["id"] for one in program.get("/customers?q=alf")["data"]] == [made["id"]]
    assert program.ask("DELETE", path).status_code == 204
    assert program.get("/customers")["data"] == []
    assert program.get("/customers?archived=true")["data"][0]["archived"] is True
    assert program.post(f"{path}/restore")["archived"] is False
    assert program.get(f"{path}/contacts")["data"] == []


def test_a_wrong_vat_id_is_refused_with_its_sentence():
    error = a_program().refused("POST", "/customers", {**A_CUSTOMER, "vat_id": "RO18189443"}, status=422)
    assert error["code"].startswith("vat_id.")
    assert "RO18189443" in error["message"]


def test_a_customers_consent_to_texts_is_noted_and_taken_back():
    program = a_program()
    path = f"/customers/{program.post('/customers', A_CUSTOMER, status=201)['id']}"
    agreed = {"phone": "0721 234 567", "text_consent_on": "2026-01-15"}
    assert program.refused("PATCH", path, agreed, status=422)["code"] == "consent.no_source"
    noted = program.ask("PATCH", path, {**agreed, "text_consent_source": "contract 7"}).json()
    assert (noted["text_number"], noted["text_consent_on"]) == ("+40721234567", "2026-01-15")
    assert program.ask("PATCH", path, {"text_consent_on": None}).json()["text_number"] == ""


def test_what_a_customer_owes():
    program = a_program()
    drafted = program.post("/invoices", {**A_DRAFT, "issue_on": "2026-03-02", "terms_days": 0}, status=201)
    customer = drafted["customer"]["id"]
    nothing = program.get(f"/customers/{customer}/owed")
    assert (nothing["balance"], nothing["oldest_due_on"]) == ("0.00", None)
    program.post(f"/invoices/{drafted['id']}/issue")
    owed = program.get(f"/customers/{customer}/owed")
    assert (owed["balance"], owed["overdue"], owed["currency"]) == ("163.02", "163.02", "RON")
    assert owed["oldest_due_on"] == "2026-03-02"


def test_a_product_gives_its_line_name_price_and_vat():
    program = a_program()
    code = next(one for one in program.get("/vat_codes?on=2026-03-02")["data"] if one["rate"] == "21")
    told = {"code": "P1", "name": "Scaun", "unit": "H87", "price": "120.00", "vat_code": code["code"]}
    product = program.post("/products", told, status=201)
    assert product["price"] == "120.00"
    assert program.refused("POST", "/products", told, status=409)["code"] == "product.known"
    drafted = program.post("/invoices", {**A_DRAFT, "lines": [{"product": "P1", "quantity": "2"}]}, status=201)
    assert drafted["lines"][0]["name"] == "Scaun"
    assert (drafted["net"], drafted["vat"]) == ("240.00", "50.40")
    path = f"/products/{product['id']}"
    assert program.ask("PATCH", path, {"price": "99.5"}).json()["price"] == "99.50"
    assert program.get(path)["version"] == 2
    assert program.ask("DELETE", path).status_code == 204
    assert program.get("/products")["data"] == []
    assert program.post(f"{path}/restore")["archived"] is False


def test_a_recurring_invoice_is_set_up_run_and_paused():
    program = a_program()
    customer = program.post("/customers", A_CUSTOMER, status=201)
    told = {
        "name": "Abonament",
        "unit": "month",
        "anchor_on": "2026-01-31",
        "draft": {"customer": customer["id"], "lines": [{"name": "Abonament", "price": "100"}]},
    }
    made = program.post("/schedules", told, status=201)
    assert made["status"] == "active"
    path = f"/schedules/{made['id']}"
    planned = program.get(f"{path}/calendar")["data"]
    assert len(planned) == 12
    assert {one["gross"] for one in planned} == {"121.00"}
    ran = program.post(f"{path}/run", status=201)
    assert program.get(f"/invoices/{ran['invoice']}")["status"] == "draft"
    assert [one["invoice"] for one in program.get(f"{path}/runs")["data"]] == [ran["invoice"]]
    changed = program.ask(
        "PUT", path, {**told, "name": "Abonament lunar"}, If_Match=f'"{program.get(path)["version"]}"'
    )
    assert changed.json()["name"] == "Abonament lunar"
    assert program.post(f"{path}/pause", {"reason": "iarna"})["status"] == "paused"
    assert program.post(f"{path}/resume", {})["status"] == "active"
    assert program.post(f"{path}/end", {})["status"] == "ended"
    assert program.get("/schedules?status=ended")["data"][0]["id"] == made["id"]


def test_a_price_list_is_made_filled_given_and_followed():
    program = a_program()
    program.post("/products", {"code": "P1", "name": "Scaun", "unit": "H87", "price": "120.00"}, status=201)
    made = program.post("/price_lists", {"name": "Dealers"}, status=201)
    assert program.refused("POST", "/price_lists", {"name": "Dealers"}, status=409)["code"] == "price_list.known"
    path = f"/price_lists/{made['id']}/prices"
    told = [
        {"product": "P1", "amount": "100", "valid_from": "2026-01-01"},
        {"product": "P1", "amount": "110", "valid_from": "2026-04-01"},
    ]
    assert program.post(path, {"prices": told}) == {"kept": 2}
    [cost] = program.get(f"{path}?on=2026-03-02")["data"]
    assert (cost["amount"], cost["valid_from"]) == ("100.00", "2026-01-01")
    assert (cost["next_amount"], cost["next_from"]) == ("110.00", "2026-04-01")

    customer = program.post("/customers", {**A_CUSTOMER, "price_list": "Dealers", "credit_limit": "500"}, status=201)
    assert (customer["price_list"], customer["credit_limit"]) == (made["id"], "500.00")
    asked = {"customer": customer["id"], "issue_on": "2026-03-02", "lines": [{"product": "P1", "quantity": "2"}]}
    assert program.post("/invoices", asked, status=201)["net"] == "200.00"

    assert program.ask("DELETE", f"/price_lists/{made['id']}").status_code == 204
    assert program.post("/invoices", asked, status=201)["net"] == "240.00"
    changed = program.ask("PATCH", f"/customers/{customer['id']}", {"price_list": None, "credit_limit": None}).json()
    assert (changed["price_list"], changed["credit_limit"]) == (None, None)


def test_people_at_a_customer_by_a_program():
    program = a_program()
    customer = program.post("/customers", A_CUSTOMER, status=201)
    path = f"/customers/{customer['id']}/contacts"
    told = {"name": "Ioana", "email": "ioana@alfa.example", "gets_invoices": True}
    person = program.post(path, told, status=201)
    assert program.get(path)["data"] == [person]
    at = f"/contacts/{person['id']}"
    assert program.ask("PATCH", at, {"role": "Accounts"}).json()["gets_invoices"] is True
    assert program.refused("PATCH", at, {"email": ""}, status=422)["code"] == "contact.no_email"
    assert program.ask("DELETE", at).status_code == 204
    assert program.get(path)["data"] == []
    assert program.refused("PATCH", at, {"role": "x"}, status=404)["code"] == "contact.unknown"
