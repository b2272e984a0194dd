"""What stands on the paper: the QR code's address and the phrases (RD 1619/2012 art. 6.5; Orden HAC/1177/2024 art. 20
and 21; AEAT, "Características del QR y especificaciones del servicio de cotejo")."""

from decimal import Decimal
from urllib.parse import quote

from kvit.core.einvoice.verifactu.records import Document, day

PRODUCTION = "https://www2.agenciatributaria.gob.es"
TEST = "https://prewww2.aeat.es"
PATH = "/wlpl/TIKE-CONT/ValidarQR"
PHRASE, SHORT_PHRASE = "Factura verificable en la sede electrónica de la AEAT", "VERI*FACTU"
"""One of the two stands on the invoice where its record is sent; without sending there is none."""
CAPTION = "QR tributario:"
MILLIMETRES = (30, 40)
LEVEL = "M"
"""The code's side, and its error correction (ISO/IEC 18004)."""


def qr_address(document: Document, *, total: Decimal, test: bool = False) -> str:
    """The address in the QR code, by which anybody asks the AEAT for the invoice."""
    values = (
        ("nif", document.nif),
        ("numserie", document.number),
        ("fecha", day(document.issued_on)),
        ("importe", f"{total:.2f}"),
    )
    asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in values)
    return f"{TEST if test else PRODUCTION}{PATH}?{asked}"
