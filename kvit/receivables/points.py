"""Points of the customer on a document: what they take off a draft, used with its issue (`docs/rules/loyalty.md`)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core import loyalty, tax
from kvit.core.countries import words
from kvit.core.errors import Refused
from kvit.core.loyalty import Terms
from kvit.core.money import Money, shares
from kvit.core.permissions import Actor
from kvit.core.tax import Totals
from kvit.loyalty import programmes, purse
from kvit.loyalty import queries as loyal
from kvit.loyalty.purse import Document
from kvit.receivables.models import Invoice
from kvit.receivables.requests import DraftRequest, ExtraRequest

BARE = {rate + extra: rate for rate, extra in tax.SURCHARGES.items()}
"""The IVA of a rate that a breakdown names with its recargo."""


def why_not(company: Company, row: Invoice) -> Refused | None:
    """Why no points may be used on a document of this kind, or None where they may be."""
    if row.currency != company.currency:
        return Refused("loyalty.other_currency", currency=row.currency, ours=company.currency)
    if row.advance or row.kind not in ("invoice", "simplified"):
        return Refused("loyalty.not_on_this")
    return None


def taken_off(
    company: Company, row: Invoice, request: DraftRequest, totals: Totals, *, on: date
) -> tuple[ExtraRequest, ...]:
    """The allowances that the points of the draft come to, one for each VAT rate; no more is held than now fits.

    `totals` is what the request comes to without them.
    """
    held = loyal.held_by(company, row.pk)
    if not held:
        return ()
    document, terms = Document(row.pk), terms_of(company)
    is_theirs = loyal.held_by(company, row.pk, party=row.party) == held
    fits = why_not(company, row) is None and request.advance is None and not request.settles
    if terms is None or not is_theirs or not fits:
        purse.release(company, document)
        return ()
    lots = loyal.free_for(company, row.party, row.pk)
    points = min(held, loyalty.most(lots, terms, price=Money(_price(request, totals), company.currency)))
    worth = purse.hold(company, row.party, document, points, on=on)
    return _allowances(row, worth, request, totals) if worth else ()


def terms_of(company: Company) -> Terms | None:
    """What holds for using points: the programme of today, else that which ended last."""
    found = programmes.live(company) or next(iter(loyal.programmes(company)), None)
    return None if found is None else found.terms


def let_go(company: Company, row: Invoice) -> None:
    """A draft that is discarded keeps no points any more."""
    purse.release(company, Document(row.pk))


def spend(company: Company, rows: Sequence[Invoice], *, by: Actor) -> None:
    """The points of documents just issued are used, in their transaction."""
    purse.spend(company, [(Document(row.pk, row.printed_number), row.day) for row in rows], by=by)


def _price(request: DraftRequest, totals: Totals) -> Decimal:
    """What the request comes to as its prices are: with VAT where they have it, else without."""
    return totals.gross + totals.rounding if request.prices_include_vat else totals.net


def _allowances(row: Invoice, worth: Money, request: DraftRequest, totals: Totals) -> tuple[ExtraRequest, ...]:
    """The worth over the VAT rates that have a price above zero, in proportion to it, with VAT where prices have it."""
    bases = [one for one in totals.breakdown if one.base > 0]
    weights = [one.base + one.amount if request.prices_include_vat else one.base for one in bases]
    reasons = {line.vat_category: (line.vat_reason, line.vat_reason_code) for line in request.lines}
    text = words.POINTS_USED.get(request.language, words.POINTS_USED["en"])
    found = []
    for one, part in zip(bases, shares(worth, weights), strict=True):
        if not part:
            continue
        reason, code = reasons.get(one.vat.category, ("", ""))
        found.append(
            ExtraRequest(
                amount=part.amount,
                is_charge=False,
                reason=text,
                vat_category=one.vat.category,
                vat_rate=BARE.get(one.vat.rate, one.vat.rate) if row.surcharge else one.vat.rate,
                vat_reason=reason,
                vat_reason_code=code,
                is_reward=True,
            )
        )
    return tuple(found)
