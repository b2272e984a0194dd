"""Statements in ISO 20022: camt.053 and notices (camt.054) in every version, told by the root element.

camt.052 (the running day) is refused: its lines come again in camt.053, without marks by which they are known. What a
notice tells comes again as well, and is known by `core.told_again`. Rule and examples: docs/rules/statement-import.md.
"""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.errors import Finding, Refused
from kvit.core.formats.statement import Part, Statement, StatementLine, account_of, balance_findings, given
from kvit.core.parsing.numbers import MOST_WHOLE_DIGITS

MOST_LINES = 200_000

_AMOUNT = re.compile(rf"0*[0-9]{{1,{MOST_WHOLE_DIGITS}}}(\.[0-9]{{1,5}})?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*|Z|[+-][0-9:]+)?")
_RUNNING_DAY = "BkToCstmrAcctRpt"
_MESSAGES = {"BkToCstmrStmt": ("camt.053", "Stmt"), "BkToCstmrDbtCdtNtfctn": ("camt.054", "Ntfctn")}
_DIRECTIONS = {"CRDT": 1, "DBIT": -1}


class _UnreadableError(Exception):
    """An element without which a line means nothing; the text names it."""


def parse(content: bytes) -> list[Statement]:
    """What the file says of each account: one for each `Stmt` of a camt.053, for each `Ntfctn` of a camt.054.

    Refuses `statement.running_day`, `statement.not_camt`, `statement.too_many_lines`, and what the door for XML
    refuses. A line that cannot be read is a finding; the others stay.
    """
    root = xml.parse(content)
    version = re.search(r"camt\.05[34]\.[0-9.]+", etree.QName(root).namespace or "")
    _strip_names(root)
    names = [str(child.tag) for child in root] if root.tag == "Document" else [str(root.tag)]
    message = next((root.find(name) for name in names if name in _MESSAGES), None)
    if message is None:
        if _RUNNING_DAY in names:
            raise Refused("statement.running_day", found="camt.052")
        raise Refused("statement.not_camt", found=(names or ["Document"])[0][:60])
    format, within = _MESSAGES[str(message.tag)]
    statements = message.findall(within)
    if sum(len(statement.findall("Ntry")) for statement in statements) > MOST_LINES:
        raise Refused("statement.too_many_lines", most=MOST_LINES)
    if version and version[0].startswith(format):
        format = version[0]
    told_by = given(_text(message, "GrpHdr/MsgId")) if within == "Ntfctn" else ""
    return [_statement(each, format, told_by) for each in statements]


def _strip_names(root: etree._Element) -> None:
    """Element names without their namespace, which changes with every version and often with the bank."""
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname


def _text(element: etree._Element | None, path: str) -> str:
    """The text at the path, tidied; nothing where there is none."""
    found = element.findtext(path) if element is not None else None
    return " ".join(found.split()) if found else ""


def _first(element: etree._Element | None, *paths: str) -> str:
    return next((text for path in paths if (text := _text(element, path))), "")


def _as_day(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _day(element: etree._Element | None, path: str) -> date | None:
    """The day of a choice of `Dt` and `DtTm`; banks have been seen to put a moment into either."""
    return _as_day(_first(element, f"{path}/Dt", f"{path}/DtTm", f"{path}/Dt/DtTm"))


def _amount(element: etree._Element, *, direction: str = "") -> tuple[Decimal, str]:
    """The signed amount and its currency; `direction` where the element itself need not say it."""
    amount = element.find("Amt")
    written = _text(element, "Amt")
    if amount is None or not _AMOUNT.fullmatch(written):
        raise _UnreadableError("Amt")
    currency = amount.get("Ccy", "")
    if not re.fullmatch("[A-Z]{3}", currency):
        raise _UnreadableError("Amt/@Ccy")
    sign = _DIRECTIONS.get(_text(element, "CdtDbtInd") or direction)
    if sign is None:
        raise _UnreadableError("CdtDbtInd")
    return Decimal(written) * sign, currency


def _statement(statement: etree._Element, version: str, told_by: str) -> Statement:
    balances: dict[str, tuple[Decimal, str, date | None]] = {}
    findings: list[Finding] = []
    for balance in statement.findall("Bal"):
        code = _text(balance, "Tp/CdOrPrtry/Cd")
        try:
            balances.setdefault(code, (*_amount(balance), _day(balance, "Dt")))
        except _UnreadableError as error:
            findings.append(_unreadable(f"Bal {code}", str(error), "warning"))
    opening = balances.get("OPBD") or balances.get("PRCD")
    closing = balances.get("CLBD")
    lines = _lines(statement, findings, told_by)
    currency = (
        _text(statement, "Acct/Ccy") or (opening or closing or (0, ""))[1] or (lines[0].currency if lines else "")
    )
    findings += _currency_findings(currency, lines, [each for each in (opening, closing) if each])
    own = [each for each in lines if each.currency == currency]
    findings += balance_findings(opening and opening[0], closing and closing[0], lines=own)
    period = statement.find("FrToDt")
    return Statement(
        account=account_of(_first(statement, "Acct/Id/IBAN", "Acct/Id/Othr/Id")),
        currency=currency,
        reference=_text(statement, "Id"),
        format=version,
        opening=opening[0] if opening else None,
        closing=closing[0] if closing else None,
        from_on=_as_day(_first(period, "FrDtTm", "FrDt")) or (opening[2] if opening else None),
        to_on=_as_day(_first(period, "ToDtTm", "ToDt")) or (closing[2] if closing else None),
        lines=tuple(lines),
        findings=tuple(findings),
    )


def _currency_findings(
    currency: str, lines: list[StatementLine], balances: list[tuple[Decimal, str, date | None]]
) -> list[Finding]:
    others = {line.currency for line in lines} | {balance[1] for balance in balances}
    others -= {currency}
    if not others:
        return []
    return [
        Finding("statement.other_currency", "currency", "warning", {"currency": currency, "others": sorted(others)})
    ]


def _unreadable(place: str, element: str, severity: str = "error") -> Finding:
    if severity == "warning":
        return Finding("statement.balance_unreadable", place, "warning", {"element": element})
    return Finding("statement.line_unreadable", place, "error", {"element": element})


def _lines(statement: etree._Element, findings: list[Finding], told_by: str) -> list[StatementLine]:
    """The booked lines; what is announced but not booked is left out and said."""
    lines: list[StatementLine] = []
    left_out: Counter[str] = Counter()
    for number, entry in enumerate(statement.findall("Ntry"), 1):
        status = _first(entry, "Sts/Cd", "Sts/Prtry", "Sts") or "BOOK"
        if status != "BOOK":
            left_out[status] += 1
            continue
        try:
            lines.append(_line(entry, told_by))
        except _UnreadableError as error:
            findings.append(_unreadable(f"Ntry {number}", str(error)))
    for status, count in left_out.items():
        findings.append(Finding("statement.not_booked", "Ntry", "warning", {"count": count, "status": status[:20]}))
    return lines


def _line(entry: etree._Element, told_by: str) -> StatementLine:
    amount, currency = _amount(entry)
    booked_on = _day(entry, "BookgDt") or _day(entry, "ValDt")
    if booked_on is None:
        raise _UnreadableError("BookgDt")
    direction = _text(entry, "CdtDbtInd")
    is_reversal = _text(entry, "RvslInd").lower() in ("true", "1")
    # Who stands on the other side: of money in, the debtor. A reversal names the sides of the payment it takes back.
    other = "Dbtr" if (direction == "CRDT") != is_reversal else "Cdtr"
    transfers = entry.findall("NtryDtls/TxDtls")
    parts = [_part(each, other, line=(direction, currency)) for each in transfers]
    alone = parts[0] if len(parts) == 1 else None
    remittance = alone.remittance if alone else " ".join(part.remittance for part in parts if part.remittance)
    agent = transfers[0].find(f"RltdAgts/{other}Agt/FinInstnId") if alone else None
    return StatementLine(
        booked_on=booked_on,
        amount=amount,
        currency=currency,
        value_on=_day(entry, "ValDt"),
        counterparty_name=alone.counterparty_name if alone else "",
        counterparty_iban=alone.counterparty_iban if alone else "",
        counterparty_bic=_first(agent, "BICFI", "BIC"),
        remittance=remittance or _text(entry, "AddtlNtryInf"),
        end_to_end_id=alone.end_to_end_id if alone else "",
        structured_reference=alone.structured_reference if alone else "",
        bank_reference=given(_text(entry, "AcctSvcrRef")) or _sole_reference(transfers),
        entry_reference=given(_text(entry, "NtryRef")),
        kind=_kind(entry),
        is_reversal=is_reversal,
        batch=_batch(entry, transfers),
        return_reason=alone.return_reason if alone else "",
        parts=tuple(parts) if len(parts) > 1 else (),
        references=_references(entry, transfers),
        transfers=_transfers(entry, transfers),
        message=told_by,
        told_in=given(_text(entry, "AddtlInfInd/MsgId")),
    )


def _references(entry: etree._Element, transfers: list[etree._Element]) -> tuple[str, ...]:
    """The bank's marks: of the entry, and of the transfer where it is alone in it."""
    found = [given(_text(entry, "AcctSvcrRef")), _sole_reference(transfers)]
    return tuple(dict.fromkeys(each for each in found if each))


def _transfers(entry: etree._Element, transfers: list[etree._Element]) -> int:
    """How many transfers the entry is the sum of, as far as it is told."""
    counted = [text for each in entry.findall("NtryDtls/Btch") if (text := _text(each, "NbOfTxs")).isdecimal()]
    return max(sum(int(each[:6]) for each in counted), len(transfers))


def _batch(entry: etree._Element, transfers: list[etree._Element]) -> str:
    """The PmtInfId of ours that the whole line is; nothing where its transfers name several."""
    named = {
        given(_text(entry, "NtryDtls/Btch/PmtInfId")),
        *(given(_text(one, "Refs/PmtInfId")) for one in transfers),
    } - {""}
    return named.pop() if len(named) == 1 else ""


def _sole_reference(transfers: list[etree._Element]) -> str:
    return given(_text(transfers[0], "Refs/AcctSvcrRef")) if len(transfers) == 1 else ""


def _kind(entry: etree._Element) -> str:
    codes = [_text(entry, f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
    return "/".join(codes) if all(codes) else _text(entry, "BkTxCd/Prtry/Cd")


def _part(transfer: etree._Element, other: str, *, line: tuple[str, str]) -> Part:
    parties = transfer.find("RltdPties")
    names = [path for side in (other, f"Ultmt{other}") for path in (f"{side}/Nm", f"{side}/Pty/Nm")]
    details = transfer.findall("RmtInf/Strd")
    texts = transfer.findall("RmtInf/Ustrd")
    for structured in details:
        texts += structured.findall("RfrdDocInf/Nb") + structured.findall("AddtlRmtInf")
    return Part(
        amount=_part_amount(transfer, line),
        counterparty_name=_first(parties, *names),
        counterparty_iban=account_of(_first(parties, f"{other}Acct/Id/IBAN", f"{other}Acct/Id/Othr/Id")),
        remittance=" ".join(text for each in texts if (text := _text(each, "."))) or _text(transfer, "AddtlTxInf"),
        end_to_end_id=given(_text(transfer, "Refs/EndToEndId")),
        structured_reference=" ".join(ref for each in details if (ref := given(_text(each, "CdtrRefInf/Ref")))),
        return_reason=_first(transfer, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")[:20],
        references=tuple(each for each in (given(_text(transfer, "Refs/AcctSvcrRef")),) if each),
    )


def _part_amount(transfer: etree._Element, line: tuple[str, str]) -> Decimal | None:
    """The part's amount in the currency of its line; earlier versions keep it among the details."""
    direction, currency = _text(transfer, "CdtDbtInd") or line[0], line[1]
    for place in (transfer, transfer.find("AmtDtls/TxAmt")):
        if place is not None and place.find("Amt") is not None:
            try:
                amount, found = _amount(place, direction=direction)
            except _UnreadableError:
                continue
            if found == currency:
                return amount
    return None
