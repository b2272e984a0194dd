"""The books."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "account.no_role": _("The chart of accounts has no account for {role}. Give one of the accounts that role."),
    "bank_account.confirmed": _("The account {iban} is confirmed already."),
    "bank_account.closed": _("The account {iban} is closed already."),
    "bank_account.open": _("The account {iban} is in use: it was not closed."),
    "bank_account.default": _(
        "Your invoices in {currency} print the account {iban}. Add another one in {currency}, and have it confirmed, "
        "before you close it."
    ),
    "bank_account.in_run": _("A run that is not at its end uses the account {iban}. Finish or cancel the run first."),
    "bank_account.own": _("You brought in the account {iban} yourself. Another owner confirms it."),
    "bank_account.no_person": _("A program cannot say that an account is yours. An owner signs in and confirms it."),
    "bank_account.known": _("The account {iban} is there already."),
    "period.locked": _(
        "The books are locked up to {until}, so nothing can be booked on {on}. Use a later day, or "
        "ask an owner to reopen the period."
    ),
    "period.in_future": _("{until} is still to come. Lock the books up to a day that is over."),
    "allocation.of_reversal": _(
        "The allocation {allocation} ties what was taken back to its reversal, and stays. Record the money again."
    ),
    "period.not_locked": _("The books are open on {until} already. To close them, lock the period instead."),
    "open_item.unknown": _("There is no such open item."),
    "allocation.too_much": _(
        "{amount} {currency} is more than there is: {owed} are owed, {left} are left of the payment."
    ),
    "allocation.other_currency": _("A payment in {other} cannot settle an item in {one} directly. Record it in {one}."),
    "allocation.other_party": _("The payment and the invoice belong to different customers."),
    "allocation.bad_amount": _(
        "{amount} {currency} cannot be allocated. Give an amount above zero with the decimals of the currency."
    ),
    "allocation.undone": _("This allocation was undone already."),
    "rate.missing": _("There is no exchange rate for {currency} on {on} or before. Import rates, then try again."),
    "rate.not_above_zero": _("{rate} cannot be a rate of {currency}. Give a number above zero."),
    "rate.own_currency": _("{currency} is the company's own currency and needs no rate."),
    "allocation.unknown": _("There is no such allocation."),
    "entry.unknown": _("There is no such entry."),
}
