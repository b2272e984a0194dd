"""What customers told of themselves in the portal: what waits, taken over or refused."""

from datetime import date

from ninja import Router

from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Id, ReasonGiven, Shown
from kvit.companies.permissions import require
from kvit.parties import own_customers, queries
from kvit.parties.models import PartyChange

router = Router()


class CustomerChangeShown(Shown):
    """What a customer told: `asked` by field, `before` what it was; `vat_answer`: of the register on a VAT id told."""

    id: Id
    customer: Id
    status: str
    asked: dict[str, str]
    before: dict[str, str]
    proposed_on: date
    vat_answer: str
    reason: str


@reads(router, "/customers/{id}/changes", gives=list[CustomerChangeShown])
def waiting(request: Asking, id: str) -> object:
    """What the customer told and nobody decided yet: one at most."""
    require(request.actor, "customer.view", request.company)
    change = own_customers.waiting(request.company, queries.find(request.company, id))
    return [] if change is None else [_shown(request, change)]


@changes(router, "/customer_changes/{id}/take", gives=CustomerChangeShown)
def take(request: Asking, id: str) -> object:
    """Take it over."""
    own_customers.take(request.company, id, by=request.actor, on=request.today)
    return _shown(request, own_customers.find(request.company, id))


@changes(router, "/customer_changes/{id}/refuse", gives=CustomerChangeShown)
def refuse(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """Do not, with the reason."""
    row = own_customers.refuse(request.company, id, reason=given.reason, by=request.actor, on=request.today)
    return _shown(request, row)


def _shown(request: Asking, change: PartyChange) -> dict[str, object]:
    said = own_customers.register_of(request.company, change)
    return {
        "id": change.public_id,
        "customer": change.party.public_id,
        "status": change.status,
        "asked": change.asked,
        "before": change.before,
        "proposed_on": change.proposed_on,
        "vat_answer": said.answer if said is not None else "",
        "reason": change.reason,
    }
