"""The file a bank executes: ISO 20022 pain.001, Customer Credit Transfer Initiation (`docs/rules/payment-files.md`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from itertools import groupby
from typing import Literal

from kvit.core.einvoice.markup import element, encoded, group
from kvit.core.formats.transfers import (
    LONGEST_CODE,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TOWN,
    Address,
    Payer,
    Run,
    Transfer,
    check,
    control_sum,
    documents_told,
    identification,
    is_sepa,
    plain,
    refuse,
    unsaid,
)
from kvit.core.latin import cut, latin

Version = Literal["pain.001.001.03", "pain.001.001.09"]
CURRENT: Version = "pain.001.001.09"
FORMER: Version = "pain.001.001.03"

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
NOT_PROVIDED = "NOTPROVIDED"
LONGEST_IDENTIFIER = 35


@dataclass(frozen=True, order=True)
class _Instruction:
    """What the transfers of one `PmtInf` share: one day, one service, one currency."""

    on: date
    service: str
    currency: str


def write(run: Run, *, version: Version = CURRENT) -> bytes:
    """The file of a run, the same bytes whenever it is written.

    Refuses `run.findings`, with the codes, where something is found that keeps a bank from taking it.
    """
    refuse(check(run) + unsaid(run, format=version, urgent=True))
    instructions = [
        _payment(transfers, instruction, name=name, payer=run.payer, version=version)
        for name, instruction, transfers in _instructions(run)
    ]
    head = group(
        "GrpHdr",
        element("MsgId", identification(run.key))
        + element("CreDtTm", f"{run.released_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z")
        + _counted(run.transfers)
        + group("InitgPty", element("Nm", cut(run.payer.name, LONGEST_NAME)) + _identifier(run.payer)),
    )
    message = group("CstmrCdtTrfInitn", head + "".join(instructions))
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}{version}">\n'
    return encoded(f"{start}{message}</Document>\n")


def instruction_names(run: Run) -> dict[str, str]:
    """For the key of each transfer, the PmtInfId of its instruction in the file."""
    return {transfer.key: name for name, _, transfers in _instructions(run) for transfer in transfers}


def _instructions(run: Run) -> list[tuple[str, _Instruction, list[Transfer]]]:
    """The instructions in their order, each with its name and its transfers."""
    ordered = sorted(run.transfers, key=lambda one: (_instruction(one, run.payer), one.key))
    grouped = groupby(ordered, key=lambda one: _instruction(one, run.payer))
    start = identification(run.key)
    return [(f"{start}-{number:03}", one, list(transfers)) for number, (one, transfers) in enumerate(grouped, 1)]


def _instruction(transfer: Transfer, payer: Payer) -> _Instruction:
    service = "URGP" if transfer.urgent else "SEPA" if is_sepa(transfer, payer) else "NURG"
    return _Instruction(transfer.on, service, transfer.amount.currency)


def _counted(transfers: Sequence[Transfer]) -> str:
    return element("NbOfTxs", str(len(transfers))) + element("CtrlSum", control_sum(transfers))


def _payment(
    transfers: Sequence[Transfer], instruction: _Instruction, *, name: str, payer: Payer, version: Version
) -> str:
    day = element("Dt", instruction.on) if version == CURRENT else ""
    urgency = element("InstrPrty", "HIGH") if instruction.service == "URGP" else ""
    is_in_sepa = instruction.service == "SEPA"
    return group(
        "PmtInf",
        element("PmtInfId", name)
        + element("PmtMtd", "TRF")
        + _counted(transfers)
        + group("PmtTpInf", urgency + group("SvcLvl", element("Cd", instruction.service)))
        + (group("ReqdExctnDt", day) or element("ReqdExctnDt", instruction.on))
        + group("Dbtr", _party(payer.name, payer.address) + _identifier(payer))
        + _account("DbtrAcct", payer.iban)
        + (_agent("DbtrAgt", payer.bic, version) or _unnamed_agent())
        + element("ChrgBr", "SLEV" if is_in_sepa else "SHAR")
        + "".join(_transfer(transfer, is_in_sepa=is_in_sepa, version=version) for transfer in transfers),
    )


def _transfer(transfer: Transfer, *, is_in_sepa: bool, version: Version) -> str:
    amount = f'<InstdAmt Ccy="{transfer.amount.currency}">{plain(transfer.amount)}</InstdAmt>\n'
    return group(
        "CdtTrfTxInf",
        group("PmtId", element("EndToEndId", identification(transfer.key)))
        + group("Amt", amount)
        + _agent("CdtrAgt", transfer.bic, version)
        + group("Cdtr", _party(transfer.payee, transfer.address))
        + _account("CdtrAcct", transfer.iban)
        + group("RmtInf", _remittance(transfer, is_in_sepa=is_in_sepa)),
    )


def _remittance(transfer: Transfer, *, is_in_sepa: bool) -> str:
    """SEPA takes the reference or the text, once, not both (EPC125-05, AT-05)."""
    if transfer.reference.strip() and is_in_sepa:
        (reference,) = transfer.told
        kind = group("CdOrPrtry", element("Cd", "SCOR")) + element("Issr", "ISO")
        return group("Strd", group("CdtrRefInf", group("Tp", kind) + element("Ref", reference)))
    return element("Ustrd", documents_told(transfer.told) or None)


def _party(name: str, address: Address) -> str:
    street, building = address.street, latin(address.building)
    if len(building) > LONGEST_CODE:  # "12, bl. A, sc. 2, et. 3, ap. 45" has more room beside the street
        street, building = f"{street} {building}", ""
    parts = (
        ("StrtNm", street, LONGEST_LINE),
        ("BldgNb", building, LONGEST_CODE),
        ("PstCd", address.post_code, LONGEST_CODE),
        ("TwnNm", address.town, LONGEST_TOWN),
        ("Ctry", address.country, 2),
        *(("AdrLine", line, LONGEST_LINE) for line in address.lines),
    )
    told = "".join(element(tag, cut(text, longest) or None) for tag, text, longest in parts)
    return element("Nm", cut(name, LONGEST_NAME)) + group("PstlAdr", told)


def _identifier(payer: Payer) -> str:
    told = element("Id", cut(payer.identifier, LONGEST_IDENTIFIER) or None)
    return group("Id", group("OrgId", group("Othr", told)))


def _account(tag: str, iban: str) -> str:
    return group(tag, group("Id", element("IBAN", iban)))


def _agent(tag: str, bic: str, version: Version) -> str:
    return group(tag, group("FinInstnId", element("BICFI" if version == CURRENT else "BIC", bic or None)))


def _unnamed_agent() -> str:
    return group("DbtrAgt", group("FinInstnId", group("Othr", element("Id", NOT_PROVIDED))))
