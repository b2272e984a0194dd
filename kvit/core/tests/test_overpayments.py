"""What a supplier owes us back: found with its reason after its days, and never what the next run uses up."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kvit.core.money import Money
from kvit.core.overpayments import WAITS, Credit, over, reason_of
from kvit.core.postings import Rate
from kvit.core.purchase_postings import for_claim_given_up, for_money_back

TODAY = date(2026, 6, 1)


def ron(amount):
    return Money(Decimal(amount), "RON")


def a_payment(key, amount, *, left=None, since=date(2026, 5, 20), **facts):
    return Credit(key=key, kind="payment", amount=ron(amount), left=ron(left or amount), since=since, **facts)


def a_note(key, amount, since=date(2026, 5, 1)):
    return Credit(key=key, kind="credit_note", amount=ron(amount), left=ron(amount), since=since)


def found(credits, owed="0", on=TODAY):
    return [(one.key, one.reason, f"{one.amount.amount:.2f}") for one in over(credits, owed=ron(owed), on=on)]


def test_the_worked_example_of_docs_rules_claims():
    twice = a_payment("P1", "121.00", is_repeated=True)
    assert found([a_note("C1", "20.00"), a_note("C2", "60.00"), twice], "60.00") == [("P1", "paid_twice", "121.00")]


def test_a_credit_note_is_claimed_once_nothing_of_ours_uses_it_up():
    assert found([a_note("C1", "20.00")]) == [("C1", "credited", "20.00")]
    assert found([a_note("C1", "20.00")], "0.01") == []
    assert found([a_note("C1", "20.00"), a_note("C2", "5.00")], "20.00") == [("C2", "credited", "5.00")]


def test_each_waits_its_days():
    ahead = a_payment("P1", "50.00", since=TODAY - timedelta(days=29))
    assert found([ahead]) == [] and found([ahead], on=TODAY + timedelta(days=1)) == [("P1", "never_used", "50.00")]
    assert found([a_note("C1", "20.00", since=TODAY - timedelta(days=13))]) == []
    assert found([a_payment("P2", "50.00", left="1.00", since=TODAY)]) == [("P2", "overpaid", "1.00")]


CREDITS = st.builds(
    lambda key, is_note, cents, back: (a_note if is_note else a_payment)(
        f"k{key}", Decimal(cents) / 100, since=TODAY - timedelta(days=back)
    ),
    st.uuids(),
    st.booleans(),
    st.integers(1, 5000),
    st.integers(0, 60),
)


@given(st.lists(CREDITS, max_size=6), st.integers(0, 9000))
def test_what_is_claimed_of_credit_notes_is_never_what_is_still_owed(credits, cents):
    owed = Decimal(cents) / 100
    claimed = {one.key for one in over(credits, owed=ron(owed), on=TODAY)}
    notes = [one for one in credits if one.kind == "credit_note"]
    kept = sum(one.left.amount for one in notes if one.key not in claimed)
    if claimed & {one.key for one in notes}:
        assert kept >= owed, "only what is left over when all that we owe is used up"
    for one in credits:
        if one.key in claimed:
            assert one.since + timedelta(days=WAITS[reason_of(one)]) <= TODAY


def test_money_back_and_a_loss_settle_what_was_owed_to_us():
    for lines in (
        for_money_back(Decimal("121.00"), rate=Rate("RON", "RON", Decimal(1)), party=7),
        for_claim_given_up(Decimal("121.00"), rate=Rate("RON", "RON", Decimal(1)), party=7),
    ):
        assert sum(line.base_amount for line in lines) == 0
        [opened] = [line for line in lines if line.open_item]
        assert (opened.role, opened.amount, opened.party) == ("payable", Decimal("-121.00"), 7)
