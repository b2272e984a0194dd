"""What the command line and the API say: files they cannot read, words they do not know."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "json.too_big": _("The JSON has {bytes} bytes; {most} at most are read. Send it in parts."),
    "json.not_utf8": _("The JSON is not text in UTF-8 (byte {byte}). Save it as UTF-8."),
    "json.malformed": _("This is not JSON: {reason} in line {line}, column {column}."),
    "json.too_deep": _("The JSON is nested too deep. Use objects and lists as the documentation shows them."),
    "json.key_twice": _("The key {key} stands twice in one object, so it can be read two ways. Remove one of them."),
    "json.no_number": _("{value} is not a number that can be kept. Write digits."),
    "json.number_too_long": _("The number {value}… has more than {most} digits. Write a shorter one."),
    "command.misused": _("{reason}"),
    "command.nothing_to_do": _("Say which documents: their ids, or {option}."),
    "command.bad_lines": _("{value} does not say which lines. Write it like 1,3=2.5."),
    "company.none": _("There is no company here yet. Make one with: kvit init --name NAME --country RO"),
    "file.unreadable": _("{file} cannot be read: {reason}."),
    "file.unwritable": _("{file} cannot be written: {reason}."),
    "server.no_port": _("Kvit cannot listen on {host}, port {port}: {reason}. Choose another with --port."),
    "kvit.not_migrated": _("The database is not of this version of Kvit. Run: kvit migrate"),
}
