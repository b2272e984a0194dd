"""Backups and proofs."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "backup.damaged": _("The backup is damaged ({file}). Use another one."),
    "backup.not_empty": _("This installation is not empty. Restore into an empty data folder and an empty database."),
    "backup.other_engine": _(
        "The backup holds {file}, and this installation runs on {engine}. Restore it on the same."
    ),
    "backup.other_format": _("The backup {file} was made by another version of Kvit."),
    "backup.program_missing": _("The program {program} of PostgreSQL is not here. Install PostgreSQL's client tools."),
    "backup.failed": _("{program} failed: {reason}"),
}
