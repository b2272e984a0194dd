"""Imports."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "import.unknown_kind": _("{kind} cannot be imported. What can: {known}."),
    "import.unknown": _("There is no import {source}."),
    "import.undone": _("The import {source} was taken back already."),
    "import.changed": _("{invoice} was imported before with another amount or day. Take that import back first."),
    "import.bad_total": _("{total} cannot be a total in {currency}: it is zero or has too many decimals."),
    "import.settled_before_issue": _("{invoice} was settled before it was issued. Correct one of the two days."),
}
