"""How a document in Peppol is addressed: participants, kinds of documents, processes (docs/rules/peppol-network.md)."""

from base64 import b32encode
from collections.abc import Collection
from hashlib import sha256
from urllib.parse import unquote

from lxml import etree

from kvit.core.einvoice import xml
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


def procedure(invoice: Invoice) -> str:
    """The process that the document is a part of (BT-23)."""
    return f"{PROCESSES}::{invoice.process_type or PROCESS}"


def located_at(participant: str, *, zone: str) -> str:
    """The name under which DNS says who publishes the participant: SHA-256 of the value in base 32 (SML 1.3, 3.1.1)."""
    value = participant.removeprefix(f"{PARTICIPANTS}::").lower()
    label = b32encode(sha256(value.encode()).digest()).decode().rstrip("=")
    return f"{label}.{PARTICIPANTS}.{zone}"


def published_at(expression: str) -> str:
    """The address in the regular expression of a U-NAPTR record (RFC 4848); empty where it holds none."""
    mark = expression[:1]
    parts = expression.split(mark) if mark else []
    return parts[2].rstrip("/") if len(parts) == 4 and parts[1] in ("^.*$", ".*") else ""


def documents_taken(service_group: bytes) -> frozenset[str] | None:
    """The document types that a participant takes, from its ServiceGroup (SMP 1.3); None where it is none.

    Refuses what `xml.parse` does.
    """
    root = xml.parse(service_group)
    if etree.QName(root).localname != "ServiceGroup":
        return None
    found = (str(one.get("href") or "") for one in root.iter("{*}ServiceMetadataReference"))
    return frozenset(unquote(one.rpartition("/services/")[2]) for one in found if "/services/" in one)


def takes_invoices(documents: Collection[str]) -> bool:
    """Whether invoices in BIS Billing 3 are among the document types."""
    return f"{DOCUMENTS}::{UBL}:Invoice-2::Invoice##{SPECIFICATION}::{VERSION}" in documents
