"""Poland's list of VAT taxpayers, by its flat file."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "white_list.unreadable": _("This is no flat file of the ministry: {found}. Fetch the day's file again."),
    "white_list.other_day": _(
        "The white list counts on the day of the order, {on}, and the file at hand is of {file_day}. Fetch that day's."
    ),
    "white_list.not_polish": _("{iban} is no Polish account, and the white list has only those."),
    "white_list.not_listed": _(
        "{iban} is not on the white list for NIP {nip} on {on}. Ask the supplier for a listed account; what is paid "
        "elsewhere from 15,000 PLN is no cost and makes you liable for its VAT (Ordynacja podatkowa art. 117ba)."
    ),
    "white_list.account_missing": _(
        "NIP {nip} is on the white list of {on} without any account, so {iban} is not listed. Pay it as a split "
        "payment, or notify the tax office within 7 days (ZAW-NR)."
    ),
}
