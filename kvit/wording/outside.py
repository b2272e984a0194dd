"""What the command line and the API say: files they cannot read, words they do not know."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "json.too_big": _("The JSON has {bytes} bytes; {most} at most are read. Send it in parts."),
    "json.not_utf8": _("The JSON is not text in UTF-8 (byte {byte}). Save it as UTF-8."),
    "json.malformed": _("This is not JSON: {reason} in line {line}, column {column}."),
    "json.too_deep": _("The JSON is nested too deep. Use objects and lists as the documentation shows them."),
    "json.key_twice": _("The key {key} stands twice in one object, so it can be read two ways. Remove one of them."),
    "json.no_number": _("{value} is not a number that can be kept. Write digits."),
    "json.bad_letter": _("The text {value} holds a letter that is none. Write it in UTF-8."),
    "json.number_too_long": _("The number {value}… has more than {most} digits. Write a shorter one."),
    "event.unknown": _("There is no such event."),
    "work.unknown": _("There is no such work."),
    "request.no_key": _("Say who asks, with the header Authorization: Bearer and a key of yours."),
    "request.no_csrf": _("This request does not come from a page of Kvit. Load the page again, or use an API key."),
    "request.not_found": _("There is nothing at this address."),
    "request.method_unknown": _("This address does not take {method}."),
    "request.unreadable": _("The request cannot be read."),
    "request.not_json": _("The body must be JSON: send it with Content-Type: application/json."),
    "request.too_large": _("The request is too large. Send it in parts."),
    "request.invalid": _("Something in the request cannot be used as it is; each field is named ({count})."),
    "request.key_missing": _(
        "This changes money, so it needs the header {header}: a name of your own for this request."
    ),
    "request.key_bad": _("The header {header} takes 1 to 255 characters without spaces."),
    "request.in_flight": _("The same request is being worked on right now. Ask again in a moment."),
    "request.version_old": _("Somebody changed this since you read it. Read it again, then repeat your change."),
    "request.conflict": _(
        "This collides with something that is there already. Read it again, then repeat your change."
    ),
    "request.value_too_large": _("A number in the request is too large to be kept. Write a smaller one."),
    "request.too_many": _("These are too many requests. Ask again in {seconds} seconds."),
    "request.failed": _("Something broke in Kvit. Nothing was changed; the log tells more under the request id."),
    "secret.unreadable": _("This was encrypted with another secret key (KVIT_SECRET_KEY) and cannot be read any more."),
    "command.nothing_to_do": _("Say which documents: their ids, or {option}."),
    "command.bad_lines": _("{value} does not say which lines. Write it like 1,3=2.5."),
    "command.bad_column": _("{value} does not say which column holds what. Write it like amount=Suma."),
    "company.none": _("There is no company here yet. Make one with: kvit init --name NAME --country RO"),
    "file.unreadable": _("{file} cannot be read: {reason}."),
    "file.unwritable": _("{file} cannot be written: {reason}."),
    "file.not_base64": _("The content of {name} is not Base64. Send the bytes of the file in Base64 (RFC 4648)."),
    "server.no_port": _("Kvit cannot listen on {host}, port {port}: {reason}. Choose another with --port."),
    "database.unreachable": _("The database cannot be reached. See that it runs and what KVIT_DATABASE_URL says."),
    "kvit.not_migrated": _("The database is not of this version of Kvit. Run: kvit migrate"),
}
