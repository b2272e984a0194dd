"""A level that goes by post: prepared with its page, posted by a person, withdrawn when it is not so any more."""

from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest

from kvit.core.errors import Refused
from kvit.dunning import campaigns, letter_pages, pauses, posting, procedures, queries, simulator
from kvit.dunning.models import Reminded, Reminder, Suppression
from kvit.dunning.tests.test_texts import company, customer
from kvit.events import work
from kvit.events.models import Event
from kvit.messages.models import Message
from kvit.parties import customers
from kvit.parties.models import Party
from kvit.payments import incoming
from kvit.tasks import following
from kvit.tasks.models import Task
from tests.builders import DAY, a_line, an_invoice, breaches, the_owner
from tests.scenarios.collecting.test_links_on_letters import scanned

pytestmark = pytest.mark.django_db
__all__ = ["company", "customer"]
MONDAY = date(2026, 4, 6)
"""Five days after the invoice of `DAY` fell due."""
REACTIONS = {
    "reminder.prepared": [("page", posting.keep_page), ("tasks", following.follow)],
    "reminder.sent": [("tasks", following.follow)],
    "reminder.withdrawn": [("tasks", following.follow)],
}


def work_off():
    work.run_all(REACTIONS)


def let(company, *levels, level="auto", **texts):
    """Levels as (days, tone, channel)."""
    row, by = procedures.every(company)[0], the_owner(company)
    told = [{"days": days, "tone": tone, "channel": channel, "texts": texts} for days, tone, channel in levels]
    procedures.change(company, row, {**row.told, "bank_days": None, "levels": told}, by=by, on=DAY)
    procedures.let(company, row, level=level, by=by, on=DAY)


def by_post(company):
    let(company, (3, "friendly", "letter"), (14, "firm", "letter"))


def run(company, on=MONDAY):
    ran = campaigns.run(company, on=on)
    work_off()
    return ran


def statuses(company):
    rows = Reminder.objects.filter(company=company).order_by("pk")
    return [(row.status, row.channel, row.reminded_on.isoformat()) for row in rows]


def tasks(company):
    return list(Task.objects.filter(company=company, kind="reminder.to_post").values_list("status", flat=True))


def words(content):
    pages = pypdfium2.PdfDocument(BytesIO(content))
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(text.replace("\u00a0", " ").split())


def pay(company, invoice, amount, on=MONDAY):
    raw = {"amount": amount, "invoice": invoice.number, "paid_on": on.isoformat()}
    incoming.record_all(company, [raw], by=the_owner(company), on=on)


def test_a_letter_is_made_once_waits_for_a_person_and_counts_from_the_day_it_was_posted(company, customer):
    by_post(company)
    an_invoice(company, customer=customer)
    run(company)
    run(company)
    assert statuses(company) == [("prepared", "letter", "2026-04-06")] and tasks(company) == ["open"]
    [row] = queries.letters_to_post(company)
    assert Message.objects.filter(company=company, kind="reminder").count() == 0
    run(company, on=date(2026, 4, 24))
    assert statuses(company) == [("prepared", "letter", "2026-04-06")], "the next one waits for this one"
    assert Suppression.objects.get(company=company).reason == "to_post"
    posting.posted(company, row, day=date(2026, 4, 8), by=the_owner(company), on=date(2026, 4, 9))
    work_off()
    assert statuses(company) == [("sent", "letter", "2026-04-08")] and tasks(company) == ["done"]
    for day in (17, 20, 21):
        run(company, on=date(2026, 4, day))
    # eleven days after the first was posted is Sunday the 19th
    assert statuses(company)[1] == ("prepared", "letter", "2026-04-20")
    assert breaches() == []


def test_the_page_says_what_the_mail_would_say_in_the_customers_language_with_the_code_to_pay(
    company, customer, settings
):
    settings.KVIT_BASE_URL = "https://kvit.example"
    by_post(company)
    first, second = an_invoice(company, customer=customer), an_invoice(company, a_line("200.00"), customer=customer)
    later = an_invoice(company, a_line("50.00"), customer=customer, on=date(2026, 4, 1))
    run(company)
    [row] = queries.letters_to_post(company)
    content = letter_pages.pdf(company, row)
    said = words(content)
    for word in (first.number, second.number, later.number, "363,00", "423,50", customer.name, "Alfa", "01.04.2026"):
        assert word in said, word
    assert scanned(content).startswith("https://kvit.example/portal/pay/") and "kvit.example" in said
    pay(company, second, "242.00")
    assert letter_pages.pdf(company, row) == content, "what was made stays what it is"


def test_a_companys_own_words_are_printed(company, customer):
    own = {"subject": "Somație {numbers}", "intro": "Vă rugăm să plătiți {amount}.", "closing": "Cu stimă"}
    let(company, (3, "friendly", "letter"), ro=own)
    invoice = an_invoice(company, customer=customer)
    run(company)
    said = words(letter_pages.pdf(company, queries.letters_to_post(company)[0]))
    assert f"Somație {invoice.number}" in said and "Vă rugăm să plătiți 121,00 RON." in said and "Cu stimă" in said


@pytest.mark.parametrize("since", ["paid", "paid in part", "promised"])
def test_a_letter_that_is_not_so_any_more_is_withdrawn_and_its_level_comes_again(company, customer, since):
    by_post(company)
    invoice = an_invoice(company, customer=customer)
    run(company)
    if since == "promised":
        asked = pauses.Asked(kind="promise", until=date(2026, 4, 10))
        pauses.begin(company, customer, asked, by=the_owner(company), on=MONDAY)
    else:
        pay(company, invoice, "121.00" if since == "paid" else "21.00")
    run(company, on=date(2026, 4, 7))
    first = statuses(company)[0]
    assert first == ("withdrawn", "letter", "2026-04-06")
    run(company, on=date(2026, 4, 14))  # the promise was not kept; Monday was Easter
    expected = {
        "paid": [],
        "paid in part": [("prepared", "letter", "2026-04-07")],
        "promised": [("prepared", "letter", "2026-04-14")],
    }
    assert statuses(company)[1:] == expected[since]
    assert tasks(company) == ["done"] + ["open"] * len(expected[since])
    assert breaches() == []


def test_who_withdraws_says_why_and_nobody_posts_it_after_that(company, customer):
    by_post(company)
    an_invoice(company, customer=customer)
    by = the_owner(company)
    row = campaigns.send(company, customer, by=by, on=MONDAY)
    with pytest.raises(Refused, match="reason.missing"):
        posting.withdraw(company, row, reason=" ", by=by, on=MONDAY)
    posting.withdraw(company, row, reason="We talked.", by=by, on=MONDAY)
    with pytest.raises(Refused, match="reminder.not_waiting"):
        posting.posted(company, row, by=by, on=MONDAY)
    assert list(Reminded.objects.values_list("is_free", flat=True)) == [True]
    assert campaigns.send(company, customer, by=by, on=MONDAY).status == "prepared"
    assert breaches() == []


def test_it_was_posted_neither_before_it_was_made_nor_tomorrow_and_once(company, customer):
    by_post(company)
    an_invoice(company, customer=customer)
    by = the_owner(company)
    row = campaigns.send(company, customer, by=by, on=MONDAY)
    for day in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)):
        with pytest.raises(Refused, match="reminder.bad_day"):
            posting.posted(company, row, day=day, by=by, on=MONDAY)
    posting.posted(company, row, by=by, on=MONDAY)
    with pytest.raises(Refused, match="reminder.not_waiting"):
        posting.posted(company, row, by=by, on=MONDAY)
    names = Event.objects.filter(subject_kind="reminder").order_by("pk").values_list("name", flat=True)
    assert list(names) == ["reminder.prepared", "reminder.sent"]


def test_without_a_postal_address_it_goes_by_mail_and_without_a_mailbox_by_post_where_the_company_posts(
    company, customer
):
    let(company, (3, "friendly", "email"), (14, "firm", "letter"))
    an_invoice(company, customer=customer)
    by = the_owner(company)
    customers.change(company, customer, {"email": ""}, version=None, by=by, on=DAY)
    assert [one.channel for one in simulator.simulate(company, days=20, on=MONDAY).planned] == ["letter", "letter"]
    Party.objects.filter(pk=customer.pk).update(email="office@alfa.example", street="")
    assert [one.channel for one in simulator.simulate(company, days=20, on=MONDAY).planned] == ["email", "email"]
