"""Who looks after a customer is told once a day of the reminders that went out, and can take the customer over."""

from datetime import date

import pytest

from kvit.companies.models import User
from kvit.core.errors import Refused
from kvit.dunning import campaigns, digests, pauses, posting, queries
from kvit.dunning.models import Pause
from kvit.dunning.tests.test_letters import let
from kvit.dunning.tests.test_texts import company, work_off
from kvit.messages.models import Message
from tests.builders import a_customer, an_invoice, breaches, somebody, the_owner

pytestmark = pytest.mark.django_db
__all__ = ["company"]
MONDAY, TUESDAY = date(2026, 4, 6), date(2026, 4, 7)


@pytest.fixture
def clerk(company):
    return User.objects.get(pk=somebody(company, "clerk").id)


def late(company, name, responsible=None, **facts):
    customer = a_customer(company, name=name, external_id=name, language="ro", **facts)
    customer.responsible = responsible
    customer.save()
    return customer, an_invoice(company, customer=customer)


def tell(company, on):
    found = digests.run(company, on=on)
    work_off()
    return [digest.user for digest in found]


def mails(company):
    return list(Message.objects.filter(company=company, kind="reminder_digest").order_by("pk"))


def test_a_person_gets_one_mail_for_all_that_went_to_their_customers_and_no_copies(company, clerk):
    let(company, (3, "friendly", "email"))
    _, first = late(company, "Beta", clerk)
    _, second = late(company, "Gama", clerk)
    _, others = late(company, "Delta")
    campaigns.run(company, on=MONDAY)
    owner = User.objects.get(pk=the_owner(company).id)
    assert sorted(user.pk for user in tell(company, MONDAY)) == sorted((clerk.pk, owner.pk))
    assert tell(company, MONDAY) == tell(company, TUESDAY) == []
    [mine] = [mail for mail in mails(company) if mail.to_address == clerk.email]
    assert "Beta" in mine.text and first.number in mine.text and "Gama" in mine.text and second.number in mine.text
    assert "Delta" not in mine.text and others.number not in mine.text and "2 reminders" in mine.subject
    assert not Message.objects.filter(company=company, kind="document_copy").exists()
    assert breaches() == []


def test_what_goes_after_the_mail_of_the_day_is_told_tomorrow(company, clerk):
    let(company, (3, "friendly", "email"))
    late(company, "Beta", clerk)
    campaigns.run(company, on=MONDAY)
    assert tell(company, MONDAY) == [clerk]
    late(company, "Gama", clerk)
    campaigns.run(company, on=MONDAY)
    assert tell(company, MONDAY) == []
    assert tell(company, TUESDAY) == [clerk]
    assert "Gama" in mails(company)[1].text and "Beta" not in mails(company)[1].text


def test_nobody_is_told_of_what_they_sent_themselves(company, clerk):
    let(company, (3, "friendly", "email"), level="suggest")
    customer, _ = late(company, "Beta")
    campaigns.send(company, customer, by=the_owner(company), on=MONDAY)
    assert tell(company, MONDAY) == []


def test_a_letter_is_told_of_once_it_was_posted(company, clerk):
    let(company, (3, "friendly", "letter"))
    late(company, "Beta", clerk)
    campaigns.run(company, on=MONDAY)
    assert tell(company, MONDAY) == []
    posting.posted(company, queries.letters_to_post(company)[0], by=the_owner(company), on=TUESDAY)
    assert tell(company, TUESDAY) == [clerk]


def test_a_colleague_takes_over_by_name_and_gives_back(company, clerk):
    let(company, (3, "friendly", "email"))
    customer, _ = late(company, "Beta", clerk)
    by = somebody(company, "clerk")
    pauses.begin(company, customer, pauses.Asked(kind="taken_over"), by=by, on=MONDAY)
    assert Pause.objects.get(company=company).reason == str(User.objects.get(pk=by.id))
    campaigns.run(company, on=MONDAY)
    assert Message.objects.filter(company=company, kind="reminder").count() == 0
    pauses.give_back(company, customer, by=by, on=TUESDAY)
    campaigns.run(company, on=TUESDAY)
    assert Message.objects.filter(company=company, kind="reminder").count() == 1
    with pytest.raises(Refused, match="pause.not_taken_over"):
        pauses.give_back(company, customer, by=by, on=TUESDAY)
