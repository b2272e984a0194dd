"""What a run of direct debits collects, and whether a bank can take it: `docs/rules/direct-debit.md`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from kvit.core.debits import Scheme, SequenceType
from kvit.core.errors import Finding, Refused, finding_of
from kvit.core.formats.transfers import (
    EEA,
    MOST,
    SEPA_AREA,
    Address,
    Payer,
    account_findings,
    address_findings,
    identification,
    lost_findings,
    name_findings,
)
from kvit.core.identifiers import check_creditor_id
from kvit.core.money import Money, decimals, round_half_up
from kvit.core.references import is_creditor_reference

REFERENCE = re.compile(r"[A-Za-z0-9+?:().,'-][A-Za-z0-9+?:().,' -]{0,33}[A-Za-z0-9+?:().,'-]|[A-Za-z0-9]")
"""A mandate reference: at most 35 letters of the banks' set, no `/` (EPC230-15), told without regard to case."""


@dataclass(frozen=True)
class MandateTold:
    """What a file says of a mandate. `account_changed`: the debtor's account is another than at the last collection."""

    reference: str
    signed_on: date
    scheme: Scheme = "core"
    account_changed: bool = False


@dataclass(frozen=True)
class Collection:
    """One direct debit. `key` names it in every file; `reference` is an RF reference, or nothing."""

    key: str
    debtor: str
    iban: str
    amount: Money
    on: date
    mandate: MandateTold
    sequence: SequenceType
    bic: str = ""
    address: Address = field(default_factory=Address)
    reference: str = ""
    documents: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """What it says of its purpose: the reference as banks write it, else the numbers of the documents."""
        reference = "".join(self.reference.upper().split())
        return (reference,) if reference else self.documents


@dataclass(frozen=True)
class DebitRun:
    """A released run: what one file collects to one account. The creditor's `identifier` is theirs in the schemes."""

    key: str
    released_at: datetime
    creditor: Payer
    collections: tuple[Collection, ...]


def is_mandate_reference(text: str) -> bool:
    """Whether banks take the text as the unique reference of a mandate."""
    return bool(REFERENCE.fullmatch(text))


def check(run: DebitRun) -> list[Finding]:
    """Everything that keeps a bank from taking the run, each with its place: the creditor, or the collection's key."""
    creditor = run.creditor
    findings = [*account_findings(creditor.iban, creditor.bic, "creditor"), *name_findings(creditor.name, "creditor")]
    findings += address_findings(creditor.address, "creditor")
    try:
        if check_creditor_id(creditor.identifier) != creditor.identifier:
            findings.append(Finding("creditor_id.bad_format", "creditor", facts={"value": creditor.identifier}))
    except Refused as refused:
        findings.append(finding_of(refused, "creditor"))
    if not run.collections:
        findings.append(Finding("debit.empty", "collections"))
    known: set[str] = set()
    for one in run.collections:
        name = identification(one.key)
        if name in known:
            findings.append(Finding("debit.twice", one.key, facts={"debtor": one.debtor}))
        known.add(name)
        findings += _collection(one, creditor)
    return findings


def _collection(one: Collection, creditor: Payer) -> Iterator[Finding]:
    place = one.key
    yield from account_findings(one.iban, one.bic, place)
    yield from name_findings(one.debtor, place)
    yield from address_findings(one.address, place)
    amount, currency = one.amount.amount, one.amount.currency
    if not 0 < amount < MOST or amount != round_half_up(amount, decimals(currency)):
        yield Finding("transfer.bad_amount", place, facts={"amount": str(one.amount), "payee": one.debtor})
    if currency != "EUR" or not {one.iban[:2], creditor.iban[:2]} <= SEPA_AREA:
        facts = {"debtor": one.debtor, "currency": currency, "iban": one.iban}
        yield Finding("debit.not_sepa", place, facts={**facts})
    if not is_mandate_reference(one.mandate.reference):
        yield Finding("mandate.bad_reference", place, facts={"reference": one.mandate.reference})
    if one.mandate.signed_on > one.on:
        yield Finding("mandate.signed_later", place, facts={"reference": one.mandate.reference})
    if one.reference and not is_creditor_reference(one.reference):
        yield Finding("transfer.bad_reference", place, facts={"reference": one.reference})
    if one.iban[:2] not in EEA and not one.address:
        yield Finding("debit.address_missing", place, facts={"debtor": one.debtor, "country": one.iban[:2]})
    yield from lost_findings((one.debtor, *one.documents, *one.address.told()), place)
