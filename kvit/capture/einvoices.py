"""The e-invoice in a supplier's file, alone or inside a PDF, as booking needs it: it is the truth."""

from dataclasses import dataclass

from kvit.archive import conversion, validation
from kvit.archive.validation import Validation
from kvit.core.bill_facts import BillFacts, facts_of, own_payable, unfit
from kvit.core.errors import Finding, Refused, finding_of


@dataclass(frozen=True)
class EInvoice:
    """What a file says. `facts` is None where nothing could be read, and `why` says so then.

    `own` is what the lines and rates come to by our own sums: Decimal as text, None where they do not say enough.
    """

    source: str
    facts: BillFacts | None
    validation: Validation | None = None
    own: str | None = None
    why: Finding | None = None


def read(content: bytes) -> EInvoice:
    """The facts of the e-invoice in the file. Anything else waits for a person, with the reason."""
    try:
        held = conversion.read(content)
    except Refused as refused:
        return EInvoice("none", None, why=finding_of(refused, "/"))
    facts = facts_of(held.invoice)
    wrong = unfit(facts)
    if wrong is not None:
        return EInvoice("none", None, why=Finding("bill.bad_amount", "/", "error", {"value": str(wrong)[:40]}))
    own = own_payable(held.invoice)
    return EInvoice("xml", facts, validation.validate(content), None if own is None else f"{own:f}")
