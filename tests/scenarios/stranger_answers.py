"""An answer of a customer of the first company, which the stranger asks for."""

from django.db import transaction

from kvit.capture.models import Mail
from kvit.companies import whose
from kvit.companies.models import Company
from kvit.replies import proposals
from kvit.replies.models import CustomerReply
from tests.builders import DAY, the_owner


def answered(company: Company, mail: Mail) -> CustomerReply:
    """What the mail says, waiting for a person."""
    row = CustomerReply.objects.create(
        company=company,
        mail=mail,
        mail_case="0" * 64,
        sender=mail.sender,
        subject=mail.subject,
        words=mail.words,
        received_on=mail.received_on,
        received_at=mail.received_at,
        language="en",
        want="other",
        confidence=30,
        wants=[{"want": "other", "confidence": 30}],
        against=["unsure"],
        owner=whose.first_owner(company),
        due_on=DAY,
    )
    with transaction.atomic():
        proposals.put(row, by=the_owner(company), on=DAY)
    return row
