"""Every page in light, dark and phone width: nothing that axe finds, no sideways scroll, no error in the console."""

import pytest
from django.urls import reverse
from django.urls.resolvers import get_resolver

from tests.browser import looks, story
from tests.browser.looks import LIGHT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOT_LOOKED_AT = {
    "my_look", "company_switch", "understood", "search_suggest", "customer_options", "product_options",
    "invoice_compute", "invoices_picked", "invoices_many", "month_pack", "reconcile_exact", "search", "onboarding",
    "authority_vat_ledger", "authority_vat_purchases", "authority_saft",
    "network_switch", "network_try", "network_sign_in", "network_return",
    "gateway_edit", "gateway_switch", "gateway_try",  # the story has no gateway
    "settings_points_end", "reminders_send_all",
    "network_declaration",  # the company of the story is Romanian
}  # fmt: skip
"""Pages without an id that are no page to look at, or are looked at under another address."""


@pytest.mark.timeout(900)
@looks.each(short=LIGHT)
def test_every_page_is_without_faults(chromium, live_server, pictures, look):
    told = story.told()
    context = looks.opened(chromium, live_server.url, look, user=told.ana)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    found = {}
    for name, address in told.addresses.items():
        page.goto(address)
        looks.keep(page, pictures, name, look)
        faults = [*looks.faults(page), *said]
        said.clear()
        if name == "not-found":
            faults = [fault for fault in faults if "404" not in fault]
        if faults:
            found[name] = faults
    context.close()
    assert found == {}


@pytest.mark.long
@pytest.mark.parametrize("language", ["ro", "bg", "es", "pl"])
def test_the_longest_words_fit_the_narrowest_phone(chromium, live_server, language):
    told = story.told()
    told.ana.language = language
    told.ana.save()
    context = looks.opened(chromium, live_server.url, looks.PHONE, user=told.ana)
    page = context.new_page()
    found = {}
    for name, address in told.addresses.items():
        page.goto(address)
        if sticking_out := looks.overflow(page, width=320):
            found[name] = sticking_out
    context.close()
    assert found == {}


@looks.each(short=LIGHT)
def test_the_doors_are_without_faults(chromium, live_server, pictures, look):
    context = looks.opened(chromium, live_server.url, look)
    page = context.new_page()
    found = {}
    for name in ("account_login", "account_signup", "account_reset_password"):
        page.goto(reverse(name))
        looks.keep(page, pictures, name.replace("_", "-"), look)
        if faults := looks.faults(page):
            found[name] = faults
    context.close()
    assert found == {}


@pytest.mark.django_db
def test_every_page_that_needs_no_id_is_looked_at():
    told = story.told()
    pages = {
        pattern.name
        for pattern in get_resolver("kvit.web.urls").url_patterns
        if "<" not in str(pattern.pattern) and pattern.name
    }
    looked_at = {name.replace("-", "_") for name in told.addresses}
    assert pages - looked_at - NOT_LOOKED_AT == set()
