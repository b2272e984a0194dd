"""When a saved way of paying may be charged, and what follows when it is declined: `docs/rules/saved-methods.md`."""

from collections.abc import Sequence
from datetime import date, timedelta

from kvit.core.lifecycle import Lifecycle

NOTICE_DAYS = 3
"""Calendar days before a charge on which the customer is told. Stripe's SEPA mandate agrees on two: one is ours."""
MOST_DECLINED = 2
"""So often an open item may be declined in all: the second time only when a person began it."""
NOT_TRIED = frozenset(
    {
        "gateway.away",
        "gateway.refused",
        "saved_charge.changed",
        "saved_charge.disputed",
        "saved_charge.settled",
        "saved_method.over",
    }
)
"""It never reached the gateway, or its reason was gone before: no bank was asked, so no bank has said no."""
FINAL = frozenset(
    {
        "authentication_required",
        "do_not_try_again",
        "expired_card",
        "fraudulent",
        "incorrect_number",
        "invalid_account",
        "lost_card",
        "pickup_card",
        "restricted_card",
        "revocation_of_all_authorizations",
        "revocation_of_authorization",
        "stolen_card",
        "stop_payment_order",
        "transaction_not_allowed",
    }
)
"""Stripe's decline codes after which the same card off-session would be declined again, or must not be asked."""

METHOD = Lifecycle(
    "saved_method",
    "agreed",
    {
        ("agreed", "keep"): "kept",
        ("agreed", "withdraw"): "withdrawn",
        ("kept", "withdraw"): "withdrawn",
    },
    {"keep": "saved_method.over", "withdraw": "saved_method.over"},
)
"""What a customer agreed to keep; it is charged only while it is kept, and what was withdrawn stays so."""

CHARGE = Lifecycle(
    "saved_charge",
    "planned",
    {("planned", "begin"): "begun", ("planned", "drop"): "dropped"},
    {"begin": "saved_charge.over", "drop": "saved_charge.over"},
)
"""A charge that the customer is told of; once begun, its checkout says how it stands."""


def charge_day(due_on: date, *, told_on: date) -> date:
    """The first day on which it may be charged: not before it is due, nor before the notice is over."""
    return max(due_on, told_on + timedelta(days=NOTICE_DAYS))


def may_charge(declined: Sequence[str], *, by_itself: bool) -> bool:
    """Whether an open item that was declined for these reasons may be charged again: by itself never, by a person once.

    Never after a reason that is final.
    """
    told = [reason for reason in declined if reason not in NOT_TRIED]
    if by_itself:
        return not told
    return len(told) < MOST_DECLINED and not FINAL.intersection(told)
