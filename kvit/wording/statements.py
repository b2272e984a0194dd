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
}
