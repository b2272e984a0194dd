"""What a payment run pays, in plain values, and whether a bank can take it: `docs/rules/payment-files.md`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from kvit.core.errors import Finding, Refused, errors, finding_of
from kvit.core.identifiers import check_bic, check_iban
from kvit.core.latin import LOST, cut, latin, letters_lost
from kvit.core.money import Money, decimals, round_half_up, total
from kvit.core.references import is_creditor_reference

LONGEST_NAME, LONGEST_LINE, LONGEST_TOWN, LONGEST_CODE, LONGEST_TEXT = 70, 70, 35, 16, 140
"""Letters that the SEPA schemes keep of a name, of a line of an address, of a town, of a code, of the text."""

MOST_LINES = 2
"""Lines of a hybrid address."""

MOST = Decimal(1_000_000_000)
"""No SEPA transfer reaches it; a larger one in any currency is a slip of the keyboard."""

_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EEA = frozenset(f"{_UNION} IS LI NO".split())
SEPA_AREA = EEA | frozenset(["AD", "AL", "CH", "GB", "GI", "MC", "MD", "ME", "MK", "RS", "SM", "VA"])
"""The beginnings of IBANs in the SEPA area."""

_KEY = re.compile(r"[A-Za-z0-9]+(_[A-Za-z0-9]+)?")
LONGEST_KEY = 31
"""Letters of a key without its `_`: an identification has 35, of which `-001` takes four."""


@dataclass(frozen=True)
class Address:
    """Structured by its parts; hybrid when `lines` say more than town and country."""

    street: str = ""
    building: str = ""
    post_code: str = ""
    town: str = ""
    country: str = ""
    lines: tuple[str, ...] = ()

    def told(self) -> tuple[str, ...]:
        """Its parts, from the street to the country, then its lines; "" where one is not known."""
        return (self.street, self.building, self.post_code, self.town, self.country, *self.lines)

    def __bool__(self) -> bool:
        return any(self.told())


@dataclass(frozen=True)
class Payer:
    """Our company and the account that pays; `identifier` is what its bank knows it by, where it asks for one."""

    name: str
    iban: str
    bic: str = ""
    address: Address = field(default_factory=Address)
    identifier: str = ""


@dataclass(frozen=True)
class SplitVat:
    """Poland's split payment (ustawa o VAT art. 108a): the VAT of one invoice, and its seller's tax number."""

    vat: Money
    tax_id: str
    invoice: str


@dataclass(frozen=True)
class Transfer:
    """One transfer. `key` names what is paid and is unique in a run; `reference` is an RF reference, or nothing."""

    key: str
    payee: str
    iban: str
    amount: Money
    on: date
    bic: str = ""
    address: Address = field(default_factory=Address)
    reference: str = ""
    documents: tuple[str, ...] = ()
    urgent: bool = False
    split: SplitVat | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """What it says of its purpose: the reference as banks write it, else the numbers of the documents."""
        reference = "".join(self.reference.upper().split())
        return (reference,) if reference else self.documents


@dataclass(frozen=True)
class Run:
    """A released run: what one file pays from one account."""

    key: str
    released_at: datetime
    payer: Payer
    transfers: tuple[Transfer, ...]


def identification(key: str) -> str:
    """The key of ours as banks take identifications: letters and figures, without the `_` after its prefix."""
    bare = key.replace("_", "", 1)
    if not _KEY.fullmatch(key) or len(bare) > LONGEST_KEY:
        raise ValueError(f"{key!r} is no key: at most {LONGEST_KEY} letters and figures, with one _")
    return bare


def is_sepa(transfer: Transfer, payer: Payer) -> bool:
    """Whether it goes by the SEPA credit transfer: in euro, between two accounts of the area."""
    return transfer.amount.currency == "EUR" and {transfer.iban[:2], payer.iban[:2]} <= SEPA_AREA


def documents_told(numbers: Sequence[str], *, longest: int = LONGEST_TEXT) -> str:
    """The numbers in the letters of the set, whole, as many as fit; `+N` says how many were left out."""
    spelled = [text for number in numbers if (text := latin(number))]
    for kept in range(len(spelled), 0, -1):
        left_out = len(spelled) - kept
        text = ", ".join(spelled[:kept]) + (f" +{left_out}" if left_out else "")
        if len(text) <= longest:
            return text
    rest = f" +{len(spelled) - 1}" if len(spelled) > 1 else ""
    return cut(spelled[0], longest - len(rest)) + rest if spelled else ""


def plain(amount: Money) -> str:
    """The amount with the decimals of its currency and nothing else: `1190.00`."""
    return f"{round_half_up(amount.amount, decimals(amount.currency)):f}"


class Counted(Protocol):
    """An order that has an amount."""

    @property
    def amount(self) -> Money: ...


def control_sum(transfers: Sequence[Counted]) -> Decimal:
    """The amounts of all transfers together, whatever their currency (ISO 20022, CtrlSum)."""
    digits = max((decimals(transfer.amount.currency) for transfer in transfers), default=2)
    return round_half_up(sum((transfer.amount.amount for transfer in transfers), Decimal(0)), digits)


def sums(run: Run) -> list[Money]:
    """What the run pays in each currency, by its code."""
    currencies = sorted({transfer.amount.currency for transfer in run.transfers})
    amounts = [transfer.amount for transfer in run.transfers]
    return [total((one for one in amounts if one.currency == code), code) for code in currencies]


def check(run: Run) -> list[Finding]:
    """Everything that keeps a bank from taking the run, each with its place: the payer, or the key of the transfer."""
    findings = [*account_findings(run.payer.iban, run.payer.bic, "payer"), *name_findings(run.payer.name, "payer")]
    findings += address_findings(run.payer.address, "payer")
    findings += lost_findings((run.payer.name, *run.payer.address.told()), "payer")
    if not run.transfers:
        findings.append(Finding("run.empty", "transfers"))
    known: set[str] = set()
    for transfer in run.transfers:
        name = identification(transfer.key)
        if name in known:
            findings.append(Finding("run.paid_twice", transfer.key, facts={"payee": transfer.payee}))
        known.add(name)
        findings += _transfer(transfer, run.payer)
    return findings


def check_domestic(run: Run, *, country: str, currency: str) -> list[Finding]:
    """What `check` finds, and every transfer that is not in the currency between two accounts of the country."""
    return check(run) + [
        Finding(
            "transfer.not_domestic",
            one.key,
            facts={
                "payee": one.payee,
                "amount": str(one.amount),
                "iban": one.iban,
                "country": country,
                "currency": currency,
            },
        )
        for one in run.transfers
        if one.amount.currency != currency or {one.iban[:2], run.payer.iban[:2]} != {country}
    ]


def unsaid(run: Run, *, format: str, split: bool = False, urgent: bool = False) -> list[Finding]:
    """The split payments and urgent transfers of a run, where a file of that format cannot say that they are."""
    marks = (("transfer.split_not_here", split), ("transfer.urgent_not_here", urgent))
    return [
        Finding(rule, one.key, facts={"payee": one.payee, "format": format})
        for one in run.transfers
        for (rule, is_said), is_so in zip(marks, (one.split is not None, one.urgent), strict=True)
        if is_so and not is_said
    ]


def refuse(findings: Sequence[Finding]) -> None:
    """Refuses `run.findings`, with the codes, where one of the findings is an error."""
    wrong = errors(list(findings))
    if wrong:
        raise Refused("run.findings", count=len(wrong), rules=sorted({one.rule for one in wrong}))


def _transfer(transfer: Transfer, payer: Payer) -> Iterator[Finding]:
    place = transfer.key
    yield from account_findings(transfer.iban, transfer.bic, place)
    yield from name_findings(transfer.payee, place)
    yield from address_findings(transfer.address, place)
    amount = transfer.amount.amount
    if not 0 < amount < MOST or amount != round_half_up(amount, decimals(transfer.amount.currency)):
        yield Finding("transfer.bad_amount", place, facts={"amount": str(transfer.amount), "payee": transfer.payee})
    if transfer.reference and not is_creditor_reference(transfer.reference):
        yield Finding("transfer.bad_reference", place, facts={"reference": transfer.reference})
    yield from lost_findings((transfer.payee, *transfer.documents, *transfer.address.told()), place)
    there, here = transfer.iban[:2], payer.iban[:2]
    if there != here and not transfer.bic and (transfer.urgent or not is_sepa(transfer, payer)):
        yield Finding("transfer.bic_missing", place, facts={"payee": transfer.payee, "iban": transfer.iban})
    if there not in EEA and not payer.address:
        yield Finding("transfer.payer_address_missing", place, facts={"country": there})


def lost_findings(texts: Sequence[str], place: str) -> Iterator[Finding]:
    """The texts of which banks keep less than was written."""
    lost = [one for one in texts if letters_lost(one)]
    if lost:
        yield Finding("transfer.letters_lost", place, "warning", {"lost": lost, "told": [latin(one) for one in lost]})


def account_findings(iban: str, bic: str, place: str) -> Iterator[Finding]:
    """What is wrong with an account number or the code of its bank."""
    try:
        if check_iban(iban) != iban:
            yield Finding("iban.bad_format", place, facts={"value": iban})
        if bic and check_bic(bic) != bic:
            yield Finding("bic.bad_format", place, facts={"value": bic})
    except Refused as refused:
        yield finding_of(refused, place)


def name_findings(name: str, place: str) -> Iterator[Finding]:
    """A name of which banks can keep nothing."""
    if not re.search(r"[A-Za-z0-9]", latin(name).replace(LOST, "")):
        yield Finding("transfer.name_missing", place, facts={"name": name})


def address_findings(address: Address, place: str) -> Iterator[Finding]:
    """An address that is neither structured nor hybrid."""
    if not address:
        return
    if not latin(address.town).strip(LOST) or not re.fullmatch("[A-Z]{2}", address.country):
        yield Finding("transfer.unstructured_address", place, facts={"town": address.town, "country": address.country})
    if len(address.lines) > MOST_LINES:
        yield Finding("transfer.too_many_lines", place, facts={"lines": len(address.lines), "most": MOST_LINES})
