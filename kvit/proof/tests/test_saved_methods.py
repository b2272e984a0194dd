"""`kvit check` of saved ways of paying: one row bent, and the check names it."""

import pytest
from django.utils import timezone

from kvit.checkouts import charges, saved
from kvit.checkouts.models import SavedCharge, SavedMethod
from kvit.messages.models import Message
from kvit.proof.tests.test_bent_rows import bend, unguarded
from tests.builders import DAY, the_owner
from tests.scenarios.paying import keeping, shop

pytestmark = pytest.mark.django_db


def test_what_is_said_to_be_forgotten_and_who_was_charged_untold():
    with shop.opened() as store:
        first, other = keeping.kept(store), keeping.kept(store)
        item = store.item()
        row = keeping.planned(store, item)
        charges.begin(store.company, row, by=the_owner(store.company), on=row.charge_on)
        saved.withdraw(store.company, first, by=store.guest, on=DAY, party=store.customer)
        keeping.later(store)
    unguarded()
    bend("I77", SavedMethod.objects.filter(pk=first.pk), forgotten_at=None)
    bend("I77", SavedMethod.objects.filter(pk=first.pk), forget_at=timezone.now())
    mail = Message.objects.get(kind="charge_announced", about_id=row.pk)
    bend("I78", Message.objects.filter(pk=mail.pk), about_id=row.pk + 1)
    bend("I60", SavedCharge.objects.filter(pk=row.pk), amount=1)
    assert SavedMethod.objects.get(pk=other.pk).forgotten_at is None
