"""Codes for phones: payment codes for transfers in euro and złoty, links, and the codes of tax authorities."""

import io
import re
from decimal import Decimal

import segno
from segno import helpers

LONGEST_NAME, LONGEST_TEXT, LONGEST_PAYLOAD = 70, 140, 331
NAME_BYTES = 200
"""More than 70 letters of any alphabet of Europe take; what is left holds the rest of the payload and some text."""
LEAST, MOST = Decimal("0.01"), Decimal("999999999.99")
NRB, NIP = re.compile(r"\d{26}"), re.compile(r"\d{10}")
ZBP_NAME, ZBP_TITLE = 20, 32
ZBP_MOST = Decimal("9999.99")
"""Six figures of grosze."""
CREDITOR_REFERENCE = re.compile(r"RF\d\d[0-9A-Z]{1,21}")


def epc_code(amount: Decimal, *, beneficiary: str, iban: str, text: str, bic: str = "") -> segno.QRCode | None:
    """The code a bank's app reads as a SEPA transfer in euro (EPC069-12, version 002, level M).

    None where the guideline has no code: nobody to pay, no text, no amount or one beyond 999 999 999.99. A name is cut
    at 70 letters, a text at 140, and further until the whole fits 331 bytes. A creditor reference (ISO 11649) goes as
    one.
    """
    name = cut(beneficiary[:LONGEST_NAME], NAME_BYTES)
    if not LEAST <= amount <= MOST or not name or not text.strip():
        return None
    bank = bic if len(bic) in (8, 11) else ""
    reference = text.replace(" ", "")
    if CREDITOR_REFERENCE.fullmatch(reference):
        return helpers.make_epc_qr(name=name, iban=iban, amount=amount, reference=reference, bic=bank, encoding="utf-8")
    around = len(f"BCD\n002\n1\nSCT\n{bank}\n{name}\n{iban}\nEUR{amount}\n\n\n".encode())
    said = cut(text[:LONGEST_TEXT], LONGEST_PAYLOAD - around)
    return helpers.make_epc_qr(name=name, iban=iban, amount=amount, text=said, bic=bank, encoding="utf-8")


def zbp_code(amount: Decimal, *, recipient: str, account: str, title: str, nip: str = "") -> segno.QRCode | None:
    """The code a Polish bank's app reads as a transfer in złoty (Rekomendacja ZBP "Standard 2D", 2013-12-03).

    `account` is a Polish IBAN. None where the standard has no code: nobody to pay, an amount beyond 9 999.99, or a
    title of more than 32 letters, which cut would find no document any more. A name is cut at 20 letters.
    """
    name, said = (" ".join(text.replace("|", " ").split()) for text in (recipient, title))
    number = account.removeprefix("PL")
    if not LEAST <= amount <= ZBP_MOST or not name or not 0 < len(said) <= ZBP_TITLE or not NRB.fullmatch(number):
        return None
    identifier = nip if NIP.fullmatch(nip) else ""
    words = [identifier, "PL", number, f"{amount * 100:06.0f}", name[:ZBP_NAME].strip(), said, "", "", ""]
    return segno.make("|".join(words), error="m", micro=False, boost_error=False, encoding="utf-8")


def link_code(address: str) -> segno.QRCode:
    """A code that opens an address of the web."""
    return segno.make(address, error="m", micro=False, boost_error=False)


def cut(text: str, most: int) -> str:
    """The text to so many bytes of UTF-8, no letter halved."""
    return text.encode()[:most].decode(errors="ignore").strip()


def authority_code(content: str) -> segno.QRCode:
    """A code of level M (Orden HAC/1177/2024 art. 21; KSeF "kody QR")."""
    return segno.make(content, error="m", micro=False, boost_error=False)


def svg(code: segno.QRCode) -> str:
    """The code as a drawing without white around it: the page keeps four modules free."""
    out = io.BytesIO()
    code.save(out, kind="svg", border=0, xmldecl=False, svgns=True, scale=1, dark="#000", omitsize=True)
    return out.getvalue().decode()
