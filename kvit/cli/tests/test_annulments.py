"""`kvit invoice annul`: what was issued by mistake counts no more."""

from datetime import date

import pytest

from kvit.cli.tests.inside import kvit
from tests.builders import a_company, an_invoice, breaches

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_invoice_is_annulled_by_its_number():
    invoice = an_invoice(a_company("ES"), on=date(2027, 1, 4))
    assert kvit("invoice", "annul", invoice.number, "--text", "Emitida por error").answer["settlement"] == "annulled"
    again = kvit("invoice", "annul", invoice.number, "--text", "otra vez", exit_code=None)
    assert (again.exit_code != 0, again.error["code"]) == (True, "annulment.done")
    assert [one["number"] for one in kvit("invoice", "list", "--status", "annulled").answer] == [invoice.number]
    assert breaches() == []
