"""The bank's statement makes bills paid: by the name of the transfer in camt, on the page of the bank, and alone."""

import pytest
from django.urls import reverse

from kvit.cli.tests.inside import kvit
from kvit.core.errors import Refused
from kvit.core.tests.camt_builder import camt, entry, statement, transfer
from kvit.payments import outgoing, runs
from kvit.payments.models import Payment
from tests.builders import IBANS, breaches
from tests.scenarios.runs.paying import MONDAY, TUESDAY
from tests.scenarios.runs.test_doors import browser, of

pytestmark = pytest.mark.django_db(transaction=True)


def booked(amount, end_to_end):
    """A debit that names the transfer, as a bank's camt.053 does."""
    named = f"<Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>"
    details = transfer("plata", iban="RO09BCYP0000001234567890", more=named, side="Cdtr")
    line = entry(amount, direction="DBIT", on=TUESDAY.isoformat(), details=details)
    return camt(statement(line, account=IBANS["RO"])).replace(b"EUR", b"RON")


@pytest.fixture
def in_flight(firm):
    firm.bill()
    run = firm.release(firm.propose())
    firm.export(run)
    return run


def test_the_name_of_the_transfer_in_camt_is_booked_without_anybody(firm, in_flight, tmp_path):
    file = tmp_path / "extras.xml"
    file.write_bytes(booked("121.00", in_flight.items.get().end_to_end_id))
    who = ("--company", firm.company.public_id, "--as-of", TUESDAY)
    kvit("bank", "import", file, *who)
    [line] = kvit("bank", "match", "--auto", *who).answer
    assert line["booked"] and firm.owed() == 0
    assert firm.now(in_flight).items.get().status == "paid"
    assert breaches() == []


def test_another_amount_under_the_name_of_the_transfer_books_nothing(firm, in_flight, tmp_path):
    file = tmp_path / "extras.xml"
    file.write_bytes(booked("1121.00", in_flight.items.get().end_to_end_id))
    who = ("--company", firm.company.public_id, "--as-of", TUESDAY)
    kvit("bank", "import", file, *who)
    [line] = kvit("bank", "match", "--auto", *who).answer
    assert not line["booked"] and firm.owed() == 121


def test_a_person_books_it_on_the_page_of_the_bank_and_takes_it_back(firm, in_flight):
    [line] = firm.statement(("-121.00", IBANS["RO"], "plata"))
    clerk = browser(firm.clerk)
    page = clerk.get(reverse("reconcile")).content.decode()
    assert "One transfer of a released payment run alone has this amount and account." in page
    clerk.post(reverse("line_confirm", args=[line.public_id]), {"candidate": line.proposals.get(rank=1).mark})
    assert firm.owed() == 0
    assert "paid" in str(kvit("run", "show", in_flight.public_id, *of(firm, firm.clerk)).answer["items"])
    clerk.post(reverse("line_undo", args=[line.public_id]))
    assert firm.owed() == 121 and firm.now(in_flight).items.get().status == "sent"
    assert breaches() == []


def test_a_line_pays_a_transfer_once(firm, in_flight):
    first, second = firm.statement(("-121.00", IBANS["RO"], "plata"), ("-121.00", IBANS["RO"], "plata a doua"))
    firm.settle(first)
    with pytest.raises(Refused, match=r"statement_line\.not_proposed"):
        firm.settle(second)
    assert Payment.objects.filter(company=firm.company, direction="out").count() == 1
    assert firm.owed() == 0


def test_a_line_pays_the_bill_that_was_proposed_or_nothing(firm):
    first = firm.bill()
    run = firm.release(firm.propose())
    [line] = firm.statement(("-121.00", IBANS["RO"], "plata"))
    runs.cancel(firm.company, run, reason="not this month", by=firm.clerk, on=TUESDAY)
    firm.bill()
    other = firm.propose(on=TUESDAY)
    runs.remove(firm.company, other, number=first.number, by=firm.clerk, on=TUESDAY)
    firm.release(other, on=TUESDAY)
    with pytest.raises(Refused, match=r"statement_line\.not_proposed"):
        firm.settle(line)
    assert firm.owed() == 242
    assert breaches() == []


def test_nothing_is_found_for_a_run_that_is_only_proposed(firm):
    firm.bill()
    run = firm.propose()
    name = run.items.get().item.public_id.replace("_", "")
    debit = outgoing.Debit(run.bank_account_id, run.items.get().pays, "RON", MONDAY, end_to_end_id=name)
    assert outgoing.found(firm.company, debit) == ([], "")
