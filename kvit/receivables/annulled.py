"""The record that annuls a document, on its way to the AEAT: prepared, let go, put right after a refusal.

The document's own record is sent before it; docs/rules/verifactu.md.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from kvit.archive import files
from kvit.core.errors import Refused
from kvit.core.networks import Passage
from kvit.core.permissions import Actor
from kvit.networks import outgoing
from kvit.networks.models import Submission
from kvit.networks.outgoing import Paper
from kvit.receivables import chained
from kvit.receivables.models import Annulment

XML = "application/xml"


def prepare(made: Annulment, *, passage: Passage, release: bool, by: Actor, on: date) -> Submission:
    """The submission of the newest record that annuls the document, in the caller's transaction."""
    row, record = made.invoice, chained.annulled_by(made.company, made)
    name = f"{row.printed_number}-annulment.xml".replace("/", "-")
    paper = Paper(
        kind=chained.ANNULMENT,
        id=made.pk,
        public_id=row.public_id,  # who looks for it looks for the document
        number=row.printed_number,
        issued_on=row.day,
        passage=passage,
        file=files.keep(made.company, record.content.encode(), media_type=XML, name=name),
        facts=chained.beside(record),
    )
    return outgoing.prepare(made.company, paper, release=release, by=by, on=on)


@transaction.atomic
def submit(made: Annulment, *, passage: Passage, by: Actor, on: date) -> Submission:
    """A person lets the record go; the one that is there already is given."""
    known = _live(made, passage)
    if known is None:
        return prepare(made, passage=passage, release=True, by=by, on=on)
    return outgoing.release(made.company, known, by=by, on=on) if known.status == "prepared" else known


@transaction.atomic
def repeat(made: Annulment, *, passage: Passage, by: Actor, on: date) -> Submission:
    """Another record in the place of the refused one, told what the AEAT refused. Refuses `verifactu.not_refused`."""
    known = _live(made, passage)
    if known is None or known.status != "rejected":
        raise Refused("verifactu.not_refused", number=made.invoice.printed_number)
    outgoing.supersede(made.company, known, by=by, on=on)
    chained.seal_annulment(made.company, made, at=timezone.now(), refused=True)
    chained.retire(made.company, made.invoice, by=by, on=on)
    return prepare(made, passage=passage, release=True, by=by, on=on)


def _live(made: Annulment, passage: Passage) -> Submission | None:
    return outgoing.live(made.company, chained.ANNULMENT, id=made.pk, network=passage.network)
