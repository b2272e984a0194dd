"""Whatever goes wrong is answered by one envelope, with a sentence, and nothing of the inside."""

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from kvit.api.tests.program import A_DRAFT, a_program
from kvit.receivables import standings
from kvit.receivables.models import Invoice

pytestmark = pytest.mark.django_db

BODIES = {
    b"": ("request.invalid", 422),
    b"{": ("json.malformed", 400),
    b"nonsense": ("json.malformed", 400),
    b'{"customer": "C1", "customer": "C2", "lines": []}': ("json.key_twice", 400),
    b'{"customer": "C1", "lines": [{"name": "x", "price": NaN}]}': ("json.no_number", 400),
    b'{"customer": "C1", "lines": [{"name": "x", "price": -Infinity}]}': ("json.no_number", 400),
    b'{"terms_days": ' + b"9" * 1000 + b"}": ("json.number_too_long", 400),
    b"[" * 200_000: ("json.too_deep", 400),
    b"\xff\xfe{}": ("json.not_utf8", 400),
    b'{"note": "\\ud800"}': ("json.bad_letter", 400),
    b'{"note": "a\\u0000b"}': ("json.bad_letter", 400),
    b'{"note": "' + b"x" * (5 * 1024 * 1024) + b'"}': ("request.too_large", 413),
    b"[]": ("request.invalid", 422),
    b"null": ("request.invalid", 422),
    b'"text"': ("request.invalid", 422),
}


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:24].decode("latin-1"))
def test_a_body_that_cannot_be_read_is_refused_in_a_sentence(body):
    code, status = BODIES[body]
    error = a_program().refused("POST", "/invoices", body, status=status)
    assert error["code"] == code
    assert error["message"].endswith((".", ")"))
    assert "{" not in error["message"]
    assert error["request_id"]
    assert Invoice.objects.count() == 0


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_only_json_is_taken(kind):
    program = a_program()
    heads = {"Authorization": f"Bearer {program.secret}"}
    answer = program.client.generic("POST", "/api/v1/invoices", data=b"a=b", content_type=kind, headers=heads)
    assert answer.status_code == 415
    assert answer.json()["error"]["code"] == "request.not_json"


@pytest.mark.parametrize(
    ("change", "param", "code"),
    [
        ({"lines": [{"name": "x", "price": 49.9}]}, "lines/1/price", "field.bad_value"),
        ({"lines": [{"name": "x", "price": 50}]}, "lines/1/price", "field.bad_value"),
        ({"lines": [{"name": "x", "price": "1e999"}]}, "lines/1/price", "field.bad_value"),
        ({"lines": [{"name": "x", "price": "٣"}]}, "lines/1/price", "field.bad_value"),
        ({"lines": [{"name": "x", "price": "1,50"}]}, "lines/1/price", "field.bad_value"),
        ({"lines": [{"name": "x", "price": "9" * 40}]}, "lines/1/price", "field.bad_value"),
        ({"lines": [{"name": "x", "price": {"a": 1}}]}, "lines/1/price", "field.bad_value"),
        ({"lines": [{"name": "x", "quantity": True}]}, "lines/1/quantity", "field.bad_value"),
        ({"lines": "x"}, "lines", "field.bad_value"),
        ({"lines": [{"name": "x", "colour": "red"}]}, "lines/1/colour", "field.unknown"),
        ({"issue_on": "01.03.2026"}, "issue_on", "field.bad_value"),
        ({"issue_on": "2026-02-30"}, "issue_on", "field.bad_value"),
        ({"issue_on": 20260301}, "issue_on", "field.bad_value"),
        ({"terms_days": "30"}, "terms_days", "field.bad_value"),
        ({"terms_days": -1}, "terms_days", "field.bad_value"),
        ({"prices_include_vat": "yes"}, "prices_include_vat", "field.bad_value"),
        ({"currency": "EURO"}, "currency", "field.bad_value"),
        ({"note": "x" * 4001}, "note", "field.bad_value"),
        ({"customer": {"name": 7}}, "customer/name", "field.bad_value"),
        ({"customer": None}, "customer", "field.not_an_object"),
    ],
)
def test_each_field_that_is_wrong_is_named(change, param, code):
    error = a_program().refused("POST", "/invoices", {**A_DRAFT, **change}, status=422)
    assert error["type"] == "invalid_request_error"
    assert (error["errors"][0]["param"], error["errors"][0]["code"]) == (param, code)
    assert error["param"] == param
    assert "{" not in error["errors"][0]["message"].replace("{…}", "")
    assert "None" not in error["errors"][0]["message"]


def test_every_wrong_field_is_told_at_once():
    error = a_program().refused("POST", "/invoices", {"lines": [{"price": 1}, {"price": 2}]}, status=422)
    assert [one["param"] for one in error["errors"]] == ["customer", "lines/1/price", "lines/2/price"]
    assert error["facts"]["count"] == 3


def test_an_unknown_field_is_told_with_the_known_ones():
    program = a_program()
    for change, known in (
        ({"colour": "red"}, "prices_include_vat"),
        ({"lines": [{"name": "x", "colour": "red"}]}, "discount_percent"),
        ({"customer": {"name": "x", "colour": "red"}}, "register_id"),
        ({"customer": {"name": "x", "address": {"colour": "red"}}}, "post_code"),
        ({"period": {"colour": "red"}}, "from"),
    ):
        error = program.refused("POST", "/invoices", {**A_DRAFT, **change}, status=422)
        assert error["errors"][0]["param"].endswith("colour")
        assert known in error["errors"][0]["message"], error["errors"][0]["message"]


def test_a_refusal_speaks_the_language_of_the_program_and_keeps_its_code():
    program = a_program()
    error = program.refused("GET", "/invoices/inv_x", status=404, Accept_Language="ro")
    assert error["code"] == "invoice.unknown"
    assert error["facts"] == {"invoice": "inv_x"}


def test_addresses_methods_and_cursors_that_are_not_there():
    program = a_program()
    assert program.refused("GET", "/nothing", status=404)["code"] == "request.not_found"
    answer = program.ask("PUT", "/invoices")
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "request.method_unknown"
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}
    for bad in ("x", "WyIxIiwgMl0", "W1sxXV0", "é", "W" * 400, "WzEyMzQ1Njc4OTAxMjM0NTY3ODkwXQ", "WyJ4Il0"):
        error = program.refused("GET", f"/invoices?after={bad}", status=422)
        assert error["code"] == "cursor.bad", bad
    assert program.refused("GET", "/invoices?limit=0", status=422)["errors"][0]["param"] == "limit"
    assert program.refused("GET", "/invoices?limit=101", status=422)["errors"][0]["param"] == "limit"
    assert program.refused("GET", "/invoices?limit=x", status=422)["errors"][0]["code"] == "field.bad_value"
    assert program.refused("GET", "/invoices?status=late", status=422)["errors"][0]["code"] == "field.bad_value"
    assert program.refused("GET", "/invoices?after=%00", status=400)["code"] == "request.unreadable"
    assert program.refused("GET", "/invoices/%00", status=404)["code"] == "request.not_found"


@pytest.mark.parametrize(
    ("broken", "status", "code"),
    [
        (ZeroDivisionError("a secret of the inside"), 500, "request.failed"),
        (IntegrityError("a secret of the inside"), 409, "request.conflict"),
        (OperationalError("a secret of the inside"), 503, "database.busy"),
        (Invoice.DoesNotExist("a secret of the inside"), 404, "request.not_found"),
    ],
)
def test_what_breaks_inside_is_logged_and_not_told(monkeypatch, caplog, broken, status, code):
    def breaks(*_, **__):
        raise broken

    program = a_program()
    monkeypatch.setattr(standings, "listed", breaks)
    answer = program.ask("GET", "/invoices", X_Request_ID="trace-7")
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    assert b"secret of the inside" not in answer.content
    assert answer.json()["error"]["request_id"] == "trace-7"
    assert status == 404 or "trace-7" in caplog.text


def test_the_page_of_a_wrong_address_outside_the_api_is_still_a_page():
    assert "json" not in Client().get("/nothing-here").headers["Content-Type"]
