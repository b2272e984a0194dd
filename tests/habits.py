"""The habits of every test run: what is selected, which skips are told, how long properties search, no network."""

import ipaddress
import os
import re
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "installation"}

settings.register_profile(
    "short", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("long", settings.get_profile("short"), max_examples=120)
settings.load_profile("short")


def random_documents(few: int) -> int:
    """How many documents a property of a format is tried with: what KVIT_RANDOM says, or so many.

    `KVIT_RANDOM=2000 make test-long` tries each format with two thousand.
    """
    return int(os.environ.get("KVIT_RANDOM") or few)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("kvit")
    group.addoption("--only-database", action="store_true", help="only tests that touch the database")
    group.addoption("--first-values", action="store_true", help="of a test with several values only the first")
    group.addoption("--skips-allowed", metavar="FILE", help="fail when a test is skipped for a reason not in FILE")


def touches_database(item: pytest.Item) -> bool:
    """Whether the test would run differently on another database."""
    return bool(item.get_closest_marker("django_db")) or bool(
        DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept = list(items)
    if config.getoption("--only-database"):
        kept = [item for item in kept if touches_database(item)]
    if config.getoption("--first-values"):
        kept = first_values(kept)
    stays = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in stays])
    items[:] = kept


def first_values(items: list[pytest.Item]) -> list[pytest.Item]:
    """Each test with the first of the values that it is told with: another value is another row, not another query."""
    firsts: dict[str, pytest.Item] = {}
    for item in items:
        firsts.setdefault(item.nodeid.partition("[")[0], item)
    return list(firsts.values())


# -- every skip is told with its reason, and in CI only the listed ones may happen


def skip_reasons(terminal: object) -> Counter[str]:
    """How often each reason was given."""
    reports = getattr(terminal, "stats", {}).get("skipped", [])
    return Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in reports)


def unlisted(reasons: Counter[str], allowed: str) -> list[str]:
    """The reasons that no line of the list matches; a line is a regular expression, `#` begins a comment."""
    patterns = [line.strip() for line in allowed.splitlines() if line.strip() and not line.startswith("#")]
    return sorted(reason for reason in reasons if not any(re.match(pattern, reason) for pattern in patterns))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    allowed = session.config.getoption("--skips-allowed")
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK
    if allowed and terminal and unlisted(skip_reasons(terminal), Path(allowed).read_text()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reasons = skip_reasons(terminalreporter)
    if reasons:
        terminalreporter.section("skipped, and why")
    for reason, times in reasons.most_common():
        terminalreporter.line(f"{times:4} x {reason}")
    allowed = config.getoption("--skips-allowed")
    for reason in unlisted(reasons, Path(allowed).read_text()) if allowed else []:
        terminalreporter.line(f"not allowed to be skipped ({allowed}): {reason}", red=True)


# -- no test reaches the world


class OutsideWorld(AssertionError):
    """A test tried to reach another machine."""


def is_here(address: object) -> bool:
    """Whether the address of a socket is on this machine."""
    if not isinstance(address, tuple):
        return True  # a Unix socket's path
    host = str(address[0])
    try:
        return host in {"localhost", ""} or ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuses every connection that leaves this machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def checked(act):
        def only_here(own, address):
            if own.family != getattr(socket, "AF_UNIX", None) and not is_here(address):
                raise OutsideWorld(f"a test tried to reach {address}")
            return act(own, address)

        return only_here

    socket.socket.connect, socket.socket.connect_ex = checked(connect), checked(connect_ex)
    yield
    socket.socket.connect, socket.socket.connect_ex = connect, connect_ex


# -- what lies beside the repository


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of samples beside the clone; a test that needs it is skipped where it is absent."""
    folder = Path(os.environ.get("KVIT_SHARED_DIR") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip("no folder of samples (KVIT_SHARED_DIR, ../shared)")
    return folder.resolve()
