"""How a document in Peppol is addressed: participants, kinds of documents, processes (docs/rules/peppol-network.md)."""

from kvit.core.einvoice.model import Identifier, Invoice
from kvit.core.einvoice.peppol.document import PROCESS, SPECIFICATION

PARTICIPANTS, DOCUMENTS, PROCESSES = "iso6523-actorid-upis", "busdox-docid-qns", "cenbii-procid-ubl"
"""Schemes of the Policy for use of Identifiers 4.4, POLICY 6, 19 and 25."""
UBL = "urn:oasis:names:specification:ubl:schema:xsd"
VERSION = "2.1"


def participant(address: Identifier | None) -> str:
    """Who an electronic address (BT-34, BT-49) is in Peppol; empty where it names no scheme.

    Participants are compared without regard to case and written small (POLICY 1).
    """
    if address is None or not address.value or not address.scheme:
        return ""
    return f"{PARTICIPANTS}::{address.scheme}:{address.value}".lower()


def document_type(invoice: Invoice) -> str:
    """The identifier under which the receiver registered that it takes such documents (POLICY 20)."""
    root = "CreditNote" if invoice.is_credit_note else "Invoice"
    return f"{DOCUMENTS}::{UBL}:{root}-2::{root}##{invoice.specification_id or SPECIFICATION}::{VERSION}"


def process(invoice: Invoice) -> str:
    """The process that the document is a part of (BT-23)."""
    return f"{PROCESSES}::{invoice.process_type or PROCESS}"
