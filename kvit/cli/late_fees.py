"""kvit late-fee …"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command, day

if TYPE_CHECKING:
    from kvit.collecting.models import LateFee
    from kvit.parties.models import Party

app = typer.Typer()
PROPOSED = ("customer_name", "document", "due_on", "rule", "since", "until", "currency", "amount", "why")
COLUMNS = ("id", "number", "kind", "customer_name", "currency", "amount", "left", "issued_on", "due_on")
FeeId = Annotated[str, typer.Argument(metavar="ID", help="The late fee.")]
Whose = Annotated[str, typer.Option("--customer", metavar="CUSTOMER", help="Id, name or VAT id of the customer.")]


@command(app, "propose")
def propose(call: Call, *, customer: Whose = "") -> None:
    """What may be charged today, by document and rule; charges nothing."""
    from kvit.collecting import fee_shapes, owed_fees
    from kvit.companies.permissions import require

    require(call.by, "late_fee.view", call.company)
    party = _party(call, customer) if customer else None
    rows = fee_shapes.proposed(owed_fees.of(call.company, owed_fees.Asked(call.on), party=party))
    call.answer(rows, table=(PROPOSED, rows))


@command(app, "issue")
def issue(
    call: Call,
    *,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, name or VAT id of the customer.")],
    rule: Annotated[
        list[str] | None, typer.Option("--rule", help="interest, compensation or reminder_fee; repeat it.")
    ] = None,
    until: Annotated[
        date | None, typer.Option("--until", parser=day, metavar="DATE", help="The last day of interest, else today.")
    ] = None,
) -> None:
    """Charge a customer for being late: a document for each currency."""
    from kvit.collecting import fee_shapes, late_fees, owed_fees
    from kvit.core.errors import Refused
    from kvit.core.late_fees import RULES

    unknown = [one for one in rule or () if one not in RULES]
    if unknown:
        raise Refused("field.bad_value", field="rule", value=unknown[0][:20], wanted=", ".join(RULES))
    chosen = tuple(one for one in RULES if not rule or one in rule)
    asked = owed_fees.Asked(min(until or call.on, call.on), chosen)
    rows = late_fees.issue(call.company, _party(call, customer), asked, by=call.by, on=call.on)
    document = fee_shapes.listed(call.company, [_found(call, row.public_id) for row in rows])
    call.answer(document, table=(COLUMNS, document))


@command(app, "list")
def show_all(call: Call, *, customer: Whose = "") -> None:
    """Late fees and what took them back, the newest first."""
    from kvit.collecting import fee_shapes, queries
    from kvit.companies.permissions import require

    require(call.by, "late_fee.view", call.company)
    party = _party(call, customer) if customer else None
    rows = fee_shapes.listed(call.company, queries.late_fees(call.company, party=party, size=1000).rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "send")
def send(
    call: Call,
    *,
    late_fee: FeeId,
    to: Annotated[list[str] | None, typer.Option(help="An address instead of the customer's own; repeat it.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Mail it once more, though it was mailed before.")] = False,
) -> None:
    """Queue the document for its customer by mail."""
    from kvit.collecting import fee_papers
    from kvit.messages import outside

    sent = fee_papers.send(call.company, _found(call, late_fee), to=to or (), again=again, by=call.by, on=call.on)
    document = [outside.shown(one) for one in sent]
    call.answer(document, table=(("id", "to", "status", "subject"), document))


@command(app, "cancel")
def cancel(
    call: Call, *, late_fee: FeeId, reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = ""
) -> None:
    """Take it back by a document of its own, which is shown."""
    from kvit.collecting import fee_shapes, late_fees

    back = late_fees.cancel(call.company, _found(call, late_fee), reason=reason, by=call.by, on=call.on)
    call.answer(fee_shapes.shown(call.company, _found(call, back.public_id)))


@command(app, "pdf")
def pdf(call: Call, *, late_fee: FeeId, out: files.Out = Path("-")) -> None:
    """Write the document, the same bytes for ever."""
    from kvit.collecting import fee_papers
    from kvit.companies.permissions import require

    require(call.by, "late_fee.view", call.company)
    row = _found(call, late_fee)
    content = fee_papers.pdf(call.company, row)
    files.write(out, content)
    if str(out) != "-":
        call.answer({"id": row.public_id, "file": out, "bytes": len(content)})


@command(app, "policy")
def policy(
    call: Call,
    *,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", metavar="FILE", help="A JSON file with what to charge from now on.")
    ] = None,
) -> None:
    """What is charged and how far that goes by itself; with a file, from now on."""
    from kvit.collecting import fee_shapes, policies, requests
    from kvit.companies.permissions import require

    if file is not None:
        policies.change(call.company, requests.policy(files.read_json(file)), by=call.by, on=call.on)
    require(call.by, "late_fee.view", call.company)
    call.answer(fee_shapes.policy(policies.of(call.company), policies.rates(call.company)))


@command(app, "rate")
def rate(
    call: Call,
    *,
    half_year: Annotated[str, typer.Argument(metavar="HALF-YEAR", help="Such as 2026/2.")],
    percent: Annotated[str, typer.Option("--percent", metavar="P", help="The law's yearly rate in percent.")],
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Where it was read.")],
) -> None:
    """Enter the law's rate of a half-year that Kvit's table lacks, once."""
    from kvit.collecting import fee_shapes, policies
    from kvit.core.errors import Refused

    try:
        value = Decimal(percent)
    except ArithmeticError:
        raise Refused("field.bad_value", field="percent", value=percent[:20], wanted="0 to 100") from None
    policies.enter_rate(call.company, half_year, percent=value, source=source, by=call.by, on=call.on)
    call.answer(fee_shapes.policy(policies.of(call.company), policies.rates(call.company)))


def _party(call: Call, customer: str) -> "Party":
    from kvit.parties import queries

    return queries.named(call.company, customer)


def _found(call: Call, late_fee: str) -> "LateFee":
    from kvit.collecting import queries

    return queries.late_fee(call.company, late_fee)
