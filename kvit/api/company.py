"""The company of the key, its people, its programs, its number series."""

from typing import Annotated, Literal

from ninja import Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, Id, Moment, Shown, Text
from kvit.companies import autopilot, companies, numbers, series, whose
from kvit.companies import changes as people
from kvit.companies.models import ApiKey, Company, User
from kvit.companies.permissions import require
from kvit.core.formatting import format_exact
from kvit.core.permissions import ROLE_VERBS
from kvit.reports import automations

router = Router()
Kind = Literal[
    "invoice",
    "simplified",
    "credit_note",
    "corrective",
    "proforma",
    "purchase_request",
    "purchase_order",
    "goods_receipt",
    "offset",
    "remittance",
    "claim",
    "late_fee",
    "demand",
    "balance_letter",
    "self_charge",
]
Role = Literal["owner", "accountant", "clerk", "approver", "viewer"]


class CompanyShown(Shown):
    """The company whose books these are."""

    id: Id
    name: str
    trading_name: str
    country: str
    currency: str
    zone: str
    language: str
    vat_id: str
    tax_id: str
    register_id: str
    email: str
    phone: str
    terms_days: int
    vat_on_payment: bool
    is_test: bool


class MeShown(Shown):
    """Who asks, and what they may do."""

    kind: Literal["api_key", "user"]
    name: str
    role: Role
    may: list[str]
    company: CompanyShown


class UserGiven(Given):
    """Somebody who gets a role in the company."""

    email: Annotated[str, Field(max_length=254)]
    role: Role
    name: Annotated[str, Field(max_length=200)] = ""


class UserShown(Shown):
    """Somebody with a role in the company."""

    id: Id
    email: str
    name: str
    role: Role
    active: bool


class ApiKeyGiven(Given):
    """A key to be made."""

    user: Annotated[str, Field(max_length=254, description="For whom it acts: id or e-mail.")]
    name: Annotated[str, Field(min_length=1, max_length=100, description="What it is for.")]


class ApiKeyShown(Shown):
    """A program's key; its secret is never shown again."""

    id: Id
    name: str
    user: Id
    made_by: Id | None = Field(description="Whose act it is too, whatever is done with it; null where nobody knows.")
    hint: str = Field(description="The last letters of the secret.")
    created_at: Moment
    revoked_at: Moment | None


class ApiKeyMade(ApiKeyShown):
    """A new key with its secret: keep it, it is told this once."""

    key: str


class SeriesShown(Shown):
    """How a kind of document is numbered."""

    kind: str
    pattern: str
    next: str = Field(description="The number that the next document would get today.")


class SeriesGiven(Given):
    """Another pattern, from now on."""

    pattern: Annotated[str, Field(min_length=1, max_length=60)]


def _company(company: Company) -> dict[str, object]:
    plain = [name for name in CompanyShown.model_fields if name != "id"]
    return {"id": company.public_id, **{name: getattr(company, name) for name in plain}}


@reads(router, "/me", gives=MeShown)
def me(request: Asking) -> object:
    """Who asks, and what they may do."""
    by = request.actor
    return {
        "kind": by.kind,
        "name": by.name,
        "role": by.role,
        "may": sorted(ROLE_VERBS[by.role]),
        "company": _company(request.company),
    }


@reads(router, "/companies", gives=lists.Listed[CompanyShown])
def listed(request: Asking) -> object:
    """The company of the key: a key opens one."""
    require(request.actor, "company.view", request.company)
    return lists.of_all([_company(request.company)])


@reads(router, "/companies/{id}", gives=CompanyShown)
def show(request: Asking, id: str) -> object:
    """The company of the key by its id; no other is there."""
    require(request.actor, "company.view", request.company)
    return _company(whose.same(request.company, id))


class CompanyGiven(Given):
    """What of the company is to change; country and currency never do."""

    name: Text | None = None
    trading_name: Text | None = None
    language: Text | None = None
    vat_id: Text | None = None
    tax_id: Text | None = None
    register_id: Text | None = None
    legal_note: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    website: Text | None = None
    street: Text | None = None
    building: Text | None = None
    post_code: Text | None = None
    town: Text | None = None
    region: Text | None = None
    terms_days: Annotated[int, Field(ge=0, le=3650)] = 30
    vat_on_payment: bool = False


@changes(router, "/companies/{id}", method="PATCH", gives=CompanyShown)
def change(request: Asking, id: str, *, given: CompanyGiven) -> object:
    """Change what is given; issued documents keep what they printed."""
    company = whose.same(request.company, id)
    return _company(people.change(company, given.told(), by=request.actor, on=request.today))


@reads(router, "/users", gives=lists.Listed[UserShown])
def users(request: Asking) -> object:
    """Everybody with a role in the company."""
    require(request.actor, "company.view", request.company)
    return lists.of_all([_user(one.user, one.role) for one in people.people(request.company)])


@changes(router, "/users", gives=UserShown, status=201)
def join(request: Asking, *, given: UserGiven) -> object:
    """Give somebody a role; they sign in by a link that an owner makes."""
    user = companies.join(
        request.company, given.email, role=given.role, by=request.actor, on=request.today, name=given.name
    )
    return _user(user, given.role)


class RoleGiven(Given):
    """Another role."""

    role: Role


@changes(router, "/users/{id}", method="PATCH", gives=UserShown)
def give_role(request: Asking, id: str, *, given: RoleGiven) -> object:
    """Another role for somebody; a company is never left without an owner."""
    row = people.give_role(request.company, id, role=given.role, by=request.actor, on=request.today)
    return _user(row.user, row.role)


@changes(router, "/users/{id}", method="DELETE", gives=None, status=204)
def part(request: Asking, id: str) -> None:
    """Somebody works for the company no more; their keys open nothing from now on."""
    people.part(request.company, id, by=request.actor, on=request.today)


def _user(user: User, role: str) -> dict[str, object]:
    return {"id": user.public_id, "email": user.email, "name": user.name, "role": role, "active": user.is_active}


@reads(router, "/api_keys", gives=lists.Listed[ApiKeyShown])
def api_keys(request: Asking) -> object:
    """The company's programs, revoked ones too; to who may not edit them their own."""
    return lists.of_all([_key(one) for one in people.api_keys(request.company, by=request.actor)])


@changes(router, "/api_keys", gives=ApiKeyMade, status=201)
def make_api_key(request: Asking, *, given: ApiKeyGiven) -> object:
    """A key that acts for a user with the role the user has; its secret is told this once.

    Everybody signed in makes their own. What one does that was made for a colleague is also an act of who made it.
    """
    user = whose.colleague(request.company, given.user)
    key, secret = companies.make_api_key(request.company, user, name=given.name, by=request.actor, on=request.today)
    return {**_key(key), "key": secret}


@changes(router, "/api_keys/{id}", method="DELETE", gives=None, status=204)
def revoke_api_key(request: Asking, id: str) -> None:
    """The key opens nothing any more."""
    key = people.api_key(request.company, id)
    companies.revoke_api_key(request.company, key, by=request.actor, on=request.today)


def _key(key: ApiKey) -> dict[str, object]:
    plain = ("name", "hint", "created_at", "revoked_at")
    made_by = key.made_by.public_id if key.made_by is not None else None
    told = {name: getattr(key, name) for name in plain}
    return {"id": key.public_id, "user": key.user.public_id, "made_by": made_by, **told}


@reads(router, "/series", gives=lists.Listed[SeriesShown])
def numbering(request: Asking) -> object:
    """How every kind of document is numbered."""
    require(request.actor, "company.view", request.company)
    return lists.of_all([_series(request, kind) for kind in numbers.patterns(request.company)])


@changes(router, "/series/{kind}", method="PUT", gives=SeriesShown)
def renumber(request: Asking, kind: Kind, *, given: SeriesGiven) -> object:
    """Number a kind of document by another pattern from now on; what was issued keeps its number."""
    series.change(request.company, kind, pattern=given.pattern, by=request.actor, on=request.today)
    return _series(request, kind)


def _series(request: Asking, kind: str) -> dict[str, object]:
    return {
        "kind": kind,
        "pattern": numbers.pattern(request.company, kind),
        "next": numbers.expected(request.company, kind, on=request.today),
    }


class LevelShown(Shown):
    """How far an automation may go by itself, and how often people corrected what it did in the last 90 days."""

    automation: str
    level: Literal["off", "suggest", "auto"]
    acts: int = Field(description="How many things it did by itself.")
    corrected: int = Field(description="How many of these acts were corrected since (docs/rules/autopilot.md).")
    corrected_percent: Amount | None = Field(description="None where nothing was done yet.")


class LevelGiven(Given):
    """How far it may go from now on."""

    level: Literal["off", "suggest", "auto"]


@reads(router, "/autopilot", gives=lists.Listed[LevelShown])
def levels(request: Asking) -> object:
    """How far each automation may go by itself."""
    require(request.actor, "company.view", request.company)
    return lists.of_all(_levels(request))


@changes(router, "/autopilot/{automation}", method="PUT", gives=LevelShown)
def set_level(request: Asking, automation: str, *, given: LevelGiven) -> object:
    """Let an automation go that far from now on."""
    autopilot.change(request.company, automation, level=given.level, by=request.actor, on=request.today)
    return next(one for one in _levels(request) if one["automation"] == automation)


def _levels(request: Asking) -> list[dict[str, object]]:
    rates = automations.corrections(request.company, on=request.today)
    return [
        {
            "automation": name,
            "level": level,
            "acts": rates[name].whole,
            "corrected": rates[name].part,
            "corrected_percent": None if (percent := rates[name].percent) is None else format_exact(percent, places=1),
        }
        for name, level in people.levels(request.company).items()
    ]
