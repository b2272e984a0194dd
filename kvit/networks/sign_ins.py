"""Getting access: what is there and what is missing, signing in at a network, certificates read, the access tried."""

import base64
import binascii
from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import network_access
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.networks import arrivals, connections
from kvit.networks.models import Connection
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Network
from kvit.ports.signer import Certificate, Signer

PEM = b"-----BEGIN"


def is_open(row: Connection) -> bool:
    """Whether everything is there that the network wants to be used with."""
    held = set(connections.held(row))
    wanted = network_access.of(row.network).opened_by
    return not wanted or bool(held & set(wanted))


def set_up(
    company: Company,
    network: str,
    *,
    mode: str,
    settings: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
    by: Actor,
    on: date,
) -> Connection:
    """Keep what a person gave for this side of the network; a certificate says itself until when it is valid.

    Refuses what `connections.set_up` does, `network.unknown_setting`, and a certificate that does not open.
    """
    require(by, "network.edit", company)
    needs = {need.name: need.kind for need in network_access.of(network).needs}
    for name in (*(settings or {}), *(secrets or {})):
        if needs and (name not in needs or (needs[name] == "text") != (name in (settings or {}))):
            raise Refused("network.unknown_setting", setting=name[:40], known=sorted(needs))
    told = dict(secrets or {})
    ends_on = _ends_on(company, network, mode, told)
    return connections.set_up(
        company, network, mode=mode, settings=settings, secrets=told, ends_on=ends_on, by=by, on=on
    )


def begin(company: Company, network: str, *, mode: str, return_url: str, state: str, by: Actor) -> str:
    """The address at which a person signs in there.

    Refuses `network.no_sign_in`, `network.not_set_up`, `secret.unreadable`.
    """
    require(by, "network.edit", company)
    row = _row(company, network, mode)
    held = connections.held(row)
    missing = [need.name for need in network_access.of(network).needs if need.name not in held]
    if missing:
        raise Refused("network.not_set_up", network=network_access.title(network), mode=mode)
    try:
        url = _port(network).sign_in_url(connections.access(row), return_url=return_url, state=state)
    except Declined as declined:
        raise Refused(declined.code, **declined.facts) from declined
    if not url:
        raise Refused("network.no_sign_in", network=network_access.title(network))
    return url


def finish(company: Company, network: str, *, mode: str, code: str, return_url: str, by: Actor, on: date) -> Connection:
    """Exchange the code for the secrets and keep them. Refuses what the network declines, in its own words."""
    require(by, "network.edit", company)
    row = _row(company, network, mode)
    try:
        given = _port(network).exchange(connections.access(row), code=code[:2000], return_url=return_url)
    except (Declined, Unreachable) as failure:
        raise Refused(failure.code, **failure.facts) from failure
    return connections.set_up(company, network, mode=mode, secrets=given.secrets, ends_on=given.ends_on, by=by, on=on)


def try_now(company: Company, network: str, *, by: Actor) -> Connection:
    """Use the access at once: what came is fetched. A network that was asked within its limit is left alone.

    Refuses `network.not_on`.
    """
    require(by, "network.edit", company)
    row = connections.in_use(company, network)
    if row is None:
        raise Refused("network.not_on", network=network_access.title(network))
    now = timezone.now()
    if row.trouble or row.fetched_at is None or row.fetched_at + arrivals.EVERY <= now:
        Connection.objects.filter(pk=row.pk).update(again_at=None, fetched_at=now)
        arrivals.fetch(company, network, at=now)
    row.refresh_from_db()
    return row


def _row(company: Company, network: str, mode: str) -> Connection:
    row = Connection.objects.filter(company=company, network=network, mode=mode).first()
    if row is None:
        raise Refused("network.not_set_up", network=network_access.title(network)[:40], mode=mode[:20])
    return row


def _port(network: str) -> Network:
    port: Network | None = registry.use("networks").get(network)
    if port is None:
        raise Refused("network.unknown", network=network[:20], known=sorted(registry.use("networks")))
    return port


def _ends_on(company: Company, network: str, mode: str, told: Mapping[str, str]) -> date | None:
    """The last day of the certificate by which one signs in; of one with a key beside it, kept or given just now."""
    if network_access.SIGNING_IN[0] not in network_access.of(network).needs:
        return _valid_until(told) if "certificate" in told else None
    row = Connection.objects.filter(company=company, network=network, mode=mode).first()
    if not set(told) & {need.name for need in network_access.SIGNING_IN}:  # the one that is kept may have ended since
        return row.ends_on if row else None
    secrets = {**(connections.still_readable(row) if row else {}), **told}
    if not secrets.get("auth_certificate"):
        return None
    content, key = (_file(secrets.get(name, "")) for name in ("auth_certificate", "auth_key"))
    return _looked(Certificate(content, secrets.get("auth_password", ""), key))


def _file(kept: str) -> bytes:
    """A PEM text as it is, or a file in Base64. Refuses `signature.cannot_open`."""
    if kept.encode().startswith(PEM):
        return kept.encode()
    try:
        return base64.b64decode(kept, validate=True)
    except binascii.Error:
        raise Refused("signature.cannot_open") from None


def _valid_until(secrets: Mapping[str, str]) -> date | None:
    """The last day of a PKCS#12 certificate; PEM is taken as it is. Refuses what does not open."""
    content = _file(secrets["certificate"])
    return None if content.startswith(PEM) else _looked(Certificate(content, secrets.get("password", "")))


def _looked(certificate: Certificate) -> date:
    """The last day on which the certificate signs. Refuses what does not open, or does not sign today."""
    signer: Signer = registry.use("signer")
    try:
        looked = signer.look(certificate, at=timezone.now())
    except Declined as declined:
        raise Refused(declined.code, **declined.facts) from declined
    return looked.valid_until.date()
