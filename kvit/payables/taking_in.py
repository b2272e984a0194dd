"""What was found of a document becomes the fields of its bill; nothing is judged here."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kvit.capture.einvoices import EInvoice
from kvit.companies.models import Company
from kvit.core import duplicates
from kvit.core.bill_facts import BillFacts, VatFacts
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.reading.facts import Reading
from kvit.parties import bank_details, suppliers
from kvit.parties.models import Party
from kvit.parties.suppliers import Named
from kvit.payables import facts
from kvit.payables.models import Bill, BillLine, BillVat, OrderMatch


def take_in(company: Company, row: Bill, found: EInvoice, *, by: Actor, on: date) -> None:
    """The bill says what was found of it, in the place of what an earlier look at its pages found."""
    row.source = found.source
    if found.facts is not None:
        _fill(row, found.facts)
        row.own_payable = found.own
        if found.pages is None:
            _name_supplier(company, row, found.facts, by=by, on=on)
        else:
            _know_supplier(company, row, found.pages, by=by, on=on)
            facts.keep_read(row, found.pages)
        row.save()  # the guard of its rows asks where it comes from
        _keep_lines(row, found.facts)
        keep_rows(row, found.facts.vat_totals)
    row.save()
    ask_for_accounts(company, row, by=by, on=on)


def _fill(row: Bill, told: BillFacts) -> None:
    row.kind = "credit_note" if told.is_credit_note else "bill"
    row.supplier = {
        "name": told.seller_name,
        "vat_id": told.seller_vat_id,
        "tax_id": told.seller_tax_id,
        "country": told.seller_country,
    }
    row.buyer = {"name": told.buyer_name, "vat_id": told.buyer_vat_id}
    row.number, row.number_key = told.number[:100], duplicates.number_key(told.number)[:100]
    row.issued_on, row.due_on, row.currency = told.issued_on, told.due_on, told.currency[:3]
    row.ibans, row.order_ref, row.preceding = list(told.ibans), told.order_ref[:100], told.preceding[:100]
    row.net, row.vat, row.gross = told.net, told.vat, told.gross
    row.prepaid, row.rounding, row.payable = told.prepaid, told.rounding, told.payable
    row.withheld = told.withheld


def _name_supplier(company: Company, row: Bill, told: BillFacts, *, by: Actor, on: date) -> None:
    if not told.seller_name.strip():
        return
    named = Named(
        name=told.seller_name,
        vat_id=told.seller_vat_id,
        tax_id=told.seller_tax_id,
        country=told.seller_country,
        ibans=told.ibans,
    )
    row.party, _ = suppliers.take(company, named, by=by, on=on)


def _know_supplier(company: Company, row: Bill, read: Reading, *, by: Actor, on: date) -> None:
    """Of pages only who is known already, by what was read for sure, else through whose portal they came; whom nobody
    knows a person names.

    Our own VAT id is never the supplier's, wherever it stands.
    """
    sure = {fact.name: str(fact.value) for fact in read.facts if fact.sure}
    vat_id, iban = sure.get("seller_vat_id", ""), sure.get("iban", "")
    if vat_id == company.vat_id:
        row.supplier, vat_id = {**row.supplier, "vat_id": ""}, ""
    known = suppliers.named(company, Named(name="", vat_id=vat_id, ibans=(iban,) if iban else ()))
    if known is None and not vat_id and row.document.brought_by is not None:
        known = suppliers.surviving(row.document.brought_by)
    if known is None:
        return
    named = Named(name=known.name, vat_id=known.vat_id, tax_id=known.tax_id, country=known.country, ibans=(iban,))
    row.party, _ = suppliers.take(company, named, by=by, on=on)
    row.supplier = as_told(known)


def as_told(party: Party) -> dict[str, str]:
    """A supplier as a bill shows it."""
    return {"name": party.name, "vat_id": party.vat_id, "tax_id": party.tax_id, "country": party.country}


def _keep_lines(row: Bill, told: BillFacts) -> None:
    OrderMatch.objects.filter(company=row.company, bill_line__bill=row).delete()
    row.lines.all().delete()
    BillLine.objects.bulk_create(
        BillLine(
            company=row.company,
            bill=row,
            position=position,
            name=line.name[:300],
            quantity=line.quantity,
            unit=line.unit[:20],
            price=line.price,
            net=line.net,
            vat_category=line.vat_category[:2],
            vat_rate=line.vat_rate,
            order_line_ref=line.order_line_ref[:100],
        )
        for position, line in enumerate(told.lines, start=1)
    )


def keep_rows(row: Bill, vat_totals: Sequence[VatFacts]) -> None:
    """The breakdown of the bill, in the place of an earlier one."""
    row.vat_totals.all().delete()
    BillVat.objects.bulk_create(
        BillVat(
            company=row.company,
            bill=row,
            category=one.category[:2],
            rate=one.rate,
            base=one.base,
            amount=one.amount,
        )
        for one in vat_totals
    )


def ask_for_accounts(company: Company, row: Bill, *, by: Actor, on: date) -> None:
    """An account that a bill names is a request, however often it is named."""
    if row.party is None:
        return
    for iban in row.ibans:
        try:
            with transaction.atomic():
                bank_details.request(company, row.party, iban=iban, source="bill", by=by, on=on)
        except Refused:  # a wrong IBAN is nothing that could be confirmed; the check of the account names it
            continue
