"""A program annuls a Spanish invoice that was issued by mistake."""

from datetime import date

import pytest

from kvit.api.tests.program import a_program
from tests.builders import an_invoice, breaches

pytestmark = pytest.mark.django_db(transaction=True)
CHAINED_BY_LAW = date(2027, 1, 4)


def test_an_invoice_is_annulled_once_and_listed_so():
    program = a_program("ES")
    invoice, kept = (an_invoice(program.company, on=CHAINED_BY_LAW) for _ in range(2))
    path = f"/invoices/{invoice.public_id}/annul"
    annulled = program.post(path, {"text": "Emitida por error"}, key="one")
    assert (annulled["settlement"], annulled["balance"], annulled["status"]) == ("annulled", "0.00", "issued")
    assert program.post(path, {"text": "Emitida por error"}, key="one") == annulled
    assert program.refused("POST", path, {"text": "otra"}, status=422, key="two")["code"] == "annulment.done"
    assert [one["id"] for one in program.get("/invoices?status=annulled")["data"]] == [invoice.public_id]
    assert program.get("/invoices?status=paid")["data"] == []
    assert [one["id"] for one in program.get("/invoices?status=open")["data"]] == [kept.public_id]
    assert breaches() == []


def test_elsewhere_the_way_is_a_credit_note():
    program = a_program("RO")
    invoice = an_invoice(program.company)
    error = program.refused("POST", f"/invoices/{invoice.public_id}/annul", {"text": "x"}, status=422, key="a")
    assert error["code"] == "annulment.other_act"
    assert "Issue a credit note" in error["message"]
