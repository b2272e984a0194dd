"""Ratings: a customer says once for each paid invoice how it was, and may say it anew (`docs/rules/ratings.md`)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kvit.arrangements import rating_queries
from kvit.arrangements.models import Rating
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import ratings
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties import correspondence
from kvit.receivables.models import Invoice


@dataclass(frozen=True)
class Said:
    """How many stars, and what else."""

    stars: int
    text: str = ""


@transaction.atomic
def rate(company: Company, invoice: Invoice, said: Said, *, by: Actor, on: date) -> Rating:
    """The customer's word about an invoice that they paid; said anew, it takes the place of what they said before.

    Refuses `rating.bad_stars`, `rating.not_paid`, and `rating.too_late` thirty days after it was said first.
    """
    require(by, "rating.give", company)
    if not ratings.LEAST <= said.stars <= ratings.MOST:
        raise Refused("rating.bad_stars", least=ratings.LEAST, most=ratings.MOST)
    row = Invoice.objects.select_for_update(of=("self",), no_key=True).get(company=company, pk=invoice.pk)
    known = rating_queries.of_invoice(company, row)
    if known is not None:
        return _changed(known, said, by=by, on=on)
    if not rating_queries.is_paid(company, row, on=on):
        raise Refused("rating.not_paid", invoice=row.number)
    text = said.text.strip()[:1000]
    made = Rating.objects.create(
        company=company, party=row.party, invoice=row, stars=said.stars, text=text, rated_on=on
    )
    events.record("rating.given", made, by=by, on=on, facts=_told(made))
    return made


def _changed(row: Rating, said: Said, *, by: Actor, on: date) -> Rating:
    if not ratings.may_change(row.rated_on, on=on):
        raise Refused("rating.too_late")
    text = said.text.strip()[:1000]
    if (row.stars, row.text) != (said.stars, text):
        before = row.stars
        row.stars, row.text, row.changed_on = said.stars, text, on
        row.save(update_fields=["stars", "text", "changed_on"])
        events.record("rating.changed", row, by=by, on=on, facts={**_told(row), "before": before})
    return row


def _told(row: Rating) -> dict[str, object]:
    return {
        "customer": row.party.name,
        "party": row.party.public_id,
        "number": row.invoice.number,
        "stars": row.stars,
        "text": row.text[:400],
        "is_low": ratings.is_low(row.stars) and bool(row.text),
        "responsible": correspondence.responsible(row.company, row.party).public_id,
    }
