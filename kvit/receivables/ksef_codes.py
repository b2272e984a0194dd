"""The codes on the picture of a document that goes through KSeF (ustawa o VAT art. 106gb ust. 5, 106nda ust. 6).

`docs/rules/ksef.md` says which codes when, and why the picture is not set again once KSeF has given its number.
"""

import re

from kvit.archive import documents
from kvit.archive.pages.circumstances import Code
from kvit.companies.models import Company
from kvit.core import networks
from kvit.core.einvoice import ubl_read
from kvit.core.einvoice.ksef import verification
from kvit.networks import connections, offline, outgoing
from kvit.networks.models import Connection
from kvit.receivables import structured, transmitting
from kvit.receivables.models import Invoice
from kvit.receivables.structured import Source

SITES = {"test": "https://qr-test.ksef.mf.gov.pl", "production": "https://qr.ksef.mf.gov.pl"}
MILLIMETRES = 32


def of(company: Company, row: Invoice) -> tuple[Code, ...]:
    """Code I, and code II for one that is issued offline; none for drafts, and for what does not go through KSeF.

    A correction that waits for the KSeF number of what it corrects has none yet: its file is not finished.
    """
    way = connections.in_use(company, networks.KSEF)
    if way is None or row.status != "issued" or not _goes_there(company, row) or structured.waits_for(company, row):
        return ()
    ubl = documents.content(company, "invoice", document_id=row.pk, form="ubl")
    content = structured.content(Source(company, row, ubl_read.read(ubl)))
    known = outgoing.live(company, "invoice", id=row.pk, network=networks.KSEF)
    number = known.official if known is not None else ""
    nip = re.sub(r"\D", "", row.seller.get("vat_id", "") or row.seller.get("tax_id", ""))
    site = SITES[way.mode]
    address = verification.invoice_address(site, seller_nip=nip, issued_on=row.day, content=content)
    label = verification.label(number)
    first = Code(address, f"KSeF: {label}", MILLIMETRES, "", label)
    signed = "" if number else _signed(way, nip=nip, content=content)
    return (
        (first, Code(signed, verification.CERTIFICATE, MILLIMETRES, "", verification.CERTIFICATE))
        if signed
        else (first,)
    )


def _goes_there(company: Company, row: Invoice) -> bool:
    return any(one.network == networks.KSEF for one in transmitting.passages(company, row))


def _signed(way: Connection, *, nip: str, content: bytes) -> str:
    """Code II; nothing where the company has no certificate for it."""
    held = offline.certificate(way)
    if held is None:
        return ""
    text = verification.certificate_text(
        SITES[way.mode], context="Nip", context_value=nip, seller_nip=nip, serial=held.serial, content=content
    )
    return verification.certificate_address(text, held.sign(text.encode()))
