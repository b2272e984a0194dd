"""What registers said about a customer's VAT id and the directory about their address, and asking again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kvit.companies.models import Company
from kvit.core.formatting import format_date_long
from kvit.parties import address_checks, queries, vat_checks
from kvit.parties.models import Party, VatCheck
from kvit.web import states
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.toasts import tell


def shown(company: Company, party: Party) -> dict[str, Any] | None:
    """The number with what was said of it last; nothing where there is no number, or nobody to ask and nothing said."""
    said = vat_checks.latest(company, [party]).get(party.pk)
    can_ask = vat_checks.may_be_asked(party)
    if said is None and not can_ask:
        return None
    return {
        "number": party.vat_id,
        "state": states.state(f"vat_{said.answer}" if said else "vat_unasked"),
        "facts": _facts(said) if said else [],
        "can_ask": can_ask,
        "was_asked": said is not None,
    }


def _facts(said: VatCheck) -> list[dict[str, str]]:
    day = format_date_long(timezone.localtime(said.asked_at).date(), tongue())
    told = [
        (_("Asked on"), day),
        (_("Register"), said.register),
        (_("Consultation number"), said.proof),
        (_("Why"), said.reason),
        (_("Name there"), said.name),
        (_("Address there"), said.address),
        (_("Note"), _("VAT is due on payment") if said.facts.get("vat_on_payment") else ""),
        (_("Note"), _("The taxpayer is inactive") if said.facts.get("inactive") else ""),
        (_("Accounts"), ", ".join(said.facts.get("accounts", []))),
    ]
    return [{"label": label, "value": value} for label, value in told if value]


@require_POST
def ask(request: Request, public_id: str) -> HttpResponse:
    """Ask the register now."""
    party = queries.find(request.company, public_id)
    said = vat_checks.ask(request.company, party, by=request.actor, on=request.today)
    state = states.state(f"vat_{said.answer}")
    tell(request, f"{said.vat_id}: {state.word}", icon=state.icon)
    return redirect("customer", public_id)


def address(company: Company, party: Party) -> dict[str, Any] | None:
    """The electronic address with what the directory said of it last; nothing where there is none, or nobody to ask."""
    said = address_checks.latest(company, party)
    can_ask = address_checks.may_be_asked(party)
    if said is None and not can_ask:
        return None
    facts = []
    if said is not None:
        taken = _("Invoices are taken") if said.takes_invoices else _("Invoices are not taken")
        day = format_date_long(timezone.localtime(said.asked_at).date(), tongue())
        told = [(_("Asked on"), day), (_("There"), taken if said.answer == "found" else ""), (_("Why"), said.reason)]
        facts = [{"label": label, "value": value} for label, value in told if value]
    return {
        "number": f"{party.electronic_scheme}:{party.electronic_address}",
        "state": states.state(f"address_{said.answer}" if said else "address_unasked"),
        "facts": facts,
        "can_ask": can_ask,
        "was_asked": said is not None,
    }


@require_POST
def ask_directory(request: Request, public_id: str) -> HttpResponse:
    """Ask the directory of Peppol now."""
    party = queries.find(request.company, public_id)
    said = address_checks.ask(request.company, party, by=request.actor, on=request.today)
    state = states.state(f"address_{said.answer}")
    tell(request, f"{party.electronic_address}: {state.word}", icon=state.icon)
    return redirect("customer", public_id)
