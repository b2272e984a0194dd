"""Proformas: numbered, discarded, withdrawn, invoiced. They post nothing."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from kvit.companies import series
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.sales.models import Proforma


def locked(company: Company, proforma: Proforma) -> Proforma:
    """The row under lock. Refuses `proforma.unknown`."""
    assert connection.in_atomic_block
    rows = Proforma.objects.select_for_update(of=("self",)).filter(company=company, pk=proforma.pk)
    row = rows.select_related("party").first()
    if row is None:
        raise Refused("proforma.unknown", proforma=proforma.public_id)
    return row


def number(company: Company, row: Proforma, *, by: Actor, on: date) -> None:
    """Give the locked draft its number and its day; from then on nothing of it changes."""
    row.status = lifecycle.after(lifecycle.PROFORMA, row.status, "issue")
    row.number = series.take(company, kind="proforma", days=[on])[0]
    row.issued_on, row.issued_at = on, timezone.now()
    row.version += 1
    row.save()
    events.record("proforma.issued", row, by=by, on=on, facts={"number": row.number})


@transaction.atomic
def discard(company: Company, proforma: Proforma, *, by: Actor, on: date) -> Proforma:
    """Throw a draft away; it never had a number. Refuses `proforma.not_draft`."""
    require(by, "proforma.draft", company)
    return _moved(company, proforma, "discard", event="proforma.discarded", by=by, on=on)


@transaction.atomic
def withdraw(company: Company, proforma: Proforma, *, by: Actor, on: date, reason: str = "") -> Proforma:
    """Nothing follows from it any more. Refuses `proforma.not_issued`."""
    require(by, "proforma.issue", company)
    return _moved(company, proforma, "withdraw", event="proforma.withdrawn", by=by, on=on, reason=reason)


def invoiced(company: Company, row: Proforma, *, invoice: str, by: Actor, on: date) -> None:
    """The locked proforma has become the invoice of that id. Refuses `proforma.not_issued`."""
    row.status = lifecycle.after(lifecycle.PROFORMA, row.status, "invoice")
    row.version += 1
    row.save(update_fields=["status", "version"])
    events.record("proforma.invoiced", row, by=by, on=on, facts={"invoice": invoice})


def reopen(company: Company, proforma: Proforma, *, by: Actor, on: date) -> None:
    """The draft that it became was thrown away: it can be invoiced again."""
    _moved(company, proforma, "reopen", event="proforma.reopened", by=by, on=on)


def _moved(
    company: Company, proforma: Proforma, verb: str, *, event: str, by: Actor, on: date, reason: str = ""
) -> Proforma:
    row = locked(company, proforma)
    row.status = lifecycle.after(lifecycle.PROFORMA, row.status, verb)
    row.version += 1
    row.save(update_fields=["status", "version"])
    events.record(event, row, by=by, on=on, reason=reason.strip())
    return row
