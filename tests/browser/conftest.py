"""A real Chromium for tests that look at pages, drive them by keyboard, or count acts."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.habits import ROOT

PICTURES = ROOT / "tests" / "pictures"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

# The browser's driver runs an event loop in this thread; the tests beside it use the database as they always do.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def pictures() -> Path:
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES


@pytest.fixture
def window(chromium: Browser, live_server: object, client: object) -> Iterator[BrowserContext]:
    """A desk's window on the running pages, nobody signed in."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=live_server.url)  # type: ignore[attr-defined]
    context.set_default_timeout(10_000)
    yield context
    context.close()
