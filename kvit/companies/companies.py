"""Companies and the people in them: founded, joined, changed."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from kvit.companies.models import ApiKey, Appearance, Company, Membership, User
from kvit.companies.permissions import person_behind, require
from kvit.core import identifiers, permissions
from kvit.core.countries import profile
from kvit.core.countries.codes import country_code
from kvit.core.errors import Refused
from kvit.core.money import decimals
from kvit.core.permissions import Actor
from kvit.events import events

ADDRESS = {"street": 150, "building": 30, "post_code": 20, "town": 100, "region": 10}


@dataclass(frozen=True)
class Founding:
    """What a new company is told to be; an empty currency is the country's."""

    name: str
    country: str
    currency: str = ""
    vat_id: str = ""
    tax_id: str = ""
    register_id: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    address: Mapping[str, str] | None = None
    is_test: bool = False


def found(facts: Founding, *, owner: User, on: date) -> Company:
    """The company and its first owner, in the caller's transaction. Refuses wrong identifiers and currencies."""
    country = country_code(facts.country)
    law = profile(country)
    name = facts.name.strip()
    if not name or len(name) > 200:
        raise Refused("company.name_missing")
    currency = (facts.currency or law.currency).upper()
    decimals(currency)
    address = {key: str(value).strip() for key, value in (facts.address or {}).items() if key != "country"}
    wrong = [key for key, value in address.items() if key not in ADDRESS or len(value) > ADDRESS[key]]
    if wrong:
        raise Refused("company.bad_address", field=wrong[0])
    company = Company.objects.create(
        name=name,
        country=country,
        currency=currency,
        zone=law.zone,
        language=facts.language or (law.languages[0] if law.languages else "en"),
        vat_id=identifiers.check_vat_id(country, facts.vat_id) if facts.vat_id else "",
        tax_id=facts.tax_id.strip(),
        register_id=facts.register_id.strip(),
        email=identifiers.check_email(facts.email) if facts.email else "",
        phone=facts.phone.strip(),
        is_test=facts.is_test,
        **address,
    )
    Appearance.objects.create(company=company)
    Membership.objects.create(company=company, user=owner, role=permissions.OWNER)
    by = Actor("user", owner.pk, str(owner), company.pk, permissions.OWNER)
    events.record("company.founded", company, by=by, on=on)
    return company


@transaction.atomic
def join(company: Company, email: str, *, role: str, by: Actor, on: date, name: str = "") -> User:
    """Somebody gets a role in the company; the user is made if new. Refuses `user.bad_role`, `user.known`."""
    require(by, "user.edit", company)
    if role not in permissions.ROLES:
        raise Refused("user.bad_role", role=role[:20], known=list(permissions.ROLES))
    address = identifiers.check_email(email).lower()
    user = User.objects.filter(email=address).first() or User.objects.create_user(
        address, name=name, language=company.language
    )
    _, new = Membership.objects.get_or_create(company=company, user=user, defaults={"role": role})
    if not new:
        raise Refused("user.known", email=address)
    events.record("user.joined", company, by=by, on=on, facts={"user": user.public_id, "role": role})
    return user


@transaction.atomic
def make_api_key(company: Company, user: User, *, name: str, by: Actor, on: date) -> tuple[ApiKey, str]:
    """A key that acts for the user; its secret is shown once and only its hash is kept.

    Everybody makes their own, by their own hand; one for a colleague makes who may edit keys, and what it does is
    their act too (`docs/rules/approval.md`).
    """
    if not _is_own(user, by=by):
        require(by, "api_key.edit", company)
    if not Membership.objects.filter(company=company, user=user).exists():
        raise Refused("user.unknown", user=user.email)
    secret = f"kv_{'test' if company.is_test else 'live'}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        company=company,
        user=user,
        made_by_id=person_behind(by),
        made_with_id=by.id if by.kind == "api_key" else None,
        name=name[:100],
        hash=secret_hash(secret),
        hint=secret[-4:],
    )
    events.record("api_key.created", key, by=by, on=on, facts={"user": user.public_id})
    return key, secret


@transaction.atomic
def revoke_api_key(company: Company, key: ApiKey, *, by: Actor, on: date) -> None:
    """The key opens nothing any more. Everybody revokes what acts for them; the rest who may edit keys."""
    if not _is_own(key.user, by=by):
        require(by, "api_key.edit", company)
    if ApiKey.objects.filter(company=company, pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        events.record("api_key.revoked", key, by=by, on=on)


def _is_own(user: User, *, by: Actor) -> bool:
    return by.kind == "user" and by.id == user.pk


def secret_hash(secret: str) -> str:
    """What is kept of a secret: keys are long and random, so a plain hash is enough."""
    return sha256(secret.encode()).hexdigest()
