"""RO e-Factura: the rules that Romania adds to EN 16931 (RO_CIUS 1.0.1, rules 1.0.9)."""

from django.utils.translation import gettext_noop as _

from kvit.wording.en16931_vat import REFUSALS as VAT

_TOO_LONG = _("{value} has {length} characters, and RO e-Factura takes {most} here. Shorten it.")
_STREET = _("RO e-Factura needs the street of this address. Add it.")
_TOWN = _("RO e-Factura needs the town of this address. Add it.")
_COUNTY = _("RO e-Factura needs the county of a Romanian address, such as RO-CJ. Choose it.")
_SECTOR = _("In Bucharest the town is the sector: write SECTOR1 to SECTOR6.")
_CENTS = _("{value} has more than two decimals, and an amount in RO e-Factura may not. Round it.")
_DAY = "{value} is no day as RO e-Factura writes it: year, month and day, such as 2026-03-01."
_TWICE = "Only one of these may stand in a document for RO e-Factura. Ask the sender for a corrected one."

REFUSALS: dict[str, str] = {
    "BR-RO-001": "The document does not say that it follows RO_CIUS 1.0.1. Ask the sender for one that does.",
    "BR-RO-010": _("The number needs at least one digit for RO e-Factura. Change the pattern of the number series."),
    "BR-RO-020_1": _("RO e-Factura takes invoices of type 380, 384, 389 and 751, and this is {value}."),
    "BR-RO-020_2": _("RO e-Factura takes credit notes of type 381, and this is {value}."),
    "BR-RO-030": _("RO e-Factura needs the VAT in lei where the document is in another currency. Enter a rate."),
    "BR-RO-040": "{value} is no code for the day VAT falls due: 3, 35 or 432.",
    "BR-RO-065": _("RO e-Factura needs your VAT id or tax number. Add it to the company."),
    "BR-RO-081": _STREET,
    "BR-RO-082": _STREET,
    "BR-RO-091": _TOWN,
    "BR-RO-092": _TOWN,
    "BR-RO-100": _SECTOR,
    "BR-RO-101": _SECTOR,
    "BR-RO-110": _COUNTY,
    "BR-RO-111": _COUNTY,
    "BR-RO-120": _("RO e-Factura needs the customer's VAT id or registration number. Add it to the customer."),
    "BR-RO-140": _STREET,
    "BR-RO-150": _TOWN,
    "BR-RO-160": _SECTOR,
    "BR-RO-170": _COUNTY,
    "BR-RO-180": _STREET,
    "BR-RO-201": _TOWN,
    "BR-RO-202": _SECTOR,
    "BR-RO-211": _("RO e-Factura needs the county or region of the place of delivery. Add it."),
    "BR-RO-212": _COUNTY,
    "BR-RO-A020": _("RO e-Factura takes 20 notes of 300 characters. Shorten the notes of this document."),
    "BR-RO-A500": "RO e-Factura takes 500 earlier invoices. Ask the sender for documents with fewer.",
    "BR-RO-DT001": _DAY,
    "BR-RO-DT002": _DAY,
    "BR-RO-DT003": _DAY,
    "BR-RO-DT003_CN": _DAY,
    "BR-RO-DT004": _DAY,
    "BR-RO-DT005": _DAY,
    "BR-RO-DT006": _DAY,
    "BR-CO-25": _("An invoice for RO e-Factura needs a due date or payment terms. Add one of them."),
    "BR-66": _TWICE,
    "BR-67": _TWICE,
    **dict.fromkeys(
        [
            *("BR-RO-L0201", "BR-RO-L0202", "BR-RO-L0203", "BR-RO-L0204", "BR-RO-L0302", "BR-RO-L0303", "BR-RO-L0304"),
            *("BR-RO-L0305", "BR-RO-L0306", "BR-RO-L0307", "BR-RO-L0308", "BR-RO-L0501", "BR-RO-L0502", "BR-RO-L0503"),
            *("BR-RO-L0504", "BR-RO-L0505", "BR-RO-L1000", "BR-RO-L1001", "BR-RO-L1002", "BR-RO-L1003", "BR-RO-L1004"),
            *("BR-RO-L1005", "BR-RO-L1006", "BR-RO-L1007", "BR-RO-L1008", "BR-RO-L1009", "BR-RO-L1010", "BR-RO-L1011"),
            *("BR-RO-L1012", "BR-RO-L1013", "BR-RO-L1014", "BR-RO-L1015", "BR-RO-L1016", "BR-RO-L1017", "BR-RO-L1018"),
            *("BR-RO-L1020", "BR-RO-L1021", "BR-RO-L1022", "BR-RO-L1023", "BR-RO-L1024", "BR-RO-L1025", "BR-RO-L140"),
            *("BR-RO-L151", "BR-RO-L152", "BR-RO-L153", "BR-RO-L154", "BR-RO-L155", "BR-RO-L156", "BR-RO-L201"),
            *("BR-RO-L202", "BR-RO-L203", "BR-RO-L204", "BR-RO-L205", "BR-RO-L206", "BR-RO-L207", "BR-RO-L208"),
            *("BR-RO-L209", "BR-RO-L210", "BR-RO-L211", "BR-RO-L212", "BR-RO-L301", "BR-RO-L302", "BR-RO-L303"),
        ],
        _TOO_LONG,
    ),
    **dict.fromkeys(
        [
            *("BR-DEC-RO-01", "BR-DEC-RO-02", "BR-DEC-RO-05", "BR-DEC-RO-06", "BR-DEC-RO-09", "BR-DEC-RO-10"),
            *("BR-DEC-RO-11", "BR-DEC-RO-12", "BR-DEC-RO-14", "BR-DEC-RO-16", "BR-DEC-RO-17", "BR-DEC-RO-18"),
            *("BR-DEC-RO-1009", "BR-DEC-RO-1010", "BR-DEC-RO-24", "BR-DEC-RO-25", "BR-DEC-RO-27", "BR-DEC-RO-28"),
        ],
        _CENTS,
    ),
    **{f"BR-IG-{number:02}": VAT[f"BR-AF-{number:02}"] for number in range(1, 11)},
    **{f"BR-IP-{number:02}": VAT[f"BR-AG-{number:02}"] for number in range(1, 11)},
}
