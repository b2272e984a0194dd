"""For every rule that the model can break, a document that breaks it: a full one in which one thing is wrong."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kvit.core.einvoice.model import (
    Adjustment,
    Identifier,
    Party,
    Payment,
    Period,
    VatBreakdown,
)
from kvit.core.tests.full_invoice import FULL, HERE, ICD

D = Decimal


def changed(document, path, value):
    """The document with the term at `lines/1/price/net` changed."""
    step, _, rest = path.partition("/")
    if isinstance(document, tuple):
        index = int(step) - 1
        inner = changed(document[index], rest, value) if rest else value
        return (*document[:index], inner, *document[index + 1 :])
    return replace(document, **{step: changed(getattr(document, step), rest, value) if rest else value})


def in_category(code, rate, reason):
    """The full document with everything in one VAT category, and the parties that it wants."""
    rate = None if rate is None else D(rate)
    tax = (D("149.70") * (rate or 0) / 100).quantize(D("0.01"), "ROUND_HALF_UP")
    document = FULL
    for path in ("lines/1", "allowances/1", "charges/1"):
        document = changed(changed(document, f"{path}/vat_category", code), f"{path}/vat_rate", rate)
    group = VatBreakdown(taxable=D("149.70"), tax=tax, category=code, rate=rate, exemption_code=reason)
    totals = replace(
        FULL.totals,
        total_vat=tax,
        total_vat_accounting=tax,
        total_with_vat=D("149.70") + tax,
        payable=D("139.71") + tax,
    )
    document = replace(document, vat_breakdown=(group,), totals=totals, tax_representative=None)
    if code == "O":
        document = changed(changed(document, "seller/vat_id", None), "buyer/vat_id", None)
    return document


CATEGORIES = {
    # code: family, a right rate, a wrong rate, its reason
    "S": ("S", "19", "0", None),
    "Z": ("Z", "0", "5", None),
    "E": ("E", "0", "5", "VATEX-EU-132"),
    "AE": ("AE", "0", "5", "VATEX-EU-AE"),
    "K": ("IC", "0", "5", "VATEX-EU-IC"),
    "G": ("G", "0", "5", "VATEX-EU-G"),
    "O": ("O", None, "0", "VATEX-EU-O"),
    "L": ("AF", "7", "-1", None),
    "M": ("AG", "4", "-1", None),
}


def of_categories():
    """Each of the ten rules of each VAT category."""
    for code, (family, rate, wrong_rate, reason) in CATEGORIES.items():
        right = in_category(code, rate, reason)
        tax = right.vat_breakdown[0].tax
        strangers = changed(changed(right, "seller/vat_id", None), "seller/tax_registration", None)
        if code == "O":
            strangers = changed(right, "seller/vat_id", "RO1")
        wrong = {
            "01": replace(right, vat_breakdown=()),
            "02": strangers,
            "03": strangers,
            "04": strangers,
            "05": changed(right, "lines/1/vat_rate", D(wrong_rate)),
            "06": changed(right, "allowances/1/vat_rate", D(wrong_rate)),
            "07": changed(right, "charges/1/vat_rate", D(wrong_rate)),
            "08": changed(right, "vat_breakdown/1/taxable", D("160.00")),
            "09": changed(right, "vat_breakdown/1/tax", tax + 5),
            "10": changed(right, "vat_breakdown/1/exemption_code", None if reason else "VATEX-EU-132"),
        }
        yield from ((f"BR-{family}-{number}", document) for number, document in wrong.items())
    for code, (family, rate, _, reason) in CATEGORIES.items():
        if family in {"AE", "IC"}:
            nobody = changed(in_category(code, rate, reason), "buyer/vat_id", None)
            yield f"BR-{family}-02", changed(nobody, "buyer/legal_registration", None)


def of_terms():
    """What one wrong or missing term breaks."""
    for rule, path, value in TERMS:
        yield rule, changed(FULL, path, value)
    outside = in_category("O", None, "VATEX-EU-O")
    yield "BR-O-11", replace(outside, vat_breakdown=(*outside.vat_breakdown, *FULL.vat_breakdown))
    yield "BR-O-12", changed(outside, "lines/1/vat_category", "Z")
    yield "BR-O-13", changed(outside, "allowances/1/vat_category", "Z")
    yield "BR-O-14", changed(outside, "charges/1/vat_category", "Z")
    abroad = in_category("K", "0", "VATEX-EU-IC")
    yield "BR-IC-11", changed(changed(abroad, "delivery/delivered_on", None), "period", None)
    yield "BR-IC-12", changed(abroad, "delivery/address", None)
    split = in_category("B", "19", None)
    yield "BR-B-01", split
    yield "BR-B-02", changed(split, "lines/1/vat_category", "S")
    yield "BR-51", changed(FULL, "payment/card/account", "4111111111111111")


LONG = D("1.001")
TERMS = [
    ("BR-01", "specification_id", None),
    ("BR-02", "number", None),
    ("BR-03", "issued_on", None),
    ("BR-04", "type_code", None),
    ("BR-05", "currency", None),
    ("BR-06", "seller/name", None),
    ("BR-07", "buyer/name", None),
    ("BR-08", "seller/address", None),
    ("BR-09", "seller/address/country", None),
    ("BR-10", "buyer/address", None),
    ("BR-11", "buyer/address/country", None),
    ("BR-12", "totals/line_total_sum", None),
    ("BR-13", "totals/total_without_vat", None),
    ("BR-14", "totals/total_with_vat", None),
    ("BR-15", "totals/payable", None),
    ("BR-16", "lines", ()),
    ("BR-17", "payee/name", "Beta"),
    ("BR-18", "tax_representative/name", None),
    ("BR-19", "tax_representative/address", None),
    ("BR-20", "tax_representative/address/country", None),
    ("BR-21", "lines/1/id", None),
    ("BR-22", "lines/1/quantity", None),
    ("BR-23", "lines/1/unit", None),
    ("BR-24", "lines/1/net", None),
    ("BR-25", "lines/1/item/name", None),
    ("BR-26", "lines/1/price/net", None),
    ("BR-27", "lines/1/price/net", D("-0.01")),
    ("BR-28", "lines/1/price/gross", D("-0.01")),
    ("BR-29", "period/end_on", date(2026, 1, 31)),
    ("BR-30", "lines/1/period/end_on", date(2026, 1, 31)),
    ("BR-31", "allowances/1/amount", None),
    ("BR-32", "allowances/1/vat_category", None),
    ("BR-33", "allowances/1", Adjustment(amount=D("3.00"), vat_category="S", vat_rate=D(19))),
    ("BR-36", "charges/1/amount", None),
    ("BR-37", "charges/1/vat_category", None),
    ("BR-38", "charges/1", Adjustment(amount=D("3.00"), vat_category="S", vat_rate=D(19))),
    ("BR-41", "lines/1/allowances/1/amount", None),
    ("BR-42", "lines/1/allowances/1", Adjustment(amount=D(1))),
    ("BR-43", "lines/1/charges/1/amount", None),
    ("BR-44", "lines/1/charges/1", Adjustment(amount=D(1))),
    ("BR-45", "vat_breakdown/1/taxable", None),
    ("BR-46", "vat_breakdown/1/tax", None),
    ("BR-47", "vat_breakdown/1/category", None),
    ("BR-48", "vat_breakdown/1/rate", None),
    ("BR-49", "payment", Payment()),
    ("BR-50", "payment/credit_transfers/1/account", ""),
    ("BR-52", "supporting_documents/1/reference", None),
    ("BR-53", "totals/total_vat_accounting", None),
    ("BR-54", "lines/1/item/attributes/1/value", None),
    ("BR-55", "preceding_invoices/1/number", None),
    ("BR-56", "tax_representative/vat_id", None),
    ("BR-57", "delivery/address/country", None),
    ("BR-61", "payment/credit_transfers", ()),
    ("BR-62", "seller/electronic_address/scheme", None),
    ("BR-63", "buyer/electronic_address/scheme", None),
    ("BR-64", "lines/1/item/standard_id/scheme", None),
    ("BR-65", "lines/1/item/classifications/1/scheme", None),
    ("BR-CL-01", "type_code", "999"),
    ("BR-CL-04", "currency", "EURO"),
    ("BR-CL-05", "vat_currency", "LEI"),
    ("BR-CL-06", "tax_point_code", "5"),
    ("BR-CL-07", "object_id/scheme", "QQQ"),
    ("BR-CL-07", "lines/1/object_id/scheme", "QQQ"),
    ("BR-CL-08", "notes/1/subject", "QQQ"),
    ("BR-CL-10", "seller/identifiers/1/scheme", "9999"),
    ("BR-CL-10", "payee/identifier", Identifier("1", "9999")),
    ("BR-CL-10", "buyer/identifiers/1/scheme", "SEPA"),
    ("BR-CL-11", "buyer/legal_registration/scheme", "9999"),
    ("BR-CL-13", "lines/1/item/classifications/1/scheme", "QQQQ"),
    ("BR-CL-14", "tax_representative/address/country", "ROU"),
    ("BR-CL-15", "lines/1/item/origin_country", "EL"),
    ("BR-CL-16", "payment/means_code", "99"),
    ("BR-CL-17", "allowances/1/vat_category", "Q"),
    ("BR-CL-18", "lines/1/vat_category", "Q"),
    ("BR-CL-19", "allowances/1/reason_code", "FC"),
    ("BR-CL-19", "lines/1/allowances/1/reason_code", "FC"),
    ("BR-CL-20", "charges/1/reason_code", "95"),
    ("BR-CL-20", "lines/1/charges/1/reason_code", "95"),
    ("BR-CL-21", "lines/1/item/standard_id/scheme", "GTIN"),
    ("BR-CL-22", "vat_breakdown/1/exemption_code", "VATEX-NO"),
    ("BR-CL-23", "lines/1/unit", "PCS"),
    ("BR-CL-23", "lines/1/price/base_unit", "PCS"),
    ("BR-CL-24", "supporting_documents/1/attachment/mime_code", "text/html"),
    ("BR-CL-25", "buyer/electronic_address/scheme", "QQQQ"),
    ("BR-CL-26", "delivery/location/scheme", "QQQQ"),
    ("BR-CO-03", "tax_point_code", "3"),
    ("BR-CO-04", "lines/1/vat_category", None),
    ("BR-CO-09", "buyer/vat_id", "??2"),
    ("BR-CO-09", "tax_representative/vat_id", "992"),
    ("BR-CO-10", "totals/line_total_sum", D("149.71")),
    ("BR-CO-11", "totals/allowance_sum", None),
    ("BR-CO-12", "totals/charge_sum", None),
    ("BR-CO-13", "totals/total_without_vat", D("149.71")),
    ("BR-CO-14", "totals/total_vat", D("28.45")),
    ("BR-CO-15", "totals/total_with_vat", D("178.15")),
    ("BR-CO-16", "totals/payable", D("168.14")),
    ("BR-CO-17", "vat_breakdown/1/tax", D("29.45")),
    ("BR-CO-18", "vat_breakdown", ()),
    ("BR-CO-19", "period", Period()),
    ("BR-CO-20", "lines/1/period", Period()),
    ("BR-CO-21", "allowances/1", Adjustment(amount=D("3.00"), vat_category="S", vat_rate=D(19))),
    ("BR-CO-22", "charges/1", Adjustment(amount=D("3.00"), vat_category="S", vat_rate=D(19))),
    ("BR-CO-23", "lines/1/allowances/1", Adjustment(amount=D(1))),
    ("BR-CO-24", "lines/1/charges/1", Adjustment(amount=D(1))),
    ("BR-CO-26", "seller", Party(name="Beta SRL", address=HERE, tax_registration="77")),
    ("BR-DEC-01", "allowances/1/amount", LONG),
    ("BR-DEC-02", "allowances/1/base", LONG),
    ("BR-DEC-05", "charges/1/amount", LONG),
    ("BR-DEC-06", "charges/1/base", LONG),
    ("BR-DEC-09", "totals/line_total_sum", LONG),
    ("BR-DEC-10", "totals/allowance_sum", LONG),
    ("BR-DEC-11", "totals/charge_sum", LONG),
    ("BR-DEC-12", "totals/total_without_vat", LONG),
    ("BR-DEC-13", "totals/total_vat", LONG),
    ("BR-DEC-14", "totals/total_with_vat", LONG),
    ("BR-DEC-15", "totals/total_vat_accounting", LONG),
    ("BR-DEC-16", "totals/paid", LONG),
    ("BR-DEC-17", "totals/rounding", LONG),
    ("BR-DEC-18", "totals/payable", D("168.150")),
    ("BR-DEC-19", "vat_breakdown/1/taxable", LONG),
    ("BR-DEC-20", "vat_breakdown/1/tax", LONG),
    ("BR-DEC-23", "lines/1/net", LONG),
    ("BR-DEC-24", "lines/1/allowances/1/amount", LONG),
    ("BR-DEC-25", "lines/1/allowances/1/base", LONG),
    ("BR-DEC-27", "lines/1/charges/1/amount", LONG),
    ("BR-DEC-28", "lines/1/charges/1/base", LONG),
    ("UBL-SR-16", "buyer/identifiers", (ICD, ICD)),
    ("UBL-SR-19", "payee/name", "Beta SRL"),
    ("UBL-SR-20", "payee/name", "Beta SRL"),
    ("UBL-SR-21", "payee/name", "Beta SRL"),
    ("UBL-DT-06", "supporting_documents/1/attachment/mime_code", None),
    ("UBL-DT-07", "supporting_documents/1/attachment/filename", None),
]

BREAKINGS = [*of_terms(), *of_categories()]
"""Rule, and a document that breaks it (and perhaps others with it)."""
