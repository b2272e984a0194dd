"""What a Facturae says and EN 16931 has no term for, beside an invoice of the semantic model."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kvit.core.einvoice.facturae import codes
from kvit.core.einvoice.model import Address, Party, Period

ACCOUNTING, MANAGING, PROCESSING, PROPOSING = "01", "02", "03", "04"
"""RoleTypeCode of the centres that FACe asks for: oficina contable, órgano gestor, unidad tramitadora, and the órgano
proponente where there is one (Orden HAP/1650/2015; FACe's guide for suppliers)."""

ORIGINAL, CORRECTIVE, SUMMARY = "OO", "OR", "OC"
CORRECTIVES = (CORRECTIVE, "CR")
"""InvoiceClass: original, rectificativa, recapitulativa; the C in front is a copy of the same."""

COMPLETE, SHORT, SELF_BILLED = "FC", "FA", "AF"
"""InvoiceDocumentType: factura completa, abreviada (simplified), autofactura."""

SELLER, RECEIVER, THIRD_PARTY = "EM", "RE", "TE"
"""InvoiceIssuerType: who drew the document up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """An administrative centre with its DIR3 code; without an address of its own it has its party's."""

    code: str | None = None
    role: str | None = None
    name: str | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    """A party beside BG-4 or BG-7. What is empty is found out when writing: `write_party.py` says how.

    `tax_number` counts only where the model names no number. Names are a person's; a company has none.
    """

    person_type: str = ""  # F física, J jurídica
    residence: str = ""  # R Spain, U the Union, E elsewhere
    tax_number: str = ""
    first_name: str = ""
    surname: str = ""
    second_surname: str = ""
    centres: tuple[Centre, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrective:
    """Which kind of correction it is; number and day of what it corrects are BG-3."""

    reason: str
    method: str
    period: Period
    series: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A tax the customer keeps back and pays to the tax office (Ley 35/2006 art. 99)."""

    rate: Decimal
    base: Decimal
    amount: Decimal
    tax: str = codes.IRPF


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """What was paid before, and when."""

    amount: Decimal
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One of several days on which a part falls due."""

    due_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """What the payer keeps until the work is found good (AmountsWithheld)."""

    reason: str
    amount: Decimal
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Amounts have the sign of the invoice that they belong to: those of a credit note are positive."""

    series: str = ""  # the beginning of BT-1 that stands in a field of its own
    document_type: str = ""
    invoice_class: str = ""
    issuer: str = ""
    language: str = "es"
    description: str = ""
    exchange_rate: Decimal | None = None  # of the tax's currency for one of the document's
    exchange_rate_on: date | None = None
    seller: PartyFacts = PartyFacts()
    buyer: PartyFacts = PartyFacts()
    third_party: tuple[Party, PartyFacts] | None = None
    corrective: Corrective | None = None
    withheld: tuple[Withheld, ...] = ()
    advances: tuple[Advance, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    guarantee: Guarantee | None = None


def dir3(*, accounting: str, managing: str, processing: str, proposing: str = "") -> tuple[Centre, ...]:
    """The centres of a public body as FACe wants them, by their DIR3 codes."""
    named = ((accounting, ACCOUNTING), (managing, MANAGING), (processing, PROCESSING), (proposing, PROPOSING))
    return tuple(Centre(code=code, role=role) for code, role in named if code)


def corrective(reason: str, *, method: str, issued_on: date, text: str = "") -> Corrective:
    """The correction for a reason of `core.corrections` and S or I; its period is the corrected document's month."""
    first = issued_on.replace(day=1)
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return Corrective(
        reason=codes.REASON_OF[reason],
        method=codes.METHOD_OF[method],
        period=Period(start_on=first, end_on=date.fromordinal(following.toordinal() - 1)),
        text=text,
    )


def negated(facts: Facts) -> Facts:
    """The same with all amounts turned round, as a credit note stands in the format."""
    guarantee = facts.guarantee
    return replace(
        facts,
        withheld=tuple(replace(one, base=-one.base, amount=-one.amount) for one in facts.withheld),
        advances=tuple(replace(one, amount=-one.amount) for one in facts.advances),
        instalments=tuple(replace(one, amount=-one.amount) for one in facts.instalments),
        guarantee=replace(guarantee, amount=-guarantee.amount) if guarantee else None,
    )
