"""kvit invoice …"""

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command
from kvit.cli.output import Rows, error_of
from kvit.core.errors import Refused
from kvit.core.families import PARTLY_DONE, Family

if TYPE_CHECKING:
    from kvit.receivables.models import Invoice

app = typer.Typer()
COLUMNS = ("number", "id", "customer", "issued_on", "due_on", "payable", "currency", "settlement", "overdue", "status")

LINE = re.compile(r"([0-9]{1,5})(?:=([0-9]{1,9}(?:\.[0-9]{1,6})?))?")

Id = Annotated[str, typer.Argument(metavar="ID", help="The invoice: its id, number or external id.")]


@command(app, "draft")
def draft(call: Call, *, file: files.In) -> None:
    """Draft the invoices of a JSON file (one object or a list): all of them or none."""
    from kvit.receivables import invoices

    asked = files.read_json(file)
    drafted = invoices.draft_all(call.company, asked if isinstance(asked, list) else [asked], by=call.by, on=call.on)
    call.answer([{"id": row.public_id} for row in drafted])


@command(app, "issue")
def issue(
    call: Call,
    *,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...")] = None,
    all_drafts: Annotated[bool, typer.Option("--all-drafts", help="Issue every draft.")] = False,
) -> None:
    """Number, book and freeze drafts. One refusal does not stop the rest (exit code 4)."""
    from kvit.receivables import invoices, outside, standings

    if not ids and not all_drafts:
        raise Refused("command.nothing_to_do", option="--all-drafts")
    wanted = list(ids or [])
    if all_drafts:
        drafts = standings.listed(call.company, status="draft", on=call.on).order_by("pk")
        wanted += drafts.values_list("public_id", flat=True)
    outcome = invoices.issue_all(call.company, wanted, by=call.by, on=call.on)
    document = {
        "issued": [outside.issued(row) for row in outcome.issued],
        "refused": [{"id": public_id, "error": error_of(refused)} for public_id, refused in outcome.refused],
    }
    call.answer(document, exit_code=PARTLY_DONE if outcome.refused else 0)


@command(app, "show")
def show(call: Call, *, reference: Id) -> None:
    """The whole document, with what is owed of it."""
    from kvit.receivables import outside, standings

    call.answer(outside.whole(call.company, standings.named(call.company, reference), on=call.on))


@command(app, "findings")
def findings(call: Call, *, reference: Id) -> None:
    """What the rules say of a draft as it would be issued today (exit code 3 where one forbids it)."""
    from kvit.receivables import invoices, outside, standings

    row = standings.named(call.company, reference)
    if row.status != "draft":
        raise Refused("invoice.not_draft", invoice=row.number or row.public_id)
    document = outside.checked(invoices.findings(call.company, row, on=call.on))
    rows: Rows = document["findings"]  # type: ignore[assignment]
    table = (("severity", "rule", "place", "message"), rows)
    call.answer(document, table=table, exit_code=0 if document["ready"] else Family.FINDINGS.exit_code)


@command(app, "accept")
def accept(
    call: Call,
    *,
    reference: Id,
    rule: Annotated[str, typer.Option(help="The rule whose warning is accepted.")],
    place: Annotated[str, typer.Option(help="Where in the document it was found.")] = "",
) -> None:
    """Take the responsibility for a warning, by name; then the draft can be issued."""
    from kvit.receivables import invoices, standings

    row = standings.named(call.company, reference)
    accepted = invoices.accept(call.company, row, rule=rule, place=place, by=call.by, on=call.on)
    call.answer({"id": row.public_id, "rule": accepted.rule, "place": accepted.place, "user": call.user.public_id})


@command(app, "list")
def listed(
    call: Call,
    *,
    status: Annotated[str, typer.Option(metavar="STATUS", help="draft, issued, open, paid, overdue, …")] = "",
) -> None:
    """The invoices, newest first."""
    from kvit.receivables import outside, standings

    rows = list(standings.listed(call.company, status=status, on=call.on))
    document = outside.listed(call.company, rows, on=call.on)
    call.answer(document, table=(COLUMNS, document))


@command(app, "xml")
def xml(
    call: Call,
    *,
    reference: Id,
    out: files.Out = Path("-"),
    form: Annotated[
        files.Form, typer.Option("--format", help="The format of the electronic invoice.")
    ] = files.Form.UBL,
) -> None:
    """The archived electronic invoice, byte for byte: UBL as it was issued, CII, or both in one as Factur-X."""
    from kvit.receivables import formats, standings

    row = standings.named(call.company, reference)
    content = formats.content(call.company, row, form=form.value)
    _give(call, row, content, out=out)


@command(app, "pdf")
def pdf(call: Call, *, reference: Id, out: files.Out = Path("-")) -> None:
    """The printed invoice: PDF/A-3 with the electronic one inside; of a draft, a page marked as such."""
    from kvit.receivables import printing, standings

    row = standings.named(call.company, reference)
    _give(call, row, printing.pdf(call.company, row), out=out)


@command(app, "send")
def send(
    call: Call,
    *,
    reference: Id,
    to: Annotated[list[str] | None, typer.Option(help="An address instead of the customer's own; repeat it.")] = None,
    message: Annotated[str, typer.Option(help="Your words in place of the usual first sentence.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Send it once more, though it was sent before.")] = False,
) -> None:
    """Queue an issued document for its customer by mail, with the PDF and the electronic invoice."""
    from kvit.messages import outside
    from kvit.receivables import sending, standings

    row = standings.named(call.company, reference)
    sent = sending.send(call.company, row, to=to or (), message=message, again=again, by=call.by, on=call.on)
    document = [outside.shown(one) for one in sent]
    call.answer(document, table=(("id", "to", "status", "subject"), document))


@command(app, "credit")
def credit(
    call: Call,
    *,
    reference: Id,
    reason: Annotated[
        str,
        typer.Option(help="whole, price, quantity, return, discount_after, vat, customer, customer_data or duplicate."),
    ],
    lines: Annotated[
        str, typer.Option(metavar="LINES", help="Which lines, with a quantity where not all of it: 1,3=2.5")
    ] = "",
    text: Annotated[str, typer.Option(help="Why, in your own words; it is printed.")] = "",
) -> None:
    """Credit an invoice, whole or by line; the note is issued and settled against it at once."""
    from kvit.receivables import credit_notes, outside, standings

    row = standings.named(call.company, reference)
    note = credit_notes.issue(
        call.company,
        row,
        reason=reason,
        by=call.by,
        on=call.on,
        quantities=_quantities(lines) if lines else None,
        text=text,
    )
    call.answer(outside.whole(call.company, note, on=call.on))


@command(app, "annul")
def annul(
    call: Call,
    *,
    reference: Id,
    text: Annotated[str, typer.Option(help="What happened, in your own words; it is kept, not printed.")],
) -> None:
    """Annul an invoice that should never have been, because there was no sale (Spain, RD 1007/2023 art. 11)."""
    from kvit.receivables import annulments, outside, standings

    row = standings.named(call.company, reference)
    annulments.annul(call.company, row, text=text, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, row, on=call.on))


def _quantities(lines: str) -> dict[int, Decimal | None]:
    """Quantities by line: `1,3=2.5` is all that is left of line 1 and 2.5 of line 3. Refuses `command.bad_lines`."""
    found: dict[int, Decimal | None] = {}
    for part in lines.split(","):
        written = LINE.fullmatch(part.strip())
        if written is None:
            raise Refused("command.bad_lines", value=part[:40])
        position, quantity = written.groups()
        found[int(position)] = Decimal(quantity) if quantity else None
    return found


def _give(call: Call, row: "Invoice", content: bytes, *, out: Path) -> None:
    """Write the bytes to the file and say so; on standard output they stand alone."""
    files.write(out, content)
    if str(out) != "-":
        call.answer({"id": row.public_id, "number": row.number, "file": out, "bytes": len(content)})
