"""The company's own words in mails."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "template.unknown_placeholder": _("There is no placeholder {placeholder} in this mail. There are: {known}."),
}
