"""The national rules of Peppol that random changes seldom reach: own rules and sheet agree on right and wrong."""

from dataclasses import replace

import pytest
from lxml import etree

from kvit.adapters.judges.saxon import SaxonJudge
from kvit.core.einvoice import peppol, ubl_write, xml
from kvit.core.einvoice.element_rules import PREFIXES
from kvit.core.tests.national_breakings import IN_PEPPOL
from kvit.core.tests.test_peppol import at_home

MEANS = "cac:PaymentMeans/cbc:PaymentMeansCode"
PAYMENT = "cac:PaymentMeans/cbc:PaymentID"
ACCOUNT = "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID"
BANK = "cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"
DEBTOR = "cac:PaymentMeans/cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"
REASON = "cac:AllowanceCharge/cbc:AllowanceChargeReason"
REASON_CODE = "cac:AllowanceCharge/cbc:AllowanceChargeReasonCode"
SUPPORT = "cac:AdditionalDocumentReference[2]"
TERMS = "cac:PaymentTerms/cbc:Note"
SELLER, BUYER = "cac:AccountingSupplierParty/cac:Party", "cac:AccountingCustomerParty/cac:Party"
REPRESENTATIVE = "cac:TaxRepresentativeParty/cac:PostalAddress"

GREEK = {
    "cbc:ID": "094259216|01/03/2026|0|1.1|A|7",
    f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID": "EL094259216",
    f"{BUYER}/cac:PartyTaxScheme/cbc:CompanyID": "EL094259216",
    f"{SUPPORT}/cbc:DocumentDescription": "##M.AR.K##",
    f"{SUPPORT}/cbc:ID": "400001",
}
SWEDISH_GIRO = {MEANS: "30", BANK: "SE:BANKGIRO", ACCOUNT: "1234567"}
SWEDISH_POST = {MEANS: "30", BANK: "SE:PLUSGIRO", ACCOUNT: "1234567"}
ICELANDIC = {f"{SUPPORT}/cbc:DocumentDescription": "EINDAGI", f"{SUPPORT}/cbc:ID": "2026-04-10"}

CASES = [
    # rule, country, type of document, what stands where (None: taken out), whether the rule is broken
    ("NO-R-001", "NO", "380", {f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID": "NO923609016MVA"}, False),
    ("NO-R-001", "NO", "380", {f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID": "NO923609017MVA"}, True),
    ("DK-R-004", "DK", "380", {REASON_CODE: "ZZZ", REASON: "0061"}, False),
    ("DK-R-004", "DK", "380", {REASON_CODE: "ZZZ", REASON: "tax#duty"}, False),
    ("DK-R-004", "DK", "380", {REASON_CODE: "ZZZ", REASON: "duty#"}, True),
    ("DK-R-006", "DK", "380", {MEANS: "42", BANK: None}, True),
    ("DK-R-006", "DK", "380", {MEANS: "42"}, False),
    ("DK-R-007", "DK", "380", {MEANS: "49", DEBTOR: None}, True),
    ("DK-R-008", "DK", "380", {MEANS: "50", PAYMENT: "01#", ACCOUNT: "1234567"}, False),
    ("DK-R-008", "DK", "380", {MEANS: "50", PAYMENT: "02#", ACCOUNT: "1234567"}, True),
    ("DK-R-009", "DK", "380", {MEANS: "50", PAYMENT: "04#1234567890123456", ACCOUNT: "1234567"}, False),
    ("DK-R-009", "DK", "380", {MEANS: "50", PAYMENT: "04#12", ACCOUNT: "1234567"}, True),
    ("DK-R-010", "DK", "380", {MEANS: "93", PAYMENT: "73#", ACCOUNT: "12345678"}, False),
    ("DK-R-010", "DK", "380", {MEANS: "93", PAYMENT: "73#", ACCOUNT: "1234567"}, True),
    ("DK-R-011", "DK", "380", {MEANS: "93", PAYMENT: "71#12", ACCOUNT: "12345678"}, True),
    ("DK-R-011", "DK", "380", {MEANS: "93", PAYMENT: "71#123456789012345", ACCOUNT: "12345678"}, False),
    ("DK-R-016", "DK", "381", {"cac:LegalMonetaryTotal/cbc:PayableAmount": "-1.00"}, True),
    ("SE-R-005", "SE", "380", {f"{SELLER}/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID": "TAX"}, True),
    ("SE-R-007", "SE", "380", SWEDISH_POST, False),
    ("SE-R-007", "SE", "380", SWEDISH_POST | {ACCOUNT: "12-3"}, True),
    ("SE-R-008", "SE", "380", SWEDISH_GIRO | {ACCOUNT: "123-4567"}, True),
    ("SE-R-009", "SE", "380", SWEDISH_GIRO | {ACCOUNT: "123456"}, True),
    ("SE-R-009", "SE", "380", SWEDISH_GIRO, False),
    ("SE-R-010", "SE", "380", SWEDISH_POST | {ACCOUNT: "1"}, True),
    ("SE-R-011", "SE", "380", {MEANS: "50"}, True),
    ("SE-R-012", "SE", "380", {MEANS: "31"}, True),
    ("IS-R-001", "IS", "386", {}, True),
    ("IS-R-006", "IS", "380", {MEANS: "9", ACCOUNT: "123456789012"}, False),
    ("IS-R-006", "IS", "380", {MEANS: "9", ACCOUNT: "12"}, True),
    ("IS-R-007", "IS", "380", {MEANS: "42", ACCOUNT: "12"}, True),
    ("IS-R-008", "IS", "380", ICELANDIC | {f"{SUPPORT}/cbc:ID": "10.4.2026"}, True),
    ("IS-R-009", "IS", "380", ICELANDIC | {"cbc:DueDate": None}, True),
    ("IS-R-010", "IS", "380", ICELANDIC, False),
    ("IS-R-010", "IS", "380", ICELANDIC | {f"{SUPPORT}/cbc:ID": "2026-03-10"}, True),
    ("IT-R-001", "IT", "380", {f"{SELLER}/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID": "TAX"}, True),
    *((f"GR-R-001-{part}", "GR", "380", GREEK, False) for part in range(1, 8)),
    ("GR-R-001-3", "GR", "380", GREEK | {"cbc:ID": "094259216|02/03/2026|0|1.1|A|7"}, True),
    ("GR-R-001-4", "GR", "380", GREEK | {"cbc:ID": "094259216|01/03/2026|x|1.1|A|7"}, True),
    ("GR-R-001-5", "GR", "380", GREEK | {"cbc:ID": "094259216|01/03/2026|0|9.9|A|7"}, True),
    ("GR-R-001-6", "GR", "380", GREEK | {"cbc:ID": "094259216|01/03/2026|0|1.1||7"}, True),
    ("GR-R-001-7", "GR", "380", GREEK | {"cbc:ID": "094259216|01/03/2026|0|1.1|A|"}, True),
    ("GR-R-004-1", "GR", "380", GREEK, False),
    ("GR-R-004-2", "GR", "380", GREEK | {f"{SUPPORT}/cbc:ID": "0400"}, True),
    ("GR-R-008-3", "GR", "380", GREEK | {f"{SUPPORT}/cbc:DocumentDescription": "##INVOICE|URL##"}, False),
    ("GR-R-003", "GR", "380", GREEK, False),
    ("NL-R-001", "NL", "381", {"cac:BillingReference": None}, True),
    ("NL-R-006", "NL", "380", {f"{REPRESENTATIVE}/cac:Country/cbc:IdentificationCode": "NL"}, False),
    (
        *("NL-R-006", "NL", "380"),
        {f"{REPRESENTATIVE}/cac:Country/cbc:IdentificationCode": "NL", f"{REPRESENTATIVE}/cbc:CityName": None},
        True,
    ),
    ("NL-R-007", "NL", "380", {"cac:PaymentMeans": None}, True),
    ("NL-R-008", "NL", "380", {MEANS: "42"}, True),
    ("DE-R-018", "DE", "380", {TERMS: "#SKONTO#TAGE=7#PROZENT=2.00#\n"}, False),
    ("DE-R-018", "DE", "380", {TERMS: "#SKONTO#TAGE=7#PROZENT=2.00#"}, True),
    ("DE-R-018", "DE", "380", {TERMS: "#SKONTO#TAGE=7#PROZENT=2.00#\nnetto 30\n#SKONTO#TAGE=9#PROZENT=1.00#\n"}, False),
    ("DE-R-019", "DE", "380", {MEANS: "58", ACCOUNT: "DE89 3704 0044 0532 0130 00"}, False),
    ("DE-R-019", "DE", "380", {MEANS: "58", ACCOUNT: "DE89370400440532013001"}, True),
    ("DE-R-020", "DE", "380", {MEANS: "59", DEBTOR: "DE1"}, True),
    ("DE-R-024-1", "DE", "380", {MEANS: "48", "cac:PaymentMeans/cac:CardAccount": None}, True),
    ("DE-R-024-2", "DE", "380", {MEANS: "48"}, True),
    ("DE-R-025-1", "DE", "380", {MEANS: "59", "cac:PaymentMeans/cac:PaymentMandate": None}, True),
    ("DE-R-025-2", "DE", "380", {MEANS: "59"}, True),
    ("DE-R-026", "DE", "384", {"cac:BillingReference": None}, True),
    ("DE-R-T02", "DE", "380", {f"{SUPPORT}/cac:Attachment/cac:ExternalReference/cbc:URI": "example.com"}, True),
]


@pytest.fixture(scope="module")
def judge(shared):
    judge = SaxonJudge(shared / "einvoice")
    yield judge
    judge.close()


def document(country, type_code, edits):
    """The document between two firms of the country, with its edits."""
    whole = replace(at_home(country), type_code=type_code)
    if any(path.startswith(REPRESENTATIVE) for path in edits):
        whole = replace(whole, tax_representative=IN_PEPPOL.tax_representative)
    root = xml.parse(ubl_write.write(whole))
    for path, text in edits.items():
        held = root.find(path, PREFIXES)
        assert held is not None, path
        if text is None:
            held.getparent().remove(held)
        else:
            held.text = text
    return etree.tostring(root)


def test_own_rules_and_sheet_agree_on_every_national_case(judge):
    documents = [document(country, type_code, edits) for _, country, type_code, edits, _ in CASES]
    verdicts = judge.judge_all(documents, profile="peppol")
    wrong = []
    for (rule, country, type_code, edits, broken), content, verdict in zip(CASES, documents, verdicts, strict=True):
        own = {one.rule for one in peppol.check(xml.parse(content))}
        official = {one.rule for one in verdict.findings if one.rule in peppol.CODES}
        if own != official or (rule in own) is not broken:
            wrong.append((rule, country, type_code, edits, own ^ official, broken))
    assert wrong == []
