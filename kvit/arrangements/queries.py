"""Reading disputes and plans; what of open items is disputed, and until when a plan holds their reminders."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet

from kvit.arrangements import standing
from kvit.arrangements.models import Dispute, Plan, PlanItem
from kvit.arrangements.standing import Doubts
from kvit.companies.models import Company
from kvit.core import disputes, instalments
from kvit.core.disputes import OpenPart
from kvit.core.errors import Refused
from kvit.core.instalments import Spell
from kvit.core.money import Money, total
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.receivables.models import Invoice, InvoiceLine
from kvit.tables import Page, page

INVOICE = "invoice"


def disputes_of(
    company: Company, *, status: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[Dispute]:
    """A page of disputes, the newest first."""
    found = _disputes(company)
    return page(found.filter(status=status) if status else found, "-id", size=size, after=after, before=before)


def find_dispute(company: Company, public_id: str, *, party: Party | None = None) -> Dispute:
    """The dispute of that id, of one customer where one is named. Refuses `dispute.unknown`."""
    rows = _disputes(company).filter(public_id=public_id)
    row = (rows.filter(party__in=linked.merged(company, party)) if party else rows).first()
    if row is None:
        raise Refused("dispute.unknown", dispute=public_id[:60])
    return row


def of_invoice(company: Company, invoice: Invoice) -> list[Dispute]:
    """What was ever said to be wrong with the invoice, the oldest first."""
    return list(_disputes(company).filter(invoice=invoice).order_by("pk"))


def open_of_item(company: Company, item_id: int) -> list[Dispute]:
    """The open disputes of the invoice that an open item is of."""
    item = OpenItem.objects.filter(company=company, pk=item_id, document_kind=INVOICE).first()
    if item is None:
        return []
    return list(Dispute.objects.filter(company=company, status="open", invoice_id=item.document_id))


def settled_of_item(company: Company, item_id: int) -> list[Dispute]:
    """The disputes of the invoice that an open item is of, which ended because all of it was settled."""
    item = OpenItem.objects.filter(company=company, pk=item_id, document_kind=INVOICE).first()
    if item is None:
        return []
    rows = Dispute.objects.filter(company=company, status="settled", invoice_id=item.document_id)
    return list(rows.order_by("pk"))


def note_since(company: Company, row: Dispute) -> Invoice | None:
    """The first credit note of the line that was issued after it was disputed."""
    credited = InvoiceLine.objects.filter(company=company, credits=row.line_id).values("invoice")
    notes = Invoice.objects.filter(company=company, status="issued", pk__in=credited, issued_at__gte=row.opened_at)
    return notes.order_by("pk").first()


def is_settled(company: Company, invoice: Invoice) -> bool:
    """Whether nothing of the invoice is open."""
    items = open_items.of_customers(company).filter(document_kind=INVOICE, document_id=invoice.pk)
    return not items.filter(balance__gt=0).exists()


def disputed(company: Company, items: Sequence[OpenItem]) -> dict[int, Money]:
    """By the key of an open item, how much of its balance is disputed now and so not asked for; those of which nothing
    is are left out. What was rejected before and is said again by the customer alone is asked for all the same."""
    keys = {item.document_id for item in items if item.document_kind == INVOICE}
    amounts: dict[int, list[Money]] = defaultdict(list)
    rejected = Dispute.objects.filter(company=company, status="rejected", invoice__in=keys).values("line")
    rows = Dispute.objects.filter(company=company, status="open", invoice__in=keys)
    rows = rows.exclude(noted_by=None, line__in=rejected)
    for invoice, amount, currency in rows.values_list("invoice_id", "amount", "currency"):
        amounts[invoice].append(Money(amount, currency))
    if not amounts:
        return {}
    parts: dict[int, list[OpenPart]] = defaultdict(list)
    owed = open_items.owed(company).filter(document_kind=INVOICE, document_id__in=list(amounts))
    for item in owed:
        parts[item.document_id].append(OpenPart(item.pk, Money(item.balance, item.currency)))
    found: dict[int, Money] = {}
    for key, sums in amounts.items():
        found |= disputes.laid_on(parts[key], total(sums, sums[0].currency))
    return found


def doubts(company: Company, plans: Sequence[Plan]) -> Doubts:
    """What is disputed of the items of plans that were read whole, and was so since they were made."""
    items = standing.items_of(plans)
    of_invoice: dict[int, list[Dispute]] = defaultdict(list)
    said_before: set[int] = set()
    keys = {item.document_id for item in items if item.document_kind == INVOICE}
    for row in Dispute.objects.filter(company=company, invoice__in=keys).order_by("pk"):
        if row.noted_by_id is not None or row.line_id not in said_before:
            of_invoice[row.invoice_id].append(row)
        if row.status == "rejected":
            said_before.add(row.line_id)
    return Doubts(disputed(company, items), {plan.pk: _spells(plan, of_invoice) for plan in plans})


def plans(
    company: Company,
    *,
    status: str = "",
    party: Party | None = None,
    size: int = 25,
    after: str = "",
    before: str = "",
) -> Page[Plan]:
    """A page of plans with their instalments and items, the newest first."""
    found = _plans(company)
    found = found.filter(party__in=linked.merged(company, party)) if party else found
    return page(found.filter(status=status) if status else found, "-id", size=size, after=after, before=before)


def find_plan(company: Company, public_id: str, *, party: Party | None = None) -> Plan:
    """The plan of that id, of one customer where one is named. Refuses `plan.unknown`."""
    rows = _plans(company).filter(public_id=public_id)
    row = (rows.filter(party__in=linked.merged(company, party)) if party else rows).first()
    if row is None:
        raise Refused("plan.unknown", plan=public_id[:60])
    return row


def holding(company: Company, items: Iterable[OpenItem]) -> dict[int, date | None]:
    """By the key of an open item in a live plan, the last day on which the plan holds its reminders back; none while
    all that is left of the plan is disputed. Items of a plan that holds nothing back are left out."""
    rows = PlanItem.objects.filter(company=company, is_live=True, item__in=[item.pk for item in items])
    by_item = dict(rows.values_list("item_id", "plan_id"))
    live = list(_plans(company).filter(pk__in=set(by_item.values())))
    of_plans = standing.items_of(live)
    again, said = lapsed(company, [item.public_id for item in of_plans]), doubts(company, live)
    holds = [
        one
        for one in live
        if one.status == "agreed" or not again & {item.public_id for item in standing.items_of([one])}
    ]
    found = {plan.pk: _held_until(plan, said) for plan in holds}
    return {item: found[plan] for item, plan in by_item.items() if plan in found}


def lapsed(company: Company, items: Iterable[str]) -> set[str]:
    """Of open items, by their ids, those that were in a plan which their customer asked for and which was broken,
    cancelled or declined: the next one waits for a person, and holds nothing back until then."""
    rows = PlanItem.objects.filter(company=company, item__public_id__in=list(items), plan__is_asked=True)
    return set(
        rows.filter(plan__status__in=["broken", "cancelled", "declined"]).values_list("item__public_id", flat=True)
    )


def plan_ids(company: Company, items: Iterable[OpenItem]) -> dict[int, str]:
    """By the key of an open item in a live plan, the plan's id."""
    rows = PlanItem.objects.filter(company=company, is_live=True, item__in=[item.pk for item in items])
    return dict(rows.values_list("item_id", "plan__public_id"))


def free_for_plan(company: Company, party: Party) -> list[OpenItem]:
    """What the party owes and may agree to pay in instalments: in no live plan, and nothing of it disputed."""
    owed = list(open_items.owed(company, party=party))
    taken = {*plan_ids(company, owed), *disputed(company, owed)}
    return [item for item in owed if item.pk not in taken]


def live_plans(company: Company, *, party: Party | None = None) -> list[Plan]:
    """Those proposed or agreed, the oldest first."""
    rows = _plans(company).filter(status__in=["proposed", "agreed"])
    return list((rows.filter(party__in=linked.merged(company, party)) if party else rows).order_by("pk"))


def _held_until(plan: Plan, said: Doubts) -> date | None:
    if plan.status == "proposed":
        return instalments.answer_by(plan.made_on, country=plan.company.country)
    return standing.kept_until(plan, said)


def _spells(plan: Plan, of_invoice: Mapping[int, list[Dispute]]) -> list[Spell]:
    """When each dispute of its items was open, for no more than is owed of them."""
    owed: dict[int, Money] = defaultdict(lambda: Money.zero(plan.currency))
    for item in standing.items_of([plan]):
        if item.document_kind == INVOICE:
            owed[item.document_id] += Money(item.balance, plan.currency)
    return [
        Spell(
            amount=min(Money(row.amount, row.currency), left),
            since=row.opened_on,
            until=row.ended_on,
            is_answered=row.status in ("rejected", "corrected"),
        )
        for key, left in owed.items()
        for row in of_invoice[key]
        if row.opened_on >= plan.made_on
    ]


def _disputes(company: Company) -> "QuerySet[Dispute]":
    rows = Dispute.objects.filter(company=company)
    return rows.select_related("party", "invoice__party", "invoice__proforma", "line__product", "corrected_by")


def _plans(company: Company) -> "QuerySet[Plan]":
    return (
        Plan.objects.filter(company=company)
        .select_related("company", "party", "decided_by")
        .prefetch_related("instalments", "items__item")
    )
