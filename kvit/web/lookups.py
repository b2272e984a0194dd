"""Filling a form from a public register by the VAT id that stands in it; works without scripts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kvit.core.errors import Refused
from kvit.core.formatting import format_date_long
from kvit.parties import registers
from kvit.ports.register import Found
from kvit.web import places, words
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.forms import Form, Problem


@dataclass(frozen=True)
class LookedUp:
    """The form as it stands after asking, and what to say about it."""

    form: Any
    problems: list[Problem] = field(default_factory=list)
    notices: list[dict[str, str]] = field(default_factory=list)

    @property
    def status(self) -> int:
        return 422 if self.problems else 200


def asked(request: Request) -> bool:
    """Whether the button was pressed that fills the form in."""
    return request.method == "POST" and "look_up" in request.POST


def look_up(request: Request, form: type[Form], **options: Any) -> LookedUp:
    """The form with everything that was typed, and over it what the register says; nothing typed is lost.

    `options` are the form's own, such as its choices.
    """
    typed = {name: request.POST.get(name, "") for name in form.base_fields}
    try:
        told = registers.look_up(typed["country"], typed["vat_id"])
    except Refused as refused:
        shown = form(initial=typed, **options)
        bound = shown["vat_id"]
        return LookedUp(shown, problems=[Problem(bound.auto_id, str(bound.label), words.refusal(refused))])
    filled = {"country": told.country, "vat_id": told.vat_id, **_known(told.country, told.found)}
    notice = {
        "tone": "",
        "icon": "check",
        "strong": told.found.name or told.vat_id,
        "text": _("from the register, %(day)s, answer %(proof)s. Check it and complete what is missing.")
        % {"day": format_date_long(told.found.asked_at.date(), tongue()), "proof": told.found.proof},
    }
    given = {name: value for name, value in filled.items() if value and name in typed}
    return LookedUp(form(initial={**typed, **given}, **options), notices=[notice])


def _known(country: str, found: Found) -> Mapping[str, str]:
    told = {"name": found.name, "register_id": found.register_id}
    if found.seat is None:
        return told
    seat = {name: getattr(found.seat, name) for name in ("street", "post_code", "town")}
    return {**told, **seat, "region": places.region_name(country, found.seat.region)}
