"""Whether an account is on Poland's list of VAT taxpayers on a day, by its flat file: `docs/rules/white-list.md`."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha512
from itertools import chain
from typing import Any, Literal

from kvit.core.errors import Finding, Refused
from kvit.core.identifiers import check_iban, check_national_id

Verdict = Literal["passed", "failed", "unchecked"]
Listed = Literal["", "active", "exempt"]

MOST_ROUNDS = 100_000
"""More would take seconds for one account: no file of the ministry, which has 5,000."""
MOST_MASKS = 100_000
KEPT = 16
"""Bytes of a hash that are kept of its 64."""
LONGEST_TEXT = 4_000
"""Letters of one text of the file; the longest explains the scheme in the heading."""

_SECTIONS: dict[str, str] = {
    "naglowek": "heading",
    "skrotypodatnikowczynnych": "active",
    "skrotypodatnikowzwolnionych": "exempt",
    "maski": "masks",
}
_TOKEN = re.compile(r'"([^"]*)"|([0-9]+)')
_HASH = re.compile("[0-9a-f]{128}")
_MASK = re.compile("[0-9XY]{26}")


class Hashes(Sequence[bytes]):
    """A set of hashes in little room: sorted, one after the other, without anything between."""

    def __init__(self, kept: bytes) -> None:
        places = range(0, len(kept), KEPT)
        is_sorted = all(kept[at - KEPT : at] <= kept[at : at + KEPT] for at in places[1:])  # the ministry's is
        self.packed = kept if is_sorted else b"".join(sorted(kept[at : at + KEPT] for at in places))

    def __len__(self) -> int:
        return len(self.packed) // KEPT

    def __getitem__(self, at: Any) -> Any:
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self.packed[at * KEPT : (at + 1) * KEPT]

    def has(self, digest: str) -> bool:
        """Whether the hash, in hexadecimal letters, is one of them."""
        wanted = bytes.fromhex(digest)[:KEPT]
        at = bisect_left(self, wanted)
        return at < len(self) and self[at] == wanted


@dataclass(frozen=True)
class FlatFile:
    """The list of one day: how often its hashes were taken, of whom, and the masks of virtual accounts by bank."""

    day: date
    rounds: int
    active: Hashes
    exempt: Hashes
    masks: dict[str, tuple[str, ...]]

    def listed(self, text: str) -> Listed:
        """Among whom the text (NIP, or NIP and account) stands."""
        digest = hashed(f"{self.day:%Y%m%d}{text}", rounds=self.rounds)
        return "active" if self.active.has(digest) else "exempt" if self.exempt.has(digest) else ""


@dataclass(frozen=True)
class Checked:
    """The answer for an account, with the reason where it did not pass."""

    verdict: Verdict
    listed: Listed = ""
    finding: Finding | None = None


def hashed(text: str, *, rounds: int) -> str:
    """SHA-512 of the text, and of its own hexadecimal writing again, so many times in all."""
    for _ in range(rounds):
        text = sha512(text.encode()).hexdigest()
    return text


def masked(account: str, mask: str) -> str:
    """The account as the mask writes it, its figures in the place of Y; "" where the mask does not fit."""
    if any(one.isdigit() and one != figure for one, figure in zip(mask, account, strict=True)):
        return ""
    return "".join(figure if one == "Y" else one for one, figure in zip(mask, account, strict=True))


def read(pieces: Iterable[bytes]) -> FlatFile:
    """The flat file from the pieces of its JSON, as they come. Refuses `white_list.unreadable`."""
    heading: list[str] = []
    hashes = {"active": bytearray(), "exempt": bytearray()}
    masks: dict[str, list[str]] = {}
    section, count = "", 0
    for text in _texts(pieces):
        if section in hashes and _HASH.fullmatch(text):
            hashes[section] += bytes.fromhex(text)[:KEPT]
        elif named := _SECTIONS.get(text.replace(" ", "").casefold()):
            section = named
        elif section == "masks" and _MASK.fullmatch(text) and count < MOST_MASKS:
            count += 1
            masks.setdefault(text[2:10], []).append(text)
        elif section == "heading":
            heading.append(text)
        else:
            raise Refused("white_list.unreadable", found=text[:60])
    day, rounds = _heading(heading)
    banks = {bank: tuple(own) for bank, own in masks.items()}
    return FlatFile(day, rounds, Hashes(bytes(hashes["active"])), Hashes(bytes(hashes["exempt"])), banks)


def check(file: FlatFile | None, *, nip: str, iban: str, on: date) -> Checked:
    """Whether the account is listed for the tax number on the day of the order.

    Refuses `national_id.*` and `iban.*` for numbers that cannot be.
    """
    number = check_national_id("PL", nip.removeprefix("PL"), kind="nip")
    account = check_iban(iban)
    if not account.startswith("PL"):
        return Checked("unchecked", finding=Finding("white_list.not_polish", "iban", "warning", {"iban": account}))
    if file is None or file.day != on:
        there = file.day.isoformat() if file else "–"
        facts: dict[str, str] = {"on": on.isoformat(), "file_day": there}
        return Checked("unchecked", finding=Finding("white_list.other_day", "iban", "warning", {**facts}))
    nrb = account[2:]
    fitting = (masked(nrb, mask) for mask in _masks_of(file, nrb))
    for written in chain([nrb], fitting):
        listed = file.listed(number + written) if written else ""
        if listed:
            return Checked("passed", listed)
    facts = {"nip": number, "iban": account, "on": on.isoformat()}
    if file.listed(number):
        return Checked("failed", finding=Finding("white_list.account_missing", "iban", "warning", {**facts}))
    return Checked("failed", finding=Finding("white_list.not_listed", "iban", "warning", {**facts}))


def _masks_of(file: FlatFile, account: str) -> Iterator[str]:
    """The masks that may fit: those of its bank, and those whose bank is not all figures."""
    for bank, masks in file.masks.items():
        if bank == account[2:10] or not bank.isdigit():
            yield from masks


def _heading(texts: list[str]) -> tuple[date, int]:
    told = dict(zip(texts, texts[1:], strict=False))
    day, rounds = told.get("dataGenerowaniaDanych", ""), told.get("liczbaTransformacji", "")
    try:
        found = date(int(day[:4]), int(day[4:6]), int(day[6:])) if re.fullmatch("[0-9]{8}", day) else None
    except ValueError:
        found = None
    if found is None or not re.fullmatch("[0-9]{1,6}", rounds) or not 1 <= int(rounds) <= MOST_ROUNDS:
        raise Refused("white_list.unreadable", found=f"{day} {rounds}"[:60])
    return found, int(rounds)


def _texts(pieces: Iterable[bytes]) -> Iterator[str]:
    """Every text and number of the file in its order; one that is cut by the end of a piece waits for the next."""
    waiting = b""
    for piece in pieces:
        waiting += piece
        last = waiting.rfind(b'"')
        # an odd mark opens a text that is not whole yet; behind an even one a number may still go on
        end = last + 1 if waiting.count(b'"') % 2 == 0 else last
        yield from _tokens(waiting[:end])
        waiting = waiting[end:]
        if len(waiting) > LONGEST_TEXT:
            raise Refused("white_list.unreadable", found=waiting[:60].decode("ascii", "replace"))
    yield from _tokens(waiting)


def _tokens(whole: bytes) -> Iterator[str]:
    for match in _TOKEN.finditer(whole.decode("utf-8", "replace")):
        yield match[1] if match[1] is not None else match[2]
