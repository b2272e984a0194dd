"""Refusals of claims to suppliers, and of their statements."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "claim.unknown": _("There is no claim {claim}."),
    "claim.not_found": _("This is claimed, settled or given up already."),
    "claim.not_open": _("This is settled or given up already."),
    "claim.not_claimed": _("{document} is not claimed yet, so there is no letter. Claim it first."),
    "claim.nothing_left": _("Nothing of {document} is in our favour any more."),
    "claim.too_much": _("{amount} is more than the {left} that are left. What is over is another thing."),
    "claim.no_account": _("There is no main account of ours to be paid back to. Name one under Numbers."),
    "claim.not_asked": _("Nobody asked to give this up. One person asks, another one agrees."),
    "allocation.of_claim": _("This is the loss of a claim that two people gave up. It stays."),
    "claim.own": _("You asked to give this up. Another person agrees."),
    "claim.no_person": _("This is done by a person who is signed in, never by an automation; keys do not agree to it."),
    "supplier_statement.unknown": _("There is no statement {statement}."),
    "supplier_statement.nothing_read": _("Kvit found no row with a day, a number and an amount in {name}."),
    "supplier_statement.nothing_missing": _("Nothing on the statement of {supplier} is missing here any more."),
}
