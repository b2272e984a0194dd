"""What FACe, the entry point of public bodies, refuses beside what the schema does.

Ley 25/2013 art. 6 (units by their DIR3 codes), Orden HAP/1074/2014 (format and signature), Orden HAP/1650/2015 (what
the entry points check on arrival: sums, numbers, duplicates). `docs/rules/facturae.md`.
"""

from dataclasses import replace

from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.facturae import codes, schema, values
from kvit.core.einvoice.facturae.check import check_root
from kvit.core.einvoice.facturae.facts import ACCOUNTING, MANAGING, PROCESSING
from kvit.core.errors import Finding

CENTRES = (ACCOUNTING, MANAGING, PROCESSING)
STATES = {
    "1200": "registered",
    "1300": "registered_in_books",
    "2400": "obligation_recognised",
    "2500": "paid",
    "2600": "rejected",
    "3100": "cancelled",
    "4100": "cancellation_not_asked",
    "4200": "cancellation_asked",
    "4300": "cancellation_accepted",
    "4400": "cancellation_refused",
}
"""The states FACe tells of an invoice (1200 to 3100) and of its cancellation (4100 to 4400)."""


def check(content: bytes) -> list[Finding]:
    """Every finding of `facturae.check`, all as errors, and FACe's own: centres, account, signature, one invoice."""
    root = xml.parse(content)
    return [replace(one, severity="error") for one in check_root(root)] + own(root)


def own(root: etree._Element) -> list[Finding]:
    """FACe's own rules alone, of a document that was parsed already."""
    found = []
    roles = {values.text(one, "RoleTypeCode") for one in root.iterfind("Parties/BuyerParty//AdministrativeCentre")}
    for role in CENTRES:
        if role not in roles:
            found.append(breach("KVIT-FE-CENTRE", "/Facturae/Parties/BuyerParty/AdministrativeCentres", role=role))
    for one in root.iterfind("Invoices/Invoice/PaymentDetails/Installment"):
        if values.text(one, "PaymentMeans") == codes.TRANSFER and one.find("AccountToBeCredited/IBAN") is None:
            found.append(breach("KVIT-FE-IBAN", "/Facturae/Invoices/Invoice/PaymentDetails"))
    if root.find(schema.SIGNATURE) is None:
        found.append(breach("KVIT-FE-UNSIGNED", "/Facturae"))
    if len(root.findall("Invoices/Invoice")) != 1:
        found.append(breach("KVIT-FE-ONE", "/Facturae/Invoices"))
    return found
