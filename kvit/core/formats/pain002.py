"""What a bank answers to a file of payments: ISO 20022 pain.002, without trust (`docs/rules/payment-status.md`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.errors import Finding, Refused
from kvit.core.formats.pain001 import instruction_names
from kvit.core.formats.statement import given
from kvit.core.formats.transfers import Run, identification

State = Literal["pending", "accepted", "executed", "partly", "rejected", "unknown"]

STATES: dict[str, State] = {
    **dict.fromkeys(("RCVD", "PDNG"), "pending"),
    **dict.fromkeys(("ACTC", "ACCP", "ACSP", "ACWC", "ACWP", "ACFC", "PATC"), "accepted"),
    **dict.fromkeys(("ACSC", "ACCC"), "executed"),
    "PART": "partly",
    **dict.fromkeys(("RJCT", "CANC", "BLCK"), "rejected"),
}
LONGEST_TOLD = 500
"""Letters that are kept of a bank's own words."""


@dataclass(frozen=True)
class Reason:
    """Why: the code of ISO's list or of the bank's own, and the bank's words."""

    code: str
    text: str = ""


@dataclass(frozen=True)
class Answer:
    """What the bank says about one thing: the file, an instruction or a transfer.

    `is_own` is false where it was said of an instruction or file as a whole: its reasons are not the transfer's own.
    """

    named: str
    state: State
    reasons: tuple[Reason, ...] = ()
    is_own: bool = True


@dataclass(frozen=True)
class Instruction(Answer):
    """What the bank says about an instruction, and about transfers in it."""

    transfers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Report:
    """A status report: its own name, the file that it answers, the instructions that it names."""

    message_id: str
    file: Answer
    instructions: tuple[Instruction, ...]


@dataclass(frozen=True)
class Outcomes:
    """What is known about each transfer of a run, by its key, and what was wrong with the report."""

    answers: dict[str, Answer]
    findings: tuple[Finding, ...]


def parse(content: bytes) -> Report:
    """The report in a pain.002 of any version.

    Refuses `bank_answer.not_pain002`, `bank_answer.unreadable`, and what the door for XML refuses.
    """
    root = xml.parse(content)
    message = root.find("{*}CstmrPmtStsRpt") if etree.QName(root).localname == "Document" else None
    if message is None:
        raise Refused("bank_answer.not_pain002", found=etree.QName(next(iter(root), root)).localname[:60])
    file = message.find("{*}OrgnlGrpInfAndSts")
    if file is None or not _text(file, "OrgnlMsgId"):
        raise Refused("bank_answer.unreadable", element="OrgnlMsgId")
    return Report(
        message_id=_text(message, "GrpHdr/{*}MsgId"),
        file=Answer(_text(file, "OrgnlMsgId"), _state(file, "GrpSts"), _reasons(file)),
        instructions=tuple(_instruction(one) for one in message.findall("{*}OrgnlPmtInfAndSts")),
    )


def outcomes(report: Report, run: Run) -> Outcomes:
    """What the report says about each transfer of the run; nothing is guessed. Refuses `bank_answer.other_run`."""
    return outcomes_of(report, run.key, names=instruction_names(run))


def outcomes_of(report: Report, file: str, *, names: Mapping[str, str]) -> Outcomes:
    """The same by the key of the file, and of each order in it with the name of its instruction; `other_run` too."""
    expected = identification(file)
    if report.file.named != expected:
        raise Refused("bank_answer.other_run", named=report.file.named, expected=expected)
    answers: dict[str, Answer] = {}
    findings: list[Finding] = []
    about: dict[str, list[Answer]] = {}
    for instruction in report.instructions:
        for answer in instruction.transfers:
            about.setdefault(answer.named, []).append(answer)
    around: dict[str, list[Answer]] = {}
    for instruction in report.instructions:
        for named in {instruction.named, *(answer.named for answer in instruction.transfers)}:
            around.setdefault(named, []).append(instruction)
    for key, name in names.items():
        own = identification(key)
        instructions = [*around.get(name, []), *around.get(own, [])]
        answers[key], states = _counting([about.get(own, []), instructions, [report.file]], key=key)
        if len(states) > 1:
            findings.append(Finding("bank_answer.two_states", key, facts={"states": states}))
    ours = {identification(key) for key in names}
    strangers = [named for named in about if named not in ours]
    findings += [Finding("bank_answer.stranger", named, "warning", {"named": named or "–"}) for named in strangers]
    return Outcomes(answers, tuple(findings))


def _counting(levels: Sequence[Sequence[Answer]], *, key: str) -> tuple[Answer, list[str]]:
    """The word that counts and the states that were said: of the nearest level that says any, unless two are said.

    What is rejected as a whole contradicts any other word about a part of it.
    """
    for at, level in enumerate(levels):
        told = [answer for answer in level if answer.state != "unknown"]
        if told:
            above = [answer for one in levels[at + 1 :] for answer in one if answer.state == "rejected"]
            states: list[str] = sorted({answer.state for answer in (*told, *above)})
            plain = len(states) == 1 and states != ["partly"]
            return Answer(key, told[0].state if plain else "unknown", told[0].reasons, is_own=at == 0), states
    return Answer(key, "unknown"), []


def _instruction(element: etree._Element) -> Instruction:
    return Instruction(
        _text(element, "OrgnlPmtInfId"),
        _state(element, "PmtInfSts"),
        _reasons(element),
        transfers=tuple(
            Answer(given(_text(one, "OrgnlEndToEndId")), _state(one, "TxSts"), _reasons(one))
            for one in element.findall("{*}TxInfAndSts")
        ),
    )


def _state(element: etree._Element, tag: str) -> State:
    return STATES.get(_text(element, tag), "unknown")


def _reasons(element: etree._Element) -> tuple[Reason, ...]:
    told = []
    for one in element.findall("{*}StsRsnInf"):
        code = _text(one, "Rsn/{*}Cd") or _text(one, "Rsn/{*}Prtry")
        words = " ".join(part.text or "" for part in one.findall("{*}AddtlInf"))
        told.append(Reason(code, " ".join(words.split())[:LONGEST_TOLD]))
    return tuple(told)


def _text(element: etree._Element, path: str) -> str:
    """The text at the path, in whatever name space, tidied; nothing where there is none."""
    found = element.findtext("{*}" + path)
    return " ".join(found.split()) if found else ""
