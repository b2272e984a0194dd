"""What the database itself refuses about the archive: what is frozen stays as it is."""

from kvit.tables import append_only

GUARDS = [
    *append_only("archive_file", refuses="an archived file is never changed"),
    *append_only("archive_document", refuses="an archived document is never changed"),
    *append_only("archive_judgement", refuses="a judgement is never changed"),
]
