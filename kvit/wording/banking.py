"""Bank statements and reconciliation."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "statement.account_needed": _("The file does not say which account it is of. Name it with its IBAN."),
    "statement.other_account": _("The file is of {named}, not of {wanted}. Choose the right account or file."),
    "statement.new_account": _("{account} was not among our accounts and was added. Check it in the settings."),
    "statement_line.unknown": _("There is no statement line {line}."),
    "match.one_customer": _("One line settles documents of one customer. Split the money by hand otherwise."),
    "match.one_credit": _("Money paid back settles one credit at a time. Choose one."),
    "match.by_hand": _("A person chose these documents."),
}
