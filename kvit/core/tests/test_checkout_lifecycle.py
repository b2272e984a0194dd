"""What is told of a payment, in any order and however often, ends the same: paid where it was paid."""

from itertools import permutations

from kvit.core.checkout_lifecycle import CHECKOUT


def ends(verbs, *, first="created"):
    status = first
    for verb in verbs:
        status = CHECKOUT.moves.get((status, verb), status)
    return status


def test_paid_wins_in_whatever_order_it_is_told():
    told = ["open", "lose", "pay", "pay", "fail", "expire"]
    assert {ends(order) for order in permutations(told)} == {"paid"}


def test_nothing_leads_away_from_paid():
    assert [verb for status, verb in CHECKOUT.moves if status == "paid"] == []


def test_what_ended_opens_no_more():
    for status in ("failed", "expired"):
        assert ends(["open", "lose", "fail", "expire"], first=status) == status
