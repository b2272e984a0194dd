"""The file a bank executes: ISO 20022 pain.001, Customer Credit Transfer Initiation (`docs/rules/payment-files.md`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from itertools import groupby
from typing import Literal

from kvit.core.einvoice.markup import element, encoded, group
from kvit.core.formats.pain import NAMESPACE, account, agent, counted, party, remittance, unnamed_agent
from kvit.core.formats.transfers import (
    LONGEST_NAME,
    Payer,
    Run,
    Transfer,
    check,
    identification,
    is_sepa,
    plain,
    refuse,
    unsaid,
)
from kvit.core.latin import cut

Version = Literal["pain.001.001.03", "pain.001.001.09"]
CURRENT: Version = "pain.001.001.09"
FORMER: Version = "pain.001.001.03"

BIC_TAGS = {CURRENT: "BICFI", FORMER: "BIC"}
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
        + counted(run.transfers)
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
        + counted(transfers)
        + group("PmtTpInf", urgency + group("SvcLvl", element("Cd", instruction.service)))
        + (group("ReqdExctnDt", day) or element("ReqdExctnDt", instruction.on))
        + group("Dbtr", party(payer.name, payer.address) + _identifier(payer))
        + account("DbtrAcct", payer.iban)
        + (agent("DbtrAgt", payer.bic, tag=BIC_TAGS[version]) or unnamed_agent("DbtrAgt"))
        + element("ChrgBr", "SLEV" if is_in_sepa else "SHAR")
        + "".join(_transfer(transfer, is_in_sepa=is_in_sepa, version=version) for transfer in transfers),
    )


def _transfer(transfer: Transfer, *, is_in_sepa: bool, version: Version) -> str:
    amount = f'<InstdAmt Ccy="{transfer.amount.currency}">{plain(transfer.amount)}</InstdAmt>\n'
    return group(
        "CdtTrfTxInf",
        group("PmtId", element("EndToEndId", identification(transfer.key)))
        + group("Amt", amount)
        + agent("CdtrAgt", transfer.bic, tag=BIC_TAGS[version])
        + group("Cdtr", party(transfer.payee, transfer.address))
        + account("CdtrAcct", transfer.iban)
        + group("RmtInf", remittance(transfer, is_in_sepa=is_in_sepa)),
    )


def _identifier(payer: Payer) -> str:
    told = element("Id", cut(payer.identifier, LONGEST_IDENTIFIER) or None)
    return group("Id", group("OrgId", group("Othr", told)))
