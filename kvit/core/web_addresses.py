"""Addresses on the web that Kvit may call: public ones over https, and nothing that leads into our own network."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from kvit.core.errors import Refused

PORTS = frozenset({443, 8443})
LONGEST = 500
PLAIN = re.compile(r"[\x21-\x5b\x5d-\x7e]+")
"""ASCII without blanks and backslashes: what browsers and libraries read alike."""
WITH_IPV4_INSIDE = tuple(
    IPv6Network(one) for one in ("::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
)
"""Mapped, translated and tunnelled addresses (RFC 4291, 6052, 8215, 4380, 3056): the IPv4 one inside may be ours."""

PROTOCOLS = IPv4Network("192.0.0.0/24")
"""Kept for protocols (RFC 6890); at least one cloud answers for its machines' secrets there."""


@dataclass(frozen=True)
class WebAddress:
    """Whom to call, and what to ask there."""

    scheme: str
    host: str
    port: int
    target: str


def read(url: str, *, schemes: Collection[str] = ("https",), ports: Collection[int] | None = PORTS) -> WebAddress:
    """The parts of an address, of which one may be called. Refuses `url.bad`, `url.not_https`, `url.login`, `url.port`.

    `ports=None` allows any. Whether the host leads outside is seen when its name is looked up (`is_public`).
    """
    if len(url) > LONGEST or not PLAIN.fullmatch(url):
        raise Refused("url.bad", url=url[:80])
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Refused("url.bad", url=url[:80]) from None
    if parts.scheme not in schemes:
        raise Refused("url.not_https", url=url[:80])
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise Refused("url.login", url=url[:80])
    if not host or "%" in host or parts.fragment:
        raise Refused("url.bad", url=url[:80])
    port = port if port is not None else {"https": 443, "http": 80}[parts.scheme]
    if ports is not None and port not in ports:
        raise Refused("url.port", port=port, known=[str(one) for one in sorted(ports)])
    return WebAddress(parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def host(url: str) -> str:
    """Who is called, of an address that was read before."""
    return urlsplit(url).hostname or ""


def is_public(address: str) -> bool:
    """Whether an IP address lies on the open network: not ours, not this machine, not a cloud's own service."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and any(found in network for network in WITH_IPV4_INSIDE):
        return False
    if found in PROTOCOLS:
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved and not found.is_unspecified
