"""The company's own words in mails."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "wording.unknown_kind": _("There is no mail {kind} to customers. There are: {known}."),
    "wording.too_long": _("{field} has {letters} letters; {most} are the most."),
    "announcement.unknown": _("There is no announcement {announcement}."),
    "announcement.empty": _("Write a title and a text."),
    "announcement.too_long": _("{field} has {letters} letters; {most} are the most."),
    "announcement.bad_days": _("The last day is before the first, or has passed. Give days that are still to come."),
    "template.unknown_placeholder": _("There is no placeholder {placeholder} in this mail. There are: {known}."),
}
