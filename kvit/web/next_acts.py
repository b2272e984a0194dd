"""What to do next, at most five, each with its button."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kvit.banking import queries as banking
from kvit.core.formatting import format_money
from kvit.receivables import queries
from kvit.receivables.queries import Filter
from kvit.tasks import queries as tasks
from kvit.web.current import Request
from kvit.web.fields import tongue

MOST = 5


def of(request: Request) -> list[dict[str, Any]]:
    """The acts that wait for a person in this company, the most pressing first."""
    return [act for act in (_lines(request), _tasks(request), _drafts(request), _overdue(request)) if act][:MOST]


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
