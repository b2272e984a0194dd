"""How long a text may be in a Romanian e-invoice, and how many decimals an amount has: BR-RO-L*, BR-DEC-RO-*.

OMF 1366/2021, annex: RO_CIUS gives each term its most characters; white space at the ends does not count.
"""

from collections.abc import Iterator

from lxml import etree

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.element_rules import BUYER, LINE, PREFIXES, SELLER, elements, found, squeezed
from kvit.core.einvoice.ubl_node import place
from kvit.core.errors import Finding

_REPRESENTATIVE = "/*/cac:TaxRepresentativeParty"
_DELIVERY = "/*/cac:Delivery"
_ALLOWANCE = "[cbc:ChargeIndicator = 'false' or cbc:ChargeIndicator = '0']"
_CHARGE = "[cbc:ChargeIndicator = 'true' or cbc:ChargeIndicator = '1']"
_DOCUMENT = "//cac:AdditionalDocumentReference"


def _addresses(name: str, most: int, **rules: str) -> list[tuple[str, str, str, int]]:
    """One part of the addresses of seller, buyer, tax representative and delivery."""
    where = {
        "seller": f"{SELLER}/cac:PostalAddress",
        "buyer": f"{BUYER}/cac:PostalAddress",
        "representative": f"{_REPRESENTATIVE}/cac:PostalAddress",
        "delivery": f"{_DELIVERY}/cac:DeliveryLocation/cac:Address",
    }
    return [(rule, where[party], name, most) for party, rule in rules.items()]


MOST: tuple[tuple[str, str, str, int], ...] = (
    *_addresses(
        "cbc:PostalZone",
        20,
        seller="BR-RO-L0201",
        buyer="BR-RO-L0202",
        representative="BR-RO-L0203",
        delivery="BR-RO-L0204",
    ),
    *_addresses(
        "cbc:CityName",
        50,
        seller="BR-RO-L0501",
        buyer="BR-RO-L0502",
        representative="BR-RO-L0503",
        delivery="BR-RO-L0504",
    ),
    *_addresses(
        "cbc:StreetName",
        150,
        seller="BR-RO-L151",
        buyer="BR-RO-L152",
        representative="BR-RO-L153",
        delivery="BR-RO-L154",
    ),
    *_addresses(
        "cbc:AdditionalStreetName",
        100,
        seller="BR-RO-L1002",
        buyer="BR-RO-L1007",
        representative="BR-RO-L1012",
        delivery="BR-RO-L1014",
    ),
    *_addresses(
        "cac:AddressLine/cbc:Line",
        100,
        seller="BR-RO-L1003",
        buyer="BR-RO-L1008",
        representative="BR-RO-L1013",
        delivery="BR-RO-L1015",
    ),
    ("BR-RO-L155", "/*", "cbc:ID", 200),
    ("BR-RO-L0302", "/*", "cac:ContractDocumentReference/cbc:ID", 200),
    ("BR-RO-L0303", "/*", "cac:OrderReference/cbc:ID", 200),
    ("BR-RO-L0304", "/*", "cac:OrderReference/cbc:SalesOrderID", 200),
    ("BR-RO-L0305", "/*", "cac:ReceiptDocumentReference/cbc:ID", 200),
    ("BR-RO-L0306", "/*", "cac:DespatchDocumentReference/cbc:ID", 200),
    ("BR-RO-L0307", "/*", "cac:OriginatorDocumentReference/cbc:ID", 200),
    ("BR-RO-L1001", "/*", "cbc:AccountingCost", 100),
    ("BR-RO-L1004", SELLER, "cac:Contact/cbc:Name", 100),
    ("BR-RO-L1005", SELLER, "cac:Contact/cbc:Telephone", 100),
    ("BR-RO-L1006", SELLER, "cac:Contact/cbc:ElectronicMail", 100),
    ("BR-RO-L1009", BUYER, "cac:Contact/cbc:Name", 100),
    ("BR-RO-L1010", BUYER, "cac:Contact/cbc:Telephone", 100),
    ("BR-RO-L1011", BUYER, "cac:Contact/cbc:ElectronicMail", 100),
    ("BR-RO-L201", SELLER, "cac:PartyLegalEntity/cbc:RegistrationName", 200),
    ("BR-RO-L202", SELLER, "cac:PartyName/cbc:Name", 200),
    ("BR-RO-L203", BUYER, "cac:PartyLegalEntity/cbc:RegistrationName", 200),
    ("BR-RO-L204", BUYER, "cac:PartyName/cbc:Name", 200),
    ("BR-RO-L205", "/*/cac:PayeeParty", "cac:PartyName/cbc:Name", 200),
    ("BR-RO-L206", _REPRESENTATIVE, "cac:PartyName/cbc:Name", 200),
    ("BR-RO-L207", _DELIVERY, "cac:DeliveryParty/cac:PartyName/cbc:Name", 200),
    ("BR-RO-L301", "/*", "cac:PaymentTerms/cbc:Note", 300),
    ("BR-RO-L1000", SELLER, "cac:PartyLegalEntity/cbc:CompanyLegalForm", 1000),
    ("BR-RO-L208", "//cac:PaymentMeans", "cac:PayeeFinancialAccount/cbc:Name", 200),
    ("BR-RO-L209", "//cac:PaymentMeans", "cac:CardAccount/cbc:HolderName", 200),
    ("BR-RO-L1016", "//cac:PaymentMeans", "cbc:PaymentMeansCode/@name", 100),
    ("BR-RO-L140", "//cac:PaymentMeans", "cbc:PaymentID", 140),
    ("BR-RO-L1024", LINE, "cac:Item/cbc:Name", 100),
    ("BR-RO-L1021", LINE, "cbc:AccountingCost", 100),
    ("BR-RO-L212", LINE, "cac:Item/cbc:Description", 200),
    ("BR-RO-L303", LINE, "cbc:Note", 300),
    ("BR-RO-L0505", "//cac:Item/cac:AdditionalItemProperty", "cbc:Name", 50),
    ("BR-RO-L1025", "//cac:Item/cac:AdditionalItemProperty", "cbc:Value", 100),
    ("BR-RO-L1017", f"/*/cac:AllowanceCharge{_ALLOWANCE}", "cbc:AllowanceChargeReasonCode", 100),
    ("BR-RO-L1018", f"/*/cac:AllowanceCharge{_CHARGE}", "cbc:AllowanceChargeReasonCode", 100),
    *(
        (rule, f"{line}/cac:AllowanceCharge{kind}", "cbc:AllowanceChargeReason", 100)
        for rule, kind in (("BR-RO-L1022", _ALLOWANCE), ("BR-RO-L1023", _CHARGE))
        for line in LINE.split("|")
    ),
    ("BR-RO-L302", "//cbc:Note", ".", 300),
    ("BR-RO-L0308", _DOCUMENT, "cbc:ID", 200),
    ("BR-RO-L1020", _DOCUMENT, "cbc:DocumentDescription", 100),
    ("BR-RO-L210", _DOCUMENT, "cac:Attachment/cac:ExternalReference/cbc:URI", 200),
    ("BR-RO-L211", _DOCUMENT, "cac:Attachment/cbc:EmbeddedDocumentBinaryObject/@filename", 200),
    ("BR-RO-L156", "//cac:BillingReference", "cac:InvoiceDocumentReference/cbc:ID", 200),
)
"""Rule, where it looks, the text there, and its most characters."""

_TOTAL = "//cac:LegalMonetaryTotal"
_GROUP = "//cac:TaxTotal/cac:TaxSubtotal"

CENTS: tuple[tuple[str, str, str], ...] = (
    ("BR-DEC-RO-01", f"/*/cac:AllowanceCharge{_ALLOWANCE}", "cbc:Amount"),
    ("BR-DEC-RO-02", f"/*/cac:AllowanceCharge{_ALLOWANCE}", "cbc:BaseAmount"),
    ("BR-DEC-RO-05", f"/*/cac:AllowanceCharge{_CHARGE}", "cbc:Amount"),
    ("BR-DEC-RO-06", f"/*/cac:AllowanceCharge{_CHARGE}", "cbc:BaseAmount"),
    ("BR-DEC-RO-09", _TOTAL, "cbc:LineExtensionAmount"),
    ("BR-DEC-RO-10", _TOTAL, "cbc:AllowanceTotalAmount"),
    ("BR-DEC-RO-11", _TOTAL, "cbc:ChargeTotalAmount"),
    ("BR-DEC-RO-12", _TOTAL, "cbc:TaxExclusiveAmount"),
    ("BR-DEC-RO-14", _TOTAL, "cbc:TaxInclusiveAmount"),
    ("BR-DEC-RO-16", _TOTAL, "cbc:PrepaidAmount"),
    ("BR-DEC-RO-17", _TOTAL, "cbc:PayableRoundingAmount"),
    ("BR-DEC-RO-18", _TOTAL, "cbc:PayableAmount"),
    ("BR-DEC-RO-1009", _GROUP, "cbc:TaxableAmount"),
    ("BR-DEC-RO-1010", _GROUP, "cbc:TaxAmount"),
    *(
        (rule, f"{line}/cac:AllowanceCharge{kind}", name)
        for rule, kind, name in (
            ("BR-DEC-RO-24", _ALLOWANCE, "cbc:Amount"),
            ("BR-DEC-RO-25", _ALLOWANCE, "cbc:BaseAmount"),
            ("BR-DEC-RO-27", _CHARGE, "cbc:Amount"),
            ("BR-DEC-RO-28", _CHARGE, "cbc:BaseAmount"),
        )
        for line in LINE.split("|")
    ),
)
"""Rule, where it looks, and the amount there that has two decimals at most."""

CODES = frozenset(row[0] for row in (*MOST, *CENTS))


def _each(where: str, what: str) -> str:
    return "|".join(f"{one}/{what}" for one in where.split("|"))


_MOST = [(rule, etree.XPath(_each(where, what), namespaces=PREFIXES), most) for rule, where, what, most in MOST]
_CENTS = [(rule, etree.XPath(_each(where, what), namespaces=PREFIXES)) for rule, where, what in CENTS]


def check(root: etree._Element) -> list[Finding]:
    """Every text that is too long, every amount with a third decimal."""
    long = [
        breach(rule, place(element), value=text[:60], most=most, length=len(text))
        for rule, path, most in _MOST
        for element, text in _texts(path, root)
        if len(text) > most
    ]
    return long + [
        found(rule, element)
        for rule, path in _CENTS
        for element in elements(path, root)
        if len((element.text or "").partition(".")[2]) > 2
    ]


def _texts(path: etree.XPath, root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Elements and attributes of a path, each with its text."""
    nodes = path(root)
    assert isinstance(nodes, list)
    for node in nodes:
        if isinstance(node, etree._Element):
            yield node, squeezed(node)
        else:
            yield node.getparent(), " ".join(str(node).split())  # type: ignore[union-attr]
