"""A service for texts that was taken away: what it had may have gone, and nobody can be asked (docs/rules/texts.md)."""

from datetime import timedelta

import pytest
import time_machine

from kvit.adapters.texters.none import NoTexter
from kvit.dunning import campaigns
from kvit.dunning.tests.test_texts import ANA, MONDAY, NOON, agree, company, customer, let, mails, run, texter, texts
from kvit.dunning.tests.test_unsure_texts import a_day_of_work
from kvit.ports import registry
from kvit.tasks.models import Task
from tests.builders import an_invoice, breaches

pytestmark = pytest.mark.django_db
__all__ = ["company", "customer", "texter"]


def test_a_text_whose_service_was_taken_away_is_not_said_never_to_have_gone(company, customer, texter):
    """It was handed over and the answer got lost; then nobody is set up who could be asked."""
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    texter.answers[ANA] = "unknown"
    with time_machine.travel(NOON, tick=False) as clock:
        run(company)
        registry.register("texter", NoTexter())
        a_day_of_work(clock, hours=100)
        assert texts(company) == [("queued", "sms", ANA)] and mails(company) == []
        assert Task.objects.filter(kind="text.lost", status="open").count() == 1
        registry.register("texter", texter)
        clock.shift(timedelta(days=8))
        a_day_of_work(clock, hours=1)
    assert len(texter.taken) == 1 and texts(company) == [("sent", "sms", ANA)] and mails(company) == []
    assert Task.objects.get(kind="text.lost").status == "done" and breaches() == []


def test_a_text_that_no_service_ever_had_goes_as_the_mail(company, customer, texter):
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    with time_machine.travel(NOON, tick=False) as clock:
        campaigns.run(company, on=MONDAY, at=NOON)
        assert texts(company) == [("queued", "sms", ANA)], "queued, and no worker was at it"
        registry.register("texter", NoTexter())
        a_day_of_work(clock, hours=1)
    assert texter.taken == [] and texts(company) == [("failed", "sms", ANA)] and len(mails(company)) == 1
    assert breaches() == []
