"""Payment advices: the part of a run's page that shows them, their mail and their document."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.money import Money
from kvit.messages import queries as outbox
from kvit.payments import remittance_papers, remittance_queries, remittance_sending
from kvit.payments.models import PaymentRun, Remittance
from kvit.web import downloads
from kvit.web.current import Request
from kvit.web.states import State, state
from kvit.web.toasts import tell


def of_run(company: Company, run: PaymentRun) -> list[dict[str, Any]]:
    """What its suppliers are told: the number, the sum, whether the mail went."""
    rows = remittance_queries.of_run(company, run)
    mails = remittance_queries.mailed(company, rows)
    reached = outbox.delivery(company, "remittance", ids=[row.pk for row in rows])
    return [
        {
            "row": row,
            "money": Money(row.amount, row.currency),
            "documents": len(row.lines),
            "state": _state(row, reached.get(row.pk)),
            "to": ", ".join(dict.fromkeys(one.to_address for one in mails[row.pk])),
            "can_send": row.corrected_on is None and not mails[row.pk],
        }
        for row in rows
    ]


@require_GET
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The document."""
    require(request.actor, "run.view", request.company)
    row = remittance_queries.find(request.company, public_id)
    content = remittance_papers.pdf(request.company, row)
    return downloads.answer(content, name=remittance_papers.file_name(row), media_type="application/pdf")


@require_POST
def send(request: Request, public_id: str) -> HttpResponse:
    """Mail it to its supplier."""
    row = remittance_queries.find(request.company, public_id)
    sent = remittance_sending.send(request.company, row, by=request.actor, on=request.today)
    tell(request, _("On its way to %(to)s") % {"to": ", ".join(one.to_address for one in sent)}, icon="send")
    return redirect("run", row.run.public_id)


def _state(row: Remittance, reached: str | None) -> State:
    if row.corrected_on is not None:
        return state("remittance_corrected")
    if reached is None:
        return state("remittance_made")
    if reached in outbox.TROUBLE:
        return state("remittance_troubled")
    return state("remittance_waiting" if reached == "queued" else "remittance_sent")
