"""The record of issue of an invoice of the semantic model: its breakdown in the words of the AEAT."""

import re
from datetime import datetime
from decimal import Decimal

from kvit.core.einvoice.facturae.codes import SURCHARGES
from kvit.core.einvoice.facturae.turned import turned
from kvit.core.einvoice.model import Invoice, Party, VatBreakdown
from kvit.core.einvoice.verifactu import records
from kvit.core.einvoice.verifactu.check import DESCRIPTION, NAME, WITHOUT_RECIPIENT
from kvit.core.einvoice.verifactu.records import Detail, Document, Issue, Person, Rectified
from kvit.core.errors import Refused
from kvit.core.identifiers import is_eu_member
from kvit.core.money import round_half_up

ZERO = Decimal(0)
TAX_OF = {"L": "03", "M": "02"}
VAT_NUMBER, OF_RESIDENCE = "02", "04"
"""IDType: a VAT number of the Union; an official number of the country of residence."""
_ARTICLE = re.compile(r"\bart(?:\.|[íi]culo)?\s*(\d+)", re.IGNORECASE)
EXEMPTION_BY_ARTICLE = {"20": "E1", "21": "E2", "22": "E3", "23": "E4", "24": "E4", "25": "E5"}
"""OperacionExenta by the article of Ley 37/1992 that the reason (BT-120) names."""
ARTICLE_OF_PLACE, ARTICLES_OUTSIDE = "69", ("7", "14")


def issue(
    invoice: Invoice,
    *,
    kind: str,
    description: str,
    at: datetime,
    method: str = "",
    rectified: Rectified | None = None,
    on_payment: bool = False,
) -> Issue:
    """The record, not yet in a chain. `kind` is F1 to R5, `method` S or I of a corrective one.

    The amounts of a credit note (381) are negative in it. Refuses `verifactu.incomplete` for what cannot be without.
    """
    if invoice.type_code == "381":
        invoice = turned(invoice)
    total, total_tax = invoice.totals.total_with_vat, invoice.totals.total_vat
    if not invoice.number or invoice.issued_on is None or total is None or total_tax is None:
        raise Refused("verifactu.incomplete")
    nif = nif_of(invoice.seller)
    operated_on = (invoice.delivery.delivered_on if invoice.delivery else None) or invoice.tax_point_on
    return Issue(
        document=Document(nif=nif, number=invoice.number, issued_on=invoice.issued_on),
        issuer=(invoice.seller.name or "")[:NAME],
        kind=kind,
        description=description[:DESCRIPTION],
        details=tuple(detail(one, on_payment=on_payment) for one in invoice.vat_breakdown),
        total_tax=total_tax,
        total=total,
        generated_at=at,
        recipients=() if kind in WITHOUT_RECIPIENT else (person(invoice.buyer),),
        method=method,
        corrects=_preceding(invoice, nif) if kind in records.CORRECTIVE_KINDS else (),
        replaces=_preceding(invoice, nif) if kind == "F3" else (),
        rectified=rectified,
        operated_on=operated_on if operated_on != invoice.issued_on else None,
        drawn_up_by_recipient=invoice.type_code == "389",
    )


def nif_of(party: Party) -> str:
    """The Spanish number without its country."""
    registration = party.legal_registration.value if party.legal_registration else ""
    return (party.vat_id or party.tax_registration or registration).removeprefix("ES")


def person(party: Party) -> Person:
    """A recipient: by NIF in Spain, by VAT number in the Union, by another number elsewhere."""
    name = (party.name or "")[:NAME]
    prefix = (party.vat_id or "")[:2]
    country = (party.address.country if party.address else None) or ""
    if prefix == "ES" or (not party.vat_id and country in ("", "ES")):
        return Person(name=name, nif=nif_of(party))
    if party.vat_id and is_eu_member(prefix):
        return Person(name=name, other_id=party.vat_id, other_type=VAT_NUMBER)
    number = party.vat_id or (party.legal_registration.value if party.legal_registration else "")
    return Person(name=name, other_id=number, other_type=OF_RESIDENCE, country=country)


def _preceding(invoice: Invoice, nif: str) -> tuple[Document, ...]:
    return tuple(
        Document(nif=nif, number=one.number, issued_on=one.issued_on)
        for one in invoice.preceding_invoices
        if one.number and one.issued_on
    )


def detail(one: VatBreakdown, *, on_payment: bool = False) -> Detail:
    """One row: what is taxed by its parts, what is not by the article that its reason names."""
    base, tax = one.taxable or ZERO, one.tax or ZERO
    category = one.category or ""
    named = _ARTICLE.search(one.exemption_reason or "")
    article = named[1] if named else ""
    if category in ("S", "L", "M", "Z"):
        return _taxed(one, base=base, tax=tax, on_payment=on_payment)
    if category == "O" or (category == "AE" and article == ARTICLE_OF_PLACE):
        outside = records.OUTSIDE if article in ARTICLES_OUTSIDE else records.OUTSIDE_BY_PLACE
        return Detail(base=base, treatment=outside)
    if category == "AE":
        return Detail(base=base, treatment=records.REVERSE_CHARGE, rate=ZERO, amount=ZERO)
    usual = {"K": "E5", "G": "E2"}.get(category) or EXEMPTION_BY_ARTICLE.get(article, "E6")
    return Detail(base=base, exemption=usual, regime=records.EXPORT if usual == "E2" else records.GENERAL)


def _taxed(one: VatBreakdown, *, base: Decimal, tax: Decimal, on_payment: bool) -> Detail:
    rate = one.rate or ZERO
    regime = records.ON_PAYMENT if on_payment else records.GENERAL
    if one.category == "S" and rate in SURCHARGES:
        own, surcharge_rate = SURCHARGES[rate]
        own_tax = round_half_up(base * own / 100, 2)
        return Detail(
            base=base,
            regime=records.ON_PAYMENT if on_payment else records.SURCHARGE,
            treatment=records.TAXED,
            rate=own,
            amount=own_tax,
            surcharge_rate=surcharge_rate,
            surcharge=tax - own_tax,
        )
    return Detail(
        base=base,
        tax=TAX_OF.get(one.category or "", "01"),
        regime=regime,
        treatment=records.TAXED,
        rate=rate,
        amount=tax,
    )
