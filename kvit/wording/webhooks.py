"""Webhooks, and the addresses that are called."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "url.bad": _("{url} is not an address that can be called. Write it like https://example.com/kvit."),
    "url.not_https": _("{url} does not begin with https://, so what is sent there could be read on the way."),
    "url.login": _("{url} holds a name or password. Leave them out: what Kvit sends is signed instead."),
    "url.port": _("Port {port} is not called. There are: {known}."),
    "url.private": _("{host} leads into a private network, so it is not called. Give a public address."),
    "webhook_endpoint.unknown": _("There is no webhook {endpoint}."),
    "webhook_endpoint.changed": _("Somebody changed this webhook meanwhile. Look at it again, then change it."),
    "webhook_endpoint.known": _("{url} is called already. Change that webhook, or give another address."),
    "webhook_endpoint.too_many": _("{most} webhooks are the most a company has. Remove one first."),
    "webhook_endpoint.bad_events": _("{value} is no list of event names. Leave it empty for all events."),
    "webhook_endpoint.bad_event": _("There is no event {event}. Every name stands in docs/events.md."),
    "webhook_delivery.unknown": _("There is no delivery {delivery}."),
    "webhook_delivery.bad_days": _("The first day must not lie after the last one."),
    "webhook.gone": _("{host} answered 410: it does not want to be called any more. Resume the webhook if it does."),
    "webhook.redirected": _(
        "{host} answered {status}: it leads elsewhere, and webhooks follow nowhere. Correct the URL."
    ),
    "webhook.refused": _("{host} answered {status} instead of a number from 200 to 299."),
    "webhook.failing": _("{host} has taken nothing for {days} days. Repair it there, then resume the webhook."),
    "webhook.removed": _("The webhook was removed before this could be delivered."),
    "http.unreachable": _("{host} did not answer ({reason})."),
}
