"""Changing a company: its facts, how its documents look, who works for it."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from kvit.companies.companies import ADDRESS
from kvit.companies.models import ApiKey, Appearance, Autopilot, Company, Membership
from kvit.companies.permissions import allowed, require
from kvit.core import identifiers, permissions
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events

TEXTS = {
    "name": 200,
    "trading_name": 200,
    "tax_id": 30,
    "register_id": 60,
    "legal_note": 400,
    "phone": 40,
    "website": 200,
    **ADDRESS,
}
SWITCHES = ("vat_on_payment",)
LOOK = {"intro": 4000, "outro": 4000, "footer": 1000}
WINDOWS = ("left", "right")


@transaction.atomic
def change(company: Company, facts: Mapping[str, object], *, by: Actor, on: date) -> Company:
    """The company with these facts from now on; what was issued keeps what it printed.

    Country and currency never change. Refuses `company.field_unknown`, `company.bad_value`, wrong identifiers.
    """
    require(by, "company.edit", company)
    row = Company.objects.select_for_update().get(pk=company.pk)
    read = _read(row, facts)
    changed = {name: value for name, value in read.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
        events.record("company.changed", row, by=by, on=on, facts={"changed": sorted(changed)})
    return row


def _read(row: Company, facts: Mapping[str, object]) -> dict[str, object]:
    known = {*TEXTS, *SWITCHES, "vat_id", "email", "language", "terms_days"}
    unknown = sorted(set(facts) - known)
    if unknown:
        raise Refused("company.field_unknown", field=unknown[0], known=sorted(known))
    read: dict[str, object] = {name: _text(facts[name], name, TEXTS[name]) for name in TEXTS if name in facts}
    if "name" in read and not read["name"]:
        raise Refused("company.name_missing")
    read |= {name: facts[name] is True for name in SWITCHES if name in facts}
    if "vat_id" in facts:
        given = str(facts["vat_id"] or "")
        read["vat_id"] = identifiers.check_vat_id(row.country, given) if given else ""
    if "email" in facts:
        given = str(facts["email"] or "")
        read["email"] = identifiers.check_email(given) if given else ""
    if "language" in facts:
        read["language"] = _text(facts["language"], "language", 5)
    if "terms_days" in facts:
        days = facts["terms_days"]
        if type(days) is not int or not 0 <= days <= 3650:
            raise Refused("company.bad_value", field="terms_days", value=str(days)[:20])
        read["terms_days"] = days
    return read


def _text(value: object, name: str, most: int) -> str:
    text = "" if value is None else value
    if not isinstance(text, str) or len(text) > most or any(ord(one) < 32 and one not in "\n\t" for one in text):
        raise Refused("company.bad_value", field=name, value=str(value)[:60])
    return text.strip()


@transaction.atomic
def dress(company: Company, facts: Mapping[str, object], *, by: Actor, on: date) -> Appearance:
    """How documents look: `accent`, `window`, `intro`, `outro`, `footer`, `logo` (format and bytes, or None).

    The caller has judged colour and logo (`archive.appearance`, `archive.logos`). Refuses `company.bad_value`.
    """
    require(by, "company.edit", company)
    row = Appearance.objects.select_for_update().get(company=company)
    for name, most in LOOK.items():
        if name in facts:
            setattr(row, name, _text(facts[name], name, most))
    if "accent" in facts:
        row.accent = _text(facts["accent"], "accent", 7)
    if "window" in facts:
        if facts["window"] not in WINDOWS:
            raise Refused("company.bad_value", field="window", value=str(facts["window"])[:20])
        row.window = str(facts["window"])
    if "logo" in facts:
        logo = facts["logo"]
        row.logo_type, row.logo = logo if isinstance(logo, tuple) else ("", None)
    row.save()
    events.record("appearance.changed", company, by=by, on=on, facts={"changed": sorted(facts)})
    return row


def appearance(company: Company) -> Appearance:
    """How the company's documents look."""
    return Appearance.objects.get(company=company)


def people(company: Company) -> list[Membership]:
    """Who works for the company, owners first."""
    rows = Membership.objects.filter(company=company).select_related("user")
    return sorted(rows, key=lambda row: (permissions.ROLES.index(row.role), str(row.user)))


def _member(company: Company, public_id: str) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).filter(company=company, user__public_id=public_id)
    row = rows.select_related("user").first()
    if row is None:
        raise Refused("user.unknown", user=public_id[:60])
    return row


def _require_another_owner(company: Company, row: Membership) -> None:
    owners = Membership.objects.select_for_update().filter(company=company, role=permissions.OWNER)
    if row.role == permissions.OWNER and not owners.exclude(pk=row.pk).exists():
        raise Refused("user.last_owner", user=str(row.user))


@transaction.atomic
def give_role(company: Company, public_id: str, *, role: str, by: Actor, on: date) -> Membership:
    """Another role for somebody. Refuses `user.bad_role`, `user.unknown`, and to leave a company without an owner."""
    require(by, "user.edit", company)
    row = _member(company, public_id)
    if role not in permissions.ROLES:
        raise Refused("user.bad_role", role=role[:20], known=list(permissions.ROLES))
    if role != permissions.OWNER:
        _require_another_owner(company, row)
    row.role = role
    row.save(update_fields=["role"])
    events.record("user.role_changed", company, by=by, on=on, facts={"user": public_id, "role": role})
    return row


@transaction.atomic
def part(company: Company, public_id: str, *, by: Actor, on: date) -> None:
    """Somebody works for the company no more; their API keys open nothing from now on."""
    require(by, "user.edit", company)
    row = _member(company, public_id)
    _require_another_owner(company, row)
    row.delete()
    events.record("user.left", company, by=by, on=on, facts={"user": public_id})


def api_keys(company: Company, *, by: Actor) -> list[ApiKey]:
    """The company's keys, the newest first, to who may edit them; to everybody else their own, to a program none."""
    rows = ApiKey.objects.filter(company=company).select_related("user", "made_by").order_by("-id")
    if by.kind == "user" and not allowed(by, "api_key.edit", company):
        return list(rows.filter(user_id=by.id))
    require(by, "api_key.edit", company)
    return list(rows)


def api_key(company: Company, public_id: str) -> ApiKey:
    """The key of that id. Refuses `api_key.unknown`."""
    row = ApiKey.objects.filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("api_key.unknown", key=public_id[:60])
    return row


def levels(company: Company) -> dict[str, str]:
    """How far each automation may go."""
    return dict(Autopilot.objects.filter(company=company).order_by("automation").values_list("automation", "level"))
