"""The words for files people upload and tables in them."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "zip.unreadable": _("The zip cannot be read ({reason}). Ask for it again."),
    "zip.too_many_files": _("The zip holds more than {limit} files. Ask for a smaller one."),
    "zip.too_big": _("The files in the zip have more than {limit} bytes together. Ask for a smaller one."),
    "upload.too_large": _("{name} is too large to be read. Cut it into smaller files."),
    "upload.timed_out": _("Reading {name} took too long, so it was stopped. Cut it into smaller files."),
    "upload.unreadable": _("{name} cannot be read. Save it anew as CSV, XLSX or ODS and try again."),
    "table.empty": _("The file holds no table: every cell is empty."),
    "table.too_large": _("The table has more than {most} cells. Cut it into smaller files."),
    "table.locked": _("The file is locked by a password, or is damaged. Save it as XLSX without a password."),
    "table.no_table": _("This is {found}, not a table. Send CSV, XLSX or ODS."),
    "table.not_text": _("The file is neither a spreadsheet nor text. Send CSV, XLSX or ODS."),
    "table.unreadable": _("The table is damaged ({reason}). Save it anew and try again."),
    "table.encoding_unknown": _("The letters of the file cannot be read ({encoding}). Save it as UTF-8 and try again."),
    "table.no_headings": _(
        "No row with headings was found. Kvit needs {wanted}: write headings over the columns, or say which is which."
    ),
    "table.column_missing": _("The file has no column for {missing}. Its columns are {headings}."),
    "table.column_twice": _("Two columns can be {field}: {headings}. Say which one it is."),
    "table.column_unknown": _("There is no column {column}. There are {headings}."),
    "table.dates_ambiguous": _(
        "{value} in {column} (row {row}) can be {readings}, and no other row shows which. "
        "Say what comes first, the day or the month."
    ),
    "table.dates_mixed": _(
        "The dates are not all of one kind: {value} (row {row}, {column}) and {other_value} (row {other_row}). "
        "Correct the file, or say what comes first; the rows that do not fit are then left out."
    ),
    "table.decimals_ambiguous": _(
        "{value} in {column} (row {row}) can be {readings}, and no other row shows which. "
        "Say which mark parts the decimals."
    ),
    "table.decimals_mixed": _(
        "The amounts are not all of one kind: {value} (row {row}, {column}) and {other_value} (row {other_row}). "
        "Correct the file, or say which mark parts the decimals; the rows that do not fit are then left out."
    ),
    "cell.not_a_day": _("{value} is not a day."),
    "cell.not_an_amount": _("{value} is not a number."),
    "cell.too_large": _("{value} is too large: twelve digits before the decimals at most."),
}
