"""What a list of invoices says while nothing is in it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kvit.web import nav


def of_invoices(view: str, *, narrowed: bool) -> dict[str, str]:
    """Title, sentence and the way on."""
    if narrowed:
        return {
            "title": _("No invoice fits these filters"),
            "text": _("Take one of them away, or look at another view."),
        }
    if view == "overdue":
        return {"title": _("Nothing is overdue"), "text": _("Everything that is open falls due later.")}
    return {
        "title": _("No invoices here yet"),
        "text": _(
            "An invoice is drafted, checked in plain words, and gets its number when you issue it. About a minute."
        ),
        "href": reverse("invoice_new"),
        "button": _("New invoice"),
        "link_href": nav.address("import_new") + "?kind=invoices",
        "link": _("Bring open invoices from a file"),
    }
