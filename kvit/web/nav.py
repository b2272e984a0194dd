"""What stands in the rail and the bars, and which of it is open."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """A place to go: the name of its page, its word, its icon, what lies under it, and how many wait there."""

    page: str
    word: str | Promise
    icon: str = ""
    under: tuple["Place", ...] = ()
    count: int = 0
    is_here: bool = False
    is_open: bool = False

    @property
    def href(self) -> str:
        return reverse(self.page)


PLACES: tuple[Place, ...] = (
    Place("home", _("Home"), "home"),
    Place(
        "invoices",
        _("Sales"),
        "doc",
        (
            Place("invoices", _("Invoices")),
            Place("proformas", _("Proformas")),
            Place("recurring", _("Recurring")),
            Place("payments", _("Payments")),
            Place("chargebacks", _("Chargebacks")),
            Place("reminders", _("Reminders")),
            Place("late_fees", _("Late fees and demands")),
            Place("balance_letters", _("Confirmations of balance")),
            Place("disputes", _("Disputes")),
            Place("promises", _("Promises to pay")),
            Place("plans", _("Payment plans")),
            Place("debits", _("Direct debits")),
            Place("mandates", _("Mandates")),
            Place("write_offs", _("Write-offs")),
            Place("targets", _("Collection targets")),
            Place("replies", _("Answers")),
            Place("einvoices", _("E-invoices")),
        ),
    ),
    Place(
        "bills",
        _("Purchases"),
        "inbox",
        (
            Place("bills", _("Bills")),
            Place("purchase_requests", _("Purchase requests")),
            Place("orders", _("Orders")),
            Place("approvals", _("Approvals")),
            Place("runs", _("Payment runs")),
            Place("offsets", _("Set-offs")),
            Place("claims", _("Owed back")),
            Place("suppliers", _("Suppliers")),
            Place("bank_details", _("Bank accounts")),
        ),
    ),
    Place("reconcile", _("Bank"), "bank", (Place("reconcile", _("Bank lines")), Place("cash", _("Cash")))),
    Place("customers", _("Customers"), "people"),
    Place("products", _("Products"), "item"),
    Place("tasks", _("Tasks"), "tasks"),
    Place("reports", _("Reports"), "chart"),
    Place(
        "settings",
        _("Settings"),
        "sliders",
        (
            Place("settings", _("Company")),
            Place("settings_numbers", _("Numbers")),
            Place("settings_books", _("Books")),
            Place("settings_gateways", _("Online payments")),
            Place("settings_plans", _("Payment plans")),
            Place("settings_debits", _("Direct debits")),
            Place("settings_points", _("Loyalty points")),
            Place("settings_networks", _("Networks")),
            Place("settings_feeds", _("Bank feeds")),
            Place("settings_mailboxes", _("Mailboxes")),
            Place("settings_appearance", _("Appearance")),
            Place("settings_people", _("People")),
            Place("settings_approvals", _("Approvals")),
            Place("settings_absences", _("Away")),
            Place("settings_announcements", _("Announcements")),
            Place("settings_keys", _("API keys")),
            Place("settings_webhooks", _("Webhooks")),
            Place("settings_autopilot", _("Autopilot")),
            Place("settings_reminders", _("Reminders")),
            Place("settings_late_fees", _("Late fees")),
            Place("settings_rules", _("Rules")),
            Place("imports", _("Imports")),
            Place("outbox", _("Outbox")),
            Place("jobs", _("Jobs")),
        ),
    ),
)


def every_place() -> list[Place]:
    """All of them, flat, each once."""
    flat = [each for place in PLACES for each in ((place,) if not place.under else place.under)]
    return [place for place in flat if address(place.page)]


def address(page: str) -> str:
    """Where the page is; empty while its noun is not built."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def rail(path: str, *, counts: Mapping[str, int]) -> list[Place]:
    """The places with their counts; open is the one under which the path lies, here the one it names."""
    best = _nearest(path)
    shown = []
    for place in PLACES:
        if not address(place.page):
            continue
        under = tuple(_marked(child, best, counts) for child in place.under if address(child.page))
        is_open = any(child.is_here for child in under)
        marked = _marked(place, best, counts)
        shown.append(replace(marked, under=under, is_open=is_open, is_here=marked.is_here and not is_open))
    return shown


def _marked(place: Place, best: str, counts: Mapping[str, int]) -> Place:
    return replace(place, count=counts.get(place.page, 0), is_here=place.page == best)


def _nearest(path: str) -> str:
    """The page whose address is the longest beginning of the path."""
    pages = {child.page for place in PLACES for child in (place, *place.under)}
    fitting = [(len(at), page) for page in pages if _lies_under(path, at := address(page))]
    return max(fitting)[1] if fitting else ""


def _lies_under(path: str, at: str) -> bool:
    if at in ("", "/"):
        return path == at
    return path == at or path.startswith(at + "/")
