"""Bank statements."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "statement.running_day": _(
        "This is {found}, a running day. Its lines come again in the statement of the day: import that one."
    ),
    "statement.not_camt": _("This is no bank statement Kvit can read: it begins with {found}, not with camt.053."),
    "statement_line.told_again": _(
        "Another line of the bank tells the same money, and that one counts. Undo that one first, or leave this one "
        "out."
    ),
    "statement_line.like_another": _(
        "{amount} {currency} of {day} may be the same as another line of that day and amount. Book it if it is "
        "another movement, leave it out if it is the same."
    ),
    "statement_line.sum_differs": _(
        "The bank booked {sum} {currency} as one sum of {day}. Its details make {told}: {difference} is missing or too "
        "much. Wait for the other notices, or leave one of the two out."
    ),
    "statement_line.maybe_in_sum": _(
        "{amount} {currency} of {day} may be a part of a sum that the bank booked that day. Book it if it is a "
        "movement of its own, leave it out if it is in the sum."
    ),
    "statement_line.maybe_sum": _(
        "{amount} {currency} of {day} is a sum, and single notices of that day may be parts of it. Book it if they are "
        "not, leave it out if they are."
    ),
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
    "statement.nothing_read": _("The file begins as {found}, but no account, balance or line can be read in it."),
    "statement.cut_off": _("The end of the file is missing, or counts other records. Ask the bank for the whole file."),
    "norma43.not_euro": _("The account is in currency {currency}. Kvit reads Norma 43 in euros (978)."),
    "norma43.debits_differ": _(
        "The bank counts {count} lines of money out, {total} together; {read} of {sum} were read. Lines may be missing."
    ),
    "norma43.credits_differ": _(
        "The bank counts {count} lines of money in, {total} together; {read} of {sum} were read. Lines may be missing."
    ),
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
