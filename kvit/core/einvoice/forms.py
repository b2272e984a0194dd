"""A document in the form of a network: what the network asks for is filled in or brought into shape, the rest is said.

Nothing that the document says is changed in its meaning. What the form cannot carry, and what it lacks, are findings
before the document is issued: those of `ubl_profiles`, at the fields of the model. `docs/rules/peppol.md` and
`docs/rules/cius-ro.md` say what is brought into shape.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from kvit.core.einvoice import cius_ro, peppol, ubl_places, ubl_profiles, ubl_write
from kvit.core.einvoice.cius_ro import places
from kvit.core.einvoice.cius_ro.document import MOST_NOTES
from kvit.core.einvoice.model import Delivery, Identifier, Invoice, Item, Line, Party
from kvit.core.einvoice.peppol.document import PROCESSES
from kvit.core.einvoice.texts import broken, one_note, split_notes, without_blanks
from kvit.core.errors import Finding

LEI = "RON"
NOTE_CHARACTERS = 300
NAME_CHARACTERS, DESCRIPTION_CHARACTERS = 100, 200
VAT_ADDRESS_SCHEMES = {"RO": "9947", "BG": "9926", "ES": "9920", "PL": "9945"}
"""EAS codes for a VAT id as an electronic address, of the countries whose firms issue with Kvit."""

PEPPOL_TYPES = {"384": "380", "326": "380"}
"""Outside Germany Peppol has no corrected and no partial invoice (P0112): the reference to the earlier one says it."""

ROMANIAN_TYPES = {"386": "380", "326": "380", "396": "381"}
"""RO_CIUS has no advance, partial or factored document (BR-RO-020): it is an invoice or a credit note."""


@dataclass(frozen=True, slots=True)
class Form:
    """A document in the form of its network, and every finding that keeps it from being right."""

    invoice: Invoice
    findings: tuple[Finding, ...]


def as_peppol(
    invoice: Invoice, *, seller_address: Identifier | None = None, buyer_address: Identifier | None = None
) -> Form:
    """The document in Peppol BIS Billing 3. The addresses are those registered with the network (BT-34, BT-49).

    The seller's is its VAT id where nothing else is said; the buyer's is never guessed.
    """
    german = all(_country(party) == "DE" for party in (invoice.seller, invoice.buyer))
    own_address = invoice.seller.electronic_address or seller_address or _vat_address(invoice.seller)
    shaped = replace(
        invoice,
        specification_id=peppol.SPECIFICATION,
        process_type=invoice.process_type if invoice.process_type in PROCESSES else peppol.PROCESS,
        type_code=invoice.type_code if german else PEPPOL_TYPES.get(invoice.type_code or "", invoice.type_code),
        vat_currency=None if invoice.vat_currency == invoice.currency else invoice.vat_currency,
        notes=invoice.notes if german else one_note(invoice.notes),
        seller=replace(invoice.seller, electronic_address=own_address),
        buyer=replace(invoice.buyer, electronic_address=invoice.buyer.electronic_address or buyer_address),
    )
    return _judged(without_blanks(shaped), "peppol")


def as_cius_ro(invoice: Invoice, *, vat_in_lei: Decimal | None = None) -> Form:
    """The document for RO e-Factura. `vat_in_lei` is its VAT in RON (BT-111), by the rate of the invoice's day.

    OUG 120/2021, OMF 1366/2021: RO_CIUS 1.0.1; Codul fiscal art. 319 (23) for the VAT in lei.
    """
    shaped = replace(
        invoice,
        specification_id=cius_ro.SPECIFICATION,
        type_code=ROMANIAN_TYPES.get(invoice.type_code or "", invoice.type_code),
        notes=split_notes(invoice.notes, most_characters=NOTE_CHARACTERS, most=MOST_NOTES),
        seller=_at_home(invoice.seller),
        buyer=_at_home(invoice.buyer),
        delivery=_delivered(invoice.delivery),
        lines=tuple(_named(line) for line in invoice.lines),
    )
    if shaped.tax_representative is not None:
        address = places.in_form(shaped.tax_representative.address)
        shaped = replace(shaped, tax_representative=replace(shaped.tax_representative, address=address))
    return _judged(without_blanks(_in_lei(shaped, vat_in_lei)), "cius-ro")


def _judged(invoice: Invoice, profile: str) -> Form:
    found = ubl_profiles.check(ubl_write.write(invoice), profile=profile)
    return Form(invoice, tuple(replace(one, place=ubl_places.term(one.rule, one.place)) for one in found))


def _country(party: Party) -> str:
    return (party.address.country if party.address else None) or ""


def _vat_address(seller: Party) -> Identifier | None:
    scheme = VAT_ADDRESS_SCHEMES.get((seller.vat_id or "")[:2])
    return Identifier(seller.vat_id, scheme) if seller.vat_id and scheme else None


def _at_home(party: Party) -> Party:
    return replace(party, address=places.in_form(party.address))


def _delivered(delivery: Delivery | None) -> Delivery | None:
    return None if delivery is None else replace(delivery, address=places.in_form(delivery.address))


def _in_lei(invoice: Invoice, vat_in_lei: Decimal | None) -> Invoice:
    """VAT in lei stands beside VAT in another currency (BR-RO-030, BR-53); no VAT is none in lei."""
    totals = invoice.totals
    if invoice.currency == LEI:
        vat_currency = None if invoice.vat_currency == LEI else invoice.vat_currency
        return replace(invoice, vat_currency=vat_currency)
    known = totals.total_vat_accounting if invoice.vat_currency == LEI else None
    due = vat_in_lei if vat_in_lei is not None else known
    if due is None and totals.total_vat == 0:
        due = Decimal("0.00")
    return replace(invoice, vat_currency=LEI, totals=replace(totals, total_vat_accounting=due))


def _named(line: Line) -> Line:
    """A name longer than a name may be is its beginning, and stands whole in the description where there is room."""
    item: Item = line.item
    name = item.name or ""
    if len(name) <= NAME_CHARACTERS or item.description or len(name) > DESCRIPTION_CHARACTERS:
        return line
    return replace(line, item=replace(item, name=broken(name, most=NAME_CHARACTERS)[0], description=name))
