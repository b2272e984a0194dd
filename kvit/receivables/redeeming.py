"""Using a customer's points on a draft: by a person, or by itself where the programme says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core import loyalty
from kvit.core.errors import Refused
from kvit.core.formatting import format_plain
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.events.models import Event
from kvit.loyalty import programmes, purse
from kvit.loyalty import queries as loyal
from kvit.loyalty.programmes import AUTO, SUGGEST
from kvit.loyalty.purse import AUTOMATION, Document
from kvit.receivables import asked, drafts, points
from kvit.receivables.models import Invoice, InvoiceExtra


@dataclass(frozen=True)
class Offer:
    """What a draft may use: points of the customer's, how many at most here, how many it keeps and what they take off.

    `is_suggested`: the programme says that people are told of it.
    """

    have: int
    most: int
    kept: int
    worth: Money
    is_suggested: bool


def offer(company: Company, draft: Invoice) -> Offer | None:
    """What may be used on the draft; None where the customer has no points or the document takes none."""
    terms = points.terms_of(company)
    if terms is None or draft.status != "draft" or points.why_not(company, draft) is not None:
        return None
    lots = loyal.free_for(company, draft.party, draft.pk)
    have, kept = sum(lot.left for lot in lots), loyal.held_by(company, draft.pk)
    if not have:
        return None
    live = programmes.live(company)
    return Offer(
        have=have,
        most=loyalty.most(lots, terms, price=_price(company, draft)),
        kept=kept,
        worth=Money(_taken_off(company, draft), company.currency),
        is_suggested=live is not None and live.level in (SUGGEST, AUTO),
    )


@transaction.atomic
def use(company: Company, draft: Invoice, *, wanted: int | None = None, by: Actor, on: date) -> Invoice:
    """Take the worth of so many points off the draft, of all that may be used where no number is said; 0 takes none.

    Refuses `invoice.not_draft`, `loyalty.no_programme` where none ever was, `loyalty.other_currency`,
    `loyalty.not_on_this`, `loyalty.too_many` over what the customer has, `loyalty.too_few` under the least and
    `loyalty.beyond_share` over the programme's part of the invoice.
    """
    require(by, "loyalty.redeem", company)
    row = drafts.locked_draft(company, draft)
    terms = points.terms_of(company)
    if terms is None:
        raise Refused("loyalty.no_programme")
    reason = points.why_not(company, row)
    if reason is not None:
        raise reason
    purse.lots_of(company, row.party)  # locked before they are read
    lots = loyal.free_for(company, row.party, row.pk)
    most = loyalty.most(lots, terms, price=_price(company, row))
    number = most if wanted is None else wanted
    if number < 0 or 0 < number < terms.least or (wanted is None and not most):
        raise Refused("loyalty.too_few", points=max(number, 0), least=terms.least)
    loyalty.take(lots, number)
    if number > most:
        raise Refused("loyalty.beyond_share", points=number, most=most, share=f"{terms.most_share.normalize():f}")
    raw = asked.of(company, row)
    purse.hold(company, row.party, Document(row.pk), number, on=on)
    edited = drafts.edit(company, row, raw, version=None, by=by, on=on)
    facts = {"points": number, "worth": str(_taken_off(company, edited)), "customer": row.party.public_id}
    events.record("invoice.points_chosen", edited, by=by, on=on, facts=facts)
    return edited


def told(company: Company, draft: Invoice) -> dict[str, object]:
    """What programs see of the points on a draft."""
    found = offer(company, draft)
    worth = found.worth if found is not None else Money(Decimal(0), company.currency)
    return {
        "have": found.have if found is not None else 0,
        "most": found.most if found is not None else 0,
        "used": found.kept if found is not None else 0,
        "worth": format_plain(worth.amount, worth.currency),
        "currency": worth.currency,
    }


def on_drafted(event: Event) -> Callable[[], None] | None:
    """A new draft uses the points of its customer by itself, where the programme says so and some may be used."""
    company = Company.objects.get(pk=event.company_id or 0)
    live = programmes.live(company)
    if live is None or live.level != AUTO:
        return None
    row = Invoice.objects.filter(company=company, pk=event.subject_id, status="draft").select_related("party").first()
    found = offer(company, row) if row is not None else None
    if row is None or found is None or found.kept or not found.most:
        return None
    by, day = automation(AUTOMATION, company, reason="points.by_themselves"), event.acted_on

    def write() -> None:
        try:
            with transaction.atomic():
                use(company, row, by=by, on=day)
        except Refused:
            return  # issued, discarded or changed meanwhile: a person sees the points on the draft

    return write


def _price(company: Company, row: Invoice) -> Money:
    """What the draft comes to before points, as its prices are: with VAT where they have it."""
    told = row.gross + row.rounding if row.prices_include_vat else row.net
    return Money(told + _taken_off(company, row), company.currency)


def _taken_off(company: Company, row: Invoice) -> Decimal:
    rewards = InvoiceExtra.objects.filter(company=company, invoice=row, is_reward=True)
    return sum((one.amount for one in rewards), Decimal(0))
