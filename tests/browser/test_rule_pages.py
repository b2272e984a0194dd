"""A rule of one's own on the pages: refused with a sentence, rehearsed, turned on, and what it suggests done."""

import pytest
from django.urls import reverse

from kvit.events import work
from kvit.reactions import REACTIONS
from kvit.rules.models import RuleAct, RuleVersion
from kvit.tasks.models import Task
from tests.browser import looks
from tests.browser.looks import LIGHT
from tests.builders import a_company, a_line, a_user, an_invoice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@looks.each(short=LIGHT)
def test_a_rule_is_written_rehearsed_and_suggests(chromium, live_server, pictures, look):
    owner = a_user("ana@ateliernord.example")
    company = a_company("RO", owner=owner)
    for net in ("100", "1000"):
        an_invoice(company, a_line(net))
    context = looks.opened(chromium, live_server.url, look, user=owner)
    page = context.new_page()
    page.goto(reverse("settings_rules"))
    assert looks.faults(page) == []
    looks.keep(page, pictures, "rules_none", look)
    page.get_by_label("A new rule for when", exact=True).select_option("invoice.issued")
    page.get_by_role("button", name="Write the rule").click()

    page.get_by_label("Name", exact=True).fill("Large sales")
    page.get_by_label("Condition 1").select_option("total")
    page.get_by_label("Comparison 1").select_option("contains")
    page.get_by_label("Value 1").fill("1000")
    page.get_by_label("For whom").select_option("role:owner")
    page.get_by_label("What to say").fill("Thank them by phone")
    page.get_by_role("button", name="Save and rehearse").click()
    page.get_by_text("“total” cannot be compared with “contains”").first.wait_for()
    assert looks.faults(page) == []
    looks.keep(page, pictures, "rule_refused", look)
    page.get_by_label("Comparison 1").select_option("over")
    page.get_by_role("button", name="Save and rehearse").click()

    page.wait_for_url("**/rules/rule_*")
    page.goto(page.url + "?days=365")
    assert page.get_by_text("if total is over 1,000.00").first.is_visible()
    assert page.get_by_text("Leaves it alone").count() == 1 == page.get_by_text("Would act").count()
    assert (Task.objects.count(), RuleAct.objects.count()) == (0, 0)
    page.get_by_role("button", name="Suggest").click()
    page.get_by_text("Suggests").first.wait_for()
    an_invoice(company, a_line("2000"))
    work.run_all({name: [one for one in told if one[0] == "rules"] for name, told in REACTIONS.items()})
    page.reload()
    assert looks.faults(page) == []
    looks.keep(page, pictures, "rule_suggests", look)
    page.get_by_role("button", name="Do it").click()
    page.get_by_role("button", name="Do it").wait_for(state="detached")
    assert Task.objects.filter(kind="rule.task", status="open").count() == 1

    changed(page)
    looks.keep(page, pictures, "rule_changed", look)
    page.goto(reverse("settings_rules"))
    assert looks.faults(page) == []
    looks.keep(page, pictures, "rules", look)
    context.close()


def changed(page):
    """The owner raises the amount: another version holds from now on."""
    page.get_by_role("link", name="Change").click()
    assert page.get_by_label("Value 1").input_value() == "1000"
    page.get_by_label("Value 1").fill("5000")
    page.get_by_role("button", name="Save and rehearse").click()
    page.wait_for_url("**/rules/rule_*")
    assert RuleVersion.objects.latest("pk").told["conditions"][0]["value"] == "5000.00"
