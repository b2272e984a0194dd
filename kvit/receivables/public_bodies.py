"""Facturae for Spanish public bodies: what it says beside the e-invoice, and what FACe would refuse it for.

Ley 25/2013 art. 3 to 6; docs/rules/facturae.md. The signature is put on when it is sent.
"""

from dataclasses import replace

from kvit.core import corrections
from kvit.core.einvoice.facturae import face, losses, write
from kvit.core.einvoice.facturae.facts import SHORT, Corrective, Facts, PartyFacts, Withheld, corrective, dir3
from kvit.core.einvoice.model import Invoice as Model
from kvit.core.einvoice.ubl_write import NUMBER_PLACEHOLDER
from kvit.core.errors import Finding, Refused, errors, finding_of
from kvit.parties.customers import OFFICES
from kvit.receivables.models import Invoice

NUMBER = "0000000000"
"""In the place of a draft's number, whose placeholder is longer than Facturae takes."""
PIECE, UNIT = "H87", "C62"
UNSIGNED = "KVIT-FE-UNSIGNED"


def findings(row: Invoice, model: Model) -> tuple[Finding, ...]:
    """All that keeps FACe from taking the document: what Facturae lacks or loses, sums, offices, account."""
    known = _in_form(replace(model, number=NUMBER) if model.number == NUMBER_PLACEHOLDER else model)
    found: list[Finding] = []
    for name in OFFICES:
        if not row.party.public_offices.get(name):
            found.append(
                Finding("face.office_missing", f"buyer/public_offices/{name}", facts={"customer": row.party.name})
            )
    try:
        facts = facts_of(row)
        found += losses.dropped(known, facts)
        if not errors(found):
            found += [one for one in face.check(write.write(known, facts)) if one.rule != UNSIGNED]
    except Refused as refused:
        found.append(finding_of(refused, "/"))
    return tuple(found)


def content_of(row: Invoice, model: Model) -> bytes:
    """The document as Facturae 3.2.2, unsigned; nothing where `findings` has errors that keep it from being written."""
    try:
        return write.write(_in_form(model), facts_of(row))
    except Refused:
        return b""


def _in_form(model: Model) -> Model:
    """A piece (H87) as a unit (C62): Facturae has one code for both."""
    lines = tuple(replace(one, unit=UNIT) if one.unit == PIECE else one for one in model.lines)
    return replace(model, lines=lines)


def facts_of(row: Invoice) -> Facts:
    """What Facturae says and the e-invoice does not: the offices, the retention, the kind of correction."""
    offices = {name: str(row.party.public_offices.get(name, "")) for name in OFFICES}
    withheld: tuple[Withheld, ...] = ()
    if row.retention:
        withheld = (Withheld(rate=row.retention_rate, base=row.net, amount=row.retention),)
    return Facts(
        document_type=SHORT if row.kind == "simplified" else "",
        buyer=PartyFacts(centres=dir3(**offices)),
        corrective=_corrective(row),
        withheld=withheld,
    )


def _corrective(row: Invoice) -> Corrective | None:
    if row.corrects is None:
        return None
    method = corrections.SPANISH_METHODS["rectify_by_difference"]
    return corrective(row.correction_reason, method=method, issued_on=row.corrects.day, text=row.correction_text)
