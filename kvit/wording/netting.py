"""Netting and set-off."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "netting.nothing": _(
        "There is nothing to set off in {currency}: one of the two owes the other nothing undisputed."
    ),
    "netting.bad_item": _(
        "{number} with {balance} cannot be set off: an item counts once, above zero, to the smallest coin. Look at it."
    ),
    "netting.through_the_state": _(
        "{number} is overdue and so large that the law wants it set off in the state's procedure ({law}). Ask your "
        "lawyer, or leave it out."
    ),
}
