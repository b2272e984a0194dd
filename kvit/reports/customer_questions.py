"""What a customer can ask about in the portal, by its id: documents that are open, agreements that run."""

from dataclasses import dataclass

from kvit.billing.models import Schedule
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.ledger import open_items
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.receivables.models import Invoice
from kvit.reports import customer_account

INVOICE, AGREEMENT = "inv_", "sch_"
NEWEST = 200


@dataclass(frozen=True)
class Subject:
    """One of them: its id as a form sends it, and its name; `is_agreement` comes back by itself."""

    id: str
    name: str
    is_agreement: bool = False


@dataclass(frozen=True, kw_only=True)
class Named:
    """What an id leads to; at most one of these."""

    invoice: Invoice | None = None
    schedule: Schedule | None = None
    number: str = ""


def subjects(company: Company, party: Party, *, about: str = "") -> list[Subject]:
    """The open documents, the oldest due first, the agreements that run, and what is asked about now."""
    items = list(open_items.owed(company, party=party)[:NEWEST])
    keys = [item.document_id for item in items if item.document_kind == "invoice"]
    ids = dict(Invoice.objects.filter(company=company, pk__in=keys).values_list("pk", "public_id"))
    found = {
        ids.get(item.document_id, item.public_id) if item.document_kind == "invoice" else item.public_id: (
            item.document_number
        )
        for item in items
    }
    if about.startswith(INVOICE) and about not in found:
        found[about] = customer_account.invoice(company, party, about).number or ""
    documents = [Subject(key, name) for key, name in found.items()]
    return documents + [Subject(one.public_id, one.name, True) for one in _agreements(company, party)]


def named(company: Company, party: Party, about: str) -> Named:
    """What of the customer's the id is; nothing where none is told. Refuses `invoice.unknown`, `schedule.unknown`,
    `open_item.unknown` for every other, be there one or not."""
    if not about:
        return Named()
    if about.startswith(INVOICE):
        return Named(invoice=customer_account.invoice(company, party, about))
    if about.startswith(AGREEMENT):
        row = next((one for one in _agreements(company, party) if one.public_id == about), None)
        if row is None:
            raise Refused("schedule.unknown", schedule=about[:60])
        return Named(schedule=row)
    item = open_items.of_customers(company).filter(party__in=linked.merged(company, party), public_id=about).first()
    if item is None:
        raise Refused("open_item.unknown", item=about[:60])
    return Named(number=item.document_number)


def _agreements(company: Company, party: Party) -> list[Schedule]:
    rows = Schedule.objects.filter(company=company, party__in=linked.merged(company, party))
    return list(rows.exclude(status="ended").order_by("pk"))
