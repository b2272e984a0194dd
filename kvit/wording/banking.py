"""Bank statements and reconciliation."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "statement.account_needed": _("The file does not say which account it is of. Name it with its IBAN."),
    "statement.other_account": _("The file is of {named}, not of {wanted}. Choose the right account or file."),
    "statement.new_account": _("{account} was not among our accounts and was added. Check it in the settings."),
    "statement_line.unknown": _("There is no statement line {line}."),
    "match.one_customer": _("One line settles documents of one customer. Split the money by hand otherwise."),
    "match.one_credit": _("Money paid back settles one credit at a time. Choose one."),
    "match.other_worth": _(
        "{amount} {currency} are worth {worth} {own} on that day, and {came} {own} came. Say how much of each document "
        "was paid."
    ),
    "match.more_than_credit": _(
        "The bank paid {paid} {currency}, and {left} {currency} of that credit may be paid back. Split the line."
    ),
    "match.on_account_out": _("Money that went out is nobody's credit. Choose what it paid, or an account."),
    "payment.other_line": _("This payment is of another bank line already. Undo that line first."),
    "payment.not_this_line": _(
        "The line is not this payment: account, amount, currency and direction must be the same, and no gateway "
        "moved it."
    ),
    "match.one_supplier": _("One line pays bills of one supplier."),
    "match.more_than_paid": _("The bills come to more than the bank paid. Say how much of each was paid."),
    "bank_rule.unknown": _("There is no bank rule {rule}."),
    "bank_rule.no_condition": _(
        "Say for which lines: words of the text, a name, an account, or an amount from and to. A rule for every line "
        "would book them all."
    ),
    "bank_rule.no_target": _("Say where the line goes: an account of the books, or another account of your own."),
    "bank_rule.no_range": _("No amount is at least {at_least} and at most {at_most}."),
    "bank_rule.no_currency": _("Say in which currency the amount is."),
    "bank_rule.below_zero": _(
        "Give the amount without a minus. The direction says whether money comes in or goes out."
    ),
    "bank_rule.same_account": _("That is the account the line is of. Choose another one of your own."),
    "bank_rule.not_bookable": _(
        "{account} is booked by documents: invoices, bills, payments, taxes. Choose an account for what has none."
    ),
    "bank_rule.not_alone": _(
        "What goes to {account} is a gateway's payout, and a person says so of each line. Let the rule suggest."
    ),
    "account.unknown": _("There is no account {account} in the books."),
    "tolerance.known": _("What may be written off in {currency} from {on} on was said already. Choose a later day."),
    "split.nothing": _("Choose a document or an account for the line."),
    "split.not_whole": _("{left} {currency} of the line is left over. Change the parts, or say why it is written off."),
    "split.over_tolerance": _(
        "{left} {currency} would be written off beside this line, and {most} {currency} is the most. Book what the "
        "bank took as a bank's fee; find out what the rest is, or raise the tolerance."
    ),
    "split.one_transfer": _("One part of a line can go to another account of your own, not several."),
    "split.other_currency": _("A line in {currency} is split over documents in {currency} only."),
    "split.wrong_way": _("What you chose of {customer} does not go the way that the money went."),
    "question.to_viewer": _("{name} may only look here. Ask somebody who may answer."),
    "question.none": _("Nobody has asked about this line."),
    "match.by_hand": _("A person chose these documents."),
}
