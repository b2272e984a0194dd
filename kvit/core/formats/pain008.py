"""The file by which a bank collects: ISO 20022 pain.008, Customer Direct Debit Initiation (EPC130-08, EPC131-08).

Rule: `docs/rules/direct-debit.md`.
"""

from dataclasses import dataclass
from datetime import UTC, date
from itertools import groupby

from kvit.core.debits import Scheme, SequenceType
from kvit.core.einvoice.markup import element, encoded, group
from kvit.core.formats.collections import Collection, DebitRun, MandateTold, check
from kvit.core.formats.pain import NAMESPACE, account, agent, counted, party, remittance, unnamed_agent
from kvit.core.formats.transfers import LONGEST_NAME, Payer, identification, plain, refuse
from kvit.core.latin import cut

CURRENT = "pain.008.001.08"
SAME_MANDATE_NEW_ACCOUNT = "SMNDA"
"""What stands in the place of the account of before when the debtor changed it, with the same bank or another."""
BIC = "BICFI"


@dataclass(frozen=True, order=True)
class _Instruction:
    """What the collections of one `PmtInf` share: the day, the scheme, the sequence type."""

    on: date
    scheme: Scheme
    sequence: SequenceType


def write(run: DebitRun) -> bytes:
    """The file of a run, the same bytes whenever it is written.

    Refuses `run.findings`, with the codes, where something is found that keeps a bank from taking it.
    """
    refuse(check(run))
    creditor = run.creditor
    head = group(
        "GrpHdr",
        element("MsgId", identification(run.key))
        + element("CreDtTm", f"{run.released_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z")
        + counted(run.collections)
        + group(
            "InitgPty", element("Nm", cut(creditor.name, LONGEST_NAME)) + _creditor_id(creditor, scheme_named=False)
        ),
    )
    body = "".join(_payment(some, of, name=name, creditor=creditor) for name, of, some in _instructions(run))
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}{CURRENT}">\n'
    return encoded(f"{start}{group('CstmrDrctDbtInitn', head + body)}</Document>\n")


def instruction_names(run: DebitRun) -> dict[str, str]:
    """For the key of each collection, the PmtInfId of its instruction in the file."""
    return {one.key: name for name, _, some in _instructions(run) for one in some}


def _instructions(run: DebitRun) -> list[tuple[str, _Instruction, list[Collection]]]:
    ordered = sorted(run.collections, key=lambda one: (_instruction(one), one.key))
    start = identification(run.key)
    grouped = groupby(ordered, key=_instruction)
    return [(f"{start}-{number:03}", of, list(some)) for number, (of, some) in enumerate(grouped, 1)]


def _instruction(one: Collection) -> _Instruction:
    return _Instruction(one.on, one.mandate.scheme, one.sequence)


def _payment(some: list[Collection], of: _Instruction, *, name: str, creditor: Payer) -> str:
    service = group("SvcLvl", element("Cd", "SEPA")) + group("LclInstrm", element("Cd", of.scheme.upper()))
    return group(
        "PmtInf",
        element("PmtInfId", name)
        + element("PmtMtd", "DD")
        + element("BtchBookg", "true")
        + counted(some)
        + group("PmtTpInf", service + element("SeqTp", of.sequence))
        + element("ReqdColltnDt", of.on)
        + group("Cdtr", party(creditor.name, creditor.address))
        + account("CdtrAcct", creditor.iban)
        + (agent("CdtrAgt", creditor.bic, tag=BIC) or unnamed_agent("CdtrAgt"))
        + element("ChrgBr", "SLEV")
        + group("CdtrSchmeId", _creditor_id(creditor, scheme_named=True))
        + "".join(_collection(one) for one in some),
    )


def _collection(one: Collection) -> str:
    return group(
        "DrctDbtTxInf",
        group("PmtId", element("EndToEndId", identification(one.key)))
        + f'<InstdAmt Ccy="{one.amount.currency}">{plain(one.amount)}</InstdAmt>\n'
        + group("DrctDbtTx", group("MndtRltdInf", _mandate(one.mandate)))
        + (agent("DbtrAgt", one.bic, tag=BIC) or unnamed_agent("DbtrAgt"))
        + group("Dbtr", party(one.debtor, one.address))
        + account("DbtrAcct", one.iban)
        + group("RmtInf", remittance(one, is_in_sepa=True)),
    )


def _mandate(told: MandateTold) -> str:
    changed = group("OrgnlDbtrAcct", group("Id", group("Othr", element("Id", SAME_MANDATE_NEW_ACCOUNT))))
    return (
        element("MndtId", told.reference)
        + element("DtOfSgntr", told.signed_on)
        + (element("AmdmntInd", "true") + group("AmdmntInfDtls", changed) if told.account_changed else "")
    )


def _creditor_id(creditor: Payer, *, scheme_named: bool) -> str:
    scheme = group("SchmeNm", element("Prtry", "SEPA")) if scheme_named else ""
    return group("Id", group("PrvtId", group("Othr", element("Id", creditor.identifier) + scheme)))
