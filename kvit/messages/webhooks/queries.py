"""Reading webhooks: the endpoints of a company, and the log of what was sent to them."""

from kvit.companies.models import Company
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.messages.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from kvit.tables import Page, page

STATUSES = ("pending", "delivered", "dead")


def endpoints(company: Company) -> list[WebhookEndpoint]:
    """The company's endpoints that were not removed, the oldest first."""
    return list(company.webhook_endpoints.exclude(status="archived").order_by("pk"))


def endpoint(company: Company, public_id: str) -> WebhookEndpoint:
    """The endpoint of that id. Refuses `webhook_endpoint.unknown`, of one that was removed too."""
    row = company.webhook_endpoints.exclude(status="archived").filter(public_id=public_id).first()
    if row is None:
        raise Refused("webhook_endpoint.unknown", endpoint=public_id[:60])
    return row


def listed(
    company: Company,
    *,
    endpoint: WebhookEndpoint | None = None,
    status: str = "",
    name: str = "",
    size: int = 25,
    after: str = "",
    before: str = "",
) -> Page[WebhookDelivery]:
    """A page of the log, the newest first; of one endpoint, one status, one event name. Refuses `status.unknown`."""
    if status and status not in lifecycle.WEBHOOK_DELIVERY.statuses:
        raise Refused("status.unknown", status=status[:20], known=list(STATUSES))
    found = WebhookDelivery.objects.filter(company=company).select_related("endpoint", "event")
    found = found.filter(endpoint=endpoint) if endpoint is not None else found
    found = found.filter(status=status) if status else found
    found = found.filter(name=name) if name else found
    return page(found, "-id", size=size, after=after, before=before)


def delivery(company: Company, public_id: str) -> WebhookDelivery:
    """The delivery of that id. Refuses `webhook_delivery.unknown`."""
    found = WebhookDelivery.objects.filter(company=company, public_id=public_id)
    row = found.select_related("endpoint", "event").first()
    if row is None:
        raise Refused("webhook_delivery.unknown", delivery=public_id[:60])
    return row


def answers(company: Company, row: WebhookDelivery) -> list[WebhookAttempt]:
    """What was answered at each try, the first one first."""
    return list(WebhookAttempt.objects.filter(company=company, delivery=row).order_by("number"))
