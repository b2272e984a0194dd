"""What two companies that know nothing of each other bought: bills, orders, runs, set-offs and what suppliers see."""

from datetime import timedelta

from kvit.archive.models import File
from kvit.capture import arrivals as captured
from kvit.capture.arrivals import Incoming
from kvit.companies import links
from kvit.companies.models import Company
from kvit.ledger.models import OpenItem
from kvit.messages import announcements, invitations
from kvit.parties import bank_details, own_facts, suppliers
from kvit.parties.models import Party
from kvit.parties.suppliers import Named
from kvit.payables import bills, self_charges
from kvit.payables.models import Discount
from kvit.payments.models import Claim, EarlyOffer, Offset, PaymentRun, Remittance, SupplierStatement
from kvit.purchasing import orders, purchase_requests, receipts
from kvit.purchasing.models import PurchaseOrder
from kvit.reports.tests.buying import a_bill
from tests.builders import DAY, a_user, the_owner

MARK = "Geheim"
"""Stands in every text of the first company: a stranger who reads it has seen too much."""


def bought(company: Company) -> dict[str, str]:
    """A supplier's file that became a bill, and an account of theirs that somebody asked to be trusted."""
    by = the_owner(company)
    came = Incoming(content=f"<x>{MARK}</x>".encode(), name=f"{MARK}.xml", via="upload")
    document, _ = captured.take(company, came, by=by, on=DAY)
    supplier, _ = suppliers.take(company, Named(name=f"{MARK} supplier"), by=by, on=DAY)
    account = bank_details.request(company, supplier, iban="RO49AAAA1B31007593840000", source="typed", by=by, on=DAY)
    run = PaymentRun.objects.create(
        company=company,
        bank_account=company.bank_accounts.order_by("pk")[0],
        currency="RON",
        format="pain001",
        until_on=DAY,
        proposed_on=DAY,
        left_out=[
            {
                "item": MARK,
                "supplier": MARK,
                "number": MARK,
                "amount": "1",
                "currency": "RON",
                "due_on": "2026-03-02",
                "rule": "run.no_account",
                "facts": {},
            }
        ],
    )
    bill = bills.capture(company, document, by=by, on=DAY)
    early = EarlyOffer.objects.create(
        company=company, item=company.open_items.order_by("pk")[0], bill=bill, party=supplier, percent=2,
        pay_on=DAY + timedelta(days=20),
        answer_by_on=DAY, balance=100, offered_by_id=by.id, offered_on=DAY,
    )  # fmt: skip
    offer = Discount.objects.create(company=company, bill=bill, percent=2, until_on=DAY, source="xml", added_on=DAY)
    offset = Offset.objects.create(
        company=company, party=supplier, basis="agreement", currency="RON", amount=1, pairs=[], language="en",
        proposed_on=DAY, countersigned=document.file,
    )  # fmt: skip
    return {
        "run": run.public_id,
        "offset": offset.public_id,
        **told(company, supplier, run=run, file=document.file),
        "bill": bill.public_id,
        "discount": offer.public_id,
        "early_offer": early.public_id,
        "bank_detail": account.public_id,
        "self_charge": charged(company),
        **shown(company, supplier),
        **ordered(company, supplier),
    }


def told(company: Company, supplier: Party, *, run: PaymentRun, file: File) -> dict[str, str]:
    """What the supplier was told that we paid, what they owe back, and what their statement says."""
    advice = Remittance.objects.create(
        company=company, run=run, party=supplier, number=f"{MARK}-1", made_on=DAY, paid_on=DAY, currency="RON",
        amount=1, language="en", ours={"name": MARK}, theirs={"name": MARK}, lines=[],
    )  # fmt: skip
    statement = SupplierStatement.objects.create(
        company=company, party=supplier, file=file, currency="RON", taken_on=DAY, columns={"number": MARK},
        lines=[{"row": 2, "on": "", "number": MARK, "amount": "1", "text": MARK}],
    )  # fmt: skip
    return {
        "remittance": advice.public_id,
        "supplier_statement": statement.public_id,
        "claim": claimed(company, supplier),
    }


def claimed(company: Company, supplier: Party) -> str:
    """Something that a supplier owes back; the item is whichever there is."""
    item = OpenItem.objects.filter(company=company, claim=None).order_by("pk")[0]
    told = {"reason": "overpaid", "document": f"{MARK}-2", "currency": "RON", "amount": 1, "found_on": DAY}
    return Claim.objects.create(company=company, party=supplier, item=item, **told).public_id


def charged(company: Company) -> str:
    """VAT that the company charged itself on a bill from abroad."""
    bill = a_bill(company, [("AE", "0", "100.00", "0")], supplier=f"{MARK} GmbH", vat_id="DE136695976")
    return self_charges.make(company, bill, said=self_charges.Said(), by=the_owner(company), on=DAY).public_id


def shown(company: Company, supplier: Party) -> dict[str, str]:
    """What stands around the portal: a link, facts that the supplier told, an announcement."""
    by = the_owner(company)
    link = invitations.invite(company, supplier, by=by, on=DAY).link
    told = {"town": f"{MARK} town"}
    change = own_facts.propose(company, supplier, told, by=links.guest(link, name=supplier.name), on=DAY)
    said = announcements.Said(
        title=f"{MARK} title", text=f"{MARK} text", from_on=DAY, until_on=DAY + timedelta(days=9999)
    )
    return {
        "portal_link": link.public_id,
        "supplier_change": change.public_id,
        "announcement": announcements.publish(company, said, by=by, on=DAY).public_id,
    }


def ordered(company: Company, supplier: Party) -> dict[str, str]:
    """An order that two people made, and what came of it."""
    by = the_owner(company)
    line = {"name": f"{MARK} boards", "quantity": "5", "price": "10"}
    row = orders.draft(company, {"supplier": supplier.public_id, "lines": [line]}, by=by, on=DAY)
    PurchaseOrder.objects.filter(pk=row.pk).update(
        status="approved", number="PO-1", ordered_on=DAY, approved_by=a_user("second@example.com")
    )
    came = receipts.receive(company, row, {"lines": [{"line": 1, "quantity": "5"}]}, by=by, on=DAY)
    wanted = {"purpose": f"{MARK} purpose", "supplier": supplier.public_id, "lines": [line]}
    asked = purchase_requests.ask(company, wanted, by=by, on=DAY)
    return {
        "request": asked.public_id,
        "order": row.public_id,
        "goods_receipt": came.public_id,
        "supplier": supplier.public_id,
    }
