"""Nobody is charged who was not told: an announcement that came back goes to somebody else, or holds the charge."""

from datetime import timedelta

import pytest

from kvit.checkouts import announcing, charges, clocks
from kvit.checkouts.models import SavedCharge
from kvit.core.errors import Refused
from kvit.jobs import worker
from kvit.messages import outbox
from kvit.messages.models import Message
from kvit.parties import contacts
from kvit.tasks.models import Task
from tests.builders import DAY, breaches, the_owner
from tests.scenarios.paying import keeping, shop

pytestmark = pytest.mark.django_db
NOTICE = timedelta(days=3)


@pytest.fixture
def store():
    with shop.opened() as made:
        keeping.kept(made)
        worker.until_idle()
        yield made


def came_back(store, row, *, on):
    """Every mail that told of the charge comes back; what follows from that is done."""
    for mail in Message.objects.filter(about_kind="saved_charge", about_id=row.pk, status__in=["kept", "sent"]):
        Message.objects.filter(pk=mail.pk).update(status="sent")
        mail.refresh_from_db()
        outbox.bounce(store.company, mail, reason="no such mailbox", by=the_owner(store.company), on=on)
    worker.until_idle()


def told(row) -> list[str]:
    mails = Message.objects.filter(kind="charge_announced", about_id=row.pk).order_by("pk")
    return list(mails.values_list("to_address", flat=True))


def begin(store, row, *, on):
    return charges.begin(store.company, row, by=the_owner(store.company), on=on)


def test_a_charge_whose_announcement_came_back_waits_for_a_person(store):
    item = store.item()
    row = keeping.planned(store, item, on=item.due_on - NOTICE)
    came_back(store, row, on=item.due_on - timedelta(days=1))
    assert announcing.told_on(row) is None
    with pytest.raises(Refused, match="saved_charge.not_told"):
        begin(store, row, on=item.due_on)
    assert clocks.run(store.company, on=item.due_on + timedelta(days=30)).begun == []
    row.refresh_from_db()
    assert row.status == "planned" and Task.objects.filter(kind="message.bounced", status="open").count() == 1
    (mail,) = Message.objects.filter(kind="charge_announced")
    outbox.retry(store.company, mail, by=the_owner(store.company), on=item.due_on)  # the mailbox is there again
    worker.until_idle()
    with pytest.raises(Refused, match="saved_charge.too_early"):
        begin(store, row, on=item.due_on + timedelta(days=2))
    assert begin(store, row, on=item.due_on + NOTICE).status == "begun" and breaches() == []


def test_another_contact_is_told_and_it_is_charged_three_days_after(store):
    """Told on 27 March by a mail that came back on the 30th: who is told then is charged on 2 April, not on the 1st."""
    item = store.item()
    contact(store, "Ion", "ion@alfa.example")
    row = keeping.planned(store, item, on=item.due_on - NOTICE - timedelta(days=2))
    assert row.charge_on == item.due_on
    back_on = item.due_on - timedelta(days=2)
    came_back(store, row, on=back_on)
    assert told(row) == ["office@alfa.example", "ion@alfa.example"]
    assert announcing.told_on(row) == back_on
    with pytest.raises(Refused, match="saved_charge.too_early"):
        begin(store, row, on=item.due_on)
    assert [one.pk for one in charges.begin_due(store.company, by=the_owner(store.company), on=back_on + NOTICE)] == [
        row.pk
    ]
    assert breaches() == []


def test_who_is_added_later_is_told_by_the_next_night(store):
    item = store.item()
    row = keeping.planned(store, item)
    came_back(store, row, on=DAY)
    contact(store, "Ion", "ion@alfa.example")
    for _ in range(2):
        assert clocks.run(store.company, on=item.due_on).begun == []
        worker.until_idle()
    assert told(row) == ["office@alfa.example", "ion@alfa.example"], "once"
    assert len(clocks.run(store.company, on=item.due_on + NOTICE).begun) == 1


def test_of_two_mailboxes_one_that_hears_of_it_is_enough(store):
    contact(store, "Ion", "ion@alfa.example", gets_invoices=True)
    row = keeping.planned(store, store.item())
    mail = Message.objects.get(about_id=row.pk, kind="charge_announced", to_address="office@alfa.example")
    Message.objects.filter(pk=mail.pk).update(status="failed")
    assert announcing.told_on(row) == DAY and announcing.another(row) == []
    assert begin(store, row, on=row.charge_on).status == "begun"


@pytest.mark.parametrize("status", ["queued", "unknown"])
def test_what_may_not_have_left_or_arrived_tells_nobody(store, status):
    row = keeping.planned(store, store.item())
    Message.objects.filter(about_id=row.pk, kind="charge_announced").update(status=status)
    with pytest.raises(Refused, match="saved_charge.not_told"):
        begin(store, row, on=row.charge_on)
    assert announcing.another(row) == [], "nor is anybody else told: it may arrive"


def test_what_was_paid_while_nobody_could_be_told_is_dropped(store):
    item = store.item()
    row = keeping.planned(store, item)
    came_back(store, row, on=DAY)
    checkout = store.begin(item)
    store.sandbox.pay(checkout.public_id)
    store.tell()
    assert begin(store, row, on=row.charge_on).status == "dropped" and SavedCharge.objects.count() == 1


def contact(store, name, email, **facts):
    told = {"name": name, "email": email, **facts}
    contacts.add(store.company, store.customer, told, by=the_owner(store.company), on=DAY)
