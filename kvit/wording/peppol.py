"""Peppol BIS Billing 3 (2026.5): what a person meets on a form is marked for translation, the rest is English."""

from django.utils.translation import gettext_noop as _

_IDENTIFIER = _("{value} is no such identifier: its form or its check digit is wrong. Compare it with the register.")
_DUTCH_ADDRESS = "A Dutch address needs street, town and post code. Add what is missing."
_DUTCH_REGISTER = "A Dutch firm is named by its KVK (0106) or OIN (0190) number. Add it as the registration number."
_DANISH_CVR = "A Danish firm is named by its CVR number under the scheme 0184. Add it as the registration number."
_DANISH_PAYMENT = "The payment is not as Danish banks take it. Check its means, account and payment reference."
_SWEDISH_NUMBER = "A Swedish organisation number has ten digits, the last a check digit. {value} is none."
_SWEDISH_VAT = "A Swedish VAT id is SE and twelve digits. Correct it."
_SWEDISH_ACCOUNT = "{value} is no number of a Swedish giro. Check the account."
_GREEK_NUMBER = "A Greek document is numbered in six parts with | between: TIN, day, branch, type, series and number."
_GREEK_TIN = (
    "A Greek VAT id is EL and nine digits, the last a check digit; the address has the scheme 9933. Correct it."
)
_GREEK_NAME = "A Greek document states the trading names of both sides. Add the one that is missing."
_GREEK_MARK = (
    "A Greek document refers to its mark (M.AR.K) and its address at the authority once. Correct the references."
)
_ICELANDIC = "An Icelandic document needs kennitala (0196), street and post code of both sides. Add what is missing."
_ICELANDIC_PAYMENT = "The account has not the twelve digits of an Icelandic one, or the last day to pay is not right."
_ITALIAN_ADDRESS = "An Italian seller states street, town and post code. Add what is missing."
_GERMAN_CONTACT = "Between firms in Germany the seller names a contact with telephone and e-mail. Add what is missing."
_GERMAN_ADDRESS = "Between firms in Germany an address has town and post code. Add what is missing."
_GERMAN_PAYMENT = "The means of payment and the account, card or mandate do not go together as Germany wants. Keep one."
_GERMAN_OTHER = "The document is not as XRechnung wants it between firms in Germany. See the rule."
_CATEGORY = _("The reason for no VAT and the VAT category do not go together. Choose the reason of the category.")
_CODE = "{value} is in no list that Peppol takes here. Choose another code."
_BASE_OR_PERCENT = _("An allowance or charge in percent needs its base amount, and a base needs its percent. Add both.")
_PERIOD = _("The period of a line lies outside the period of the document. Correct one of them.")

REFUSALS: dict[str, str] = {
    "PEPPOL-EN16931-R001": "The document names no business process. Ask the sender for a corrected one.",
    "PEPPOL-EN16931-R002": _("Peppol takes one note on a document. Put the notes together."),
    "PEPPOL-EN16931-R003": _(
        "Peppol needs the customer's reference or the number of the order. Ask for it and add it."
    ),
    "PEPPOL-EN16931-R004": "The document does not say that it follows Peppol BIS Billing 3. Ask for one that does.",
    "PEPPOL-EN16931-R005": _("VAT is stated in a second currency that is the same as the first. Leave it out."),
    "PEPPOL-EN16931-R007": "{value} is no business process of Peppol. Ask the sender for a corrected document.",
    "PEPPOL-EN16931-R008": "An element has nothing in it. Ask the sender for a corrected document.",
    "PEPPOL-EN16931-R010": _("Peppol needs the customer's electronic address. Look it up and add it to the customer."),
    "PEPPOL-EN16931-R020": _("Peppol needs your electronic address. Add the one you registered to the company."),
    "PEPPOL-EN16931-R040": _("The allowance or charge is not the percentage of its base. Correct one of the three."),
    "PEPPOL-EN16931-R041": _BASE_OR_PERCENT,
    "PEPPOL-EN16931-R042": _BASE_OR_PERCENT,
    "PEPPOL-EN16931-R043": "An allowance or charge does not say which of both it is. Ask for a corrected document.",
    "PEPPOL-EN16931-R044": "A price has a charge, and Peppol takes allowances there alone. Put it on the line.",
    "PEPPOL-EN16931-R046": _("The net price is not the gross price less the discount. Correct one of the three."),
    "PEPPOL-EN16931-R051": "An amount is in another currency than the document. Ask for a corrected document.",
    "PEPPOL-EN16931-R053": "The document needs one VAT total with its breakdown. Ask for a corrected document.",
    "PEPPOL-EN16931-R054": _("VAT in the accounting currency is missing, or there is one too many. Enter a rate."),
    "PEPPOL-EN16931-R055": "VAT is positive in one currency and negative in the other. Correct one of them.",
    "PEPPOL-EN16931-R061": _("A direct debit needs the mandate reference. Add it, or choose another way to pay."),
    "PEPPOL-EN16931-R080": "A credit note refers to two projects, and Peppol takes one. Leave one out.",
    "PEPPOL-EN16931-R100": "A line refers to two objects, and Peppol takes one. Leave one out.",
    "PEPPOL-EN16931-R101": "The reference of a line is no invoiced object (130). Leave it out.",
    "PEPPOL-EN16931-R110": _PERIOD,
    "PEPPOL-EN16931-R111": _PERIOD,
    "PEPPOL-EN16931-R120": _(
        "The net of line {line} is not quantity × price with its allowances. Correct one of them."
    ),
    "PEPPOL-EN16931-R121": _("The quantity that a price is for must be above zero. Correct it."),
    "PEPPOL-EN16931-R130": _("The price of line {line} is for another unit than the line. Use one unit for both."),
    "PEPPOL-EN16931-F001": "{value} is no day as Peppol writes it: year, month and day, such as 2026-03-01.",
    "PEPPOL-EN16931-CL008": _("Peppol has no participants under this kind of electronic address. Choose another kind."),
    "PEPPOL-EN16931-P0100": _("Peppol takes no invoices of type {value}. Choose another type."),
    "PEPPOL-EN16931-P0101": _("Peppol takes no credit notes of type {value}. Choose another type."),
    "PEPPOL-EN16931-P0112": _("Types 326 and 384 are for firms in Germany alone. Issue a plain invoice."),
    **dict.fromkeys(
        [
            *("PEPPOL-EN16931-CL001", "PEPPOL-EN16931-CL002", "PEPPOL-EN16931-CL003"),
            *("PEPPOL-EN16931-CL006", "PEPPOL-EN16931-CL007"),
        ],
        _CODE,
    ),
    **dict.fromkeys(
        [
            *("PEPPOL-EN16931-P0104", "PEPPOL-EN16931-P0105", "PEPPOL-EN16931-P0106", "PEPPOL-EN16931-P0107"),
            *("PEPPOL-EN16931-P0108", "PEPPOL-EN16931-P0109", "PEPPOL-EN16931-P0110", "PEPPOL-EN16931-P0111"),
        ],
        _CATEGORY,
    ),
    **dict.fromkeys(
        [
            *("PEPPOL-COMMON-R040", "PEPPOL-COMMON-R041", "PEPPOL-COMMON-R042", "PEPPOL-COMMON-R043"),
            *("PEPPOL-COMMON-R044", "PEPPOL-COMMON-R045", "PEPPOL-COMMON-R046", "PEPPOL-COMMON-R047"),
            *("PEPPOL-COMMON-R049", "PEPPOL-COMMON-R050", "PEPPOL-COMMON-R052", "PEPPOL-COMMON-R053"),
            *("PEPPOL-COMMON-R054", "PEPPOL-COMMON-R055", "PEPPOL-COMMON-R056-1", "PEPPOL-COMMON-R056-2"),
            "PEPPOL-COMMON-R057",
        ],
        _IDENTIFIER,
    ),
}

COUNTRIES: dict[str, str] = {
    "NO-R-001": "A Norwegian VAT id is NO, nine digits with a check digit, and MVA. Correct it.",
    "NO-R-002": "A Norwegian firm states that it is in the register of companies (Foretaksregisteret).",
    **dict.fromkeys(["DK-R-002", "DK-R-013", "DK-R-014", "DK-R-017"], _DANISH_CVR),
    "DK-R-003": "UNSPSC codes between Danish firms are of version 19.05.01 or 26.08.01. Name the version.",
    "DK-R-004": "A Danish tax among the charges needs its four digits, or its code and its text with # between.",
    **dict.fromkeys(
        ["DK-R-005", "DK-R-006", "DK-R-007", "DK-R-008", "DK-R-009", "DK-R-010", "DK-R-011"], _DANISH_PAYMENT
    ),
    "DK-R-016": "A Danish credit note may not have a negative amount to pay. Issue an invoice.",
    **dict.fromkeys(["SE-R-001", "SE-R-002"], _SWEDISH_VAT),
    **dict.fromkeys(["SE-R-003", "SE-R-004", "SE-R-013"], _SWEDISH_NUMBER),
    "SE-R-005": "The tax registration of a Swedish seller reads: Godkänd för F-skatt.",
    "SE-R-006": "Swedish VAT is 25, 12 or 6 percent. Correct the rate.",
    **dict.fromkeys(["SE-R-007", "SE-R-008", "SE-R-009", "SE-R-010"], _SWEDISH_ACCOUNT),
    **dict.fromkeys(["SE-R-011", "SE-R-012"], "Swedish payments use the means 30 with bank or plus giro. Change it."),
    **dict.fromkeys(["IS-R-002", "IS-R-003", "IS-R-004", "IS-R-005"], _ICELANDIC),
    "IS-R-001": "An Icelandic document is of type 380 or 381. Choose one of them.",
    **dict.fromkeys(["IS-R-006", "IS-R-007", "IS-R-008", "IS-R-009", "IS-R-010"], _ICELANDIC_PAYMENT),
    "IT-R-001": "An Italian tax number has 11 to 16 capital letters and digits. Correct it.",
    **dict.fromkeys(["IT-R-002", "IT-R-003", "IT-R-004"], _ITALIAN_ADDRESS),
    **dict.fromkeys(
        [
            *("GR-R-001-1", "GR-R-001-2", "GR-R-001-3", "GR-R-001-4", "GR-R-001-5", "GR-R-001-6", "GR-R-001-7"),
        ],
        _GREEK_NUMBER,
    ),
    **dict.fromkeys(["GR-R-002", "GR-R-005"], _GREEK_NAME),
    **dict.fromkeys(["GR-R-003", "GR-R-006", "GR-R-009", "GR-R-010", "GR-S-011"], _GREEK_TIN),
    **dict.fromkeys(["GR-R-004-1", "GR-R-004-2", "GR-S-008-1", "GR-R-008-2", "GR-R-008-3"], _GREEK_MARK),
    "NL-R-001": "A Dutch credit note names the invoice that it corrects. Add it.",
    **dict.fromkeys(["NL-R-002", "NL-R-004", "NL-R-006"], _DUTCH_ADDRESS),
    **dict.fromkeys(["NL-R-003", "NL-R-005"], _DUTCH_REGISTER),
    "NL-R-007": "A Dutch seller says how to pay where money is owed. Add the means of payment.",
    "NL-R-008": "Between Dutch firms payment is by transfer, card or direct debit. Choose one of them.",
    "NL-R-009": "A line names a line of an order, and the document names no order. Add its number.",
    **dict.fromkeys(["DE-R-002", "DE-R-005", "DE-R-006", "DE-R-007", "DE-R-027", "DE-R-028"], _GERMAN_CONTACT),
    **dict.fromkeys(["DE-R-003", "DE-R-004", "DE-R-008", "DE-R-009", "DE-R-010", "DE-R-011"], _GERMAN_ADDRESS),
    "DE-R-015": "Between firms in Germany the buyer's reference (Leitweg-ID) stands in the document. Add it.",
    "DE-R-016": "The seller needs a VAT id or tax number, or a tax representative. Add one.",
    "DE-R-018": "A discount reads as XRechnung wants it, #SKONTO#TAGE=7#PROZENT=2.00#, and a new line after it.",
    **dict.fromkeys(
        [
            *("DE-R-001", "DE-R-019", "DE-R-020", "DE-R-023-1", "DE-R-023-2", "DE-R-024-1", "DE-R-024-2"),
            *("DE-R-025-1", "DE-R-025-2", "DE-R-030", "DE-R-031"),
        ],
        _GERMAN_PAYMENT,
    ),
    **dict.fromkeys(["DE-R-014", "DE-R-017", "DE-R-022", "DE-R-026", "DE-R-T02"], _GERMAN_OTHER),
}
