"""What the pages say by themselves."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "cursor.bad": _("This page of the list is not known any more. Begin with the first one."),
    "form.unreadable": _("Some of what you typed cannot be read. Look at the fields marked in red."),
    "selection.empty": _("Nothing is selected. Tick at least one row."),
}
