"""The VAT purchase journal is held against the books: what one has and the other has not is a breach."""

from decimal import Decimal

import pytest
from django.db import transaction

from kvit.core.postings import Posting
from kvit.ledger import entries
from kvit.ledger.entries import NewEntry
from kvit.proof import purchase_vat as proof
from kvit.reports.tests.buying import a_bill
from tests.builders import a_company, the_owner

pytestmark = pytest.mark.django_db


def test_input_vat_that_no_bill_has_is_a_breach():
    company = a_company("RO")
    bill = a_bill(company, [("S", "21", "100.00", "21.00")], vat_id="RO18189442")
    stray = [Posting("vat_input", Decimal(1), Decimal(1), "RON"), Posting("expense", Decimal(-1), Decimal(-1), "RON")]
    with transaction.atomic():
        entry = NewEntry("correction", "bill", bill.pk, posted_on=bill.approved_on, postings=stray)
        entries.post(company, entry, by=the_owner(company))
    _, found = proof.journal_is_ledger(company)
    assert found == [f"{bill.public_id} of 2026-03-02: -1.0000 more than booked"]
