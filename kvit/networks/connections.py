"""A company's ways to networks: set up for test or production, turned on and off, renewed, in or out of trouble."""

import json
from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import ciphers, events
from kvit.networks.models import MODES, Connection
from kvit.ports import registry
from kvit.ports.failures import Declined, Failure
from kvit.ports.network import Access, Renewed

LONGEST = 20_000
"""Letters of one setting or secret: a certificate with its chain fits."""
RENEWED_BEFORE = timedelta(days=14)
AGAIN_AFTER = timedelta(minutes=5)
LONGEST_WAIT = 3600
"""Seconds that a network may ask us to stay away; one that asks for more is tried all the same."""


@transaction.atomic
def set_up(
    company: Company,
    network: str,
    *,
    mode: str,
    settings: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
    ends_on: date | None = None,
    by: Actor,
    on: date,
) -> Connection:
    """The way to this side of the network with these settings and secrets; what is not named stays as it was.

    Secrets are kept encrypted and never shown again. Refuses `network.unknown`, `network.bad_mode`,
    `network.bad_setting`.
    """
    require(by, "network.edit", company)
    _refuse_wrong(network, mode, {**(settings or {}), **(secrets or {})})
    row, _ = Connection.objects.select_for_update().get_or_create(company=company, network=network, mode=mode)
    row.settings = {**row.settings, **(settings or {})}
    if secrets:
        row.sealed = _sealed({**still_readable(row), **secrets})
        row.ends_on, row.warned_on = ends_on, None
    _out_of_trouble(row)
    row.save()
    _told("connection.changed", row, by=by, on=on)
    return row


@transaction.atomic
def turn_on(company: Company, network: str, *, mode: str, by: Actor, on: date) -> Connection:
    """Use this side of the network from now on, and the other no more.

    Refuses `network.not_set_up`, and `network.test_company` where a test company would reach the real one.
    """
    require(by, "network.edit", company)
    _refuse_wrong(network, mode, {})
    if company.is_test and mode == "production":
        raise Refused("network.test_company", company=company.name)
    ways = Connection.objects.select_for_update().filter(company=company, network=network)
    row = ways.filter(mode=mode).first()
    if row is None:
        raise Refused("network.not_set_up", network=network, mode=mode)
    ways.exclude(pk=row.pk).update(is_on=False)
    row.is_on = True
    row.save(update_fields=["is_on"])
    _told("connection.changed", row, by=by, on=on)
    return row


@transaction.atomic
def turn_off(company: Company, network: str, *, by: Actor, on: date) -> None:
    """Send nothing to the network any more; what waits keeps waiting."""
    require(by, "network.edit", company)
    for row in Connection.objects.select_for_update().filter(company=company, network=network, is_on=True):
        row.is_on = False
        row.save(update_fields=["is_on"])
        _told("connection.changed", row, by=by, on=on)


def in_use(company: Company, network: str) -> Connection | None:
    """The side of the network that is used now."""
    return Connection.objects.filter(company=company, network=network, is_on=True).first()


def access(row: Connection) -> Access:
    """The way as adapters want it, secrets readable. Declines `secret.unreadable`."""
    company = row.company
    try:
        secrets = readable(row)
    except Refused as refused:
        raise Declined(refused.code) from refused
    return Access(
        mode="production" if row.mode == "production" else "test",
        holder=company.vat_id or company.tax_id,
        name=company.name,
        settings={name: str(value) for name, value in row.settings.items()},
        secrets=secrets,
    )


def readable(row: Connection) -> dict[str, str]:
    """What the way holds, readable. Refuses `secret.unreadable`."""
    return dict(json.loads(ciphers.decrypt(row.sealed))) if row.sealed else {}


def held(row: Connection) -> list[str]:
    """The names of the secrets that are there; what they are is never shown. Empty where they cannot be read."""
    return sorted(name for name, value in still_readable(row).items() if value)


def keep_renewed(row: Connection, renewed: Renewed) -> None:
    """New secrets in place of ones that end."""
    with transaction.atomic():
        mine = Connection.objects.select_for_update().get(pk=row.pk)
        mine.sealed = _sealed({**readable(mine), **renewed.secrets})
        mine.ends_on, mine.warned_on = renewed.ends_on, None
        mine.save(update_fields=["sealed", "ends_on", "warned_on"])
        today = timezone.now().date()
        _told("connection.renewed", mine, by=automation("report", row.company), on=today)


def in_trouble(row: Connection, failure: Failure, *, by: Actor, on: date) -> None:
    """The network could not be used: tried again later, and told once for each new reason."""
    with transaction.atomic():
        mine = Connection.objects.select_for_update().get(pk=row.pk)
        is_new = mine.trouble != failure.code
        mine.trouble, mine.trouble_facts = failure.code, failure.facts
        mine.trouble_since = timezone.now() if is_new else mine.trouble_since
        mine.again_at = timezone.now() + max(AGAIN_AFTER, timedelta(seconds=_asked_to_wait(failure)))
        mine.save(update_fields=["trouble", "trouble_facts", "trouble_since", "again_at"])
        if is_new:
            _told("connection.troubled", mine, by=by, on=on, failure=failure.code, failure_facts=failure.facts)


def used(row: Connection, *, by: Actor, on: date) -> None:
    """The network answered; a trouble that there was is over."""
    with transaction.atomic():
        mine = Connection.objects.select_for_update().get(pk=row.pk)
        was = mine.trouble
        _out_of_trouble(mine)
        mine.used_at = timezone.now()
        mine.save(update_fields=["trouble", "trouble_facts", "trouble_since", "again_at", "used_at"])
        if was:
            _told("connection.recovered", mine, by=by, on=on)


def _refuse_wrong(network: str, mode: str, values: Mapping[str, str]) -> None:
    known = registry.use("networks")
    if network not in known:
        raise Refused("network.unknown", network=network[:20], known=sorted(known))
    if mode not in MODES:
        raise Refused("network.bad_mode", mode=mode[:20], known=MODES)
    for name, value in values.items():
        if len(name) > 40 or len(value) > LONGEST:
            raise Refused("network.bad_setting", setting=name[:40], most=LONGEST)


def _asked_to_wait(failure: Failure) -> int:
    """Seconds that the network wants to be left alone (Retry-After)."""
    return min(int(str(failure.facts.get("again_in") or 0)), LONGEST_WAIT)


def _out_of_trouble(row: Connection) -> None:
    row.trouble, row.trouble_facts, row.trouble_since, row.again_at = "", {}, None, None


def still_readable(row: Connection) -> dict[str, str]:
    """What the way holds; nothing where the secret key is another one by now.

    What is lost keeps nobody from giving it anew.
    """
    try:
        return readable(row)
    except Refused:
        return {}


def _sealed(secrets: Mapping[str, str]) -> str:
    return ciphers.encrypt(json.dumps(dict(secrets)))


def _told(name: str, row: Connection, *, by: Actor, on: date, **facts: object) -> None:
    told: dict[str, object] = {"network": row.network, "mode": row.mode, "is_on": row.is_on, **facts}
    events.record(name, row, by=by, on=on, facts=told)
