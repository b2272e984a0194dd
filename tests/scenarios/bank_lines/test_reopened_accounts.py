"""An own account that was closed is used again: on the page, by program and by command."""

import pytest
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.banking import own_accounts
from kvit.cli.tests.inside import kvit
from kvit.companies.models import User
from kvit.core.errors import Refused
from kvit.jobs import worker
from kvit.ledger import accounts
from kvit.ledger.models import BankAccount
from kvit.receivables.invoices import accounts_of
from kvit.tasks.models import Task
from tests.builders import DAY, IBANS, a_company, a_user, breaches, somebody, the_owner

pytestmark = pytest.mark.django_db
OLD, NEW = IBANS["RO"], "RO09BCYP0000001234567890"


@pytest.fixture
def company(client):
    owner = a_user("ana@example.com")
    client.force_login(owner)
    return a_company("RO", owner=owner)


def second(company):
    return accounts.open_bank(company, NEW, currency="RON", by=the_owner(company), on=DAY)


def closed(company):
    row = BankAccount.objects.get(company=company, iban=OLD)
    return own_accounts.close(company, row.public_id, by=the_owner(company), on=DAY)


def told(company, iban):
    row = BankAccount.objects.get(company=company, iban=iban)
    return (row.archived_at is None, row.is_main, row.is_shown)


def test_who_is_alone_closes_and_opens_again_on_the_page(client, company):
    second(company)
    page = client.get(reverse("settings_numbers")).content.decode()
    assert "Close the account" in page and "Closed accounts" not in page
    old = BankAccount.objects.get(company=company, iban=OLD)
    assert client.post(reverse("own_account_close", args=[old.public_id])).status_code == 302
    assert "Open it again" in client.get(reverse("settings_numbers")).content.decode()
    assert client.post(reverse("own_account_reopen", args=[old.public_id])).status_code == 302
    assert told(company, OLD) == (True, False, True)
    assert accounts_of(company) == {"RON": NEW}, "invoices print the one that took its place"
    assert client.post(reverse("own_account_reopen", args=[old.public_id])).status_code == 409
    assert breaches() == []


def test_the_page_says_why_the_only_account_stays(client, company):
    old = BankAccount.objects.get(company=company, iban=OLD)
    refused = client.post(reverse("own_account_close", args=[old.public_id]))
    assert refused.status_code == 422 and told(company, OLD) == (True, True, True)


def test_a_colleague_confirms_it_before_customers_are_told(client, company):
    second(company)
    row = closed(company)
    ben = somebody(company, "owner")
    accounts.reopen_bank(company, row.public_id, by=the_owner(company), on=DAY)
    worker.until_idle()
    assert told(company, OLD) == (True, False, False)
    assert Task.objects.filter(kind="bank_account.to_confirm", status="open", owner=ben.id).exists()
    with pytest.raises(Refused, match=r"bank_account\.own"):
        accounts.confirm_bank(company, row.public_id, by=the_owner(company), on=DAY)
    client.force_login(User.objects.get(pk=ben.id))
    assert client.post(reverse("own_account_confirm", args=[row.public_id])).status_code == 302
    assert told(company, OLD) == (True, False, True)
    worker.until_idle()
    assert not Task.objects.filter(kind="bank_account.to_confirm", status="open").exists()


def test_the_last_one_of_a_currency_is_the_main_one_again(company):
    euros = accounts.open_bank(company, IBANS["ES"], currency="EUR", by=the_owner(company), on=DAY)
    BankAccount.objects.filter(pk=euros.pk).update(is_shown=False)
    own_accounts.close(company, euros.public_id, by=the_owner(company), on=DAY)
    accounts.reopen_bank(company, euros.public_id, by=the_owner(company), on=DAY)
    assert told(company, IBANS["ES"]) == (True, True, True)


def test_a_program_and_the_command_line_do_the_same(company):
    second(company)
    program = Program(company)
    old = BankAccount.objects.get(company=company, iban=OLD).public_id
    assert program.post(f"/bank_accounts/{old}/close", {})["archived"] is True
    assert [one["iban"] for one in kvit("bank", "accounts", "--closed").answer] == [OLD]
    assert kvit("bank", "reopen", old).answer["is_shown"] is True
    assert kvit("bank", "reopen", old, exit_code=7).error["code"] == "bank_account.open"
    assert kvit("bank", "close", old).answer["iban"] == OLD
    assert program.post(f"/bank_accounts/{old}/reopen", {})["archived"] is False


def test_who_does_not_edit_the_company_opens_nothing(company):
    second(company)
    row = closed(company)
    with pytest.raises(Refused, match="permission"):
        accounts.reopen_bank(company, row.public_id, by=somebody(company, "accountant"), on=DAY)
