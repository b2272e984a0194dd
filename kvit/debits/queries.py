"""Reading direct debits: mandates, runs, one of each, and what is under collection."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.debits.models import LIVE, RUN_STATUSES, DebitItem, DebitRun, Mandate
from kvit.ledger.models import OpenItem
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.tables import Page, page

RELATED = ("bank_account", "proposed_by", "released_by", "file")
MANDATE_STATUSES = ["draft", "active", "used", "expired", "cancelled", "amended"]


def listed(company: Company, *, status: str = "", size: int = 25, after: str = "", before: str = "") -> Page[DebitRun]:
    """A page of runs, the newest first; all of them where no status is named. Refuses `status.unknown`."""
    found = DebitRun.objects.filter(company=company).select_related(*RELATED).prefetch_related("items")
    if status:
        if status not in RUN_STATUSES:
            raise Refused("status.unknown", status=status[:40], known=RUN_STATUSES)
        found = found.filter(status=status)
    return page(found, "-id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> DebitRun:
    """The run with its items. Refuses `debit_run.unknown`."""
    rows = DebitItem.objects.exclude(status="removed").select_related(
        "item__party", "party", "mandate", "run", "payment"
    )
    found = DebitRun.objects.filter(company=company, public_id=public_id).select_related(*RELATED)
    row = found.prefetch_related(Prefetch("items", rows.order_by("collect_on", "pk"))).first()
    if row is None:
        raise Refused("debit_run.unknown", run=public_id[:60])
    return row


def mandates(
    company: Company, *, party: Party | None = None, status: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[Mandate]:
    """A page of mandates, the newest first; of one customer where one is named. Refuses `status.unknown`."""
    found = Mandate.objects.filter(company=company).select_related("party", "paper", "amends")
    if party is not None:
        found = found.filter(party__in=linked.merged(company, party))
    if status:
        if status not in MANDATE_STATUSES:
            raise Refused("status.unknown", status=status[:40], known=MANDATE_STATUSES)
        found = found.filter(status=status)
    return page(found, "-id", size=size, after=after, before=before)


def find_mandate(company: Company, public_id: str, *, party: Party | None = None) -> Mandate:
    """The mandate of that id, of one customer where one is named (S06). Refuses `mandate.unknown`."""
    found = Mandate.objects.filter(company=company, public_id=public_id).select_related("party", "paper", "amends")
    if party is not None:
        found = found.filter(party__in=linked.merged(company, party))
    row = found.first()
    if row is None:
        raise Refused("mandate.unknown", mandate=public_id[:60])
    return row


def items_of(company: Company, mandate: Mandate) -> list[DebitItem]:
    """What was ever collected under the mandate, the newest first."""
    rows = DebitItem.objects.filter(company=company, mandate=mandate).exclude(status="removed")
    return list(rows.select_related("run", "item__party", "mandate").order_by("-pk"))


def of_item(company: Company, item: OpenItem) -> list[DebitItem]:
    """Every try to collect the open item, the newest first."""
    rows = DebitItem.objects.filter(company=company, item=item).exclude(status="removed")
    return list(rows.select_related("run", "item__party", "mandate").order_by("-pk"))


def under_collection(company: Company, items: Sequence[OpenItem]) -> set[int]:
    """Which of these items, by their keys, are in a run whose money the bank did not decide about yet."""
    live = DebitItem.objects.filter(company=company, status__in=LIVE, item__in=[item.pk for item in items])
    return set(live.values_list("item_id", flat=True))


def to_release(company: Company, *, person: int) -> list[str]:
    """The ids of the runs that wait for another person than this one."""
    waiting = DebitRun.objects.filter(company=company, status="proposed")
    return list(waiting.exclude(proposed_by=person).order_by("pk").values_list("public_id", flat=True))


def collected_on(company: Company, items: Sequence[OpenItem]) -> dict[int, date]:
    """By the key of each of these items whose collection is with the bank, or is going there, its day."""
    live = DebitItem.objects.filter(company=company, status="sent", item__in=[item.pk for item in items])
    return dict(live.values_list("item_id", "collect_on"))
