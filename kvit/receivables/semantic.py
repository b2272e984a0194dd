"""A document's rows as the semantic model of EN 16931."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.einvoice import model
from kvit.core.einvoice.model import Adjustment, Identifier, amount
from kvit.core.einvoice.ubl_write import NUMBER_PLACEHOLDER
from kvit.core.formatting import format_plain
from kvit.parties.models import Party
from kvit.receivables import other_parties
from kvit.receivables.models import Invoice, InvoiceExtra, InvoiceLine, InvoiceVat

SPECIFICATION = "urn:cen.eu:en16931:2017"
TRANSFER, SEPA_TRANSFER = "30", "58"
DISCOUNT, OTHER_CHARGE = "95", "ZZZ"
"""UNTDID 5189 and 7161: what an allowance or charge is when nobody gave it a reason."""


def seller_snapshot(company: Company, *, iban: str = "") -> dict[str, str]:
    """What a document prints of us, copied so that it never changes."""
    names = [
        "name",
        "trading_name",
        "country",
        "vat_id",
        "tax_id",
        "register_id",
        "legal_note",
        "street",
        "building",
        "post_code",
        "town",
        "region",
        "email",
        "phone",
        "website",
    ]
    return {name: getattr(company, name) for name in names if getattr(company, name)} | ({"iban": iban} if iban else {})


def buyer_snapshot(party: Party) -> dict[str, str]:
    """What a document prints of the customer, copied so that it never changes."""
    names = [
        "name",
        "trading_name",
        "country",
        "vat_id",
        "tax_id",
        "register_id",
        "street",
        "building",
        "post_code",
        "town",
        "region",
        "email",
        "phone",
        "electronic_scheme",
        "electronic_address",
        "customer_number",
        "external_id",
    ]
    return {name: getattr(party, name) for name in names if getattr(party, name)} | {"id": party.public_id}


def invoice(
    row: Invoice,
    *,
    lines: Sequence[InvoiceLine],
    extras: Sequence[InvoiceExtra],
    vat_totals: Sequence[InvoiceVat],
    preceding: Sequence[tuple[str, date]] = (),
    accounting_currency: str,
) -> model.Invoice:
    """The document as the model, with the placeholder for a number it does not have yet.

    Under category O neither side's VAT id stands in the document (BR-O-02 to BR-O-04).
    """
    outside = any(one.category == "O" for one in vat_totals)
    number = row.number or NUMBER_PLACEHOLDER
    return model.Invoice(
        number=number,
        issued_on=row.issued_on,
        type_code=row.type_code,
        currency=row.currency,
        vat_currency=accounting_currency if row.vat_accounting is not None else None,
        tax_point_on=row.tax_point_on,
        due_on=row.due_on if row.payable > 0 else None,
        buyer_reference=row.buyer_reference or None,
        contract_ref=row.contract_ref or None,
        order_ref=row.order_ref or None,
        payment_terms=_terms(row),
        notes=tuple(model.Note(text=text) for text in _notes(row)),
        specification_id=SPECIFICATION,
        preceding_invoices=tuple(model.PrecedingInvoice(number=n, issued_on=on) for n, on in preceding),
        seller=seller_of(row.seller, without_vat=outside),
        buyer=buyer_of(row.buyer, without_vat=outside),
        delivery=_delivery(row),
        period=_period(row),
        payment=_payment(row, number),
        allowances=tuple(_adjustment(one) for one in extras if not one.is_charge),
        charges=tuple(_adjustment(one) for one in extras if one.is_charge),
        totals=_totals(row, extras),
        vat_breakdown=tuple(_breakdown(one) for one in vat_totals),
        lines=tuple(_line(one) for one in lines),
    )


def _terms(row: Invoice) -> str | None:
    if row.payable <= 0:
        return None
    return f"{row.terms_days} d" if row.due_on is None else None


def _notes(row: Invoice) -> list[str]:
    mentioned = [mention["text"] for mention in row.mentions]
    return [text for text in (row.correction_text, row.note, *mentioned, _retention(row), *beside_notes(row)) if text]


def beside_notes(row: Invoice) -> list[str]:
    """What stands beside the sums, in words: the standard has no terms for deposits, an account, named values or
    further parties."""
    settled = [
        f"{one['reason']}: {format_plain(Decimal(one['amount']), row.currency)} {row.currency}" for one in row.beside
    ]
    remarks = [f"{one['name']}: {one['value']}" for one in row.remarks]
    return [*settled, *remarks, *other_parties.in_words(row)]


def _retention(row: Invoice) -> str:
    """What BT-113 holds beside money, in the seller's legal words: the standard has no term for a retention."""
    if not row.retention:
        return ""
    return f"Retención IRPF {row.retention_rate.normalize():f} %: {amount(row.retention)} {row.currency}"


def _address(facts: Mapping[str, str]) -> model.Address:
    street = " ".join(part for part in (facts.get("street"), facts.get("building")) if part)
    return model.Address(
        line_1=street or None,
        city=facts.get("town") or None,
        post_code=facts.get("post_code") or None,
        subdivision=facts.get("region") or None,
        country=facts.get("country") or None,
    )


def seller_of(facts: Mapping[str, str], *, without_vat: bool = False) -> model.Party:
    """What was copied of us, as the seller of a document."""
    contact = model.Contact(point=facts.get("name"), telephone=facts.get("phone"), email=facts.get("email"))
    register = facts.get("register_id") or facts.get("tax_id")
    return model.Party(
        name=facts.get("name"),
        trading_name=facts.get("trading_name"),
        legal_registration=Identifier(register) if register else None,
        vat_id=None if without_vat else facts.get("vat_id"),
        tax_registration=facts.get("tax_id") if not facts.get("vat_id") and not without_vat else None,
        legal_form=facts.get("legal_note"),
        address=_address(facts),
        contact=contact if contact.telephone or contact.email else None,
    )


def buyer_of(facts: Mapping[str, str], *, without_vat: bool = False) -> model.Party:
    """What was copied of a party, as the buyer of a document."""
    electronic = facts.get("electronic_address")
    register = facts.get("register_id") or facts.get("tax_id")
    return model.Party(
        name=facts.get("name"),
        trading_name=facts.get("trading_name"),
        identifiers=(Identifier(facts["customer_number"]),) if facts.get("customer_number") else (),
        legal_registration=Identifier(register) if register else None,
        vat_id=None if without_vat else facts.get("vat_id"),
        electronic_address=Identifier(electronic, facts.get("electronic_scheme")) if electronic else None,
        address=_address(facts),
    )


def _delivery(row: Invoice) -> model.Delivery | None:
    if row.delivered_on is None and not row.deliver_to:
        return None
    return model.Delivery(
        name=row.deliver_to.get("name"),
        delivered_on=row.delivered_on,
        address=_address(row.deliver_to) if row.deliver_to else None,
    )


def _period(row: Invoice) -> model.Period | None:
    if row.period_from is None and row.period_to is None:
        return None
    return model.Period(start_on=row.period_from, end_on=row.period_to)


def _payment(row: Invoice, number: str) -> model.Payment | None:
    iban = row.seller.get("iban")
    if not iban or row.payable <= 0:
        return None
    return model.Payment(
        means_code=SEPA_TRANSFER if row.currency == "EUR" else TRANSFER,
        remittance=number,
        credit_transfers=(model.CreditTransfer(account=iban, account_name=row.seller.get("name")),),
    )


def _totals(row: Invoice, extras: Sequence[InvoiceExtra]) -> model.Totals:
    """BG-22; the sum of allowances or charges stands there where one does, and be it zero (BR-CO-11, BR-CO-12)."""
    kinds = {one.is_charge for one in extras}
    return model.Totals(
        line_total_sum=amount(row.line_sum),
        allowance_sum=amount(row.allowance_sum) if False in kinds else None,
        charge_sum=amount(row.charge_sum) if True in kinds else None,
        total_without_vat=amount(row.net),
        total_vat=amount(row.vat),
        total_vat_accounting=None if row.vat_accounting is None else amount(row.vat_accounting),
        total_with_vat=amount(row.gross),
        paid=amount(row.prepaid) or None,
        rounding=amount(row.rounding) or None,
        payable=amount(row.payable),
    )


def _breakdown(one: InvoiceVat) -> model.VatBreakdown:
    return model.VatBreakdown(
        taxable=amount(one.base),
        tax=amount(one.amount),
        category=one.category,
        rate=None if one.category == "O" else one.rate.normalize(),
        exemption_reason=one.reason or None,
        exemption_code=one.reason_code or None,
    )


def _adjustment(one: InvoiceExtra) -> Adjustment:
    return Adjustment(
        amount=amount(one.net),
        vat_category=one.vat_category,
        vat_rate=None if one.vat_category == "O" else one.charged_rate.normalize(),
        reason=one.reason or None,
        reason_code=one.reason_code or (None if one.reason else _usual_code(one)),
    )


def _usual_code(one: InvoiceExtra) -> str:
    return OTHER_CHARGE if one.is_charge else DISCOUNT


def _line(one: InvoiceLine) -> model.Line:
    discount = (Adjustment(amount=amount(one.discount), reason_code=DISCOUNT),) if one.discount > 0 else ()
    raised = (Adjustment(amount=amount(-one.discount), reason_code=OTHER_CHARGE),) if one.discount < 0 else ()
    base = one.base_quantity.normalize()
    return model.Line(
        id=str(one.position),
        quantity=one.quantity.normalize(),
        unit=one.unit,
        net=amount(one.net),
        allowances=discount,
        charges=raised,
        price=model.Price(net=one.net_price.normalize(), base_quantity=None if base == 1 else base),
        vat_category=one.vat_category,
        vat_rate=None if one.vat_category == "O" else one.charged_rate.normalize(),
        item=model.Item(name=one.name, description=one.description or None),
    )
