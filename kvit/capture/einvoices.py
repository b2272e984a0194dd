"""The e-invoice in a supplier's file, alone or inside a PDF, as booking needs it: it is the truth."""

from dataclasses import dataclass, replace
from decimal import Decimal

from kvit.archive import conversion, hybrids, validation
from kvit.archive.conversion import Held
from kvit.archive.validation import Validation
from kvit.core import discounts
from kvit.core.bill_facts import BillFacts, facts_of, own_payable, unfit
from kvit.core.discounts import Terms
from kvit.core.einvoice import discount_terms, xml
from kvit.core.errors import Finding, Refused, finding_of
from kvit.core.formats import zipped
from kvit.core.formatting import format_plain
from kvit.core.page_differences import Shown
from kvit.core.reading.facts import Reading

ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class EInvoice:
    """What a file says. `facts` is None where nothing could be read, and `why` says so then.

    `source` and `pages` say how it was read where there is no e-invoice. `own` is what the lines and rates come to by
    our own sums, None where they do not say enough; `limits` is what the file says and nobody can book here yet.
    `discounts` is what it offers programs for paying early, `told_discounts` what it tells people only. `shown` is what
    the words on its pages show people beside the e-invoice, None where there are none.
    """

    source: str
    facts: BillFacts | None
    validation: Validation | None = None
    own: Decimal | None = None
    why: Finding | None = None
    limits: tuple[Finding, ...] = ()
    pages: Reading | None = None
    discounts: tuple[Terms, ...] = ()
    told_discounts: tuple[Terms, ...] = ()
    shown: Shown | None = None


def read(content: bytes) -> EInvoice:
    """The facts of the e-invoice in the file. Anything else waits for a person, with the reason."""
    try:
        content = _inside(_unpacked(content))
        held = conversion.read(content)
        facts = facts_of(held.invoice)
        wrong = unfit(facts)
        own = own_payable(held.invoice) if wrong is None else None
    except Refused as refused:
        return EInvoice("none", None, why=finding_of(refused, "/"))
    if wrong is not None:
        return EInvoice("none", None, why=Finding("bill.bad_amount", "/", "error", {"value": str(wrong)[:40]}))
    offered, told = _discounts(held, content)
    judged = validation.validate(content)
    limits = _limits(held, prepaid=facts.prepaid)
    if not limits:
        facts = replace(facts, withheld=_withheld(held))
    return EInvoice("xml", facts, judged, own, limits=limits, discounts=offered, told_discounts=told)


def _discounts(held: Held, content: bytes) -> tuple[tuple[Terms, ...], tuple[Terms, ...]]:
    """What is offered in its own fields or as XRechnung writes it, and what its words tell beside that."""
    root = xml.parse(content)
    terms = held.invoice.payment_terms or ""
    offered = tuple(dict.fromkeys((*discount_terms.read(root), *discounts.structured(terms))))
    return offered, tuple(one for one in discounts.told(terms) if one not in offered)


def _inside(content: bytes) -> bytes:
    """The XML inside a PDF, else what it is. Refuses `pdf.no_xml`, and what a PDF refuses."""
    if not hybrids.is_pdf(content):
        return content
    found = hybrids.embedded(content)
    if found is None:
        raise Refused("pdf.no_xml")
    return found.content


def _unpacked(content: bytes) -> bytes:
    """ANAF hands a bill out in a zip, beside the ministry's signature of it: the one e-invoice among its files.

    Refuses what `zipped.members` refuses, and `einvoice.unknown_format` where there is no such file, or several.
    """
    if not content.startswith(ZIP):
        return content
    found = [inside for _, inside in zipped.members(content) if validation.is_einvoice(inside)]
    if len(found) != 1:
        raise Refused("einvoice.unknown_format")
    return found[0]


def _withheld(held: Held) -> Decimal:
    """What a Spanish bill keeps back of income tax (IRPF): not owed to the supplier, but to the tax office."""
    return sum((one.amount for one in held.facturae.withheld), Decimal(0))


def _limits(held: Held, *, prepaid: Decimal) -> tuple[Finding, ...]:
    """A guarantee, which nobody can book yet, and a tax withheld that the bill wants to be paid all the same."""
    currency = held.invoice.currency or "EUR"
    guarantee, withheld = held.facturae.guarantee, _withheld(held)
    kept = Decimal(0) if guarantee is None else guarantee.amount
    wrong = {
        "bill.keeps_guarantee": kept,
        "bill.withheld_and_wanted": Decimal(0) if 0 <= withheld <= prepaid - kept else withheld,
    }
    return tuple(
        Finding(rule, "payable", "error", {"amount": format_plain(amount, currency), "currency": currency})
        for rule, amount in wrong.items()
        if amount
    )
