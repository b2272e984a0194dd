"""kvit bill …"""

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command, day
from kvit.cli.output import error_of
from kvit.core.families import PARTLY_DONE

if TYPE_CHECKING:
    from kvit.capture.models import CapturedDocument
    from kvit.core.reading.facts import Reading

app = typer.Typer()
COLUMNS = ("id", "status", "number", "issued_on", "due_on", "currency", "payable", "settlement")
READ_COLUMNS = (
    *("file", "source", "number", "issued_on", "due_on", "payable", "currency"),
    *("seller_name", "seller_vat_id"),
)
MOST_BYTES = 20 * 1024 * 1024
Bill = Annotated[str, typer.Argument(metavar="ID", help="The bill.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


def percent(text: str) -> Decimal:
    """A rate as options take it: digits, with a point before what is less than one."""
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,4})?", text):
        raise typer.BadParameter("a rate is written like 9 or 5.5")
    return Decimal(text)


@command(app, "add")
def add(call: Call, *, file: Annotated[list[Path], typer.Argument(metavar="FILE…", help="What came.")]) -> None:
    """Keep the files, read and check them; the same bytes twice are one bill (exit code 4 if some were refused)."""
    from kvit.capture import arrivals
    from kvit.capture.arrivals import Incoming
    from kvit.core.errors import Refused

    rows: list[dict[str, object]] = []
    refused: list[dict[str, object]] = []
    for one in file:
        try:
            incoming = Incoming(content=files.read(one, most=MOST_BYTES), name=one.name, via="cli")
            document, is_new = arrivals.take(call.company, incoming, by=call.by, on=call.on)
            rows.append(_captured(call, document, is_new=is_new))
        except Refused as error:
            refused.append({"file": one.name, "error": error_of(error)})
    _answer(call, rows, refused)


@command(app, "take")
def take(
    call: Call,
    *,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Where they lie; else the company's watched folder.")
    ] = None,
) -> None:
    """Add every whole file of a folder, and move it to `taken` or `refused` in it (exit code 4 if some were)."""
    from kvit.capture import folders
    from kvit.core.errors import Refused

    rows: list[dict[str, object]] = []
    refused: list[dict[str, object]] = []
    for found in folders.take(call.company, folder or folders.of(call.company), by=call.by, on=call.on):
        try:
            if found.refusal is not None:
                raise found.refusal
            assert found.document is not None, "a file is a document or refused"
            rows.append(_captured(call, found.document, is_new=found.is_new))
        except Refused as error:
            refused.append({"file": found.name, "error": error_of(error)})
    _answer(call, rows, refused)


def _captured(call: Call, document: "CapturedDocument", *, is_new: bool) -> dict[str, object]:
    """The document's bill as it is told."""
    from kvit.payables import bills, outside, queries

    row = bills.capture(call.company, document, by=call.by, on=call.on)
    return {**outside.whole(call.company, queries.find(call.company, row.public_id)), "is_new": is_new}


def _answer(call: Call, rows: list[dict[str, object]], refused: list[dict[str, object]]) -> None:
    answer: dict[str, object] = {"bills": rows, "refused": refused}
    call.answer(answer, table=(COLUMNS, rows), exit_code=PARTLY_DONE if refused else 0)


@command(app, "list")
def show_all(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
) -> None:
    """The bills, the newest first."""
    from kvit.companies.permissions import require
    from kvit.payables import outside, queries

    require(call.by, "bill.view", call.company)
    rows = outside.listed(call.company, queries.listed(call.company, status=status, size=1000).rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, bill: Bill) -> None:
    """One bill with its checks."""
    from kvit.companies.permissions import require
    from kvit.payables import outside, queries

    require(call.by, "bill.view", call.company)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))


@command(app, "complete")
def complete(
    call: Call,
    *,
    bill: Bill,
    file: Annotated[Path, typer.Option("--file", metavar="FILE", help="JSON with the fields, in UTF-8.")],
) -> None:
    """Type or confirm what the file does not say for sure; another person approves it."""
    from kvit.core.parsing.json_documents import read_json
    from kvit.core.typed_bills import typed_bill
    from kvit.payables import bills, outside, queries

    row = queries.find(call.company, bill)
    typed = typed_bill(read_json(files.read(file, most=MOST_BYTES)))
    bills.complete(call.company, row, typed=typed, version=row.version, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))


@command(app, "accept")
def accept(
    call: Call,
    *,
    bill: Bill,
    check: Annotated[str, typer.Option("--check", metavar="NAME", help="Which failed check.")],
    reason: Why = "",
) -> None:
    """Take a failed check upon oneself."""
    from kvit.payables import bills, outside, queries

    row = queries.find(call.company, bill)
    bills.accept(call.company, row, name=check, reason=reason, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))


@command(app, "match")
def match(
    call: Call,
    *,
    bill: Bill,
    order: Annotated[str, typer.Option("--order", metavar="ORDER", help="The order: its id or number.")],
    line: Annotated[
        list[str] | None, typer.Option("--line", metavar="N=M", help="Its line N means line M of the order.")
    ] = None,
) -> None:
    """Say which order of ours a bill is for, and check it anew."""
    from kvit.core.errors import Refused
    from kvit.payables import bills, order_match, outside, queries
    from kvit.purchasing import queries as ordered

    pairs = [one.partition("=") for one in line or []]
    for ours, _, theirs in pairs:
        if not (ours.isdecimal() and theirs.isdecimal()):
            raise Refused("order.no_line", line=f"{ours}={theirs}"[:40])
    lines = {ours: int(theirs) for ours, _, theirs in pairs}
    row, named = queries.find(call.company, bill), ordered.find(call.company, order)
    order_match.name_order(call.company, row, order=named, lines=lines, by=call.by, on=call.on)
    bills.check(call.company, row, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))


@command(app, "self-charge")
def self_charge(
    call: Call,
    *,
    bill: Bill,
    treatment: Annotated[str, typer.Option(help="services or acquisition, where a supplier abroad says none.")] = "",
    rate: Annotated[Decimal | None, typer.Option(parser=percent, metavar="N", help="Else the standard rate.")] = None,
    tax_point: Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="Else the bill's own day.")] = None,
    original: Annotated[str, typer.Option(help="The number of the bill that a credit note takes back of.")] = "",
) -> None:
    """Charge the VAT of a bill ourselves, with the document where the law wants one."""
    from kvit.payables import outside, queries, self_charges
    from kvit.payables.self_charges import Said

    row = queries.find(call.company, bill)
    said = Said(treatment=treatment, rate=rate, tax_point_on=tax_point, original=original)
    self_charges.make(call.company, row, said=said, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))


@command(app, "self-charge-pdf")
def self_charge_pdf(
    call: Call, *, self_charge: Annotated[str, typer.Argument(metavar="ID", help="The self-charge.")], out: files.Out
) -> None:
    """The document by which we charged VAT ourselves, as PDF."""
    from kvit.billing import self_charge_pages
    from kvit.companies.permissions import require
    from kvit.payables import self_charge_queries

    require(call.by, "bill.view", call.company)
    row = self_charge_queries.find(call.company, self_charge)
    content = self_charge_pages.pdf(call.company, row)
    files.write(out, content)
    if str(out) != "-":
        call.answer({"file": out, "bytes": len(content)})


@command(app, "self-charges")
def self_charged(call: Call) -> None:
    """What we charged ourselves, the newest first."""
    from kvit.companies.permissions import require
    from kvit.payables import outside, self_charge_queries

    require(call.by, "bill.view", call.company)
    page = self_charge_queries.listed(call.company, size=1000)
    rows = [outside.self_charge(call.company, one) for one in page.rows]
    call.answer(rows, table=(("number", "bill_number", "issued_on", "tax_point_on", "until_on"), rows))


@command(app, "discount")
def discount(
    call: Call,
    *,
    bill: Bill,
    percent: Annotated[str, typer.Option("--percent", metavar="P", help="So many percent off.")] = "",
    days: Annotated[int | None, typer.Option("--days", metavar="N", help="Within days of its day.")] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="For money there by this day.")
    ] = None,
    always: Annotated[bool, typer.Option("--always", help="Agreed with its supplier for every bill.")] = False,
    end: Annotated[str, typer.Option("--end", metavar="DISCOUNT", help="This one is no offer any more.")] = "",
) -> None:
    """Say what a bill offers for paying early, or what is agreed with its supplier; or that it offers it no more."""
    from kvit.payables import discounts, outside, queries
    from kvit.payables.requests import told_discount

    row = queries.find(call.company, bill)
    if end:
        discounts.end(call.company, end, of=row, by=call.by, on=call.on)
    else:
        told = told_discount(
            {"percent": percent, "days": days, "until": until and until.date().isoformat(), "always": always}
        )
        discounts.say(call.company, row, told, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))


@command(app, "approve")
def approve(call: Call, *, bill: Bill) -> None:
    """Approve and book it; another person than who added it."""
    from kvit.payables import bills, outside, queries

    row = queries.find(call.company, bill)
    bills.approve(call.company, row, version=row.version, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))


@command(app, "rest")
def rest(
    call: Call,
    *,
    bill: Bill,
    dispute: Annotated[bool, typer.Option("--dispute/--accept", help="It is not owed, or is all the same.")],
    reason: Why = "",
) -> None:
    """Say whether the held part of an approved bill is owed."""
    from kvit.payables import holds, outside, queries

    row = queries.find(call.company, bill)
    decide = holds.DECISIONS["dispute" if dispute else "accept"]
    decide(call.company, row, reason=reason, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))


@command(app, "reject")
def reject(call: Call, *, bill: Bill, reason: Why = "") -> None:
    """It is not paid."""
    from kvit.payables import bills, outside, queries

    row = queries.find(call.company, bill)
    bills.reject(call.company, row, reason=reason, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))


@command(app, "read")
def read(
    call: Call,
    *,
    file: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Bills of suppliers: XML, PDF or pictures.")],
    ignore_xml: Annotated[
        bool, typer.Option("--ignore-xml", help="Do not look at the electronic invoice inside.")
    ] = False,
    ignore_text: Annotated[
        bool, typer.Option("--ignore-text", help="Look at the picture of the pages, not at their text.")
    ] = False,
) -> None:
    """Read suppliers' bills without storing them. One that cannot be read does not stop the rest (exit code 4)."""
    from kvit.capture import reading
    from kvit.core.errors import Refused

    documents: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    for path in file:
        try:
            content = files.read(path, most=MOST_BYTES)
            told = reading.read(content, name=path.name, ignore_xml=ignore_xml, ignore_text=ignore_text)
        except Refused as refusal:
            if len(file) == 1:
                raise
            documents.append({"file": str(path), "error": error_of(refusal)})
        else:
            documents.append(_document(path, told))
            rows.append({"file": str(path), "source": told.source, **_row(told)})
    failed = any("error" in document for document in documents)
    call.answer(documents, table=(READ_COLUMNS, rows), exit_code=PARTLY_DONE if failed else 0)


def _row(told: "Reading") -> dict[str, object]:
    """The facts for a line of the table: amounts as elsewhere, no breaks within a name."""
    currency = str(told.value("currency") or "EUR")
    plain = {fact.name: _plain(fact.value, currency) for fact in told.facts}
    return {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in plain.items()}


def _plain(value: object, currency: str) -> object:
    """Amounts with the decimals of their currency, everything else as it is."""
    from kvit.core.formatting import format_plain

    return format_plain(value, currency) if isinstance(value, Decimal) else value


def _document(path: Path, told: "Reading") -> dict[str, object]:
    """One reading in the shape of the contract."""
    from kvit.networks import outside

    currency = str(told.value("currency") or "EUR")
    return {
        "file": str(path),
        "source": told.source,
        "fields": {
            fact.name: {
                "value": _plain(fact.value, currency),
                "confidence": float(fact.confidence),
                "sure": fact.sure,
                "page": fact.page,
                "box": [edge / 10 for edge in fact.box] if fact.box else None,
            }
            for fact in told.facts
        },
        "lines": [
            {
                "name": line.name,
                "quantity": line.quantity,
                "unit": line.unit,
                "price": line.price,
                "net": None if line.net is None else _plain(line.net, currency),
                "vat_rate": line.vat_rate,
                "page": line.page,
            }
            for line in told.lines
        ],
        "findings": [outside.judged(finding) for finding in told.findings],
    }
