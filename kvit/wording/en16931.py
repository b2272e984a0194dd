"""EN 16931, the rules on a document, its parties, lines, allowances, charges, payment, sums and codes.

What a person can meet on a form is marked for translation; what only a document from elsewhere can break stays English.
"""

from django.utils.translation import gettext_noop as _

_ALLOWANCE_AMOUNT = _("Write the amount of the allowance.")
_CHARGE_AMOUNT = _("Write the amount of the charge.")
_ALLOWANCE_REASON = _("Say what the allowance is for.")
_CHARGE_REASON = _("Say what the charge is for.")
_ENDS_FIRST = _("The period ends on {end}, before it starts on {start}. Correct one of the two days.")
_EMPTY_PERIOD = _("Give the period a first day, a last day, or both.")
_TOO_LONG = _("{value} has more than two decimals, and an amount on an invoice may not. Round it.")
_ADDRESS_SCHEME = _("Choose what kind of address the electronic address is, such as 9947 for a Romanian VAT id.")
_ID_SCHEME = "{code} is no list of identifiers in ISO 6523. Take its four digits from there, or leave them out."
_CURRENCY = _("{code} is not a currency of ISO 4217. Use its three letters, such as EUR or RON.")
_COUNTRY = _("{code} is not a country of ISO 3166. Use its two letters, such as RO.")

DOCUMENT = {
    "BR-01": "The document does not say which rules it follows. Add the specification identifier.",
    "BR-02": _("The document has no number. It gets one when it is issued."),
    "BR-03": _("The document has no issue date. Give it one."),
    "BR-04": "The document does not say whether it is an invoice or a credit note. Add its type code.",
    "BR-05": _("The document has no currency. Choose one."),
    "BR-16": _("The document has no lines. Add at least one."),
    "BR-29": _ENDS_FIRST,
    "BR-30": _ENDS_FIRST,
    "BR-52": _("A supporting document has no reference. Give it a number or a name."),
    "BR-53": _("VAT must also be stated in {currency}. Enter a rate for the day, so that it can be computed."),
    "BR-55": _("The document refers to an earlier one without its number. Add the number."),
    "BR-CO-03": _("There is both a day and a rule for when VAT falls due. Keep one of them."),
    "BR-CO-18": _("The document has no VAT breakdown. Give its lines a VAT category."),
    "BR-CO-19": _EMPTY_PERIOD,
    "BR-CO-20": _EMPTY_PERIOD,
}

PARTIES = {
    "BR-06": _("Your company has no name on the document. Write it in the settings."),
    "BR-07": _("The customer has no name. Write it on the customer's page."),
    "BR-08": _("Your company has no address on the document. Write it in the settings."),
    "BR-09": _("Your company's address has no country. Choose it in the settings."),
    "BR-10": _("The customer has no address. Write it on the customer's page."),
    "BR-11": _("The customer's address has no country. Choose it on the customer's page."),
    "BR-17": "Another one is to be paid, but is not named, or is the seller. Name the payee, or leave it out.",
    "BR-18": "The seller's tax representative has no name. Add it.",
    "BR-19": "The seller's tax representative has no address. Add it.",
    "BR-20": "The address of the seller's tax representative has no country. Add it.",
    "BR-56": "The seller's tax representative has no VAT id. Add it.",
    "BR-57": _("The place of delivery has no country. Choose it."),
    "BR-62": _ADDRESS_SCHEME,
    "BR-63": _ADDRESS_SCHEME,
    "BR-CO-09": _("The VAT id {vat_id} does not begin with a country's two letters. Write them in front of it."),
    "BR-CO-26": _("Nothing tells who you are. Write your VAT id or your registration number in the settings."),
}

LINES = {
    "BR-21": "Line {line} has no identifier. Number it.",
    "BR-22": _("Line {line} has no quantity. Write how many."),
    "BR-23": _("Line {line} has no unit. Choose one, such as H87 for pieces or HUR for hours."),
    "BR-24": "Line {line} has no net amount. Add it.",
    "BR-25": _("Line {line} does not say what was sold. Write a name."),
    "BR-26": _("Line {line} has no price. Write it without VAT."),
    "BR-27": _("The price of line {line} must be zero or more. Drop a minus; make the quantity negative instead."),
    "BR-28": _("The gross price of line {line} is below zero. Write it without the minus."),
    "BR-54": "A property of the item of line {line} has no name or no value. Add it or leave the property out.",
    "BR-64": "The standard identifier of the item of line {line} lacks its scheme. Add it, such as 0160.",
    "BR-65": "A classification of the item of line {line} does not say which list it is from. Add the list.",
    "BR-CO-04": _("Line {line} has no VAT category. Choose one."),
}

PAYMENT = {
    "BR-49": _("The document does not say how to pay. Choose a means of payment."),
    "BR-50": _("The account to pay to has no number. Write the IBAN."),
    "BR-51": _("Never print a whole card number: the first six and the last four digits at most."),
    "BR-61": _("The document asks for a transfer and names no account. Add your bank account in the settings."),
}

ALLOWANCES_AND_CHARGES = {
    "BR-31": _ALLOWANCE_AMOUNT,
    "BR-32": _("Choose the VAT category of the allowance."),
    "BR-33": _ALLOWANCE_REASON,
    "BR-36": _CHARGE_AMOUNT,
    "BR-37": _("Choose the VAT category of the charge."),
    "BR-38": _CHARGE_REASON,
    "BR-41": _ALLOWANCE_AMOUNT,
    "BR-42": _ALLOWANCE_REASON,
    "BR-43": _CHARGE_AMOUNT,
    "BR-44": _CHARGE_REASON,
    "BR-CO-21": _ALLOWANCE_REASON,
    "BR-CO-22": _CHARGE_REASON,
    "BR-CO-23": _ALLOWANCE_REASON,
    "BR-CO-24": _CHARGE_REASON,
}

SUMS = {
    "BR-12": "The sum of the lines is missing.",
    "BR-13": "The total without VAT is missing.",
    "BR-14": "The total with VAT is missing.",
    "BR-15": "The amount due is missing.",
    "BR-CO-10": "The lines come to {expected}, and the document says something else.",
    "BR-CO-11": "The allowances come to {expected}, and the document says something else.",
    "BR-CO-12": "The charges come to {expected}, and the document says something else.",
    "BR-CO-13": "The total without VAT is not the lines less the allowances plus the charges.",
    "BR-CO-14": "The VAT of all categories comes to {expected}, and the document says something else.",
    "BR-CO-15": "The total with VAT is not the total without VAT plus the VAT in the currency of the document.",
    "BR-CO-16": "The amount due is not the total with VAT less what was paid, plus the rounding.",
}

DECIMALS = {
    "BR-DEC-01": _TOO_LONG,
    "BR-DEC-02": _TOO_LONG,
    "BR-DEC-05": _TOO_LONG,
    "BR-DEC-06": _TOO_LONG,
    "BR-DEC-09": _TOO_LONG,
    "BR-DEC-10": _TOO_LONG,
    "BR-DEC-11": _TOO_LONG,
    "BR-DEC-12": _TOO_LONG,
    "BR-DEC-13": _TOO_LONG,
    "BR-DEC-14": _TOO_LONG,
    "BR-DEC-15": _TOO_LONG,
    "BR-DEC-16": _TOO_LONG,
    "BR-DEC-17": _TOO_LONG,
    "BR-DEC-18": _TOO_LONG,
    "BR-DEC-19": _TOO_LONG,
    "BR-DEC-20": _TOO_LONG,
    "BR-DEC-23": _TOO_LONG,
    "BR-DEC-24": _TOO_LONG,
    "BR-DEC-25": _TOO_LONG,
    "BR-DEC-27": _TOO_LONG,
    "BR-DEC-28": _TOO_LONG,
}

CODES = {
    "BR-CL-01": "{code} is no type of this kind of document. Use a code of UNTDID 1001, such as 380 or 381.",
    "BR-CL-03": "An amount is in {code}, which is not a currency of ISO 4217.",
    "BR-CL-04": _CURRENCY,
    "BR-CL-05": _CURRENCY,
    "BR-CL-06": "{code} is no rule for when VAT falls due. Use 3 (invoice), 35 (delivery) or 432 (payment).",
    "BR-CL-07": "{code} is no kind of object. Use a code of UNTDID 1153.",
    "BR-CL-08": "{code} is no subject of a note. Use a code of UNTDID 4451, or write the note without # signs.",
    "BR-CL-10": _ID_SCHEME,
    "BR-CL-11": _ID_SCHEME,
    "BR-CL-13": "{code} is no list of classifications. Use a code of UNTDID 7143.",
    "BR-CL-14": _COUNTRY,
    "BR-CL-15": _COUNTRY,
    "BR-CL-16": _("{code} is no means of payment. Use a code of UNTDID 4461, such as 30 for a transfer."),
    "BR-CL-17": _("{code} is no VAT category. Use S, Z, E, AE, K, G, O, L or M."),
    "BR-CL-18": _("{code} is no VAT category. Use S, Z, E, AE, K, G, O, L or M."),
    "BR-CL-19": _("{code} is no reason for an allowance. Use a code of UNTDID 5189, such as 95 for a discount."),
    "BR-CL-20": _("{code} is no reason for a charge. Use a code of UNTDID 7161, such as FC for freight."),
    "BR-CL-21": _ID_SCHEME,
    "BR-CL-22": _("{code} is no reason for an exemption. Use a code of the VATEX list."),
    "BR-CL-23": _("{code} is no unit of UN/ECE recommendation 20. Use one, such as H87 for pieces or HUR for hours."),
    "BR-CL-24": _("Files of the kind {code} cannot go into an e-invoice. Attach a PDF, PNG, JPEG, CSV, XLSX or ODS."),
    "BR-CL-25": _("{code} is no kind of electronic address. Choose one of the list, such as 9947."),
    "BR-CL-26": _ID_SCHEME,
}

REFUSALS: dict[str, str] = {
    **DOCUMENT,
    **PARTIES,
    **LINES,
    **PAYMENT,
    **ALLOWANCES_AND_CHARGES,
    **SUMS,
    **DECIMALS,
    **CODES,
}
