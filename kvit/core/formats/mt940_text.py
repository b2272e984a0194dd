"""What banks write into field 86 of MT940: numbered parts, words between slashes, Polish labels, or plain text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kvit.core.formats.statement import account_of, given, is_same_account

_WRAPPED, _SLASHED_ROW, _PART = 65, 60, 27
"""So many letters fill a row of the field, one of words between slashes, a numbered part: it goes on in the next."""
_NUMBERED = re.compile(r"(?!EREF|KREF|SVWZ)[^/]{0,6}?(?P<mark>[?~^<>+@§|])\d\d")
_PARTS = frozenset({"00", "10", *(f"{one}" for one in range(20, 35)), "38", *(f"{one}" for one in range(60, 64))})
_TEXT = ("20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "60", "61", "62", "63")
_KEYWORD = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP)\+")
_SLASHED = re.compile(
    r"/(EREF|REMI|ORDP|BENM|NAME|IBAN|BIC|CNTP|MARF|CSID|TRTP|TRCD|RTRN|ISDT|CREF|PREF|KREF|ADDR|ID|USTD|STRD|ULTD|"
    r"ULTC|ULTB|PURP|OCMT|EXCH)/"
)
_LABEL = re.compile(r"(?:^|;)\s*([A-ZŁŻ][A-ZŁŻ. ]{1,14}):\s")
_SENDER = ("OD", "DLA", "NADAWCA", "ODBIORCA", "ZLECENIODAWCA")
_TITLE = ("TYT.", "TYT", "TYTUŁ", "TYTUL")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_NAMES_OF_NS, _TEXTS_OF_NS = ("15", "16"), tuple(f"{one:02}" for one in range(1, 15))


@dataclass(frozen=True, slots=True)
class Told:
    """What stands behind a line; empty where the bank said nothing."""

    text: str = ""
    name: str = ""
    account: str = ""
    bic: str = ""
    end_to_end_id: str = ""
    structured_reference: str = ""


def told(
    fields: Sequence[Sequence[str]], others: Sequence[Sequence[str]], *, more: Sequence[str] = (), account: str = ""
) -> Told:
    """What the fields 86 of one line, the fields NS and the rows `more` of field 61 say. `account` is our own."""
    rows = [row for one in fields for row in one]
    joined = "".join(rows)
    found = next((one for read in _READERS if (one := read(rows, joined)) is not None), Told())
    if others:
        found = _of_ns([row for one in others for row in one], found)
    behind = " ".join(" ".join(more).split())
    if not found.account:
        found = replace(found, account=only_account(f"{behind} {found.text} {joined}", account))
    if behind and account_of(behind) not in account_of(f"{joined}{found.account}"):
        found = replace(found, text=f"{found.text} {behind}".strip())
    return found


def as_iban(written: str) -> str:
    """The number as IBAN, `PL` put before a Polish one that lacks it; nothing where it is none (ISO 13616)."""
    number = f"PL{written}" if re.fullmatch("[0-9]{26}", written) else written
    if not re.fullmatch(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}", number):
        return ""
    turned = "".join(str(int(letter, 36)) for letter in number[4:] + number[:4])
    return number if int(turned) % 97 == 1 else ""


def is_bic(written: str) -> bool:
    """Whether it is written as the code of a bank is (ISO 9362)."""
    return _BIC.fullmatch(written) is not None


def only_account(text: str, own: str) -> str:
    """The one IBAN in the text that is not ours; nothing where there are two."""
    words = re.findall(r"\b(?:[A-Z]{2}\d\d[A-Z0-9]{11,30}|[0-9]{26})\b", text)
    found = {iban for word in words if (iban := as_iban(word)) and not is_same_account(own, iban)}
    return found.pop() if len(found) == 1 else ""


def _glued(parts: Sequence[str], width: int) -> str:
    """The parts one after the other: a full one goes on in the next, the others end a word."""
    text = "".join(part if len(part) >= width else f"{part} " for part in parts)
    return " ".join(text.split())


def _numbered(rows: Sequence[str], joined: str) -> Told | None:
    """`166?00GUTSCHRIFT?20EREF+…?32NAME`: German and Polish banks, with one of several marks."""
    begin = _NUMBERED.match(joined)
    if begin is None:
        return None
    pieces = re.split(re.escape(begin["mark"]) + r"(\d\d)", joined)
    parts: dict[str, list[str]] = {}
    for code, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        parts.setdefault(code, []).append(piece)
    if len(parts.keys() & _PARTS) < 2:
        return None
    text = _glued([piece for code in _TEXT for piece in parts.get(code, [])], _PART)
    words = _keywords(text)
    bic = "".join(parts.get("30", [])).strip() or words.get("BIC", "")
    account = next((iban for code in ("38", "31") if (iban := as_iban(account_of("".join(parts.get(code, [])))))), "")
    return Told(
        text=" ".join(part for part in (words.get("", ""), words.get("SVWZ", "")) if part)
        or " ".join("".join(parts.get("00", [])).split()),
        name=_glued([piece for code in ("32", "33") for piece in parts.get(code, [])], _PART),
        account=account or as_iban(account_of(words.get("IBAN", ""))),
        bic=bic if is_bic(bic) else "",
        end_to_end_id=given(words.get("EREF", "") or words.get("KREF", "")),
    )


def _keywords(text: str) -> dict[str, str]:
    """What stands behind each keyword, and before the first one under no name."""
    pieces = _KEYWORD.split(text)
    return {name: piece.strip() for name, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True)}


def _slashed(rows: Sequence[str], joined: str) -> Told | None:
    """`/EREF/…/ORDP//NAME/…/REMI/…`: Dutch, Polish and Romanian banks."""
    if not _SLASHED.match(joined):
        return None
    pieces = _SLASHED.split(_glued(rows, _SLASHED_ROW))
    words: dict[str, str] = {}
    for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        words.setdefault(name, piece.strip("/ "))
    parties = [words.get(name, "").split("/") for name in ("CNTP", "ORDP", "BENM")]
    numbers = [words.get("IBAN", ""), words.get("ID", ""), *(part for party in parties for part in party)]
    cntp = parties[0]
    return Told(
        text=" ".join(words[name] for name in ("REMI", "USTD", "OCMT") if words.get(name)),
        name=words.get("NAME", "") or (cntp[2].strip() if len(cntp) > 2 else ""),
        account=next((iban for one in numbers if (iban := as_iban(account_of(one)))), ""),
        bic=next((one for one in (words.get("BIC", ""), *cntp[1:2]) if is_bic(one)), ""),
        end_to_end_id=given(words.get("EREF", "")),
        structured_reference=words.get("STRD", "").rpartition("/")[2],
    )


def _labelled(rows: Sequence[str], joined: str) -> Told | None:
    """`…; Z RACH.: 5611…; OD: JAN NOWAK  UL. NIJAKA 1; TYT.: PRZELEW`: what Polish banks write without numbers."""
    pieces = _LABEL.split(joined)
    words = {name.strip(): piece.strip(" ;") for name, piece in zip(pieces[1::2], pieces[2::2], strict=True)}
    title = next((words[name] for name in _TITLE if name in words), None)
    if title is None:
        return None
    sender = next((words[name] for name in _SENDER if name in words), "")
    number = next((piece for name, piece in words.items() if name.endswith("RACH.")), "")
    return Told(
        text=" ".join(title.split()),
        name=re.split(r"\s{2,}", sender)[0],
        account=as_iban(account_of(number)),
    )


def _plain(rows: Sequence[str], joined: str) -> Told | None:
    return Told(text=_glued(rows, _WRAPPED))


def _of_ns(rows: Sequence[str], found: Told) -> Told:
    """Rows of two figures and a text: what some programs write in place of field 86."""
    parts: dict[str, str] = {}
    for row in rows:
        if match := re.match(r"(\d\d)(.*)", row):
            parts[match[1]] = match[2].strip()
    text = " ".join(parts[code] for code in _TEXTS_OF_NS if parts.get(code))
    name = " ".join(parts[code] for code in _NAMES_OF_NS if parts.get(code))
    return replace(found, text=f"{found.text} {text}".strip(), name=found.name or name)


_READERS: tuple[Callable[[Sequence[str], str], Told | None], ...] = (_numbered, _slashed, _labelled, _plain)
