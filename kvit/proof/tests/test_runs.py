"""`kvit check` of payment runs: what the database let somebody bend behind Kvit's back is named."""

import pytest
from django.db import connection

from kvit.archive.files import place
from kvit.payments.models import PaymentRun, RunItem
from kvit.proof.guards import ALL
from kvit.tables import drop_guards, make_guards
from tests.builders import breaches
from tests.scenarios.runs.paying import Payer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def firm():
    return Payer()


def bent(change):
    """The change as somebody makes it who took the triggers away."""
    drop_guards(connection)
    try:
        change()
    finally:
        make_guards(connection, ALL)


def broken():
    return {line.partition(":")[0] for line in breaches()}


def test_each_breach_is_named(firm):
    firm.bill()
    run = firm.release(firm.propose())
    firm.export(run)
    assert broken() == set()
    bent(lambda: PaymentRun.objects.filter(pk=run.pk).update(released_by_id=firm.ana.id))
    assert "I18" in broken()
    bent(lambda: PaymentRun.objects.filter(pk=run.pk).update(released_by_id=firm.owner.id))
    bent(lambda: RunItem.objects.filter(run=run).update(pays=120))
    assert "I18a" in broken()
    bent(lambda: RunItem.objects.filter(run=run).update(pays=121, status="paid"))
    assert "I27" in broken()
    bent(lambda: RunItem.objects.filter(run=run).update(status="sent"))
    assert broken() == set()


def test_a07_a_file_that_was_changed_on_the_disk_is_named_and_never_handed_out(firm):
    firm.bill()
    run = firm.release(firm.propose())
    path = place(run.file.sha256)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"RO49AAAA1B31007593840000", b"RO09BCYP0000001234567890"))
    try:
        assert "I18a" in broken()
        with pytest.raises(Exception, match=r"archive\.damaged"):
            firm.export(run)
    finally:
        path.write_bytes(content)
    assert firm.export(run) == content
