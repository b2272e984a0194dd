"""Reading payment runs: the list, one, what changed about the accounts that it pays."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Prefetch

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.parties.models import BankDetail
from kvit.payments.models import RUN_STATUSES, PaymentRun, RunItem
from kvit.tables import Page, page

SHOWN_DAYS = 60
"""Days before in which a changed account is shown to who releases."""
ACCOUNT_EVENTS = ("bank_detail.requested", "bank_detail.confirmed", "bank_detail.refused", "bank_detail.retired")
RELATED = ("bank_account", "proposed_by", "released_by", "file")


def listed(
    company: Company, *, status: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[PaymentRun]:
    """A page of runs, the newest first; all of them where no status is named. Refuses `status.unknown`."""
    found = PaymentRun.objects.filter(company=company).select_related(*RELATED).prefetch_related("items")
    if status:
        if status not in RUN_STATUSES:
            raise Refused("status.unknown", status=status[:40], known=RUN_STATUSES)
        found = found.filter(status=status)
    return page(found, "-id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> PaymentRun:
    """The run with its items. Refuses `run.unknown`."""
    rows = RunItem.objects.exclude(status="removed").select_related("item", "party", "bank_detail")
    found = PaymentRun.objects.filter(company=company, public_id=public_id).select_related(*RELATED)
    row = found.prefetch_related(Prefetch("items", rows.order_by("party__name", "pk"))).first()
    if row is None:
        raise Refused("run.unknown", run=public_id[:60])
    return row


def earns(run: PaymentRun) -> Decimal:
    """What its discounts take off."""
    return sum((one.discount for one in run.items.all() if one.status not in ("removed", "failed")), Decimal(0))


def to_release(company: Company, *, person: int) -> list[str]:
    """The ids of the runs that wait for another person than this one."""
    waiting = PaymentRun.objects.filter(company=company, status="proposed")
    return list(waiting.exclude(proposed_by=person).order_by("pk").values_list("public_id", flat=True))


def account_changes(company: Company, run: PaymentRun, *, on: date) -> list[tuple[BankDetail, Event]]:
    """What happened to the accounts of its suppliers in the last days, the newest first: who releases sees it."""
    parties = {one.party_id for one in run.items.all()} | {one.item.party_id for one in run.items.all()}
    accounts = BankDetail.objects.filter(company=company, party__in=parties).select_related("party").in_bulk()
    since = (run.released_on or on) - timedelta(days=SHOWN_DAYS)
    happened = Event.objects.filter(
        company_id=company.pk, name__in=ACCOUNT_EVENTS, subject_id__in=list(accounts), acted_on__gte=since
    )
    return [(accounts[one.subject_id], one) for one in happened.order_by("-pk")]
