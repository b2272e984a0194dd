"""A company's ways to gateways: keys given and never shown, one in use, its events read."""

import json
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kvit.checkouts.models import Gateway
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import ciphers, events
from kvit.ports import gateway as port
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.tables import new_id

LONGEST = 500


def offered() -> Mapping[str, port.Gateway]:
    """The gateways that this installation knows, by name."""
    found: Mapping[str, port.Gateway] = registry.use("gateways")
    return found


@transaction.atomic
def set_up(company: Company, name: str, *, secrets: Mapping[str, str], by: Actor, on: date) -> Gateway:
    """Keep these keys for the gateway; an empty one stays as it was.

    Refuses `gateway.unknown`, `gateway.key_missing`, `gateway.key_too_long`.
    """
    require(by, "gateway.edit", company)
    needs = _known(name).needs
    row = Gateway.objects.select_for_update().filter(company=company, name=name).first()
    held = dict(access(row).secrets) if row else {}
    held |= {key: secrets[key].strip() for key in needs if secrets.get(key, "").strip()}
    if missing := [key for key in needs if key not in held]:
        raise Refused("gateway.key_missing", gateway=name, key=missing[0])
    if any(len(value) > LONGEST for value in held.values()):
        raise Refused("gateway.key_too_long", most=LONGEST)
    row = row or Gateway(company=company, name=name)
    row.sealed = ciphers.encrypt(json.dumps(held))
    row.save()
    events.record("gateway.changed", row, by=by, on=on, facts={"gateway": name, "is_on": row.is_on})
    return row


@transaction.atomic
def turn(company: Company, name: str, *, is_on: bool, by: Actor, on: date) -> Gateway:
    """Take new payments by this gateway from now on and by no other, or take none.

    What was begun there goes on. Refuses `gateway.not_set_up`.
    """
    require(by, "gateway.edit", company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    rows = Gateway.objects.filter(company=company)
    row = rows.filter(name=name).first()
    if row is None:
        raise Refused("gateway.not_set_up", gateway=name[:40])
    if row.is_on != is_on:
        if is_on:
            rows.filter(is_on=True).update(is_on=False)
        row.is_on = is_on
        row.save(update_fields=["is_on"])
        events.record("gateway.changed", row, by=by, on=on, facts={"gateway": name, "is_on": is_on})
    return row


def try_out(company: Company, name: str, *, by: Actor) -> Gateway:
    """Ask the gateway, with the company's keys, about a checkout that it never saw; nothing is changed there.

    Refuses `gateway.not_set_up`, `gateway.key_refused` where it does not take the key, `gateway.no_answer`.
    """
    require(by, "gateway.edit", company)
    found = _known(name)
    row = Gateway.objects.filter(company=company, name=name).first()
    if row is None:
        raise Refused("gateway.not_set_up", gateway=name[:40])
    sought = port.Sought(key=new_id("try"), reference="", begun_at=timezone.now())
    try:
        found.ask(access(row), sought)
    except Declined as declined:
        raise Refused("gateway.key_refused", gateway=name, said=declined.code) from None
    except Unreachable:
        raise Refused("gateway.no_answer", gateway=name) from None
    return row


def of_company(company: Company) -> dict[str, Gateway]:
    """The ways that are set up, by the gateway's name."""
    return {row.name: row for row in Gateway.objects.filter(company=company)}


def in_use(company: Company) -> Gateway | None:
    """The way by which customers pay now, where the installation still knows it."""
    return Gateway.objects.filter(company=company, is_on=True, name__in=list(offered())).first()


def by_address(public_id: str) -> Gateway | None:
    """The way that an event is for, of whatever company; it is believed only once its signature is proven."""
    return Gateway.objects.filter(public_id=public_id, name__in=list(offered())).select_related("company").first()


def access(row: Gateway) -> port.Access:
    """The way as adapters want it. Refuses `secret.unreadable`."""
    return port.Access(secrets=dict(json.loads(ciphers.decrypt(row.sealed))))


def events_address(row: Gateway) -> str:
    """Where the gateway sends what it has to tell."""
    return f"{settings.KVIT_BASE_URL}/gateways/{row.public_id}/events"


def _known(name: str) -> port.Gateway:
    found = offered().get(name)
    if found is None:
        raise Refused("gateway.unknown", gateway=name[:40])
    return found
