"""The autopilot matches what came in exactly as far as it may."""

import pytest

from kvit.banking import statements
from kvit.companies import autopilot
from kvit.events import work
from kvit.events.models import Event
from kvit.reactions import REACTIONS
from tests.builders import DAY, a_company, an_invoice, balance_of, breaches, the_owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("level", "status"), [("off", "open"), ("suggest", "proposed"), ("auto", "reconciled")])
def test_a_sure_line_is_left_proposed_or_booked_as_the_autopilot_may(level, status):
    company = a_company()
    invoice = an_invoice(company)
    by = the_owner(company)
    autopilot.change(company, "match", level=level, by=by, on=DAY)
    text = (
        "Data;Suma;Moneda;Platitor;Cont partener;Detalii\n"
        f"02.03.2026;{invoice.payable:.2f};RON;ALFA;;plata {invoice.number}\n".replace(".00;RON", ",00;RON")
    )
    iban = company.bank_accounts.get().iban
    statements.load(company, text.encode(), name="extras.csv", account=iban, by=by, on=DAY)
    work.run_all(REACTIONS)

    assert company.statement_lines.get().status == status
    assert balance_of(invoice) == (0 if level == "auto" else invoice.payable)
    booked = Event.objects.filter(name="statement_line.matched")
    assert [(one.actor_kind, one.actor_name) for one in booked] == (
        [("automation", "match")] if level == "auto" else []
    )
    assert breaches() == []
