"""Bills as a supplier's own Kvit makes them, and how they get to ours."""

from datetime import date

from kvit.archive import files
from kvit.archive.models import Document
from kvit.capture import arrivals
from kvit.capture.arrivals import Incoming
from kvit.parties.models import Party
from kvit.payables import bills, queries
from tests.builders import a_customer, a_line, an_invoice

DAY = date(2026, 3, 5)
OURS = "RO18189442"


def invoiced(seller, *lines, **facts):
    """What the seller's own Kvit issued to us, as UBL."""
    customer = Party.objects.filter(company=seller).first() or a_customer(seller, vat_id=OURS, name="Atelier Nord SRL")
    issued = an_invoice(seller, *(lines or [a_line()]), customer=customer, **facts)
    kept = Document.objects.get(company=seller, document_kind="invoice", document_id=issued.pk, form="ubl")
    return files.read(kept.file)


def added(company, content, *, by, name="factura.xml", on=DAY):
    document, _ = arrivals.take(company, Incoming(content=content, name=name, via="upload"), by=by, on=on)
    return queries.find(company, bills.capture(company, document, by=by, on=on).public_id)


def approved(company, content, *, clerk, approver):
    """A bill of which another person looked at the supplier, and approved it."""
    bill = added(company, content, by=clerk)
    if bill.status == "needs_attention":
        bills.accept(company, bill, name="supplier", reason="called them, they are real", by=approver, on=DAY)
    return bills.approve(company, bill, version=queries.find(company, bill.public_id).version, by=approver, on=DAY)


def failed(bill):
    return [check.name for check in bill.checks.all() if check.outcome == "failed" and check.stops]
