"""What FA(3) says of a simplified invoice (UPR): up to 450 PLN or 100 EUR, ustawa o VAT art. 106e ust. 5 pkt 3."""

from dataclasses import replace

from kvit.core.einvoice.fa3.lines import FaWiersz
from kvit.core.einvoice.fa3.parties import DaneNabywcy
from kvit.core.einvoice.fa3.semantic import writing
from kvit.core.einvoice.fa3.semantic.facts import Facts, LineFacts
from kvit.core.einvoice.fa3.semantic.lines import rate_of
from kvit.core.einvoice.model import Invoice as Model

SIMPLIFIED = "UPR"


def told(model: Model, facts: Facts) -> Facts:
    """The facts of a document that leaves out what the law lets it.

    Name and address of the buyer, quantities, prices and sums go; the number of the buyer, the rate of each line and
    what is due stay. Of several rates the sums stay too, since the tax of each must be known from the document.
    """
    setting = writing.setting_of(model, facts)
    buyer = writing.buyer(model, facts)
    known = buyer.dane_identyfikacyjne or DaneNabywcy()
    short = len(model.vat_breakdown) == 1 and not model.allowances and not model.charges
    lines = tuple(
        LineFacts(
            as_written=FaWiersz(
                nr_wiersza_fa=number,
                p_7=line.item.name,
                p_12=rate_of(line, facts.of_line(number - 1), setting=setting),
            )
        )
        for number, line in enumerate(model.lines, 1)
    )
    return replace(
        facts,
        kind=SIMPLIFIED,
        buyer=replace(buyer, dane_identyfikacyjne=replace(known, nazwa=None), adres=None, dane_kontaktowe=()),
        lines=lines if short else (),
        sums=(("p_15", model.totals.total_with_vat),) if short and model.totals.total_with_vat is not None else None,
    )
