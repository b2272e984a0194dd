"""What to do next, at most five, each with its button."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kvit.banking import queries as banking
from kvit.companies.permissions import allowed
from kvit.core.formatting import format_money
from kvit.networks import queries as submissions
from kvit.payments import run_queries
from kvit.receivables import queries, transmitting
from kvit.receivables.queries import Filter
from kvit.tasks import queries as tasks
from kvit.web import einvoice_panel
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.states import State

MOST = 5


def of(request: Request) -> list[dict[str, Any]]:
    """The acts that wait for a person in this company, the most pressing first."""
    waiting = (
        _refused(request),
        _connect(request),
        _runs(request),
        _lines(request),
        _tasks(request),
        _drafts(request),
        _overdue(request),
    )
    return [act for act in waiting if act][:MOST]


def _refused(request: Request) -> dict[str, Any] | None:
    """E-invoices that a network refused; the one alone is opened at once."""
    found = submissions.refused(request.company)
    if not found:
        return None
    title = ngettext("Put %(count)d refused e-invoice right", "Put %(count)d refused e-invoices right", len(found))
    first, only = found[0], len(found) == 1
    last = einvoice_panel.last_day(first.until, status=first.status, on=request.today)
    note = f"{first.number}, {last.word}" if isinstance(last, State) else first.number
    return {
        "icon": "stamp",
        "tone": "is-red",
        "title": title % {"count": len(found)},
        "note": note,
        "href": reverse("invoice", args=[first.document_public_id]) + "#e-invoice" if only else reverse("einvoices"),
        "button": _("Put right"),
    }


def _connect(request: Request) -> dict[str, Any] | None:
    """A network that the law wants and that is not connected."""
    if not allowed(request.actor, "network.edit", request.company):
        return None
    wanted = transmitting.missing(request.company, on=request.today)
    if not wanted:
        return None
    return {
        "icon": "link",
        "title": _("Connect %(network)s") % {"network": wanted[0].title},
        "note": _("The law wants your invoices there: %(law)s") % {"law": wanted[0].law},
        "href": einvoice_panel.connect_href(wanted[0].name),
        "button": _("Connect"),
    }


def _runs(request: Request) -> dict[str, Any] | None:
    """Payment runs of other people that wait for this person's release."""
    if not allowed(request.actor, "run.release", request.company):
        return None
    found = run_queries.to_release(request.company, person=request.user.pk)
    if not found:
        return None
    title = ngettext("Release %(count)d payment run", "Release %(count)d payment runs", len(found))
    return {
        "icon": "lock",
        "title": title % {"count": len(found)},
        "note": _("Another person proposed it"),
        "href": reverse("run", args=[found[0]]) if len(found) == 1 else reverse("runs"),
        "button": _("Look"),
    }


def _lines(request: Request) -> dict[str, Any] | None:
    progress = banking.progress(request.company)
    if not progress.left:
        return None
    title = ngettext("Match %(count)d bank line", "Match %(count)d bank lines", progress.left)
    note = ngettext("%(count)d agrees to the last cent", "%(count)d agree to the last cent", progress.sure)
    return {
        "icon": "equals",
        "title": title % {"count": progress.left},
        "note": note % {"count": progress.sure},
        "href": reverse("reconcile"),
        "button": _("Match"),
    }


def _tasks(request: Request) -> dict[str, Any] | None:
    counts = tasks.counts(request.company, user=request.user, on=request.today)
    if not counts.open:
        return None
    title = ngettext("Look at %(count)d task", "Look at %(count)d tasks", counts.open) % {"count": counts.open}
    late = ngettext("%(count)d is overdue", "%(count)d are overdue", counts.overdue) % {"count": counts.overdue}
    return {
        "icon": "tasks",
        "tone": "is-red" if counts.overdue else "",
        "title": title,
        "note": late if counts.overdue else _("None is overdue"),
        "href": reverse("tasks"),
        "button": _("Look"),
    }


def _drafts(request: Request) -> dict[str, Any] | None:
    sums = queries.summed(request.company, "draft", only=Filter(), on=request.today)
    if not sums.count:
        return None
    title = ngettext("Issue %(count)d draft", "Issue %(count)d drafts", sums.count) % {"count": sums.count}
    return {
        "icon": "pencil",
        "title": title,
        "note": _("They have no number yet"),
        "href": reverse("invoices") + "?view=draft",
        "button": _("Look"),
    }


def _overdue(request: Request) -> dict[str, Any] | None:
    sums = queries.summed(request.company, "overdue", only=Filter(), on=request.today)
    if not sums.count:
        return None
    title = ngettext("%(count)d invoice is overdue", "%(count)d invoices are overdue", sums.count) % {
        "count": sums.count
    }
    return {
        "icon": "alert",
        "tone": "is-red",
        "title": title,
        "note": format_money(sums.balance, tongue()),
        "href": reverse("invoices") + "?view=overdue",
        "button": _("Look"),
    }
