"""Points of customers: refusals, and what is said of what moved."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "loyalty.no_programme": _("No points are promised here. An owner starts a programme in the settings."),
    "loyalty.too_many": _("The customer has {left} points, fewer than {points}."),
    "loyalty.too_few": _("At least {least} points are used at once, and here are {points}."),
    "loyalty.beyond_share": _("Of an invoice points may take off at most {share} %: here, {most} points."),
    "loyalty.other_currency": _("Points are used on invoices in {ours}, not in {currency}."),
    "loyalty.not_on_this": _("Points are not used on advances or corrections."),
    "loyalty_grant.decided": _("This is decided already."),
    "loyalty_grant.no_person": _("Points are given and taken by hand by a person, not by a program without one."),
    "loyalty_grant.own": _("You asked for it yourself. Another person must agree to so many points."),
    "loyalty_grant.unknown": _("There are no points by hand under {grant}."),
    "points.by_themselves": _("The customer has points, and the programme lets them be used by themselves"),
}
MOVED: dict[str, str] = {
    "earned": _("Earned by paying on time"),
    "taken_back": _("Taken back: it was credited, or its payment came back"),
    "restored": _("There again: it is paid on time"),
    "redeemed": _("Used on an invoice"),
    "given_back": _("Given back: the invoice was credited"),
    "expired": _("Ended: not used in time"),
    "granted": _("Given by hand"),
    "removed": _("Taken by hand"),
}
"""What moved points."""
