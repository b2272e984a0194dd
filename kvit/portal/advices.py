"""What the company paid the supplier: the document of each advice, for its own supplier alone."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from kvit.payments import remittance_papers
from kvit.portal.guests import Request
from kvit.reports import supplier_bills


@require_GET
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The document, for saving."""
    guest = request.guest
    row = supplier_bills.find_advice(guest.company, guest.party, public_id)
    response = HttpResponse(remittance_papers.pdf(guest.company, row), content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, remittance_papers.file_name(row))
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
