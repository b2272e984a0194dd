"""Which networks an issued document must or may pass, in which form, and by when (docs/rules/networks.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kvit.core import calendar

ANAF, KSEF, VERIFACTU, FACE, PEPPOL = "anaf", "ksef", "verifactu", "face", "peppol"


@dataclass(frozen=True)
class NetworkLaw:
    """A network: whose documents pass it, in which form, from when on it is a duty, and within how many working days.

    `title` is how everybody calls it, in every language; `form` the document as the network wants it. `days` counts
    working days after the day of issue, which itself is not counted (Regulation 1182/71, art. 3); None where the law
    knows no such term.
    """

    name: str
    title: str
    country: str
    form: str
    law: str
    duty_from: date | None
    days: int | None


LAWS: Mapping[str, NetworkLaw] = {
    law.name: law
    for law in (
        NetworkLaw(
            ANAF,
            "RO e-Factura",
            "RO",
            "cius-ro",
            "OUG 120/2021 art. 10 (7), as changed by OUG 89/2025",
            date(2024, 7, 1),
            5,
        ),
        NetworkLaw(KSEF, "KSeF", "PL", "fa3", "ustawa o VAT art. 106ga, 106nda", date(2026, 4, 1), 1),
        NetworkLaw(
            VERIFACTU, "VERI*FACTU", "ES", "verifactu", "RD 1007/2023, Orden HAC/1177/2024", date(2027, 1, 1), None
        ),
        NetworkLaw(FACE, "FACe", "ES", "facturae", "Ley 25/2013 art. 4", date(2015, 1, 15), None),
        NetworkLaw(PEPPOL, "Peppol", "", "peppol", "", None, None),
    )
}


@dataclass(frozen=True, kw_only=True)
class Deal:
    """What decides about the networks of a document: who sells to whom, and which kind of document it is."""

    seller: str
    buyer: str
    buyer_vat_id: str = ""
    buyer_is_business: bool = True
    buyer_is_public: bool = False
    buyer_is_on_peppol: bool = False
    kind: str = "invoice"
    issued_on: date


@dataclass(frozen=True)
class Passage:
    """One network that the document passes: a duty of the law or a wish, and the last day to be in time."""

    network: str
    form: str
    is_duty: bool
    until: date | None


def passages(deal: Deal) -> list[Passage]:
    """Every network for the document, duties first."""
    found = [LAWS[name] for name, concerns in CONCERNS.items() if concerns(deal)]
    made = [
        Passage(law.name, law.form, _is_duty(law, deal), until(law, deal.issued_on) if law.days is not None else None)
        for law in found
    ]
    return sorted(made, key=lambda passage: not passage.is_duty)


def until(law: NetworkLaw, issued_on: date) -> date:
    """The last day on which sending is in time: the n-th working day after the day of issue."""
    assert law.days is not None, "a network without a term has no last day"
    closed = calendar.closed_days(law.country, since=issued_on, until=issued_on.replace(month=12, day=31))
    return calendar.add_working_days(issued_on, law.days, closed)


def _is_duty(law: NetworkLaw, deal: Deal) -> bool:
    if law.duty_from is None or deal.issued_on < law.duty_from:
        return False
    return law.name != KSEF or deal.buyer_is_business


def _anaf(deal: Deal) -> bool:
    """Business and public buyers in Romania, and consumers since 2025; not what goes to another state's VAT number.

    Since 2026 also buyers from abroad with a Romanian VAT number. Simplified invoices by a till are no part of it.
    """
    if deal.seller != "RO" or deal.kind == "simplified":
        return False
    if deal.buyer == "RO":
        return deal.buyer_is_business or deal.issued_on >= date(2025, 1, 1)
    return deal.buyer_vat_id.startswith("RO") and deal.issued_on >= date(2026, 1, 1)


def _ksef(deal: Deal) -> bool:
    """Every invoice of a Polish seller but those to consumers, for whom the network is a choice (art. 106ga (2)).

    A simplified one too: FA(3) has a kind of its own for it (UPR).
    """
    return deal.seller == "PL" and deal.buyer_is_business


def _verifactu(deal: Deal) -> bool:
    return deal.seller == "ES"


def _face(deal: Deal) -> bool:
    return deal.seller == "ES" and deal.buyer == "ES" and deal.buyer_is_public


def _peppol(deal: Deal) -> bool:
    """Buyers who receive by Peppol, unless the state's own network carries the document to them already."""
    carried = _anaf(deal) or (_ksef(deal) and deal.buyer == "PL") or _face(deal)
    return deal.buyer_is_on_peppol and not carried


CONCERNS = {ANAF: _anaf, KSEF: _ksef, VERIFACTU: _verifactu, FACE: _face, PEPPOL: _peppol}
