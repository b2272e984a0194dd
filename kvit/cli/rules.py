"""kvit rule …"""

from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("id", "level", "version", "says")
Id = Annotated[str, typer.Argument(metavar="ID", help="The rule.")]
Level = Annotated[str, typer.Argument(metavar="LEVEL", help="off, suggest or auto.")]
Days = Annotated[int, typer.Option("--days", metavar="N", help="How many days back.")]


@command(app, "add")
def add(call: Call, *, file: files.In) -> None:
    """Write the rule of a JSON file; it starts off, so that it can be rehearsed."""
    from kvit.rules import outside, queries, rules

    row = rules.make(call.company, files.read_json(file), by=call.by, on=call.on)
    call.answer(outside.rule(call.company, queries.current(call.company, row)))


@command(app, "change")
def change(call: Call, *, rule: Id, file: files.In) -> None:
    """Another version of the rule, of a JSON file; what it did keeps the version it did it by."""
    from kvit.rules import outside, queries, rules

    found = queries.find(call.company, rule)
    row = rules.change(call.company, found, files.read_json(file), by=call.by, on=call.on)
    call.answer(outside.rule(call.company, queries.current(call.company, row)))


@command(app, "list")
def listed(call: Call) -> None:
    """Every rule, as it stands."""
    from kvit.companies.permissions import require
    from kvit.rules import outside, queries

    require(call.by, "rule.view", call.company)
    document = [outside.rule(call.company, version) for version in queries.every(call.company)]
    call.answer(document, table=(COLUMNS, document))


@command(app, "show")
def show(call: Call, *, rule: Id) -> None:
    """One rule, with what it did."""
    from kvit.companies.permissions import require
    from kvit.rules import outside, queries

    found = queries.find(call.company, rule)
    require(call.by, "rule.view", call.company)
    acts = [outside.act(one) for one in queries.acts(call.company, found, most=100)]
    call.answer({**outside.rule(call.company, queries.current(call.company, found)), "acts": acts})


@command(app, "rehearse")
def rehearse(call: Call, *, rule: Id, days: Days = 30) -> None:
    """What the rule would have done about what happened in the last days; nothing is done."""
    from kvit.companies.permissions import require
    from kvit.reactions import SNAPSHOTS
    from kvit.rules import outside, queries, rehearsals, rules

    found = queries.find(call.company, rule)
    require(call.by, "rule.view", call.company)
    told = rules.read(queries.current(call.company, found))
    one = rehearsals.rehearse(call.company, told, days=days, snapshots=SNAPSHOTS, on=call.on)
    rows = [{"on": row.event.acted_on, "name": row.name, "acts": row.acts} for row in one.rows]
    call.answer(outside.rehearsal(one), table=(("on", "name", "acts"), rows))


@command(app, "level")
def level(call: Call, *, rule: Id, level: Level) -> None:
    """Let the rule go that far by itself."""
    _let(call, rule, level)


@command(app, "off")
def off(call: Call, *, rule: Id) -> None:
    """Turn the rule off."""
    _let(call, rule, "off")


@command(app, "accept")
def accept(call: Call, *, act: Annotated[str, typer.Argument(metavar="ACT", help="What a rule suggested.")]) -> None:
    """Let what a rule suggested be done."""
    from kvit.rules import acting, outside, queries

    row = acting.accept(call.company, queries.find_act(call.company, act), by=call.by, on=call.on)
    call.answer(outside.act(row))


def _let(call: Call, rule: str, level: str) -> None:
    from kvit.rules import outside, queries, rules

    row = rules.let(call.company, queries.find(call.company, rule), level=level, by=call.by, on=call.on)
    call.answer(outside.rule(call.company, queries.current(call.company, row)))
