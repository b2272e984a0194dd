"""kvit einvoice …"""

from pathlib import Path
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command
from kvit.cli.output import error_of
from kvit.core.families import PARTLY_DONE

app = typer.Typer()
MOST_BYTES = 20 * 1024 * 1024
MOST_SHOWN = 1000
COLUMNS = ("file", "verdict", "profile", "judges")
SUBMISSIONS = ("number", "network", "status", "until", "official", "attempt", "id")
ARRIVALS = ("id", "network", "number", "sender", "at", "name")
Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Invoices: their ids, numbers or external ids.")]
NetworkOption = Annotated[str, typer.Option("--network", metavar="N", help="anaf, ksef, verifactu, face or peppol.")]


@command(app, "validate")
def validate(
    call: Call,
    *,
    file: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Electronic invoices: XML, or PDF with XML inside.")
    ],
) -> None:
    """Judge electronic invoices by our own rules and the official sheet (exit code 3 if any is not valid)."""
    from kvit.archive import validation
    from kvit.core.families import Family
    from kvit.networks import outside

    documents = []
    for path in file:
        judged = validation.validate(files.read(path, most=MOST_BYTES))
        documents.append(
            {
                "file": str(path),
                "verdict": judged.verdict,
                "profile": judged.profile,
                "embedded": judged.embedded,
                "own": judged.own,
                "findings": [outside.judged(finding) for finding in judged.findings],
                "judges": list(judged.judges),
            }
        )
    valid = all(document["verdict"] == "valid" for document in documents)
    call.answer(documents, table=(COLUMNS, documents), exit_code=0 if valid else Family.FINDINGS.value.exit_code)


@command(app, "convert")
def convert(
    call: Call,
    *,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An electronic invoice as XML, or a PDF with one inside.")
    ],
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="ubl, peppol, cius-ro, cii, fa3 or facturae.")],
    output: files.Out,
) -> None:
    """Write an electronic invoice in another format, and say what that format has no place for."""
    from django.utils import timezone

    from kvit.archive import conversion
    from kvit.networks import outside

    made = conversion.convert(files.read(file, most=MOST_BYTES), to=to, at=timezone.now().replace(microsecond=0))
    files.write(output, made.content)
    dropped = [outside.judged(finding) for finding in made.dropped]
    call.answer({"file": str(file), "format": to, "dropped": dropped}, table=(("rule", "message", "location"), dropped))


@command(app, "send")
def send(call: Call, *, ids: Ids, network: NetworkOption = "") -> None:
    """Let issued invoices go to the networks that concern them. One refusal does not stop the rest (exit code 4)."""
    from kvit.core.errors import Refused
    from kvit.networks import outside
    from kvit.receivables import standings, transmitting

    sent: list[dict[str, object]] = []
    refused: list[dict[str, object]] = []
    for reference in ids:
        try:
            row = standings.named(call.company, reference)
            names = [network] if network else transmitting.networks_of(call.company, row)
            told = [transmitting.submit(call.company, row, network=one, by=call.by, on=call.on) for one in names]
        except Refused as refusal:
            if len(ids) == 1:
                raise
            refused.append({"id": reference, "error": error_of(refusal)})
        else:
            sent += [outside.submission(one) for one in told]
    document = {"submitted": sent, "refused": refused}
    call.answer(document, table=(SUBMISSIONS, sent), exit_code=PARTLY_DONE if refused else 0)


@command(app, "repeat")
def repeat(
    call: Call,
    *,
    reference: Annotated[str, typer.Argument(metavar="ID", help="The refused invoice.")],
    network: NetworkOption = "",
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="What is put right, such as town=Florești.")
    ] = None,
) -> None:
    """Try a refused document again, put right."""
    from kvit.networks import outside
    from kvit.receivables import standings, transmitting

    row = standings.named(call.company, reference)
    amended = dict(_pair(one) for one in changes or [])
    name = network or transmitting.refused_at(call.company, row)
    made = transmitting.repeat(call.company, row, network=name, amended=amended, by=call.by, on=call.on)
    call.answer(outside.submission(made))


@command(app, "withdraw")
def withdraw(
    call: Call,
    *,
    reference: Annotated[str, typer.Argument(metavar="ID", help="The invoice that a network has.")],
    reason: Annotated[str, typer.Option(help="Why; the other side reads it.")],
    network: NetworkOption = "face",
) -> None:
    """Ask a network for an invoice back (FACe); the other side decides."""
    from kvit.networks import outside
    from kvit.receivables import standings, transmitting

    row = standings.named(call.company, reference)
    made = transmitting.withdraw(call.company, row, network=network, reason=reason, by=call.by, on=call.on)
    call.answer(outside.submission(made))


@command(app, "status")
def status(
    call: Call,
    *,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]…", help="Invoices; none: what needs you.")] = None,
    network: NetworkOption = "",
) -> None:
    """Where e-invoices stand: of the invoices named, else everything that needs a person."""
    from kvit.companies.permissions import require
    from kvit.networks import outside, queries
    from kvit.receivables import standings, transmitting

    require(call.by, "network.view", call.company)
    if ids:
        named = [standings.named(call.company, reference) for reference in ids]
        found = [one for row in named for one in transmitting.tries(call.company, row)]
        found = [one for one in found if not network or one.network == network]
    else:
        found = queries.in_view(call.company, "needs_you", network=network, size=MOST_SHOWN).rows
    rows = [outside.submission(one) for one in found]
    call.answer(rows, table=(SUBMISSIONS, rows))


@command(app, "received")
def received(call: Call, *, limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 50) -> None:
    """What networks had for the company, the newest first."""
    from kvit.companies.permissions import require
    from kvit.networks import outside, queries

    require(call.by, "network.view", call.company)
    rows = [outside.arrival(one) for one in queries.arrivals(call.company, size=limit).rows]
    call.answer(rows, table=(ARRIVALS, rows))


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise typer.BadParameter("write NAME=VALUE, such as town=Florești")
    return name.strip(), value


@command(app, "declaration")
def declaration(call: Call) -> None:
    """The responsible declaration of this program in Spain, in its legal language (RD 1007/2023 art. 13)."""
    from kvit.core.einvoice.verifactu.declaration import TITLE
    from kvit.networks import declared

    points = [{"point": point, "told": told} for point, told in declared.points()]
    call.answer({"title": TITLE, "points": points}, table=(("point", "told"), points))
