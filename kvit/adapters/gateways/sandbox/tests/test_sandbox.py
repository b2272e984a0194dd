"""The sandbox and its adapter: one page per key, signatures that hold for their bytes alone, answers nobody trusts."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import httpx
import pytest

from kvit.adapters.gateways import signatures
from kvit.adapters.gateways.sandbox import SandboxGateway
from kvit.adapters.gateways.sandbox.simulator import Sandbox
from kvit.core.money import Money
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.gateway import Access, Basket, Sought

ACCESS = Access(secrets={"api_key": "sandbox-key", "signing_secret": "sandbox-secret"})
NOW = 1_800_000_000


@pytest.fixture
def sandbox():
    made = Sandbox()
    made.switches.late = True
    yield made
    made.served.close()


def basket(key="chk_1") -> Basket:
    return Basket(
        key=key,
        amount=Money(Decimal("150.0000"), "RON"),
        text="KV-1 & <KV-2>",
        return_url="http://127.0.0.1:1/back",
        told_at="http://127.0.0.1:1/events",
        language="ro",
    )


def sought(key) -> Sought:
    return Sought(key=key, reference="", begun_at=datetime.now(UTC))


def test_the_same_key_twice_is_one_page(sandbox):
    port = SandboxGateway(sandbox.served.url)
    first, second = port.open_checkout(ACCESS, basket()), port.open_checkout(ACCESS, basket())
    assert first == second and first.outcome == "open"
    assert first.amount == Money(Decimal(150), "RON")
    assert "KV-1 &amp; &lt;KV-2&gt;" in httpx.get(first.page).text


def test_pressing_pay_twice_charges_once(sandbox):
    port = SandboxGateway(sandbox.served.url)
    page = port.open_checkout(ACCESS, basket()).page
    for _ in range(2):
        assert httpx.post(page, data={"outcome": "paid"}).headers["Location"] == "http://127.0.0.1:1/back"
    assert sandbox.charges == ["chk_1"]
    charge = port.ask(ACCESS, sought("chk_1"))
    assert (charge.outcome, charge.fee) == ("paid", Decimal("2.55"))


def test_what_broke_off_is_unknown_and_what_never_arrived_is_raised(sandbox):
    port = SandboxGateway(sandbox.served.url, seconds=2)
    sandbox.served.weather.lost = 1
    assert port.open_checkout(ACCESS, basket()).outcome == "unknown"
    assert port.ask(ACCESS, sought("chk_1")).outcome == "open"
    assert port.ask(ACCESS, sought("chk_2")).outcome == "absent"
    sandbox.served.weather.lost = 1
    with pytest.raises(Unreachable):
        port.ask(ACCESS, sought("chk_1"))
    with pytest.raises(Declined):
        port.open_checkout(Access(secrets={"api_key": "another"}), basket())
    with pytest.raises(Unreachable):
        SandboxGateway("http://127.0.0.1:9").open_checkout(ACCESS, basket())


def test_a_page_elsewhere_is_no_page(sandbox):
    port = SandboxGateway(sandbox.served.url)
    port.open_checkout(ACCESS, basket())
    sandbox.checkouts["chk_1"]["page"] = "https://elsewhere.example/pay"
    assert port.open_checkout(ACCESS, basket()).outcome == "unknown"


@pytest.mark.parametrize(
    ("header", "body", "secret", "now"),
    [
        (signatures.signed(b"{}", secrets=["s"], at=NOW), b"{ }", "s", NOW),
        (signatures.signed(b"{}", secrets=["other"], at=NOW), b"{}", "s", NOW),
        (signatures.signed(b"{}", secrets=["s"], at=NOW), b"{}", "s", NOW + signatures.TOLERANCE + 1),
        (signatures.signed(b"{}", secrets=["s"], at=NOW).replace(str(NOW), str(NOW + 1)), b"{}", "s", NOW),
        (signatures.signed(b"{}", secrets=[""], at=NOW), b"{}", "", NOW),
        ("", b"{}", "s", NOW),
        ("t=٣,v1=x", b"{}", "s", NOW),
        ("v1=é", b"{}", "s", NOW),
        (f"t={'9' * 5000},v1=x", b"{}", "s", NOW),
    ],
)
def test_a_signature_holds_for_its_bytes_its_secret_and_five_minutes(header, body, secret, now):
    assert signatures.holds(signatures.signed(b"{}", secrets=["s"], at=NOW), b"{}", secrets=["s"], now=NOW)
    assert not signatures.holds(header, body, secrets=[secret], now=now)


@pytest.mark.parametrize(
    "told",
    [None, [], "x", {"id": "e"}, {"id": "e", "checkout": None}, {"id": "e", "checkout": {"key": "k", "status": "odd"}}],
)
def test_signed_nonsense_is_declined(sandbox, told):
    body = json.dumps(told).encode()
    with pytest.raises(Declined, match="gateway.unreadable"):
        SandboxGateway(sandbox.served.url).read_event(ACCESS, body=body, headers=sandbox.headers(body))
