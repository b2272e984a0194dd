"""GoCardless Bank Account Data over real HTTP: consents, accounts, movements, and the ways in which it says no."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.adapters.feeds.gocardless import GoCardlessFeed
from kvit.adapters.feeds.gocardless.simulator import BANK, SECRETS, BankAccount, running
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.feed import Access

ACCESS, SINCE = Access(SECRETS), date(2026, 3, 1)
MOVED = {
    "internalTransactionId": "i1",
    "bookingDate": "2026-03-02",
    "transactionAmount": {"amount": "10.00", "currency": "RON"},
}
EXPIRED = {
    "summary": "End User Agreement (EUA) 1 has expired",
    "detail": "EUA was valid for 90 days and it expired at 2026-03-01. The end user must connect the account once more",
    "status_code": 400,
}


@pytest.fixture
def world():
    with running() as one:
        yield one


@pytest.fixture
def feed(world):
    return GoCardlessFeed(world.address, seconds=5)


def asked(feed, key="fed_1-a"):
    return feed.ask_consent(ACCESS, bank=BANK, key=key, return_url="http://kvit.test/settings/feeds")


def test_a_consent_is_asked_for_as_long_as_the_bank_gives_one(world, feed):
    world.days = "180"
    begun = asked(feed)
    assert begun.page.startswith("https://ob.gocardless.com/") and not begun.is_given
    [agreement] = world.agreements.values()
    assert (agreement["access_valid_for_days"], agreement["max_historical_days"]) == (180, 90)
    assert not feed.consent(ACCESS, begun.reference).is_given
    world.agree("2026-03-01T09:00:00Z", "acc-1")
    given = feed.consent(ACCESS, begun.reference)
    assert (given.is_given, given.until, given.accounts) == (True, date(2026, 8, 28), ("acc-1",))
    world.end()
    assert feed.consent(ACCESS, begun.reference).is_ended


def test_movements_since_a_day_with_what_is_booked(world, feed):
    balance = {"balanceType": "interimBooked", "balanceAmount": {"amount": "110.00", "currency": "RON"}}
    old = {**MOVED, "internalTransactionId": "i0", "bookingDate": "2026-02-01"}
    world.accounts["acc-1"] = BankAccount("RO49AAAA1B31007593840000", booked=[MOVED, old], balances=[balance])
    assert feed.account(ACCESS, "acc-1").iban == "RO49AAAA1B31007593840000"
    told = feed.read(ACCESS, "acc-1", since=SINCE)
    assert [one.id for one in told.transactions.movements] == ["i1"]
    assert told.balance is not None and told.balance.amount == Decimal("110.00")
    assert b"internalTransactionId" in told.content


def test_wrong_secrets_are_for_a_person(feed):
    with pytest.raises(Declined, match="feed.access_refused"):
        feed.consent(Access({**SECRETS, "secret_key": "wrong"}), "requisition-1")


def test_an_unknown_bank_is_refused_in_the_providers_words(feed):
    with pytest.raises(Declined, match="feed.refused") as refused:
        feed.ask_consent(ACCESS, bank="NOBANK", key="k", return_url="http://kvit.test/")
    assert "Not found" in str(refused.value.facts["reason"])


@pytest.mark.parametrize("status", [400, 401])
def test_an_ended_agreement_is_known_by_its_words_or_its_status(world, feed, status):
    world.accounts["acc-1"] = BankAccount("RO49AAAA1B31007593840000")
    world.failures["accounts/"] = [(status, EXPIRED)]
    with pytest.raises(Declined, match="feed.consent_ended"):
        feed.read(ACCESS, "acc-1", since=SINCE)


@pytest.mark.parametrize("answer", [(429, {"summary": "Rate limit exceeded", "status_code": 429}), (500, {}), None])
def test_what_may_go_better_later_is_tried_again(world, feed, answer):
    world.accounts["acc-1"] = BankAccount("RO49AAAA1B31007593840000")
    world.failures["accounts/acc-1/transactions/"] = [answer]
    with pytest.raises(Unreachable):
        feed.read(ACCESS, "acc-1", since=SINCE)
    assert feed.read(ACCESS, "acc-1", since=SINCE).transactions.movements == ()


def test_an_answer_that_is_none_is_no_empty_account(world, feed):
    world.accounts["acc-1"] = BankAccount("RO49AAAA1B31007593840000")
    world.failures["accounts/acc-1/transactions/"] = [(200, {"transactions": "none"})]
    with pytest.raises(Unreachable, match="feed.not_understood"):
        feed.read(ACCESS, "acc-1", since=SINCE)
