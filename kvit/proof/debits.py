"""Invariants of direct debits: under the customer's own mandate, the file as released, money by the bank's word."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, F, Q

from kvit.archive import files
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.formats.transfers import identification
from kvit.debits.models import LIVE, DebitItem, DebitRun
from kvit.events.models import Event
from kvit.parties.suppliers import surviving

Found = tuple[int, Iterable[str]]


def of_own_mandates(company: Company) -> Found:
    """Each collection is under a signed mandate of its own customer, and no open item is in two live runs (S06)."""
    rows = DebitItem.objects.filter(company=company).exclude(status="removed")
    rows = rows.select_related("mandate__party__merged_into", "item__party__merged_into")
    broken = [
        row.public_id
        for row in rows
        if surviving(row.mandate.party) != surviving(row.item.party)
        or row.mandate.company_id != company.pk
        or row.mandate.signed_on is None
        or row.mandate.signed_on > row.collect_on
    ]
    live = DebitItem.objects.filter(company=company, status__in=LIVE)
    twice = live.order_by().values("item__public_id").annotate(runs=Count("pk")).filter(runs__gt=1)
    return len(rows), [*broken, *twice.values_list("item__public_id", flat=True)]


def files_of_runs(company: Company) -> Found:
    """Each released file is there as its event says, by another person, and names each item."""
    runs = DebitRun.objects.filter(company=company).exclude(file=None).select_related("file", "bank_account")
    told = {
        event.subject_id: str(event.facts.get("sha256"))
        for event in Event.objects.filter(company_id=company.pk, name="debit_run.released", subject_kind="debit_run")
    }
    broken = []
    for run in runs:
        try:
            holds = _is_whole(company, run) and run.file is not None and told.get(run.pk) == run.file.sha256
        except Refused:
            holds = False
        if not holds or run.released_by_id == run.proposed_by_id:
            broken.append(run.public_id)
    return len(runs), broken


def money_by_the_bank(company: Company) -> Found:
    """What is collected has a payment of that amount, what came back a refund as well; neither was taken back."""
    rows = DebitItem.objects.filter(company=company, status__in=["collected", "returned"])
    paid = Q(payment__amount=F("amount"), payment__direction="in", payment__taken_back=None)
    back = Q(refund__amount=F("amount"), refund__direction="refund", refund__taken_back=None, refund__fee=F("fee"))
    right = paid & (Q(status="collected", refund=None) | Q(status="returned") & back)
    return rows.count(), rows.exclude(right).values_list("public_id", flat=True)


def _is_whole(company: Company, run: DebitRun) -> bool:
    """The file is there; while nothing of it was cancelled it names each of its items, and adds up to them."""
    assert run.file is not None
    content = files.read(run.file)
    if run.status == "cancelled":
        return True
    rows = list(run.items.exclude(status="removed"))
    total = sum((one.amount for one in rows), Decimal(0)).quantize(Decimal("0.01"))
    names = [f"<EndToEndId>{identification(one.public_id)}</EndToEndId>" for one in rows]
    return all(one.encode() in content for one in (f"<CtrlSum>{total}</CtrlSum>", *names))


INVARIANTS = [
    ("I53", "Each direct debit is under a signed mandate of its own customer, and in one live run.", of_own_mandates),
    ("I54", "A direct debit is collected, and comes back once, by the money that the bank moved.", money_by_the_bank),
    ("I55", "The file of direct debits is as another person released it, and names each of its items.", files_of_runs),
]
