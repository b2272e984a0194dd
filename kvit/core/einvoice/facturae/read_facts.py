"""What a Facturae says beside the semantic model."""

from decimal import Decimal

from lxml import etree

from kvit.core.einvoice.facturae import codes, read_party, values
from kvit.core.einvoice.facturae.facts import Advance, Corrective, Facts, Guarantee, Instalment, Withheld
from kvit.core.einvoice.model import Period


def facts(root: etree._Element, element: etree._Element) -> Facts:
    """The facts of the one invoice, in the sign it is written with."""
    third = root.find("FileHeader/ThirdParty")
    instalments = _instalments(element)
    return Facts(
        series=values.text(element, "InvoiceHeader/InvoiceSeriesCode") or "",
        document_type=values.text(element, "InvoiceHeader/InvoiceDocumentType") or "",
        invoice_class=values.text(element, "InvoiceHeader/InvoiceClass") or "",
        issuer=values.text(root, "FileHeader/InvoiceIssuerType") or "",
        language=values.text(element, "InvoiceIssueData/LanguageName") or "es",
        description=values.text(element, "InvoiceIssueData/InvoiceDescription") or "",
        exchange_rate=values.number(element, "InvoiceIssueData/ExchangeRateDetails/ExchangeRate"),
        exchange_rate_on=values.day(element, "InvoiceIssueData/ExchangeRateDetails/ExchangeRateDate"),
        seller=read_party.facts(root.find("Parties/SellerParty")),
        buyer=read_party.facts(root.find("Parties/BuyerParty")),
        third_party=None if third is None else (read_party.party(third), read_party.facts(third)),
        corrective=_corrective(element),
        withheld=tuple(_withheld(one) for one in element.findall("TaxesWithheld/Tax")),
        advances=_advances(element),
        instalments=instalments if len(instalments) > 1 else (),
        guarantee=_guarantee(element),
    )


def _corrective(element: etree._Element) -> Corrective | None:
    one = element.find("InvoiceHeader/Corrective")
    if one is None:
        return None
    return Corrective(
        reason=values.text(one, "ReasonCode") or "",
        method=values.text(one, "CorrectionMethod") or "",
        period=values.period(one, "TaxPeriod") or Period(),
        series=values.text(one, "InvoiceSeriesCode") or "",
        text=values.text(one, "AdditionalReasonDescription") or "",
    )


def _withheld(one: etree._Element) -> Withheld:
    rate = values.number(one, "TaxRate") or Decimal(0)
    base = values.amount(one, "TaxableBase") or Decimal(0)
    stated = values.amount(one, "TaxAmount")
    return Withheld(
        rate=rate,
        base=base,
        amount=base * rate / 100 if stated is None else stated,
        tax=values.text(one, "TaxTypeCode") or codes.IRPF,
    )


def _advances(element: etree._Element) -> tuple[Advance, ...]:
    found = []
    for one in element.findall("InvoiceTotals/PaymentsOnAccount/PaymentOnAccount"):
        paid_on = values.day(one, "PaymentOnAccountDate")
        amount = values.number(one, "PaymentOnAccountAmount")
        if paid_on and amount is not None:
            found.append(Advance(amount=amount, paid_on=paid_on))
    return tuple(found)


def _instalments(element: etree._Element) -> tuple[Instalment, ...]:
    found = []
    for one in element.findall("PaymentDetails/Installment"):
        due_on, amount = values.day(one, "InstallmentDueDate"), values.number(one, "InstallmentAmount")
        if due_on and amount is not None:
            found.append(Instalment(due_on=due_on, amount=amount))
    return tuple(found)


def _guarantee(element: etree._Element) -> Guarantee | None:
    one = element.find("InvoiceTotals/AmountsWithheld")
    if one is None:
        return None
    return Guarantee(
        reason=values.text(one, "WithholdingReason") or "",
        amount=values.number(one, "WithholdingAmount") or Decimal(0),
        rate=values.number(one, "WithholdingRate"),
    )
