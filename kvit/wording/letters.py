"""The company's own words in mails."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "wording.unknown_kind": _("There is no mail {kind} to customers. There are: {known}."),
    "wording.too_long": _("{field} has {letters} letters; {most} are the most."),
    "template.unknown_placeholder": _("There is no placeholder {placeholder} in this mail. There are: {known}."),
}
