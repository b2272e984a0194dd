"""Files, keys and work."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "archive.damaged": _("The archived file {name} ({file}) is gone or was changed. Restore it from the backup."),
    "archive.not_there": _("The {form} of this document has not been made yet. Try again in a moment."),
    "archive.no_space": _("The file could not be written: {reason}. Nothing was issued. Make room, then try again."),
    "disk.full": _("There is no room left on the disk of the database. Nothing was kept. Make room, then try again."),
    "database.busy": _("The database is busy with other work. Nothing was kept. Try again in a moment."),
    "key.reused": _("The key {key} was used for something else before. Use a new key."),
}
