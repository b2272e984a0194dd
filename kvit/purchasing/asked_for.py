"""The mail that tells whoever asked for goods what became of it."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_

from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.events.models import Event
from kvit.messages import letters, notices, outbox, senders
from kvit.messages.dispatches import reachable
from kvit.messages.outbox import About, Outgoing
from kvit.purchasing.models import PurchaseRequest

NEWS = {
    "purchase_request.approved": n_("What you asked for is approved"),
    "purchase_request.refused": n_("What you asked for is refused"),
    "purchase_request.ordered": n_("An order was made of what you asked for"),
    "purchase_request.cancelled": n_("What you asked for was cancelled"),
}


def told(event: Event) -> Callable[[], None] | None:
    """What follows when something becomes of a request: its asker gets a mail, unless they did it themselves."""
    company = Company.objects.get(pk=event.company_id or 0)
    row = PurchaseRequest.objects.select_related("asked_by").get(company=company, pk=event.subject_id)
    person = row.asked_by
    if (event.actor_kind == "user" and event.actor_id == person.pk) or not reachable(person):
        return None
    language = notices.language_of(person)
    with translation.override(language):
        news = _(NEWS[event.name])
    mail = letters.request_told(
        language=language,
        sender=senders.of(company),
        person=str(person),
        number=row.number,
        news=news,
        because=event.reason or row.purpose,
        link=f"{settings.KVIT_BASE_URL}/purchase-requests/{row.public_id}",
    )
    out = Outgoing(
        kind="request_told",
        about=About(kind="purchase_request", id=row.pk, public_id=row.public_id, name=row.number),
        occasion=f"{event.name}/{event.pk}",
        to_address=person.email,
        to_name=str(person),
        language=language,
        mail=mail,
        responsible=person,
    )
    return lambda: _queue(company, out, event)


def _queue(company: Company, out: Outgoing, event: Event) -> None:
    outbox.queue(company, out, by=automation("purchasing", company), on=event.acted_on)
