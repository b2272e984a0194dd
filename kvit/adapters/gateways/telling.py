"""How a simulated gateway tells what happened: signed, over HTTP, and as badly as its switches say."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from kvit.adapters.gateways import signatures


@dataclass(frozen=True)
class Posted:
    """One event on its way: where to, and the body before it is signed."""

    url: str
    body: bytes


@dataclass
class Switches:
    """How events travel. `late`: they wait for `deliver`. `copies`: each is sent so often. `lost`: so many of the next
    are never sent. `shuffled`: delivered in any order. `forged`: signed by somebody without the secret."""

    late: bool = False
    copies: int = 1
    lost: int = 0
    shuffled: bool = False
    forged: bool = False


@dataclass
class Teller:
    """Sends events to where they are wanted; `header` is the name under which they are signed."""

    header: str
    secret: Callable[[], str]
    switches: Switches = field(default_factory=Switches)
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311
    waiting: list[Posted] = field(default_factory=list)

    def tell(self, url: str, body: bytes) -> None:
        """One event, sent as the switches say."""
        if self.switches.lost:
            self.switches.lost -= 1
            return
        self.waiting += [Posted(url, body)] * self.switches.copies
        if not self.switches.late:
            threading.Thread(target=self.deliver, daemon=True).start()

    def deliver(self, post: Callable[[Posted, dict[str, str]], None] | None = None) -> int:
        """Send all that waits, by `post` or over HTTP; returns how many were sent."""
        sent, self.waiting = self.waiting, []
        if self.switches.shuffled:
            self.chance.shuffle(sent)
        for one in sent:
            (post or _over_http)(one, self.headers(one.body))
        return len(sent)

    def headers(self, body: bytes) -> dict[str, str]:
        """Signed now: a gateway signs anew each time it sends."""
        secret = "somebody else's" if self.switches.forged else self.secret()
        return {self.header: signatures.signed(body, secrets=[secret], at=int(time.time()))}


def _over_http(one: Posted, headers: dict[str, str]) -> None:
    httpx.post(one.url, content=one.body, headers={"Content-Type": "application/json", **headers}, timeout=10)
