"""Elixir-O: transfers in PLN between Polish accounts, split payments among them (`docs/rules/bank-files.md`)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from textwrap import wrap
from typing import Literal

from kvit.core.errors import Finding
from kvit.core.formats.transfers import Address, Run, SplitVat, Transfer, check_domestic, refuse, unsaid
from kvit.core.latin import latin
from kvit.core.money import round_half_up

Encoding = Literal["cp1250", "utf-8"]

WIDTH, LINES = 35, 4
"""A text has four lines of 35 letters."""

POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
END = "\r\n"
ORDINARY, SPLIT = "51", "53"
LONGEST_TAX_ID, LONGEST_INVOICE, LONGEST_FREE = 14, 35, 33
"""Letters of the parts of a split payment's text: /IDC/, /INV/ and /TXT/."""

MOST_VAT = Decimal("9999999.99")
"""What ten letters of /VAT/ hold."""


def write(run: Run, *, encoding: Encoding = "cp1250") -> bytes:
    """The file of a run, the same bytes whenever it is written. Refuses `run.findings`, with the codes."""
    refuse(check(run))
    ordered = sorted(run.transfers, key=lambda one: (one.on, one.key))
    return "".join(_line(one, run) + END for one in ordered).encode(encoding)


def check(run: Run) -> list[Finding]:
    """Everything that keeps the run from being written as Elixir-O, each with the transfer it is about."""
    found = check_domestic(run, country="PL", currency="PLN") + unsaid(run, format="Elixir-O", split=True)
    return found + [finding for transfer in run.transfers for finding in _transfer(transfer)]


def _transfer(transfer: Transfer) -> Iterator[Finding]:
    facts = {"payee": transfer.payee}
    if transfer.split is None:
        if not _text(transfer):
            yield Finding("elixir.text_missing", transfer.key, facts={**facts})
    elif not _is_whole(transfer.split, transfer):
        yield Finding("transfer.bad_split", transfer.key, facts={**facts})


def _is_whole(split: SplitVat, transfer: Transfer) -> bool:
    """Art. 108a ust. 3 ustawy o VAT: the VAT, in PLN, the seller's number and the invoice's."""
    most = min(MOST_VAT, transfer.amount.amount)
    vat = split.vat
    right_sum = vat.currency == "PLN" and 0 < vat.amount <= most and vat.amount == round_half_up(vat.amount, 2)
    right_seller = re.fullmatch(f"[A-Z0-9]{{1,{LONGEST_TAX_ID}}}", split.tax_id)
    invoice = _polish(split.invoice)
    right_invoice = 0 < len(invoice) <= LONGEST_INVOICE and not re.search("/(VAT|IDC|INV|TXT)/", invoice)
    return right_sum and bool(right_seller) and right_invoice


def _line(transfer: Transfer, run: Run) -> str:
    ours, theirs = run.payer.iban[2:], transfer.iban[2:]
    text = _text(transfer) if transfer.split is None else _split_text(transfer.split, transfer)
    fields = (
        "110",
        f"{transfer.on:%Y%m%d}",
        f"{transfer.amount.amount * 100:.0f}",
        ours[2:10],
        "0",
        _quoted(ours),
        _quoted(theirs),
        _quoted(*_party(run.payer.name, run.payer.address)),
        _quoted(*_party(transfer.payee, transfer.address)),
        "0",
        theirs[2:10],
        _quoted(*text),
        _quoted(""),
        _quoted(""),
        _quoted(ORDINARY if transfer.split is None else SPLIT),
        _quoted(""),
    )
    return ",".join(fields)


def _polish(text: str) -> str:
    return latin(text, keep=POLISH)


def _quoted(*lines: str) -> str:
    return f'"{"|".join(lines)}"'


def _party(name: str, address: Address) -> list[str]:
    """The name in what lines the address leaves it."""
    place = f"{address.post_code} {address.town}"
    abroad = address.country if address.country != "PL" else ""
    parts = (f"{address.street} {address.building}", *address.lines, f"{place} {abroad}")
    told = [line[:WIDTH].rstrip() for part in parts if (line := _polish(part))][-LINES + 1 :]
    return wrap(_polish(name), WIDTH, break_on_hyphens=False)[: LINES - len(told)] + told


def _text(transfer: Transfer) -> list[str]:
    """The reference, or as many numbers of documents as four lines take, none broken that fits on a line."""
    spelled = [text for number in transfer.told if (text := _polish(number))]
    for kept in range(len(spelled), 0, -1):
        left_out = len(spelled) - kept
        pieces = [f"{number}," for number in spelled[: kept - 1]] + [spelled[kept - 1]]
        lines = _packed(pieces + ([f"+{left_out}"] if left_out else []))
        if len(lines) <= LINES:
            return lines
    return _packed(spelled[:1])[:LINES]


def _packed(pieces: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        if lines and len(lines[-1]) + 1 + len(piece) <= WIDTH:
            lines[-1] += f" {piece}"
        else:
            lines += wrap(piece, WIDTH, break_on_hyphens=False)
    return lines


def _split_text(split: SplitVat, transfer: Transfer) -> list[str]:
    vat = f"{round_half_up(split.vat.amount, 2):f}".replace(".", ",")
    others = [number for number in transfer.documents if number != split.invoice]
    free = _polish(", ".join(others))[:LONGEST_FREE].rstrip()
    text = f"/VAT/{vat}/IDC/{split.tax_id}/INV/{_polish(split.invoice)}" + (f"/TXT/{free}" if free else "")
    return [text[at : at + WIDTH] for at in range(0, len(text), WIDTH)]
