"""Facturae: what was written is read back, passes the official schema, and what cannot be written is said before."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.einvoice.facturae import check, face, losses, read, schema, write
from kvit.core.einvoice.facturae.facts import (
    Advance,
    Facts,
    Guarantee,
    Instalment,
    PartyFacts,
    Withheld,
    corrective,
    dir3,
)
from kvit.core.einvoice.facturae.write_lines import taxes_of_document
from kvit.core.einvoice.model import (
    Address,
    Adjustment,
    CreditTransfer,
    Invoice,
    Item,
    Line,
    Note,
    Party,
    Payment,
    PrecedingInvoice,
    Price,
    Totals,
    VatBreakdown,
)
from kvit.core.errors import Refused, errors
from kvit.core.tests.spanish_invoices import spanish_documents
from tests.habits import random_documents

MADRID = Address(line_1="Gran Vía 1", city="Madrid", post_code="28013", subdivision="Madrid", country="ES")
SELLER = Party(name="Ana Núñez Gil", vat_id="ES12345678Z", address=MADRID)
BUYER = Party(name="Beta SL", vat_id="ESB23103039", address=MADRID)


def D(text):
    return Decimal(text)


def a_line(net, rate, *, position=1):
    return Line(
        id=str(position),
        quantity=D("10"),
        unit="HUR",
        net=D(net),
        price=Price(net=D(net) / 10),
        vat_category="S",
        vat_rate=D(rate),
        item=Item(name="Consultoría"),
    )


def a_document(**changes):
    """The example of docs/rules/retention-and-surcharge.md: 10 × 100.00 at 21 %, IRPF 15 %."""
    return replace(
        Invoice(
            number="F-2026-00001",
            issued_on=date(2026, 3, 2),
            type_code="380",
            currency="EUR",
            due_on=date(2026, 4, 1),
            seller=SELLER,
            buyer=BUYER,
            lines=(a_line("1000.00", "21"),),
            vat_breakdown=(VatBreakdown(taxable=D("1000.00"), tax=D("210.00"), category="S", rate=D("21")),),
            totals=Totals(
                line_total_sum=D("1000.00"),
                total_without_vat=D("1000.00"),
                total_vat=D("210.00"),
                total_with_vat=D("1210.00"),
                paid=D("150.00"),
                payable=D("1060.00"),
            ),
        ),
        **changes,
    )


WITHHELD = Withheld(rate=D("15"), base=D("1000.00"), amount=D("150.00"))
FACTS = Facts(withheld=(WITHHELD,))


def totals_of(content):
    """The amounts of InvoiceTotals by their names."""
    found = xml.parse(content).find("Invoices/Invoice/InvoiceTotals")
    return {one.tag: one.text for one in found if len(one) == 0}


@pytest.fixture(scope="session")
def official(shared):
    return etree.XMLSchema(file=str(shared / "einvoice/xsd/facturae-3.2.2/Facturaev3_2_2.xsd"))


ANY = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=100, **ANY)
@given(spanish_documents())
def test_any_spanish_document_passes_schema_and_own_rules_and_is_read_back(official, document):
    assert_comes_back(official, document)


@pytest.mark.long
@settings(max_examples=random_documents(150), **ANY)
@given(spanish_documents())
def test_hundreds_more_spanish_documents_come_back(official, document):
    assert_comes_back(official, document)


def assert_comes_back(official, document):
    invoice, facts = document
    assert losses.dropped(invoice, facts) == []
    content = write.write(invoice, facts)
    assert official.validate(etree.fromstring(content)), official.error_log
    assert check.check(content) == []
    assert read.read(content) == (invoice, facts)


def test_the_retention_lowers_the_total_and_not_the_base():
    """docs/rules/facturae.md: base 1,000.00, IVA 210.00, IRPF 150.00, to pay 1,060.00."""
    content = write.write(a_document(), FACTS)
    assert totals_of(content) == {
        "TotalGrossAmount": "1000.00",
        "TotalGrossAmountBeforeTaxes": "1000.00",
        "TotalTaxOutputs": "210.00",
        "TotalTaxesWithheld": "150.00",
        "InvoiceTotal": "1060.00",
        "TotalOutstandingAmount": "1060.00",
        "TotalExecutableAmount": "1060.00",
    }
    assert "<TaxTypeCode>04</TaxTypeCode>" in content.decode()
    assert read.read(content)[1].withheld == (WITHHELD,)


def test_the_surcharge_stands_in_its_own_fields():
    """docs/rules/facturae.md: 1,000.00 at 21 + 5.2 is 262.00 in the model, 210.00 and 52.00 in Facturae."""
    rate = VatBreakdown(taxable=D("1000.00"), tax=D("262.00"), category="S", rate=D("26.2"))
    totals = replace(
        a_document().totals, total_vat=D("262.00"), total_with_vat=D("1262.00"), paid=None, payable=D("1262.00")
    )
    document = a_document(lines=(a_line("1000.00", "26.2"),), vat_breakdown=(rate,), totals=totals)
    content = write.write(document, Facts())
    tax = xml.parse(content).find("Invoices/Invoice/TaxesOutputs/Tax")
    told = {one.tag: (one.findtext("TotalAmount") or one.text) for one in tax}
    assert told == {
        "TaxTypeCode": "01",
        "TaxRate": "21.00",
        "TaxableBase": "1000.00",
        "TaxAmount": "210.00",
        "EquivalenceSurcharge": "5.20",
        "EquivalenceSurchargeAmount": "52.00",
    }
    assert totals_of(content)["TotalTaxOutputs"] == "262.00"
    assert read.read(content)[0].vat_breakdown == (rate,)


def test_a_credit_note_is_a_rectificativa_por_diferencias_with_a_minus():
    document = a_document(
        type_code="381", preceding_invoices=(PrecedingInvoice(number="F-2026-00001", issued_on=date(2026, 2, 27)),)
    )
    facts = replace(FACTS, corrective=corrective("return", method="I", issued_on=date(2026, 2, 27)))
    content = write.write(document, facts)
    header = xml.parse(content).find("Invoices/Invoice/InvoiceHeader")
    assert header.findtext("InvoiceClass") == "OR"
    assert header.findtext("Corrective/InvoiceNumber") == "F-2026-00001"
    assert header.findtext("Corrective/TaxPeriod/StartDate") == "2026-02-01"
    assert header.findtext("Corrective/TaxPeriod/EndDate") == "2026-02-28"
    assert header.findtext("Corrective/CorrectionMethodDescription") == "Rectificación por diferencias"
    assert totals_of(content)["InvoiceTotal"] == "-1060.00"
    assert totals_of(content)["TotalTaxesWithheld"] == "-150.00"
    assert check.check(content) == []
    back, told = read.read(content)
    assert (back.type_code, back.totals, told.withheld) == ("381", document.totals, (WITHHELD,))


def test_the_december_of_a_correction_ends_with_the_year():
    period = corrective("price", method="S", issued_on=date(2025, 12, 31)).period
    assert (period.start_on, period.end_on) == (date(2025, 12, 1), date(2025, 12, 31))


def test_a_public_body_gets_its_three_units():
    centres = dir3(accounting="L01280796", managing="LA0007407", processing="LA0007408")
    facts = replace(FACTS, buyer=PartyFacts(centres=centres))
    document = a_document(payment=Payment(means_code="58", credit_transfers=(CreditTransfer(account="ES25018825"),)))
    content = write.write(document, facts)
    found = {one.rule for one in face.check(content)}
    assert found == {"KVIT-FE-UNSIGNED"}
    roles = [(one.code, one.role) for one in read.read(content)[1].buyer.centres]
    assert roles == [("L01280796", "01"), ("LA0007407", "02"), ("LA0007408", "03")]


def test_face_refuses_what_the_schema_lets_pass():
    content = write.write(a_document(), FACTS).replace(
        b"<InvoiceTotal>1060.00</InvoiceTotal>", b"<InvoiceTotal>1210.00</InvoiceTotal>"
    )
    content = content.replace(b"<PaymentMeans>13</PaymentMeans>", b"<PaymentMeans>04</PaymentMeans>")
    assert errors(check.check(content)) == []
    assert {"KVIT-FE-TOTAL", "KVIT-FE-CENTRE", "KVIT-FE-IBAN"} <= {one.rule for one in errors(face.check(content))}


def test_every_document_of_the_manifest_gets_its_verdict(shared):
    folder = shared / "einvoice"
    rows = list(csv.DictReader((folder / "manifest.csv").open(encoding="utf-8")))
    tried = [row for row in rows if row["syntax"] == "Facturae"]
    assert len(tried) >= 7
    for row in tried:
        found = {one.rule for one in errors(check.check((folder / row["file"]).read_bytes()))}
        assert ("invalid" if found else "valid") == row["expected"], row["file"]
        assert not row["rule_ids"] or found & set(row["rule_ids"].split()), row["file"]


def test_the_sample_of_others_is_read_whole(shared):
    content = (shared / "einvoice/examples/facturae/invoice-vat.xml").read_bytes()
    invoice, facts = read.read(content)
    assert (invoice.number, invoice.seller.vat_id, invoice.totals.payable) == (
        "TEST01001F",
        "ESB23103039",
        D("5084.42"),
    )
    assert invoice.payment.credit_transfers[0].account == "ES2501882570718544704761"
    assert facts.third_party[0].name == "Hypeprop S.L."
    assert read.read(write.write(invoice, facts)) == (invoice, facts)


@pytest.mark.parametrize("version", ["3.2", "3.2.1"])
def test_older_versions_are_read(version):
    space = next(space for space, known in schema.VERSIONS.items() if known == version)
    content = write.write(a_document(), FACTS).replace(write.SPACE.encode(), space.encode())
    content = content.replace(b"<SchemaVersion>3.2.2<", b"<SchemaVersion>%b<" % version.encode())
    assert read.read(content)[0] == read.read(write.write(a_document(), FACTS))[0]
    assert check.check(content) == []


SUMS = [
    ("TotalCost", "KVIT-FE-COST"),
    ("GrossAmount", "KVIT-FE-LINE"),
    ("TotalGrossAmount", "KVIT-FE-GROSS"),
    ("TotalGrossAmountBeforeTaxes", "KVIT-FE-BEFORE-TAXES"),
    ("TotalTaxOutputs", "KVIT-FE-OUTPUTS"),
    ("TotalTaxesWithheld", "KVIT-FE-WITHHELD"),
    ("InvoiceTotal", "KVIT-FE-TOTAL"),
    ("TotalOutstandingAmount", "KVIT-FE-OUTSTANDING"),
    ("TotalExecutableAmount", "KVIT-FE-EXECUTABLE"),
]


@pytest.mark.parametrize(("name", "rule"), SUMS)
@pytest.mark.parametrize(("off", "told"), [("0.01", False), ("0.02", True)])
def test_each_sum_may_be_off_by_a_cent_and_no_more(name, rule, off, told):
    root = xml.parse(write.write(a_document(), FACTS))
    element = next(one for one in root.find("Invoices").iter(name) if len(one) == 0)
    element.text = str(D(element.text) + D(off))
    found = {one.rule: one.severity for one in check.check(etree.tostring(root))}
    assert (found.get(rule) == "warning") == told


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("FileHeader/Batch/InvoicesCount", "2", "KVIT-FE-COUNT"),
        ("FileHeader/Batch/TotalInvoicesAmount/TotalAmount", "1.00", "KVIT-FE-BATCH"),
        ("Parties/SellerParty/TaxIdentification/TaxIdentificationNumber", "12345678A", "KVIT-FE-NIF"),
        ("Parties/BuyerParty/TaxIdentification/TaxIdentificationNumber", "B23103038", "KVIT-FE-NIF"),
        ("Invoices/Invoice/InvoiceHeader/InvoiceClass", "OR", "KVIT-FE-CORRECTIVE"),
        ("Invoices/Invoice/InvoiceHeader/InvoiceClass", "OC", "KVIT-FE-SUMMARY"),
        ("Invoices/Invoice/InvoiceIssueData/InvoiceCurrencyCode", "USD", "KVIT-FE-RATE"),
        ("Invoices/Invoice/TaxesOutputs/Tax/TaxAmount/TotalAmount", "200.00", "KVIT-FE-TAX"),
        ("Invoices/Invoice/TaxesOutputs/Tax/TaxableBase/TotalAmount", "900.00", "KVIT-FE-BASES"),
    ],
)
def test_what_the_schema_does_not_see_is_a_warning(path, value, rule):
    root = xml.parse(write.write(a_document(), FACTS))
    root.find(path).text = value
    found = check.check(etree.tostring(root))
    assert rule in {one.rule for one in found} and errors(found) == []


def test_another_currency_names_its_rate_and_the_tax_in_euros():
    totals = replace(a_document().totals, total_vat_accounting=D("190.91"))
    document = a_document(currency="USD", vat_currency="EUR", totals=totals)
    facts = replace(FACTS, exchange_rate=D("0.90909"), exchange_rate_on=date(2026, 3, 2))
    content = write.write(document, facts)
    assert check.check(content) == []
    back, told = read.read(content)
    assert (back.totals.total_vat_accounting, back.vat_currency) == (D("190.91"), "EUR")
    assert told.exchange_rate == D("0.90909")


@pytest.mark.parametrize(
    ("reason", "category"),
    [
        ("Entrega intracomunitaria exenta, art. 25 Ley 37/1992", "K"),
        ("Exención por exportación", "G"),
        ("art. 20.Uno.9.º Ley 37/1992", "E"),
        ("", "E"),
    ],
)
def test_the_category_of_an_exemption_is_read_from_its_reason(reason, category):
    untaxed = VatBreakdown(taxable=D("1000.00"), tax=D("0.00"), category="E", rate=D("0"), exemption_reason=reason)
    line = replace(a_line("1000.00", "0"), vat_category="E")
    totals = replace(a_document().totals, total_vat=D("0.00"), total_with_vat=D("1000.00"), payable=D("850.00"))
    content = write.write(a_document(lines=(line,), vat_breakdown=(untaxed,), totals=totals), FACTS)
    back = read.read(content)[0]
    assert (back.vat_breakdown[0].category, back.lines[0].vat_category) == (category, category)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<Invoice/>", "facturae.unknown"),
        (b"<!DOCTYPE x><Facturae/>", "xml.doctype"),
        (f'<f:Facturae xmlns:f="{write.SPACE}"/>'.encode(), "facturae.many"),
    ],
)
def test_what_is_no_facturae_is_refused(content, code):
    with pytest.raises(Refused) as refused:
        read.read(content)
    assert refused.value.code == code


def test_a_control_character_is_refused():
    with pytest.raises(Refused) as refused:
        write.write(a_document(notes=(Note(text="a\x07"),)), FACTS)
    assert refused.value.code == "xml.bad_character"


def test_general_discounts_find_their_rate_again():
    lines = (a_line("1000.00", "21"), a_line("500.00", "10", position=2))
    allowance = Adjustment(amount=D("50.00"), reason="rappel", vat_category="S", vat_rate=D("10"))
    document = a_document(
        lines=lines,
        allowances=(allowance,),
        vat_breakdown=(
            VatBreakdown(taxable=D("1000.00"), tax=D("210.00"), category="S", rate=D("21")),
            VatBreakdown(taxable=D("450.00"), tax=D("45.00"), category="S", rate=D("10")),
        ),
        totals=Totals(
            line_total_sum=D("1500.00"),
            allowance_sum=D("50.00"),
            total_without_vat=D("1450.00"),
            total_vat=D("255.00"),
            total_with_vat=D("1705.00"),
            payable=D("1705.00"),
        ),
    )
    content = write.write(document, Facts())
    assert check.check(content) == []
    assert read.read(content)[0].allowances == (allowance,)


def test_a_guarantee_and_instalments_stand_beside_the_total():
    """What the payer keeps until the work is good is not to be paid yet (AmountsWithheld)."""
    kept = Guarantee(reason="garantía", amount=D("50.00"), rate=D("5"))
    parts = (
        Instalment(due_on=date(2026, 4, 1), amount=D("500.00")),
        Instalment(due_on=date(2026, 5, 1), amount=D("510.00")),
    )
    totals = replace(a_document().totals, paid=D("200.00"), payable=D("1010.00"))
    facts = replace(FACTS, guarantee=kept, instalments=parts)
    document = a_document(totals=totals, due_on=date(2026, 5, 1))
    content = write.write(document, facts)
    assert check.check(content) == []
    told = totals_of(content)
    assert (told["TotalOutstandingAmount"], told["TotalExecutableAmount"]) == ("1060.00", "1010.00")
    back, read_facts = read.read(content)
    assert (read_facts.guarantee, read_facts.instalments) == (kept, parts)
    assert (back.totals, back.due_on) == (totals, date(2026, 5, 1))


def test_advances_that_do_not_come_to_what_was_paid_are_refused():
    facts = replace(FACTS, advances=(Advance(amount=D("10.00"), paid_on=date(2026, 2, 1)),))
    with pytest.raises(Refused) as refused:
        write.write(a_document(), facts)
    assert refused.value.code == "facturae.advances_differ"


def test_the_surcharge_is_what_the_tax_leaves_to_the_cent():
    """1,000.05 at 26.2 is 262.01: IVA 210.01 by its own rate, the rest is recargo (retention-and-surcharge.md)."""
    content = taxes_of_document(
        [VatBreakdown(taxable=D("1000.05"), tax=D("262.01"), category="S", rate=D("26.2"))], None
    )
    assert "<TaxAmount>\n<TotalAmount>210.01</TotalAmount>" in content
    assert "<EquivalenceSurchargeAmount>\n<TotalAmount>52.00</TotalAmount>" in content
