"""Bank accounts that are fetched by themselves: each movement once, in any order, beside statements; gaps are told."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from kvit.adapters.feeds.gocardless import GoCardlessFeed
from kvit.adapters.feeds.gocardless.simulator import BANK, SECRETS, BankAccount, running
from kvit.api.tests.program import Program
from kvit.banking import feed_lines, feed_rounds, feeds, queries, reconciliation, statements
from kvit.banking.models import FedAccount, FedMovement, Feed, StatementLine
from kvit.cli.tests.inside import kvit
from kvit.core.errors import Refused
from kvit.core.formats.berlin_group import transactions
from kvit.core.tests.camt_builder import camt, entry, statement, transfer
from kvit.events.models import Event
from kvit.jobs import schedule, worker
from kvit.payments.models import Payment
from kvit.ports import registry
from kvit.ports.failures import Declined
from kvit.ports.feed import Told
from kvit.proof import bank_lines
from kvit.proof import feeds as proved
from kvit.tasks.models import Task
from tests.builders import a_company, a_line, an_invoice, the_owner
from tests.scenarios.bank_lines.lines import IBAN

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 20)
AT = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def company(settings, tmp_path):
    settings.KVIT_DATA_DIR = tmp_path
    return a_company("RO")


@pytest.fixture
def bank(company):
    """A provider that shows the company's account; nothing moved on it yet."""
    before = registry.use("feeds")
    with running() as world:
        registry.register("feeds", {"gocardless": NoTransaction(world.address, seconds=5)})
        world.accounts["acc-1"] = BankAccount(ours(company))
        yield world
    registry.register("feeds", before)


class NoTransaction(GoCardlessFeed):
    """The adapter, which nobody may call inside a transaction of the application."""

    def _called(self, *args, **more):
        assert len(connection.atomic_blocks) == 1, "the one in which pytest runs a test, and no other"
        return super()._called(*args, **more)


def ours(company):
    return company.bank_accounts.get(currency="RON", is_main=True).iban


def moved(name, amount, *, text="", on="2026-03-20", **more):
    side = "debtor" if not amount.startswith("-") else "creditor"
    payer = {f"{side}Name": "ALFA SRL", f"{side}Account": {"iban": IBAN}}
    told = {"bookingDate": on, "valueDate": on, "remittanceInformationUnstructured": text, **payer}
    return {"internalTransactionId": name, "transactionAmount": {"amount": amount, "currency": "RON"}, **told, **more}


def booked_now(amount):
    return [{"balanceType": "interimBooked", "balanceAmount": {"amount": amount, "currency": "RON"}}]


def added(company, bank, *, accepted="2026-03-20T07:00:00Z"):
    """A feed to which the holder agreed."""
    told = {"provider": "gocardless", "bank": BANK, "secrets": SECRETS}
    feed = feeds.renew(company, feeds.add(company, told, by=the_owner(company), on=DAY), by=the_owner(company), on=DAY)
    bank.agree(accepted, "acc-1")
    return feed


def fetched(company, *, on=DAY):
    feed = queries.feeds(company)[0]
    return feed_rounds.fetch(company, feed, by=the_owner(company), on=on)


def lines(company):
    return sorted(StatementLine.objects.filter(company=company).values_list("amount", "status"))


def events_of(company):
    return list(
        Event.objects.filter(company_id=company.pk, name__startswith="feed.")
        .order_by("pk")
        .values_list("name", flat=True)
    )


def is_proved(company):
    found = [
        *proved.named_once(company)[1],
        *proved.makes_the_balance(company)[1],
        *bank_lines.told_again_once(company)[1],
    ]
    return found == []


def test_what_the_bank_booked_pays_its_invoice_and_what_is_announced_does_not(company, bank):
    invoice = an_invoice(company, a_line("100", vat="21"))
    account = bank.accounts["acc-1"]
    account.booked = [moved("m1", "121.00", text=f"plata {invoice.number}")]
    account.pending = [moved("p1", "500.00")]
    added(company, bank)
    found = fetched(company)
    assert (found.told, found.new, found.pending, found.feed.trouble) == (1, 1, 1, "")
    reconciliation.book_sure(company, by=the_owner(company), on=DAY)
    assert list(Payment.objects.filter(company=company).values_list("amount", flat=True)) == [121]
    assert fetched(company).new == 0
    assert is_proved(company)


def test_the_second_movement_of_one_text_and_sum_told_first_is_kept_too(company, bank):
    account = bank.accounts["acc-1"]
    account.booked = [moved("a", "-9.00", text="cafea")]
    added(company, bank)
    fetched(company)
    account.booked = [moved("b", "-9.00", text="cafea"), *account.booked]
    assert fetched(company).new == 1
    account.booked.reverse()
    assert fetched(company).new == 0
    assert lines(company) == [(-9, "open"), (-9, "open")]
    assert is_proved(company)


def test_new_ids_for_the_same_movements_double_nothing(company, bank):
    account = bank.accounts["acc-1"]
    account.booked = [moved("a", "-9.00", text="cafea"), moved("b", "-9.00", text="cafea")]
    added(company, bank)
    fetched(company)
    account.booked = [
        moved("c", "-9.00", text="cafea"),
        moved("d", "-9.00", text="cafea"),
        moved("e", "-9.00", text="cafea"),
    ]
    assert fetched(company).new == 1
    assert len(lines(company)) == 3


def test_a_name_is_one_movements_for_good_in_the_database_too(company, bank):
    bank.accounts["acc-1"].booked = [moved("a", "5.00")]
    added(company, bank)
    fetched(company)
    row = FedMovement.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        FedMovement.objects.create(
            company=company, bank_account=row.bank_account, provider="gocardless", name="a", line=row.line
        )


@pytest.mark.parametrize("first", ["feed", "statement"])
def test_a_movement_that_feed_and_statement_tell_is_booked_once(company, bank, first):
    invoice = an_invoice(company, a_line("100", vat="21"))
    bank.accounts["acc-1"].booked = [moved("m1", "121.00", text=f"plata {invoice.number}", endToEndId="E1")]
    refs = "<Refs><EndToEndId>E1</EndToEndId></Refs>"
    told = entry(
        "121.00", on="2026-03-20", details=transfer(f"plata {invoice.number}", name="ALFA SRL", iban=IBAN, more=refs)
    )
    content = camt(statement(told, account=ours(company)).replace("EUR", "RON"))
    added(company, bank)

    def load():
        statements.load(company, content, name="bank.xml", by=the_owner(company), on=DAY)

    if first == "statement":
        load()
    fetched(company)
    load()
    reconciliation.book_sure(company, by=the_owner(company), on=DAY)
    assert list(Payment.objects.filter(company=company).values_list("amount", flat=True)) == [121]
    assert sorted(status for _, status in lines(company)) == ["covered", "reconciled"]
    assert is_proved(company)


def test_a_movement_that_the_provider_swallows_is_found_by_the_balance_and_told(company, bank):
    account = bank.accounts["acc-1"]
    account.booked, account.balances = [moved("a", "100.00")], booked_now("600.00")
    added(company, bank)
    fetched(company)
    fed = FedAccount.objects.get()
    assert (fed.base, fed.gap, fed.known_until) == (500, 0, DAY)
    account.balances = booked_now("650.00")
    fetched(company, on=DAY + timedelta(days=1))
    assert FedAccount.objects.get().gap == 50
    assert "feed.gap_found" not in events_of(company), "a bank's balance may be ahead by a moment"
    assert queries.known_until(company) == DAY, "reminders do not trust what may be missing"
    fetched(company, on=DAY + timedelta(days=1))
    assert events_of(company).count("feed.gap_found") == 1
    fetched(company, on=DAY + timedelta(days=1))
    assert events_of(company).count("feed.gap_found") == 1
    account.booked.append(moved("b", "50.00"))
    assert fetched(company, on=DAY + timedelta(days=2)).new == 1
    assert events_of(company)[-1] == "feed.gap_closed"
    assert queries.known_until(company) == DAY + timedelta(days=2)
    assert is_proved(company)


def test_a_person_says_that_nothing_is_missing_any_more(company, bank):
    account = bank.accounts["acc-1"]
    account.balances = booked_now("600.00")
    feed = added(company, bank)
    fetched(company)
    with pytest.raises(Refused, match="feed.no_gap"):
        feeds.accept_gap(company, feed, by=the_owner(company), on=DAY)
    account.balances = booked_now("650.00")
    fetched(company)
    feeds.accept_gap(company, feed, ours(company), by=the_owner(company), on=DAY)
    assert (FedAccount.objects.get().base, FedAccount.objects.get().gap) == (650, 0)
    assert fetched(company).feed.trouble == "" and FedAccount.objects.get().gap == 0


def test_a_movement_without_a_name_from_before_the_asked_days_is_taken_once(company, bank):
    """The bank tells of it by its value date alone, and goes on telling it."""
    nameless = moved("", "5.00", text="x")
    del nameless["internalTransactionId"], nameless["bookingDate"]
    bank.accounts["acc-1"].booked = [{**nameless, "valueDate": "2026-03-02"}]
    added(company, bank)
    for _ in range(3):
        fetched(company)
    assert len(lines(company)) == 1


def test_one_account_of_two_currencies_is_held_against_the_balance_of_its_own(company, bank):
    bank.accounts["acc-1"].balances = booked_now("100.00")
    bank.accounts["acc-2"] = BankAccount(ours(company), currency="EUR")
    added(company, bank)
    bank.agree("2026-03-20T07:00:00Z", "acc-1", "acc-2")
    fetched(company)
    bank.accounts["acc-1"].balances = booked_now("150.00")
    for _ in range(2):
        fetched(company)
    assert FedAccount.objects.get().gap == 50 and events_of(company).count("feed.gap_found") == 1


def test_a_feed_that_is_removed_leaves_no_task_and_takes_nothing_more(company, bank):
    bank.accounts["acc-1"].balances = booked_now("100.00")
    added(company, bank)
    fetched(company)
    bank.accounts["acc-1"].balances = booked_now("150.00")
    fetched(company)
    feed = fetched(company).feed
    worker.until_idle()
    assert Task.objects.get(kind="feed.gap_found").status == "open"
    feeds.remove(company, feed, by=the_owner(company), on=DAY)
    worker.until_idle()
    assert Task.objects.get(kind="feed.gap_found").status == "done"
    late = Told(transactions=transactions({"booked": [moved("m9", "5.00", text="x")]}), balance=None, content=b"{}")
    fed = FedAccount.objects.get()
    feed_lines.take(fed, late, feed_lines.Round(feed), since=DAY, by=the_owner(company), on=DAY)
    feeds.in_trouble(feed, Declined("feed.refused", provider="gocardless", reason="x"), by=the_owner(company), on=DAY)
    assert lines(company) == [] and "feed.troubled" not in events_of(company)


def test_the_end_of_a_day_counts_what_was_booked_until_then(company, bank):
    account = bank.accounts["acc-1"]
    closing = {"balanceType": "closingBooked", "balanceAmount": {"amount": "100.00", "currency": "RON"}}
    account.booked = [moved("a", "100.00", on="2026-03-19"), moved("b", "7.00", on="2026-03-20")]
    account.balances = [{**closing, "referenceDate": "2026-03-19"}]
    added(company, bank)
    fetched(company)
    assert (FedAccount.objects.get().base, FedAccount.objects.get().gap) == (0, 0)
    assert is_proved(company)


def test_nothing_is_fetched_before_the_holder_agreed_and_the_secrets_are_sealed(company, bank):
    told = {"provider": "gocardless", "bank": BANK, "secrets": SECRETS}
    feed = feeds.add(company, told, by=the_owner(company), on=DAY)
    assert fetched(company).is_waiting
    feed = feeds.renew(company, feed, by=the_owner(company), on=DAY)
    assert feed.page.startswith("https://ob.gocardless.com/")
    found = fetched(company)
    assert (found.is_waiting, found.feed.trouble, found.told) == (True, "", 0)
    row = Feed.objects.get()
    assert SECRETS["secret_key"] not in row.sealed and SECRETS["secret_id"] not in row.sealed
    with pytest.raises(Refused, match="feed.known"):
        feeds.add(company, told, by=the_owner(company), on=DAY)
    feeds.remove(company, row, by=the_owner(company), on=DAY)
    assert Feed.objects.get().sealed == ""


def test_the_end_of_the_consent_is_told_before_and_a_new_one_goes_on_where_the_old_one_stopped(company, bank):
    account = bank.accounts["acc-1"]
    account.booked = [moved("a", "100.00")]
    feed = added(company, bank, accepted="2026-03-20T07:00:00Z")
    fetched(company)
    assert Feed.objects.get().until == date(2026, 6, 18)
    near = date(2026, 6, 4)
    fetched(company, on=near)
    fetched(company, on=near)
    assert events_of(company).count("feed.consent_ends") == 1
    bank.end()
    assert fetched(company, on=date(2026, 6, 18)).feed.trouble == "feed.consent_ended"
    assert events_of(company)[-1] == "feed.troubled"
    feeds.renew(company, feed, by=the_owner(company), on=date(2026, 6, 18))
    assert fetched(company, on=date(2026, 6, 18)).feed.trouble == "feed.consent_ended", "asked for, not given"
    bank.accounts["acc-2"] = account  # a new consent has a name of its own for the account
    account.booked.append(moved("b", "50.00", on="2026-06-17"))
    bank.agree("2026-06-18T07:00:00Z", "acc-2")
    found = fetched(company, on=date(2026, 6, 18))
    assert (found.new, found.feed.trouble, found.feed.until) == (1, "", date(2026, 9, 16))
    assert FedAccount.objects.count() == 1
    assert events_of(company)[-2:] == ["feed.consented", "feed.recovered"]


def test_a_provider_that_is_away_for_a_moment_troubles_nobody_and_one_that_declines_does(company, bank):
    added(company, bank)
    fetched(company)
    bank.failures["accounts/acc-1/transactions/"] = [(429, {"summary": "Rate limit exceeded"}), (403, {})]
    assert fetched(company).feed.trouble == "network.unreachable"
    assert "feed.troubled" not in events_of(company)
    assert fetched(company).feed.trouble == "feed.consent_ended"
    assert events_of(company).count("feed.troubled") == 1
    assert fetched(company).feed.trouble == ""
    assert events_of(company)[-1] == "feed.recovered"


def test_one_account_that_fails_delays_no_other(company, bank):
    bank.accounts["acc-2"] = BankAccount("RO09BCYP0000001234567890", booked=[moved("z", "3.00")])
    added(company, bank)
    bank.agree("2026-03-20T07:00:00Z", "acc-1", "acc-2")
    bank.failures["accounts/acc-1/transactions/"] = [None]
    found = fetched(company)
    assert (found.new, found.feed.trouble) == (1, "network.unreachable")
    assert [one.rule for one in found.findings] == ["statement.new_account"]
    assert not company.bank_accounts.get(iban="RO09BCYP0000001234567890").is_shown, "an owner says that it is ours"


def test_every_eight_hours_the_schedule_asks_and_what_follows_opens_tasks(company, bank):
    bank.accounts["acc-1"].booked = [moved("a", "100.00")]
    added(company, bank)
    Feed.objects.update(next_at=AT)
    assert [one.new for one in schedule.tick(company, on=DAY, at=AT).fed] == [1]
    assert schedule.tick(company, on=DAY, at=AT + timedelta(hours=7)).fed == []
    calls = len(bank.calls)
    assert [one.new for one in schedule.tick(company, on=DAY, at=AT + timedelta(hours=8)).fed] == [0]
    asked = bank.calls[calls:]
    assert sum("transactions" in call for call in asked) == sum("balances" in call for call in asked) == 1


def test_programs_and_the_command_line_add_fetch_and_remove_a_feed(company, bank, time_machine):
    time_machine.move_to("2026-03-20 09:00:00Z", tick=False)
    program = Program(company)
    bank.accounts["acc-1"].booked = [moved("a", "100.00")]
    made = program.post("/feeds", {"bank": BANK, "secrets": SECRETS}, status=201)
    assert program.post(f"/feeds/{made['id']}/renew", key="a")["page"].startswith("https://ob.gocardless.com/")
    bank.agree("2026-03-20T07:00:00Z", "acc-1")
    found = program.post(f"/feeds/{made['id']}/fetch", key="b")
    assert (found["new"], found["feed"]["accounts"][0]["iban"]) == (1, ours(company))
    assert SECRETS["secret_key"] not in json.dumps([made, found, program.get("/feeds")])
    said = kvit("feed", "fetch", made["id"], "--company", company.public_id)
    assert (said.exit_code, said.answer["told"], said.answer["new"]) == (0, 1, 0)
    assert [one["id"] for one in kvit("feed", "list", "--company", company.public_id).answer] == [made["id"]]
    assert program.refused("POST", f"/feeds/{made['id']}/accept_gap", {}, status=422, key="k")["code"] == "feed.no_gap"
    assert program.post(f"/feeds/{made['id']}/remove")["data"] == []


def test_an_owner_adds_a_bank_on_the_page_and_is_led_to_its_own(client, company, bank, time_machine):
    time_machine.move_to("2026-03-20 09:00:00Z", tick=False)
    client.force_login(company.memberships.get(role="owner").user)
    typed = {"bank": BANK, **SECRETS}
    assert client.post(reverse("settings_feeds"), typed).status_code == 302
    shown = client.get(reverse("settings_feeds")).content.decode()
    assert "https://ob.gocardless.com/" in shown and "Waits for the consent" in shown
    assert SECRETS["secret_key"] not in shown
    bank.accounts["acc-1"].booked = [moved("a", "100.00")]
    bank.agree("2026-03-20T07:00:00Z", "acc-1")
    row = Feed.objects.get()
    client.post(reverse("feed_fetch", args=[row.public_id]))
    assert StatementLine.objects.filter(company=company).count() == 1
    shown = client.get(reverse("settings_feeds")).content.decode()
    assert ours(company) in shown and "Fetched" in shown
    client.post(reverse("feed_remove", args=[row.public_id]))
    assert not Feed.objects.filter(is_used=True).exists()


def test_tasks_are_opened_for_what_only_a_person_can_mend(company, bank, settings):
    added(company, bank)
    bank.end()
    fetched(company)
    worker.until_idle()
    assert Task.objects.filter(company=company, kind="feed.troubled", status="open").count() == 1
