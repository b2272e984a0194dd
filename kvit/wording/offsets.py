"""Refusals of set-offs."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "party.unknown": _("There is no customer or supplier {party}."),
    "offset.unknown": _("There is no set-off {offset}."),
    "offset.nothing": _(
        "{party} and we owe each other nothing in {currency} that is due and free to set off. In a run or another "
        "set-off: {taken}. Choose a later day, or another currency."
    ),
    "offset.not_proposed": _("This set-off is signed or dropped already. Propose another one for what is open."),
    "offset.not_signed": _("We have not signed this set-off, or it is decided already. Sign it first."),
    "offset.not_waiting": _("This set-off is dropped already."),
    "offset.not_settled": _("This set-off is undone already."),
    "offset.own": _("You proposed this set-off. Another person signs it."),
    "offset.no_person": _("A set-off is signed by a person who is signed in, never by a key or an automation."),
    "offset.items_changed": _(
        "Paid, credited, reopened or disputed meanwhile: {numbers}. Cancel this set-off and propose it again."
    ),
    "offset.bad_day": _("They cannot have signed on {day}: we signed on {since}, and the day is not to come yet."),
    "offset.bad_file": _("{name} is no PDF, JPEG or PNG of at most 20 MB. Upload the document that both signed."),
    "allocation.in_offset": _("{number} is in the set-off {offset}, which is not booked yet. Cancel that first."),
    "allocation.of_offset": _("This belongs to a set-off. Undo the set-off as a whole."),
}
