"""Looking at a page: signed in, light, dark and as wide as a phone, for faults that axe knows and for our own eyes."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from kvit.companies.models import User

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    name: str
    width: int
    height: int
    scheme: str


LIGHT, DARK, PHONE = Look("light", 1280, 800, "light"), Look("dark", 1280, 800, "dark"), Look("360", 360, 740, "light")
LOOKS = (LIGHT, DARK, PHONE)


def each(*, short: Look) -> pytest.MarkDecorator:
    """A test in every look: the short form of the suite looks in one of them, the long form in the others too."""
    looks = [pytest.param(look, id=look.name, marks=[] if look is short else pytest.mark.long) for look in LOOKS]
    return pytest.mark.parametrize("look", looks)


def opened(
    chromium: Browser, server: str, look: Look, *, user: User | None = None, scripts: bool = True
) -> BrowserContext:
    """A window of that look, with the person signed in."""
    context = chromium.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.scheme,
        base_url=server,
        java_script_enabled=scripts,
    )
    if user is not None:
        sign_in(context, server, user)
    return context


def sign_in(context: BrowserContext, server: str, user: User) -> None:
    """As after signing in, without the form."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": server}])


def faults(page: Page) -> list[str]:
    """What axe finds on the page, each as one readable line; and whether it scrolls sideways."""
    # As tall as the page, so that the bar under the thumb covers nothing that a person could scroll free.
    size = page.viewport_size
    page.set_viewport_size({"width": size["width"], "height": page.evaluate("document.documentElement.scrollHeight")})
    found = []
    for violation in Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]:
        places = "; ".join(node["html"][:140] for node in violation["nodes"][:3])
        found.append(f"{violation['id']}: {violation['help']} ({len(violation['nodes'])}) {places}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > page.viewport_size["width"]:
        found.append(f"scrolls sideways: {wide}")
    page.set_viewport_size(size)
    return found


def overflow(page: Page, *, width: int) -> str:
    """What sticks out of a page that narrow, as one line; empty where nothing does."""
    page.set_viewport_size({"width": width, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide <= width:
        return ""
    return f"scrolls sideways: {wide}, " + "; ".join(page.evaluate(STICKING_OUT, width))


STICKING_OUT = """width => [...document.querySelectorAll("main *")]
    .filter(one => one.getBoundingClientRect().right > width + 1 && !one.closest(".tabs, .sr"))
    .slice(-3).map(one => one.outerHTML.slice(0, 140))"""


def keep(page: Page, folder: Path, name: str, look: Look) -> None:
    """The whole page as a picture."""
    page.screenshot(path=folder / f"{name}-{look.name}.png", full_page=True)
