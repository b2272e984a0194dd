"""Mailboxes that suppliers and customers write to, the mails in them, and files of mails that are no bills."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "mailbox.unknown": _("There is no mailbox {mailbox}."),
    "mailbox.known": _("The folder {folder} of {user} is looked into already."),
    "mailbox.too_many": _("A company has {most} mailboxes at most. Remove one, or have its mails forwarded."),
    "mailbox.bad_security": _("{security} is no way to keep the line secret. There are: {known}."),
    "mailbox.bad_purpose": _("{purpose} is no purpose of a mailbox. There are: {known}."),
    "mailbox.bad_port": _("{port} is no port. Write a number, like 993."),
    "mailbox.same_folder": _("Mails cannot be moved to {folder}: they come from there. Name another folder, or none."),
    "mailbox.private": _(
        "{host} lies in your own network, where Kvit calls nobody. Who runs Kvit can allow it (KVIT_NEAR_MAILBOXES)."
    ),
    "mailbox.no_encryption": _("{host} offers no encryption, so no password was sent. Use a server that does."),
    "mailbox.bad_certificate": _("The certificate of {host} cannot be trusted: {reason}. Ask whoever runs it."),
    "mailbox.sign_in_refused": _(
        "{host} does not accept the user or the password ({answer}). Remove the mailbox; add it with the right ones."
    ),
    "mailbox.no_folder": _("There is no folder {folder} at {host} that can be opened ({answer}). Name another one."),
    "mailbox.away": _("{host} does not answer ({reason}). Kvit tries again by itself."),
    "mailbox.busy": _("{host} asks to come back later: {answer}"),
    "mail.unknown": _("There is no mail {mail}."),
    "mail.no_files": _("Nothing in the mail can be a bill. It says: {words}"),
    "mail.too_large": _(
        "The mail is larger than {most} MB, so only its head was kept. Get its files, and add them by hand."
    ),
    "mail.too_many_parts": _("The mail holds more than {most} files. Take it apart, and add by hand what is a bill."),
    "mail.too_deep": _("The mail holds mails in mails, more than {most} deep. Add by hand what is a bill."),
    "mail.parts_too_big": _("The files of the mail are larger than {most} MB together. Add by hand what is a bill."),
    "mail_part.picture": _("{name} is a small picture, like a logo under a mail; a page is larger."),
    "mail_part.calendar": _("{name} is an appointment."),
    "mail_part.card": _("{name} is an address card."),
    "mail_part.signature": _("{name} is a signature of the mail or of another file."),
    "mail_part.unknown": _(
        "{name} is no PDF, XML or picture, in which Kvit reads bills. Open it, and add what is a bill by hand."
    ),
}
