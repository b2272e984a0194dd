"""kvit bank rule …"""

from decimal import Decimal
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("id", "level", "name", "account", "to_account", "used")
FITS = ("booked_on", "amount", "currency", "counterparty", "text", "became")
Id = Annotated[str, typer.Argument(metavar="ID", help="The bank rule.")]


@command(app, "list")
def listed(call: Call) -> None:
    """Every rule for bank lines, in their order."""
    from kvit.banking import outside, rule_queries
    from kvit.companies.permissions import require

    require(call.by, "bank.view", call.company)
    used = rule_queries.used(call.company)
    rows = [outside.rule(row, used=used.get(row.pk, 0)) for row in rule_queries.every(call.company)]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "add")
def add(call: Call, *, file: files.In) -> None:
    """Write the rule of a JSON file; it starts off, so that it can be rehearsed."""
    from kvit.banking import bank_rules, outside

    row = bank_rules.make(call.company, files.read_json(file), by=call.by, on=call.on)
    call.answer(outside.rule(row, used=0))


@command(app, "change")
def change(call: Call, *, rule: Id, file: files.In) -> None:
    """The rule says what a JSON file says from now on; what it booked stays."""
    from kvit.banking import bank_rules, outside, rule_queries

    found = rule_queries.find(call.company, rule)
    row = bank_rules.change(call.company, found, files.read_json(file), by=call.by, on=call.on)
    call.answer(outside.rule(row, used=rule_queries.used(call.company).get(row.pk, 0)))


@command(app, "rehearse")
def rehearse(
    call: Call, *, rule: Id, days: Annotated[int, typer.Option("--days", metavar="N", help="How many days back.")] = 366
) -> None:
    """Which past lines the rule would have booked, and what became of them; nothing is done."""
    from kvit.banking import outside, rule_queries
    from kvit.banking.proposing import rule_of
    from kvit.companies.permissions import require

    require(call.by, "bank.view", call.company)
    found = rule_of(rule_queries.find(call.company, rule))
    rows = rule_queries.rehearse(call.company, found, on=call.on, days=days)
    call.answer(outside.rehearsal(rows), table=(FITS, [outside.fit(one) for one in rows]))


@command(app, "level")
def level(
    call: Call, *, rule: Id, level: Annotated[str, typer.Argument(metavar="LEVEL", help="off, suggest or auto.")]
) -> None:
    """Let the rule go that far by itself."""
    from kvit.banking import bank_rules, outside, rule_queries

    found = rule_queries.find(call.company, rule)
    row = bank_rules.let(call.company, found, level=level, by=call.by, on=call.on)
    call.answer(outside.rule(row, used=rule_queries.used(call.company).get(row.pk, 0)))


@command(app, "order")
def order(
    call: Call, *, rules: Annotated[list[str], typer.Argument(metavar="ID…", help="The rules, the first first.")]
) -> None:
    """Put the rules in this order; those not named come after."""
    from kvit.banking import bank_rules, rule_queries

    bank_rules.arrange(call.company, rules, by=call.by, on=call.on)
    call.answer([row.public_id for row in rule_queries.every(call.company)])


@command(app, "archive")
def archive(call: Call, *, rule: Id) -> None:
    """The rule takes no part any more; what it booked stays."""
    from kvit.banking import bank_rules, outside, rule_queries

    row = bank_rules.archive(call.company, rule_queries.find(call.company, rule), by=call.by, on=call.on)
    call.answer(outside.rule(row, used=rule_queries.used(call.company).get(row.pk, 0)))


@command(app, "tolerance")
def tolerance(
    call: Call,
    *,
    currency: Annotated[str, typer.Argument(metavar="CURRENCY", help="Such as RON.")],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="The most that a person may write off.")],
) -> None:
    """From today on a person may write off differences up to the amount when splitting a line."""
    from kvit.banking import bank_rules
    from kvit.core.parsing.told import Told

    told = Told({"amount": amount}, frozenset({"amount"})).number("amount", digits=4) or Decimal(0)
    row = bank_rules.tolerate(call.company, currency, told, by=call.by, on=call.on)
    call.answer({"currency": row.currency, "valid_from": row.valid_from, "amount": f"{row.amount:f}"})
