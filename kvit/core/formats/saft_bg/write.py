"""The monthly file, piece by piece: nothing but the row at hand is held."""

from collections.abc import Iterator

from kvit.core.formats.saft_bg import documents, master
from kvit.core.formats.saft_bg.elements import NAMESPACE
from kvit.core.formats.saft_bg.facts import Monthly

START = f'<?xml version="1.0" encoding="UTF-8"?>\n<AuditFile xmlns="{NAMESPACE}">\n'


def monthly(told: Monthly) -> Iterator[bytes]:
    """The file in pieces, in the order of the schema. Refuses `saft.moved` where rows do not come to their totals."""
    yield START.encode()
    for piece in _pieces(told):
        yield piece.encode() + b"\n"
    yield b"</AuditFile>\n"


def _pieces(told: Monthly) -> Iterator[str]:
    first = told.header.first
    yield master.header(told.header)
    yield "<MasterFilesMonthly>"
    yield from master.accounts(told.accounts)
    yield from master.partners("Customer", told.customers)
    yield from master.partners("Supplier", told.suppliers)
    yield master.tax_table()
    yield master.unit_table(told.units)
    yield from master.products(told.products)
    yield "</MasterFilesMonthly>"
    yield from documents.entries(told.entries, totals=told.entry_totals, first=first)
    yield "<SourceDocumentsMonthly>"
    yield from documents.sales(told.invoices, totals=told.invoice_totals, first=first)
    yield from documents.payments(told.payments, totals=told.payment_totals, first=first)
    yield from documents.purchases(told.purchases, totals=told.purchase_totals, first=first)
    yield "</SourceDocumentsMonthly>"
