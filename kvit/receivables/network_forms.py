"""An issued document in the form of a network: made from its frozen e-invoice, so that it says what was issued."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kvit.archive import documents, judgements
from kvit.companies.models import Company
from kvit.core import networks
from kvit.core.einvoice import forms, ubl_places, ubl_read, ubl_write
from kvit.core.einvoice.forms import Form
from kvit.core.einvoice.model import Address, Identifier
from kvit.core.einvoice.model import Invoice as Model
from kvit.core.einvoice.peppol import addressing
from kvit.core.errors import Finding, Refused, errors
from kvit.core.money import round_half_up
from kvit.networks.models import Submission
from kvit.receivables import chained, public_bodies, structured
from kvit.receivables.models import Invoice
from kvit.receivables.structured import Shaped, Source

CENTS = 2
AMENDABLE = ("street", "town", "post_code", "region", "buyer_reference", "electronic_scheme", "electronic_address")
"""What may be put right for a network without another document: where the customer is and by what it is found. Who it
is, what was sold and for how much stands as it was issued."""
ADDRESS = {"street": "line_1", "town": "city", "post_code": "post_code", "region": "subdivision"}

BY_RULE: Mapping[str, tuple[str, ...]] = {
    "BR-RO-082": ("street",),
    "BR-RO-092": ("town",),
    "BR-RO-101": ("town",),
    "BR-RO-111": ("region",),
    "PEPPOL-EN16931-R003": ("buyer_reference",),
    "PEPPOL-EN16931-R010": ("electronic_scheme", "electronic_address"),
}
"""Rules about the customer whose findings come without a place, since the network's judge names only the document."""


@dataclass(frozen=True)
class Made:
    """The bytes for the network, what keeps them from being right, and what the network wants to know beside them."""

    content: bytes
    findings: Sequence[Finding] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


def make(company: Company, row: Invoice, *, form: str, amended: Mapping[str, str] | None = None) -> Made:
    """The document in this form, judged by our own rules and by the form's official ones where they are at hand.

    Refuses `network.not_amendable` for facts that only another document may change.
    """
    told = dict(amended or {})
    wrong = sorted(set(told) - set(AMENDABLE))
    if wrong:
        raise Refused("network.not_amendable", field=wrong[0], known=list(AMENDABLE))
    ubl = documents.content(company, "invoice", document_id=row.pk, form="ubl")
    source = Source(company, row, _amended(ubl_read.read(ubl), told))
    kind = FORMS[form]
    shaped = kind.shape(source)
    content = kind.content(source) if kind.content is not None else shaped.content
    found = list(shaped.findings)
    if not errors(found):
        verdict = judgements.judge_all([content], profile=form)[0]
        if verdict.verdict == "invalid":
            found += verdict.findings
    return Made(content, tuple(found), {name: value for name, value in kind.facts(source).items() if value})


def shaped(company: Company, row: Invoice, model: Model, *, form: str) -> Sequence[Finding]:
    """What our own rules find in a draft's e-invoice in this form."""
    return FORMS[form].shape(Source(company, row, model)).findings


def faulty(findings: Sequence[Mapping[str, object]], *, form: str) -> list[str]:
    """What of a refused document may be put right here, by the places and rules that its findings name.

    Where none of them says where the fault is (an authority's own words), every part of the address may be it; where
    all of them lie elsewhere, nothing may.
    """
    if FORMS[form].amendable != AMENDABLE:  # its findings name no place of the document
        return list(FORMS[form].amendable)
    named, lost = set(), False
    for one in findings:
        if one.get("severity") != "error":
            continue
        rule, place = str(one.get("rule", "")), str(one.get("place", ""))
        fields = BY_RULE.get(rule) or _at(ubl_places.term(rule, place))
        named |= set(fields)
        lost |= not fields and place in ("", "/")
    if lost and not named:
        named = set(ADDRESS)
    return [name for name in AMENDABLE if name in named]


def _at(place: str) -> tuple[str, ...]:
    """The fields that lie at a place of the semantic model."""
    if place == "buyer/address":
        return tuple(ADDRESS)
    at = {f"buyer/address/{name}": (field,) for field, name in ADDRESS.items()}
    electronic = ("electronic_scheme", "electronic_address")
    return (at | {"buyer_reference": ("buyer_reference",), "buyer/electronic_address": electronic}).get(place, ())


def values(row: Invoice, told: Mapping[str, object]) -> dict[str, str]:
    """What may be put right as it stands now: as it was issued, and as it was put right since."""
    street = " ".join(part for part in (row.buyer.get("street", ""), row.buyer.get("building", "")) if part)
    issued = {**row.buyer, "street": street, "buyer_reference": row.buyer_reference}
    every = dict.fromkeys((*AMENDABLE, *chained.AMENDABLE))
    return {name: str(told.get(name) or issued.get(name) or "") for name in every}


def _amended(invoice: Model, told: Mapping[str, str]) -> Model:
    """The e-invoice with what was put right about the customer's place and addresses."""
    changed = {name: told[key] or None for key, name in ADDRESS.items() if key in told}
    buyer = invoice.buyer
    if changed:
        buyer = replace(buyer, address=replace(buyer.address or Address(), **changed))
    if told.get("electronic_address"):
        known = buyer.electronic_address.scheme if buyer.electronic_address else None
        electronic = Identifier(told["electronic_address"], told.get("electronic_scheme") or known)
        buyer = replace(buyer, electronic_address=electronic)
    return replace(invoice, buyer=buyer, buyer_reference=told.get("buyer_reference") or invoice.buyer_reference)


def _cius_ro(source: Source) -> Shaped:
    """RO_CIUS, with the VAT in lei by the rate of the document's day (Codul fiscal art. 319 (23))."""
    row = source.row
    in_lei = row.vat_accounting
    if in_lei is None and row.rate is not None:
        in_lei = round_half_up(row.vat * row.rate, CENTS)
    return _ubl(forms.as_cius_ro(source.model, vat_in_lei=in_lei))


def _anaf_facts(source: Source) -> dict[str, str]:
    abroad = source.row.buyer.get("country", "") not in ("", source.company.country)
    return {"consumer": "" if source.row.party.is_business else "1", "abroad": "1" if abroad else ""}


def _peppol(source: Source) -> Shaped:
    return _ubl(forms.as_peppol(source.model))


def _peppol_facts(source: Source) -> dict[str, str]:
    """To whom and as what it goes: what the envelope of the network says (docs/rules/peppol-network.md)."""
    shaped = forms.as_peppol(source.model).invoice
    return {
        "sender": addressing.participant(shaped.seller.electronic_address),
        "receiver": addressing.participant(shaped.buyer.electronic_address),
        "document_type": addressing.document_type(shaped),
        "process": addressing.procedure(shaped),
        "country": source.company.country,
    }


def _verifactu(source: Source) -> Shaped:
    return Shaped(b"", chained.findings(source.company, source.row, source.model))


def _verifactu_facts(source: Source) -> dict[str, str]:
    return chained.facts_of(source.company, source.row)


def _verifactu_record(source: Source) -> bytes:
    return chained.content_of(source.company, source.row)


def _facturae(source: Source) -> Shaped:
    return Shaped(b"", public_bodies.findings(source.row, source.model))


def _facturae_content(source: Source) -> bytes:
    return public_bodies.content_of(source.row, source.model)


def _ubl(form: Form) -> Shaped:
    return Shaped(ubl_write.write(form.invoice), form.findings)


@dataclass(frozen=True)
class Kind:
    """How a form is made of a document, and what is its own on the way through the network.

    `facts`: what the network is told beside it. `content`: where its bytes come from more than the e-invoice.
    `seals`, `reseal`: a form that is sealed when the document is issued goes where it was sealed, whether or not there
    is a way yet, and after a refusal another one is sealed in its place. `amendable`: what may be put right then.
    `waits_for`: the number of the document whose fate it names. `anew`: what the network is told when the same document
    is written otherwise after a refusal.
    """

    shape: Callable[[Source], Shaped]
    facts: Callable[[Source], Mapping[str, str]] = lambda source: {}
    content: Callable[[Source], bytes] | None = None
    seals: Callable[[Company, Invoice], bool] | None = None
    reseal: Callable[[Company, Invoice, Submission, Mapping[str, str]], object] | None = None
    amendable: tuple[str, ...] = AMENDABLE
    waits_for: Callable[[Company, Invoice], str] = lambda company, row: ""
    anew: Callable[[Submission, bytes], Mapping[str, str]] = lambda refused, content: {}


FORMS: Mapping[str, Kind] = {
    networks.LAWS[networks.ANAF].form: Kind(_cius_ro, _anaf_facts),
    networks.LAWS[networks.KSEF].form: Kind(
        structured.shaped, structured.facts, waits_for=structured.waits_for, anew=structured.corrects_technically
    ),
    networks.LAWS[networks.PEPPOL].form: Kind(_peppol, _peppol_facts),
    networks.LAWS[networks.VERIFACTU].form: Kind(
        _verifactu,
        _verifactu_facts,
        content=_verifactu_record,
        seals=chained.is_chained,
        reseal=chained.seal_repair,
        amendable=chained.AMENDABLE,
    ),
    networks.LAWS[networks.FACE].form: Kind(_facturae, content=_facturae_content),
}
