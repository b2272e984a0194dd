"""Webhooks, and the addresses that are called."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "url.bad": _("{url} is not an address that can be called. Write it like https://example.com/kvit."),
    "url.not_https": _("{url} does not begin with https://, so what is sent there could be read on the way."),
    "url.login": _("{url} holds a name or password. Leave them out: what Kvit sends is signed instead."),
    "url.port": _("Port {port} is not called. There are: {known}."),
    "url.private": _("{host} leads into a private network, so it is not called. Give a public address."),
    "http.unreachable": _("{host} did not answer ({reason})."),
}
