"""kvit early-offer …"""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.payments.early_offers import Terms

app = typer.Typer()
Percent = Annotated[str, typer.Option("--percent", metavar="P", help="So many percent less.")]
PayOn = Annotated[datetime, typer.Option("--pay-on", formats=["%Y-%m-%d"], help="The day of the earlier payment.")]
AnswerBy = Annotated[datetime, typer.Option("--answer-by", formats=["%Y-%m-%d"], help="The last day to accept.")]


@command(app, "make")
def make(
    call: Call,
    *,
    bill: Annotated[str, typer.Argument(metavar="BILL", help="The bill: its id.")],
    percent: Percent,
    pay_on: PayOn,
    answer_by: AnswerBy,
) -> None:
    """Offer the bill's supplier to pay it earlier for a discount; they accept in the portal."""
    from kvit.payables import queries
    from kvit.payments import early_offers

    row = queries.find(call.company, bill)
    terms = _terms(percent, pay_on=pay_on, answer_by=answer_by)
    early_offers.offer(call.company, row, terms, by=call.by, on=call.on)
    call.answer(early_offers.of_bill(call.company, row))


@command(app, "make-all")
def make_all(
    call: Call,
    *,
    supplier: Annotated[str, typer.Argument(metavar="SUPPLIER", help="The supplier: its id.")],
    percent: Percent,
    pay_on: PayOn,
    answer_by: AnswerBy,
) -> None:
    """The same for every bill of a supplier that is open and due later."""
    from kvit.parties import queries as parties
    from kvit.payments import early_offers

    party = parties.find_supplier(call.company, supplier)
    terms = _terms(percent, pay_on=pay_on, answer_by=answer_by)
    made, refused = early_offers.offer_all(call.company, party, terms, by=call.by, on=call.on)
    told = [{"bill": bill.public_id, "error": one.code} for bill, one in refused]
    call.answer({"offered": [one.public_id for one in made], "refused": told})


@command(app, "withdraw")
def withdraw(call: Call, *, offer: Annotated[str, typer.Argument(metavar="ID", help="The offer.")]) -> None:
    """Take an offer back that the supplier did not accept yet."""
    from kvit.payments import early_offers

    row = early_offers.withdraw(call.company, offer, by=call.by, on=call.on)
    call.answer(early_offers.of_bill(call.company, row.bill))


def _terms(percent: str, *, pay_on: datetime, answer_by: datetime) -> "Terms":
    from kvit.payments import early_offers

    days = {"pay_on": pay_on.date().isoformat(), "answer_by": answer_by.date().isoformat()}
    return early_offers.terms({"percent": percent, **days})
