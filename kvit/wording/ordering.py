"""What a bill, its order and the goods received do not agree about."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "order.not_ordered": _("This was not ordered. Name the line of the order, or have it approved without one."),
    "order.other_currency": _(
        "The order is in {ordered}, the bill in {billed}. Ask the supplier, or change the order."
    ),
    "order.other_unit": _(
        "The order counts in {ordered}, the bill in {billed}. Kvit does not convert units: correct one of them."
    ),
    "order.no_quantity": _("The line has no quantity that can be compared. Read it again, or ask the supplier."),
    "order.price": _("The order says {expected} for this quantity, the bill {billed}: that is beyond the tolerance."),
    "order.billed_before": _("{ordered} were ordered and {before} billed before. Ask the supplier for a credit note."),
    "order.not_received": _("{limit} were received, {before} of them billed before; the bill says {billed}."),
    "order.more_than_ordered": _("{ordered} were ordered and {before} billed before; the bill says {billed}."),
    "order.credited_too_much": _("{credited} are credited, but only {billed} were billed."),
}
