"""Documents that a network has for the company: fetched page by page, kept as they came, each once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kvit.archive import files
from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.events import events, inbound
from kvit.networks import connections
from kvit.networks.models import Arrival, Connection
from kvit.networks.transport import AUTOMATION
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Arrivals, Network

EVERY = timedelta(minutes=15)
"""KSeF lets what came be exported at most so often; no other network needs it more often."""
MOST_PAGES = 200


def fetch(company: Company, network: str, *, at: datetime) -> int:
    """Everything new that the network has for the company; returns how many documents came."""
    way = connections.in_use(company, network)
    if way is None or (way.again_at is not None and way.again_at > at):
        return 0
    by, on = automation(AUTOMATION, company), whose.today(company.zone)
    port: Network = registry.use("networks")[network]
    came = 0
    for _ in range(MOST_PAGES):
        try:
            page = port.receive(connections.access(way), cursor=way.cursor)
        except (Declined, Unreachable) as failure:
            connections.in_trouble(way, failure, by=by, on=on)
            return came
        if page is None:  # nobody was asked, so nothing is known of the network
            return came
        came += _keep(way, page)
        if not page.more:
            break
    connections.used(way, by=by, on=on)
    return came


def _keep(way: Connection, page: Arrivals) -> int:
    """The page's documents and the cursor behind them, in one transaction; what is known already is left."""
    company = way.company
    by, on = automation(AUTOMATION, company), whose.today(company.zone)
    with transaction.atomic():
        source = f"{way.network}:{way.mode}"
        new = [one for one in page.documents if inbound.take(company.pk, source, key=one.reference)]
        for one in new:
            row = Arrival.objects.create(
                company=company,
                network=way.network,
                mode=way.mode,
                reference=one.reference,
                sender=one.sender[:200],
                number=one.number[:100],
                file=files.keep(company, one.content, media_type=one.media_type, name=one.name),
                at=timezone.now(),
            )
            told: dict[str, object] = {"network": way.network, "sender": one.sender, "number": one.number}
            events.record("document.received", row, by=by, on=on, facts=told)
        way.cursor = page.cursor[:200]
        way.save(update_fields=["cursor"])
    return len(new)
