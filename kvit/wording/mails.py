"""Mails that leave or do not, and the mail server."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "message.unknown": _("There is no message {message}."),
    "message.no_address": _("{name} has no e-mail address. Give one, or say to whom it should go."),
    "message.waiting": _("{number} waits in the outbox for {address} already."),
    "message.sent_before": _("{number} was sent to {address} already. Send it again only if you mean to."),
    "message.annulled": _("{invoice} was annulled: it counts no more, so it is not sent."),
    "message.not_issued": _("This is no issued document. Issue it, then send it."),
    "message.address_refused": _(
        "The mail server does not take mails for {address}: {answer}. Correct the address, then send again."
    ),
    "message.sender_refused": _(
        "The mail server does not let {address} send: {answer}. Set an address in the company's settings that it knows."
    ),
    "message.content_refused": _("The mail server refused the mail to {address}: {answer}."),
    "message.bounced": _("The mail to {address} came back: {reason}. Correct the address, then send again."),
    "message.lost": _(
        "The line broke after the mail to {address} had left, so nobody knows whether it arrived. "
        "Ask the customer, then mark it as sent or send it again."
    ),
    "message.given_up": _("The mail to {address} could not be handed over for {tries} tries. The last time: {reason}"),
    "message.broken": _("The mail to {address} could not be made ready: {reason}"),
    "mail_server.away": _("The mail server {host} does not answer ({reason})."),
    "mail_server.busy": _("The mail server {host} asks to come back later: {answer}"),
    "mail_server.sign_in_refused": _(
        "The mail server {host} does not accept Kvit's user or password. Correct the address of the mail server."
    ),
    "mail_server.no_encryption": _(
        "The mail server {host} offers no encryption, so nothing was sent. Use a server that does."
    ),
}
