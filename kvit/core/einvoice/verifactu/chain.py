"""Whether a chain holds, and what must still be repaired in it.

A record that was refused stays where it is: the next ones are linked to it all the same, and a later record of the
same invoice puts it right (Orden HAC/1177/2024 art. 10; AEAT, FAQ "registros de facturación rechazados").
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.verifactu.records import Cancellation, Document, Issue, Record, Sealed, hash_of
from kvit.core.errors import Finding

ACCEPTED, WITH_ERRORS, REFUSED = "Correcto", "AceptadoConErrores", "Incorrecto"
"""EstadoRegistro: how the AEAT answers to one record."""

DRIFT = timedelta(minutes=1)
"""How far a clock may be off (Orden HAC/1177/2024 art. 8.3), so that a record may seem older than the one before."""


def verify(chain: Sequence[Sealed]) -> list[Finding]:
    """What is wrong with a chain from its first record on: altered, torn, mixed, or running backwards."""
    found = []
    for number, sealed in enumerate(chain, start=1):
        place, record = f"chain/{number}", sealed.record
        before = chain[number - 2] if number > 1 else None
        if sealed.hash != hash_of(record):
            found.append(breach("KVIT-VF-HASH", place, number=record.document.number))
        link = record.previous
        if before is None:
            if link is not None:
                found.append(breach("KVIT-VF-FIRST", place, number=record.document.number))
            continue
        if link is None or (link.hash, link.document) != (before.hash, before.record.document):
            found.append(breach("KVIT-VF-LINK", place, number=record.document.number))
        if record.document.nif != before.record.document.nif:
            found.append(breach("KVIT-VF-ISSUER", place, number=record.document.number))
        if record.generated_at < before.record.generated_at - DRIFT:
            found.append(breach("KVIT-VF-TIME", place, number=record.document.number))
    return found


def unrepaired(chain: Sequence[Sealed], states: Mapping[str, str]) -> list[Record]:
    """The records that were refused and that no later accepted record of the same invoice repairs.

    `states` are the AEAT's answers by hash; a record without one is still on its way and repairs nothing.
    """
    last: dict[Document, Record] = {}
    for sealed in chain:
        record, state = sealed.record, states.get(sealed.hash, "")
        if state == REFUSED:
            last[record.document] = record
        elif state in (ACCEPTED, WITH_ERRORS):
            last.pop(record.document, None)
    return list(last.values())


def known(chain: Sequence[Sealed], states: Mapping[str, str], document: Document) -> bool:
    """Whether the AEAT holds a record of issue of the invoice, by its answers."""
    answers = (
        states.get(one.hash) for one in chain if one.record.document == document and isinstance(one.record, Issue)
    )
    return any(state in (ACCEPTED, WITH_ERRORS) for state in answers)


def repair(record: Record, *, refused: bool, known: bool, at: datetime) -> Record:
    """The record to send in the place of one that was refused, or accepted with errors; its facts are put right by
    the caller, and it goes to the end of the chain.

    | the AEAT has the invoice | the last try was | Subsanacion | RechazoPrevio |
    | yes | accepted (with errors) | S | none |
    | yes | refused | S | S |
    | no | refused | S | X |
    """
    if isinstance(record, Cancellation):
        return replace(record, generated_at=at, refused=refused, previous=None)
    word = "" if not refused else "S" if known else "X"
    return replace(record, generated_at=at, amends=True, refused=word, previous=None)
