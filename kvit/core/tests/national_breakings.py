"""For the rules of Romania and of Peppol that the model can break: a document that keeps all, and what breaks one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kvit.core.einvoice import cius_ro, peppol
from kvit.core.einvoice.model import Identifier, Note, Period
from kvit.core.tests.breakings import changed
from kvit.core.tests.full_invoice import FULL, HERE

D = Decimal
CLUJ = replace(HERE, subdivision="RO-CJ")
BUCHAREST = replace(HERE, subdivision="RO-B", city="București")


def _romanian():
    document = FULL
    for path in ("seller/address", "buyer/address", "tax_representative/address", "delivery/address"):
        document = changed(document, path, CLUJ)
    return replace(document, specification_id=cius_ro.SPECIFICATION)


def _in_peppol():
    document = replace(FULL, specification_id=peppol.SPECIFICATION, process_type=peppol.PROCESS)
    for path in ("seller/legal_registration", "buyer/legal_registration", "payee/legal_registration"):
        document = changed(document, path, Identifier("J12/1/2020"))
    return changed(document, "payee/identifier", Identifier("F-1"))


ROMANIAN = _romanian()
IN_PEPPOL = _in_peppol()


def long(most):
    return "x" * (most + 1)


ROMANIAN_BREAKINGS = [
    ("BR-RO-001", "specification_id", "urn:cen.eu:en16931:2017#compliant#urn:efactura.mfinante.ro:CIUS-RO:1.0.0"),
    ("BR-RO-010", "number", "KV"),
    ("BR-RO-020_1", "type_code", "386"),
    ("BR-RO-020_2", "type_code", "396"),
    ("BR-RO-030", "vat_currency", "USD"),
    ("BR-RO-081", "seller/address/line_1", None),
    ("BR-RO-082", "buyer/address/line_1", None),
    ("BR-RO-091", "seller/address/city", None),
    ("BR-RO-092", "buyer/address/city", None),
    ("BR-RO-100", "seller/address", BUCHAREST),
    ("BR-RO-101", "buyer/address", BUCHAREST),
    ("BR-RO-110", "seller/address/subdivision", "CJ"),
    ("BR-RO-111", "buyer/address/subdivision", None),
    ("BR-RO-120", "buyer", replace(ROMANIAN.buyer, vat_id=None, legal_registration=None)),
    ("BR-RO-140", "tax_representative/address/line_1", None),
    ("BR-RO-150", "tax_representative/address/city", None),
    ("BR-RO-160", "tax_representative/address", BUCHAREST),
    ("BR-RO-170", "tax_representative/address/subdivision", "Cluj"),
    ("BR-RO-180", "delivery/address/line_1", None),
    ("BR-RO-201", "delivery/address/city", None),
    ("BR-RO-202", "delivery/address", BUCHAREST),
    ("BR-RO-211", "delivery/address/subdivision", None),
    ("BR-RO-212", "delivery/address/subdivision", "Cluj"),
    ("BR-RO-A020", "notes", tuple(Note(text=str(number)) for number in range(21))),
    ("BR-RO-L302", "notes", (Note(text=long(300)),)),
    ("BR-RO-L155", "number", "1" * 201),
    ("BR-RO-L0302", "contract_ref", long(200)),
    ("BR-RO-L0303", "order_ref", long(200)),
    ("BR-RO-L0304", "sales_order_ref", long(200)),
    ("BR-RO-L0305", "receiving_ref", long(200)),
    ("BR-RO-L0306", "despatch_ref", long(200)),
    ("BR-RO-L0307", "tender_ref", long(200)),
    ("BR-RO-L1001", "buyer_accounting_ref", long(100)),
    ("BR-RO-L1004", "seller/contact/point", long(100)),
    ("BR-RO-L1005", "seller/contact/telephone", long(100)),
    ("BR-RO-L1006", "seller/contact/email", long(100)),
    ("BR-RO-L1009", "buyer/contact/point", long(100)),
    ("BR-RO-L1010", "buyer/contact/telephone", long(100)),
    ("BR-RO-L1011", "buyer/contact/email", long(100)),
    ("BR-RO-L201", "seller/name", long(200)),
    ("BR-RO-L202", "seller/trading_name", long(200)),
    ("BR-RO-L203", "buyer/name", long(200)),
    ("BR-RO-L204", "buyer/trading_name", long(200)),
    ("BR-RO-L205", "payee/name", long(200)),
    ("BR-RO-L206", "tax_representative/name", long(200)),
    ("BR-RO-L207", "delivery/name", long(200)),
    ("BR-RO-L301", "payment_terms", long(300)),
    ("BR-RO-L1000", "seller/legal_form", long(1000)),
    ("BR-RO-L208", "payment/credit_transfers/1/account_name", long(200)),
    ("BR-RO-L209", "payment/card/holder", long(200)),
    ("BR-RO-L1016", "payment/means_text", long(100)),
    ("BR-RO-L140", "payment/remittance", long(140)),
    ("BR-RO-L1024", "lines/1/item/name", long(100)),
    ("BR-RO-L1021", "lines/1/buyer_accounting_ref", long(100)),
    ("BR-RO-L212", "lines/1/item/description", long(200)),
    ("BR-RO-L303", "lines/1/note", long(300)),
    ("BR-RO-L0505", "lines/1/item/attributes/1/name", long(50)),
    ("BR-RO-L1025", "lines/1/item/attributes/1/value", long(100)),
    ("BR-RO-L1022", "lines/1/allowances/1/reason", long(100)),
    ("BR-RO-L1023", "lines/1/charges/1/reason", long(100)),
    ("BR-RO-L0308", "supporting_documents/1/reference", long(200)),
    ("BR-RO-L1020", "supporting_documents/1/description", long(100)),
    ("BR-RO-L210", "supporting_documents/1/location", long(200)),
    ("BR-RO-L211", "supporting_documents/1/attachment/filename", long(200)),
    ("BR-RO-L156", "preceding_invoices/1/number", long(200)),
    ("BR-DEC-RO-01", "allowances/1/amount", D("3.001")),
    ("BR-DEC-RO-02", "allowances/1/base", D("300.001")),
    ("BR-DEC-RO-05", "charges/1/amount", D("3.001")),
    ("BR-DEC-RO-06", "charges/1/base", D("300.001")),
    ("BR-DEC-RO-09", "totals/line_total_sum", D("149.701")),
    ("BR-DEC-RO-10", "totals/allowance_sum", D("3.001")),
    ("BR-DEC-RO-11", "totals/charge_sum", D("3.001")),
    ("BR-DEC-RO-12", "totals/total_without_vat", D("149.701")),
    ("BR-DEC-RO-14", "totals/total_with_vat", D("178.141")),
    ("BR-DEC-RO-16", "totals/paid", D("10.001")),
    ("BR-DEC-RO-17", "totals/rounding", D("0.011")),
    ("BR-DEC-RO-18", "totals/payable", D("168.151")),
    ("BR-DEC-RO-1009", "vat_breakdown/1/taxable", D("149.701")),
    ("BR-DEC-RO-1010", "vat_breakdown/1/tax", D("28.441")),
    ("BR-DEC-RO-24", "lines/1/allowances/1/amount", D("2.001")),
    ("BR-DEC-RO-25", "lines/1/allowances/1/base", D("20.001")),
    ("BR-DEC-RO-27", "lines/1/charges/1/amount", D("2.001")),
    ("BR-DEC-RO-28", "lines/1/charges/1/base", D("20.001")),
    ("BR-CO-25", "", replace(ROMANIAN, payment_terms=None, due_on=None)),
    ("BR-CL-20", "charges/1/reason_code", "PRV"),
    ("BR-CL-25", "buyer/electronic_address/scheme", "0225"),
    ("BR-CL-13", "lines/1/item/classifications/1/scheme", "PPI"),
    *(
        (rule, f"{party}/address/{part}", long(most))
        for part, most, rules in (
            ("post_code", 20, ("L0201", "L0202", "L0203", "L0204")),
            ("city", 50, ("L0501", "L0502", "L0503", "L0504")),
            ("line_1", 150, ("L151", "L152", "L153", "L154")),
            ("line_2", 100, ("L1002", "L1007", "L1012", "L1014")),
            ("line_3", 100, ("L1003", "L1008", "L1013", "L1015")),
        )
        for party, rule in zip(
            ("seller", "buyer", "tax_representative", "delivery"), [f"BR-RO-{one}" for one in rules], strict=True
        )
    ),
]
"""Rule, place and what stands there; an empty place is the whole document."""

_MARCH = Period(start_on=date(2026, 3, 1), end_on=date(2026, 3, 31))
_ALONE = replace(IN_PEPPOL.totals, total_vat_accounting=None)
_EARLY = Period(start_on=date(2026, 1, 1), end_on=date(2026, 2, 28))

PEPPOL_BREAKINGS = [
    ("PEPPOL-EN16931-R001", "process_type", None),
    ("PEPPOL-EN16931-R002", "notes", (Note(text="one"), Note(text="two"))),
    ("PEPPOL-EN16931-R003", "", replace(IN_PEPPOL, buyer_reference=None, order_ref=None, sales_order_ref=None)),
    ("PEPPOL-EN16931-R004", "specification_id", f"{peppol.SPECIFICATION}::2.1"),
    ("PEPPOL-EN16931-R005", "", replace(IN_PEPPOL, vat_currency="EUR", totals=_ALONE)),
    ("PEPPOL-EN16931-R007", "process_type", "urn:example"),
    ("PEPPOL-EN16931-R008", "seller/trading_name", ""),
    ("PEPPOL-EN16931-R010", "buyer/electronic_address", None),
    ("PEPPOL-EN16931-R020", "seller/electronic_address", None),
    ("PEPPOL-EN16931-R040", "allowances/1/percent", D(2)),
    ("PEPPOL-EN16931-R041", "allowances/1/base", None),
    ("PEPPOL-EN16931-R042", "lines/1/charges/1/percent", None),
    ("PEPPOL-EN16931-R046", "lines/1/price/discount", D("0.20")),
    ("PEPPOL-EN16931-R054", "totals/total_vat_accounting", None),
    ("PEPPOL-EN16931-R055", "totals/total_vat_accounting", D("-142.20")),
    ("PEPPOL-EN16931-R061", "payment", replace(IN_PEPPOL.payment, means_code="59", direct_debit=None)),
    ("PEPPOL-EN16931-R110", "lines/1/period", _EARLY),
    ("PEPPOL-EN16931-R111", "lines/1/period", _MARCH),
    ("PEPPOL-EN16931-R120", "lines/1/quantity", D(4)),
    ("PEPPOL-EN16931-R121", "lines/1/price/base_quantity", D(0)),
    ("PEPPOL-EN16931-R130", "lines/1/price/base_unit", "KGM"),
    ("PEPPOL-EN16931-CL008", "buyer/electronic_address/scheme", "0037"),
    ("PEPPOL-EN16931-P0100", "type_code", "389"),
    ("PEPPOL-EN16931-P0112", "type_code", "384"),
    ("PEPPOL-EN16931-P0101", "type_code", "420"),
    ("PEPPOL-EN16931-P0104", "vat_breakdown/1/exemption_code", "VATEX-EU-G"),
    ("PEPPOL-EN16931-P0106", "vat_breakdown/1/exemption_code", "VATEX-EU-IC"),
    *(
        (f"PEPPOL-COMMON-{rule}", "seller/electronic_address", Identifier(value, scheme))
        for rule, scheme, value in (
            ("R040", "0088", "7300010000002"),
            ("R041", "0192", "923609017"),
            ("R042", "0184", "DK1234567"),
            ("R043", "0208", "0123456780"),
            ("R044", "0201", "F7VRD"),
            ("R045", "0210", "123"),
            ("R047", "0211", "IT12345678901"),
            ("R049", "0007", "5560160681"),
            ("R050", "0151", "53004085617"),
            ("R052", "0096", "123456789"),
            ("R053", "0198", "12345678"),
            ("R054", "0106", "1234567"),
            ("R055", "0190", "123"),
            ("R056-1", "9944", "NL12"),
        )
    ),
]
"""Rule, place and what stands there."""


def broken(document, path, value):
    """The document with one thing wrong."""
    return changed(document, path, value) if path else value
