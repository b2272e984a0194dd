"""An order before its approvers. Where no policy speaks of orders, one second person who may approve is enough."""

from datetime import date
from decimal import Decimal

from kvit.approvals import duties, requests
from kvit.approvals.models import Approval
from kvit.approvals.requests import About
from kvit.companies.models import Company
from kvit.ledger import rates
from kvit.parties import suppliers
from kvit.purchasing.models import PurchaseOrder, PurchaseRequest

SUBJECT = "purchase_order"


def asked(company: Company, order: PurchaseOrder) -> Approval | None:
    """The request about the order that is open or approved, if there is one."""
    return requests.of_subject(company, SUBJECT, id=order.pk)


def ask(company: Company, order: PurchaseOrder, *, on: date) -> Approval | None:
    """Ask those whom the policy names, once, for its worth without VAT; None where no policy speaks of it.

    Refuses `approval.nobody`, `duty.kept_apart` and `rate.missing`.
    """
    if (known := asked(company, order)) is not None:
        return known
    about = About(
        kind=SUBJECT,
        id=order.pk,
        name=order.number or "",
        public_id=order.public_id,
        amount=_worth(company, order, on=on),
        supplier=suppliers.surviving(order.party).public_id,
        cost_centre=_cost_centre(company, order),
        done={} if order.ordered_by_id is None else {"enter": order.ordered_by_id},
        entered=duties.people(company, (SUBJECT, order.pk), duty="enter"),
    )
    return requests.ask(company, about, on=on)


def let_go(company: Company, order: PurchaseOrder, *, reason: str, on: date) -> None:
    """Nobody is asked any more."""
    requests.let_go(company, asked(company, order), reason=reason, on=on)


def _cost_centre(company: Company, order: PurchaseOrder) -> str:
    """For whom it is bought: what the request said that it was made of."""
    asked_for = PurchaseRequest.objects.filter(company=company, order=order)
    return asked_for.values_list("cost_centre", flat=True).first() or ""


def _worth(company: Company, order: PurchaseOrder, *, on: date) -> Decimal:
    return rates.exchange(company, order.currency, on=on).worth(order.net)
