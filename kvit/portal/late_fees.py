"""The page as PDF of what a customer was charged for being late."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from kvit.collecting import fee_papers, queries
from kvit.portal.customers import file_of
from kvit.portal.guests import Request, for_customers


@for_customers
@require_GET
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The document as it was sent."""
    guest = request.guest
    row = queries.late_fee_of(guest.company, guest.party, public_id)
    content = fee_papers.pdf(guest.company, row)
    return file_of(content, name=fee_papers.file_name(row), media_type="application/pdf")
