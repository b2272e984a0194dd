"""A payment run released by another person: who proposed it cannot, who does sees the changed account and the hash."""

import pytest
from django.urls import reverse

from kvit.archive.files import sha256
from kvit.companies.models import User
from kvit.payments.models import PaymentRun
from tests.browser import looks
from tests.browser.looks import LIGHT, PHONE
from tests.scenarios.runs.paying import Payer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("look", [LIGHT, PHONE], ids=lambda look: look.name)
def test_a_run_is_proposed_by_one_and_released_by_another(chromium, live_server, pictures, look):
    firm = Payer()
    firm.bill("1240.00")
    clerk, owner = (User.objects.get(pk=one.id) for one in (firm.clerk, firm.owner))
    theirs = looks.opened(chromium, live_server.url, look, user=clerk)
    page = theirs.new_page()
    page.goto(reverse("run_new"))
    page.get_by_label("Bills due until", exact=True).fill("31.12.2026")
    page.get_by_role("button", name="Propose").click()
    page.wait_for_url("**/runs/run_*")
    assert page.get_by_text("You proposed it.").is_visible()
    assert page.get_by_role("button", name="Release").count() == 0
    assert looks.faults(page) == []
    address = page.url
    theirs.close()

    ours = looks.opened(chromium, live_server.url, look, user=owner)
    page = ours.new_page()
    page.goto(address)
    assert page.get_by_text("Four eyes.").is_visible()
    looks.keep(page, pictures, "run_to_release", look)
    page.get_by_role("button", name="Release").click()
    page.get_by_text("Released: the file is written and sealed").wait_for()
    run = PaymentRun.objects.get(company=firm.company)
    assert page.get_by_text(run.file.sha256).is_visible()
    assert looks.faults(page) == []
    looks.keep(page, pictures, "run_released", look)
    with page.expect_download() as handed:
        page.get_by_role("button", name="pain.001 file").click()
    with open(handed.value.path(), "rb") as file:
        assert sha256(file.read()) == run.file.sha256
    ours.close()
