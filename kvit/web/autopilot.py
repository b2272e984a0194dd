"""How far each automation may go by itself."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kvit.companies import autopilot, changes
from kvit.core.formatting import format_percent
from kvit.reports import automations
from kvit.reports.figures import Rate
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.toasts import tell

AUTOMATIONS = {
    "match": (lazy("Match bank lines"), lazy("Books lines whose candidate is sure; leaves the rest to you.")),
    "recurring": (lazy("Issue recurring invoices"), lazy("Only those that you allowed to go out by themselves.")),
    "issue": (lazy("Issue drafts"), lazy("Drafts that programs send and that have no findings.")),
    "send": (lazy("Send invoices"), lazy("What was issued goes to the customer in their language.")),
    "report": (
        lazy("Report to authorities"),
        lazy("What was issued goes to the network that the law names, once it is right."),
    ),
    "reply": (
        lazy("Act on customers' answers"),
        lazy(
            "Notes promises, lets reminders rest, sends invoices again, opens disputes, asks for payment plans: only "
            "when sure and the sender is known."
        ),
    ),
    "debit": (
        lazy("Propose direct debits"),
        lazy("Puts together what customers with a mandate owe; another person always releases it."),
    ),
    "charge": (
        lazy("Charge saved ways of paying"),
        lazy(
            "Tells customers who saved one some days before, and charges what is due; a decline is never tried again."
        ),
    ),
    "collect": (
        lazy("Collect in writing"),
        lazy(
            "Says when a final demand is due, which you write, and when to ask about the balance of the year's end; "
            "on Auto those questions go out by themselves."
        ),
    ),
    "remit": (
        lazy("Tell suppliers what was paid"),
        lazy("Once the bank has paid a run, each supplier gets one mail with the payment advice."),
    ),
}
LEVELS = (("off", lazy("Off")), ("suggest", lazy("Suggest")), ("auto", lazy("Auto")))


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """The levels; without scripts all of them are sent at once."""
    kept = changes.levels(request.company)
    if request.method == "POST":
        asked = {
            name: "off" if request.POST.get("all") == "off" else request.POST.get(name, was)
            for name, was in kept.items()
        }
        changed = [name for name, level in asked.items() if level != kept[name]]
        for name in changed:
            autopilot.change(request.company, name, level=asked[name], by=request.actor, on=request.today)
        if changed:
            told = ", ".join(f"{_name(name)}: {dict(LEVELS)[asked[name]]}" for name in changed)
            tell(request, told, icon="check")
        return redirect("settings_autopilot")
    rates = automations.corrections(request.company, on=request.today)
    rows = [
        {
            "key": name,
            "name": _name(name),
            "what": AUTOMATIONS.get(name, ("", ""))[1],
            "level": level,
            "levels": LEVELS,
            "corrected": _corrected(rates[name]),
        }
        for name, level in kept.items()
    ]
    return render(request, "web/autopilot.html", {"rows": rows, "days": automations.DAYS, "title": _("Autopilot")})


def _corrected(rate: Rate) -> str:
    if rate.percent is None:
        return _("Nothing done yet")
    share = format_percent(rate.percent.normalize(), tongue())
    return _("%(part)s of %(whole)s corrected (%(share)s)") % {"part": rate.part, "whole": rate.whole, "share": share}


def _name(automation: str) -> str:
    return str(AUTOMATIONS.get(automation, (automation, ""))[0])
