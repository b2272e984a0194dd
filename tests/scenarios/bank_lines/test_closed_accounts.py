"""A company that changed its bank closes the old account, and is not kept from reminding by figures that end there."""

from datetime import date

import pytest

from kvit.banking import own_accounts, queries, statements
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.ledger import accounts
from kvit.ledger.models import BankAccount
from kvit.payments.models import PaymentRun
from kvit.receivables.invoices import accounts_of
from tests.builders import DAY, IBANS, a_company, breaches, the_owner

pytestmark = pytest.mark.django_db
OLD, NEW = IBANS["RO"], "RO09BCYP0000001234567890"
MAY = date(2026, 5, 4)


@pytest.fixture
def company():
    return a_company("RO")


def told(company, iban, booked_on):
    rows = f"Data;Suma;Moneda;Platitor;Detalii\n{booked_on:%d.%m.%Y};1,00;RON;BANCA;dobânda\n"
    statements.load(company, rows.encode(), name="x.csv", account=iban, by=the_owner(company), on=booked_on)


def close(company, iban):
    row = BankAccount.objects.get(company=company, iban=iban)
    return own_accounts.close(company, row.public_id, by=the_owner(company), on=MAY)


def second(company):
    return accounts.open_bank(company, NEW, currency="RON", by=the_owner(company), on=DAY)


def test_who_changes_banks_closes_the_old_account_and_its_figures_count_no_more(company):
    second(company)
    told(company, OLD, DAY)
    told(company, NEW, MAY)
    assert queries.known_until(company) == DAY, "the old one is behind"
    close(company, OLD)
    assert queries.known_until(company) == MAY
    assert accounts_of(company) == {"RON": NEW}, "invoices print the new one"
    assert [one.iban for one in accounts.banks(company)] == [NEW]
    [event] = Event.objects.filter(company_id=company.pk, name="bank_account.closed")
    assert event.facts == {"iban": OLD, "instead": NEW}
    with pytest.raises(Refused, match=r"bank_account\.closed"):
        close(company, OLD)
    assert breaches() == []


def test_the_account_that_invoices_print_stays_while_no_other_one_can_take_its_place(company):
    with pytest.raises(Refused, match=r"bank_account\.default"):
        close(company, OLD)
    new = second(company)
    BankAccount.objects.filter(pk=new.pk).update(is_shown=False)
    with pytest.raises(Refused, match=r"bank_account\.default"):
        close(company, OLD)
    assert accounts_of(company) == {"RON": OLD}


def test_an_account_of_which_a_run_lives_stays(company):
    new = second(company)
    run = PaymentRun.objects.create(
        company=company, bank_account=new, currency="RON", format="sepa", until_on=MAY, proposed_on=DAY
    )
    with pytest.raises(Refused, match=r"bank_account\.in_run"):
        close(company, NEW)
    PaymentRun.objects.filter(pk=run.pk).update(status="cancelled")
    close(company, NEW)
    assert [one.iban for one in accounts.banks(company)] == [OLD]
