"""Write-offs and ratings: refusals, reasons, what the law asks before the VAT of bad debt may be taken back."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "write_off.unknown": _("There is no write-off {write_off}."),
    "write_off.bad_reason": _("There is no reason {reason}. Choose one of {known}."),
    "write_off.no_words": _("Say in a sentence why it will not be paid any more."),
    "write_off.no_person": _(
        "A write-off is asked for and decided by people: sign in, or use a key of somebody's own."
    ),
    "write_off.no_items": _("Choose at least one open document, and 200 at most."),
    "write_off.nothing_left": _("Nothing of this is open any more, so there is nothing to write off."),
    "write_off.bad_amount": _("Between nothing and {most} {currency} of this can be written off."),
    "write_off.other_customer": _("A write-off is of one customer. Ask for each of them by itself."),
    "write_off.other_currency": _("A write-off is in one currency, and here are {one} and {other}."),
    "write_off.one_amount": _("An amount is of one document alone. Choose one document, or leave the amount empty."),
    "write_off.which_part": _("{number} is open in several parts. Name the part by its own id."),
    "write_off.known": _("{number} is to be written off already. Decide or withdraw that first."),
    "write_off.in_plan": _("{number} is in a payment plan ({plan}). Cancel the plan first."),
    "write_off.own": _("You asked for this write-off yourself. Another person must decide."),
    "write_off.not_requested": _("This write-off was decided already."),
    "write_off.not_booked": _("This write-off is not booked, so there is nothing to take back."),
    "rating.unknown": _("There is no rating {rating}."),
    "rating.bad_stars": _("Choose {least} to {most} stars."),
    "rating.not_paid": _("{invoice} is not paid yet. You can tell us how it was once it is."),
    "rating.too_late": _("What you told us can be changed for thirty days. Please write to us instead."),
    "allocation.of_write_off": _("This was written off. Take the write-off back instead, and it is open again."),
}
REASONS: dict[str, str] = {
    "small_rest": _("A small rest"),
    "uncollectible": _("It cannot be collected"),
    "prescription": _("It is barred by time"),
    "insolvency": _("The customer is insolvent"),
    "agreement": _("It was agreed with the customer"),
}
"""Why something is written off."""
RELIEF_NEEDS: dict[str, str] = {
    "ro_insolvency": _(
        "From the ruling by which the customer went bankrupt, or that confirmed the plan which cuts the debt; "
        "within five years from 1 January of the year after it."
    ),
    "ro_consumer": _(
        "Twelve months after the due day; up to 1,000 lei show that you asked for it, above that that you went to "
        "court; not between affiliated parties."
    ),
    "bg_insolvency": _(
        "Once the plan that cuts the debt is confirmed, or the customer is struck off the register; within three "
        "months by a credit note or protocol. You must show that you tried to collect it."
    ),
    "bg_small": _(
        "A year after the due day for small debts; within three months by a credit note or protocol. You must show"
        " that you tried to collect it and told the customer; not between related parties."
    ),
    "bg_years": _(
        "Five years after the due day (three for what is paid by periods), or earlier once an enforcement ended "
        "with nothing; within three months by a credit note or protocol. Above 100,000 leva the revenue agency "
        "permits it."
    ),
    "es_insolvency": _(
        "Within three months of the publication of the insolvency order in the BOE, for VAT that fell due before it."
    ),
    "es_claimed": _(
        "A year after the VAT fell due, or six months where last year's turnover was not above 6,010,121.04 euro; "
        "claimed in court, by a notary or in another way that can be proved; a corrective invoice, told to the tax"
        " office within a month."
    ),
    "pl_unpaid": _(
        "In the return of the month in which it is 90 days late, if it is neither paid nor sold until that return "
        "is filed; within three years from the end of the invoice's year."
    ),
}
"""What the law asks before the VAT of bad debt may be taken back."""
