"""Bank statements."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "statement.running_day": _(
        "This is camt.052, a running day. Its lines come again in the statement of the day: import that one (camt.053)."
    ),
    "statement.notice": _(
        "This is camt.054, a notice of single payments. They come again in the statement (camt.053): import that one."
    ),
    "statement.not_camt": _("This is no bank statement Kvit can read: it begins with {found}, not with camt.053."),
    "statement.too_many_lines": _("The file has more than {most} lines. Ask the bank for shorter periods."),
    "statement.balance_mismatch": _(
        "Opening balance {opening} and lines of {moved} do not make the closing balance {closing}: {difference} is "
        "missing or too much. Lines may be missing from the file."
    ),
    "statement.balance_unreadable": _("A balance of the file cannot be read ({element})."),
    "statement.line_unreadable": _("This line was left out: its {element} is missing or cannot be read."),
    "statement.not_booked": _(
        "{count} lines were left out: the bank has announced them ({status}) but not booked them."
    ),
    "statement.other_currency": _("The account is in {currency}, and the file also has {others}."),
    "statement.not_understood": _("Kvit does not read {found} yet. Ask the bank for camt.053 or CSV."),
    "statement.currency_missing": _("The file does not say its currency, and no account was named. Name the account."),
    "statement.row_without_line": _("This row was left out: it has neither a day nor an amount."),
    "statement.row_without_day": _("This row was left out: it has no day."),
    "statement.row_without_amount": _("This row was left out: it has no amount."),
    "statement.row_currency_unreadable": _("This row was left out: its currency is not three letters."),
    "statement.direction_unknown": _("This row was left out: it does not say whether money came in or went out."),
    "statement.direction_contradicted": _("This row was left out: its sign and its direction contradict each other."),
    "statement.both_directions": _("This row was left out: it has money in and money out at once."),
    "statement.all_money_in": _(
        "All {count} lines are money in. If the bank shows money out without a minus, these signs are wrong."
    ),
}
