"""KSeF is announced to be down: what is issued meanwhile waits, carries both codes, and leaves in time afterwards."""

from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kvit.core.einvoice.ksef.outages import WARSAW
from kvit.core.errors import Refused, errors
from kvit.events import work
from kvit.events.models import Event
from kvit.networks import clocks, connections, outages
from kvit.networks.models import Outage, Submission
from kvit.reactions import REACTIONS
from kvit.receivables import credit_notes, invoices, ksef_codes, papers, payment_titles, printing, transmitting
from kvit.tasks.models import Task
from tests.builders import a_customer, a_draft, an_invoice, breaches, somebody, the_owner
from tests.scenarios.poland.builders import IN_WARSAW, SERVICE, issues_offline, live

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def today():
    """The day in Poland: outages are moments, so what is issued bears the day on which the test runs."""
    return timezone.now().astimezone(WARSAW).date()


def announced(company, kind, *, hours=2, ended=None):
    now = timezone.now()
    told = {"began_at": now - timedelta(hours=hours), "ended_at": ended}
    return outages.announce(company, "ksef", kind=kind, **told, by=the_owner(company), on=now.date())


def goes_on(company, today):
    for _ in range(3):
        work.run_all(REACTIONS)
        clocks.run(company, at=timezone.now() + timedelta(hours=1), on=today)
    work.run_all(REACTIONS)


def issued(company, today, **facts):
    return an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW), on=today, **facts)


def can_sign(company):
    """It has a certificate of type Offline for the second code."""
    issues_offline(company, ec.generate_private_key(ec.SECP256R1()))


def ends_now(company, outage):
    now = timezone.now()
    outages.end(company, outage.public_id, ended_at=now, by=the_owner(company), on=now.date())
    return now.astimezone(WARSAW).date()


@pytest.mark.parametrize(("kind", "mode"), [("unavailable", "unavailable"), ("emergency", "emergency")])
def test_what_is_issued_in_an_outage_waits_and_leaves_after_its_end(company, ksef, today, kind, mode):
    can_sign(company)
    outage = announced(company, kind)
    invoice = issued(company, today)
    first, second = ksef_codes.of(company, invoice)
    assert (first.phrase, second.phrase) == ("OFFLINE", "CERTYFIKAT")
    goes_on(company, today)
    waiting = live(invoice)
    assert (waiting.status, waiting.until, waiting.is_duty) == ("validated", None, True)
    assert ksef.calls("/sessions/") == []
    ended_on = ends_now(company, outage)
    work.run_all(REACTIONS)
    moved = live(invoice)
    days = 1 if kind == "unavailable" else 7
    assert moved.until >= ended_on + timedelta(days=days)
    assert moved.until == transmitting.passages(company, invoice)[0].until
    goes_on(company, today)
    assert live(invoice).status == "accepted"
    assert live(invoice).facts["mode"] == mode
    [held] = ksef.taken.values()
    assert held.is_offline
    assert breaches() == []


def test_in_a_total_failure_nothing_goes_to_ksef_and_the_picture_bears_no_code(company, ksef, today):
    can_sign(company)
    outage = announced(company, "total")
    invoice = issued(company, today)
    goes_on(company, today)
    assert ksef_codes.of(company, invoice) == ()
    assert (
        "codes" not in printing.page_of(company, papers.load(company, [invoice])[0])
        or not printing.page_of(company, papers.load(company, [invoice])[0])["codes"]
    )
    ends_now(company, outage)
    goes_on(company, today)
    assert not Submission.objects.exists() and ksef.taken == {}
    with pytest.raises(Refused, match="not_for_it"):
        transmitting.submit(company, invoice, network="ksef", by=the_owner(company), on=today)


def test_an_outage_entered_late_still_counts_for_what_was_issued_in_it(company, ksef, today):
    """The ministry announced it at eight, the invoice was issued at ten, the clerk reads of it at noon."""
    ksef.served.weather.down = 10**6
    invoice = issued(company, today)
    goes_on(company, today)
    assert "offline" not in live(invoice).facts and live(invoice).until is not None
    announced(company, "emergency")
    work.run_all(REACTIONS)
    assert live(invoice).until is None
    assert (live(invoice).facts["offline"], live(invoice).facts["mode"]) == ("1", "emergency")


def test_an_outage_entered_by_mistake_leaves_no_trace_in_the_last_days(company, ksef, today):
    can_sign(company)
    announced(company, "unavailable")
    invoice = issued(company, today)
    goes_on(company, today)
    [row] = Outage.objects.all()
    outages.withdraw(company, row.public_id, by=the_owner(company), on=today)
    work.run_all(REACTIONS)
    assert "mode" not in live(invoice).facts
    assert live(invoice).until is not None
    goes_on(company, today)
    assert live(invoice).status == "accepted"


def test_nobody_is_warned_of_a_last_day_that_has_moved(company, ksef, today):
    """It was late, then the ministry announced a failure within the time: the task goes."""
    ksef.served.weather.down = 10**6
    invoice = issued(company, today)
    goes_on(company, today)
    clocks.warn(company, on=today + timedelta(days=10))
    work.run_all(REACTIONS)
    assert Task.objects.filter(status="open", kind="submission.late").exists()
    announced(company, "emergency")
    work.run_all(REACTIONS)
    assert live(invoice).warned == 0
    assert not Task.objects.filter(status="open", kind="submission.late").exists()
    assert clocks.warn(company, on=today + timedelta(days=10)) == 0


def test_who_was_warned_is_warned_again_where_only_the_way_of_issuing_has_moved(company, ksef, today):
    """An outage of some hours on the day of issue: the last day stands, the task about it goes, so another comes."""
    ksef.served.weather.down = 10**6
    invoice = issued(company, today)
    goes_on(company, today)
    until = live(invoice).until
    clocks.warn(company, on=today + timedelta(days=10))
    work.run_all(REACTIONS)
    announced(company, "unavailable", hours=1, ended=timezone.now())
    work.run_all(REACTIONS)
    assert (live(invoice).until, live(invoice).facts["mode"]) == (until, "unavailable")
    assert clocks.warn(company, on=today + timedelta(days=10)) == 1
    work.run_all(REACTIONS)
    assert Task.objects.filter(status="open", kind="submission.late").exists()


def test_a_certificate_that_comes_after_the_issue_makes_no_invoice_offline(company, ksef, today):
    """It was issued online, without the second code: KSeF is told so, whatever is known about outages since."""
    ksef.served.weather.down = 10**6
    invoice = issued(company, today)
    work.run_all(REACTIONS)
    can_sign(company)
    outage = announced(company, "emergency")
    outages.withdraw(company, outage.public_id, by=the_owner(company), on=today)
    work.run_all(REACTIONS)
    assert "offline" not in live(invoice).facts


def test_a_certificate_that_went_after_the_issue_leaves_the_invoice_offline(company, ksef, today):
    can_sign(company)
    ksef.served.weather.down = 10**6
    invoice = issued(company, today)
    work.run_all(REACTIONS)
    gone = {"offline_certificate": "", "offline_key": ""}
    connections.set_up(company, "ksef", mode="test", secrets=gone, by=the_owner(company), on=today)
    outage = announced(company, "emergency")
    outages.withdraw(company, outage.public_id, by=the_owner(company), on=today)
    work.run_all(REACTIONS)
    assert (live(invoice).facts["offline"], "mode" in live(invoice).facts) == ("1", False)


def test_a_total_failure_entered_by_mistake_loses_no_invoice(company, ksef, today):
    """One was issued before it was entered, which took its submission back, and one after, which never had any."""
    ksef.served.weather.down = 10**6
    before = issued(company, today)
    work.run_all(REACTIONS)
    Submission.objects.update(begun_at=None)
    outage = announced(company, "total")
    work.run_all(REACTIONS)
    after = issued(company, today)
    work.run_all(REACTIONS)
    assert not Submission.objects.exclude(status="superseded").exists()
    ksef.served.weather.down = 0
    connections.turn_on(company, "ksef", mode="test", by=the_owner(company), on=today)
    outages.withdraw(company, outage.public_id, by=the_owner(company), on=today)
    goes_on(company, today)
    assert [live(one).until is not None for one in (before, after)] == [True, True]
    assert {row.number for row in Submission.objects.filter(status="accepted")} == {before.number, after.number}


def test_one_that_is_on_its_way_keeps_no_other_from_learning_of_an_outage(company, ksef, today):
    """A worker took it up after it was looked at: it goes its way, and the other is taken back all the same."""
    ksef.served.weather.down = 10**6
    under_way, waiting = issued(company, today), issued(company, today)
    work.run_all(REACTIONS)
    Submission.objects.update(begun_at=None)
    announced(company, "total")
    write = transmitting.on_outage(Event.objects.get(name="outage.announced"))
    Submission.objects.filter(document_id=under_way.pk).update(status="submitted", begun_at=None)
    with transaction.atomic():
        write()
    assert live(under_way).status == "submitted"
    assert Submission.objects.get(document_id=waiting.pk).status == "superseded"


def test_a_correction_no_longer_waits_for_what_a_total_failure_took_back(company, ksef, today):
    """Its original never goes to KSeF: the correction names that it has no number there."""
    ksef.served.weather.down = 10**6
    began = timezone.now() - timedelta(hours=1)
    original = issued(company, today)
    work.run_all(REACTIONS)
    Submission.objects.update(begun_at=None)
    ended = timezone.now()
    note = credit_notes.issue(company, original, reason="whole", by=the_owner(company), on=today)
    work.run_all(REACTIONS)
    assert live(note).status == "prepared"
    outages.announce(company, "ksef", kind="total", began_at=began, ended_at=ended, by=the_owner(company), on=today)
    work.run_all(REACTIONS)
    assert (live(note).status, live(note).attempt) == ("validated", 2)


def test_without_a_certificate_a_person_is_told_before_issuing(company, ksef, today):
    draft = a_draft(company, SERVICE, customer=a_customer(company, address=IN_WARSAW), on=today)
    assert "ksef.no_certificate" not in [one.rule for one in invoices.findings(company, draft, on=today)]
    announced(company, "unavailable")
    found = invoices.findings(company, draft, on=today)
    assert [one.severity for one in found if one.rule == "ksef.no_certificate"] == ["warning"]
    assert errors(found) == []


def test_a_payment_of_what_was_issued_in_a_failure_names_our_number(company, ksef, today):
    """Art. 106nf is not among the invoices of art. 108g."""
    can_sign(company)
    outage = announced(company, "emergency")
    invoice = issued(company, today)
    ends_now(company, outage)
    goes_on(company, today)
    assert live(invoice).official
    assert payment_titles.title(company, invoice, on=date(2027, 2, 1)) == invoice.number


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"kind": "storm"}, "outage.bad_kind"),
        ({"began_at": timezone.now() + timedelta(hours=1)}, "outage.in_future"),
        ({"ended_at": timezone.now() - timedelta(hours=5)}, "outage.bad_end"),
        ({"ended_at": timezone.now() + timedelta(hours=5)}, "outage.in_future"),
        ({"network": "anaf"}, "outage.no_such_network"),
    ],
)
def test_what_cannot_have_been_announced_is_refused(company, today, told, code):
    right = {"network": "ksef", "kind": "emergency", "began_at": timezone.now() - timedelta(hours=2)}
    given = {**right, **told}
    with pytest.raises(Refused) as refused:
        outages.announce(company, given.pop("network"), **given, by=the_owner(company), on=today)
    assert refused.value.code == code
    assert not Outage.objects.exists()


def test_who_may_only_look_cannot_enter_an_outage(company, today):
    with pytest.raises(Refused, match="permission"):
        outages.announce(
            company, "ksef", kind="emergency", began_at=timezone.now(), by=somebody(company, "viewer"), on=today
        )


def test_a_clerk_enters_and_ends_it_on_the_page(company, ksef, today):
    can_sign(company)
    browser = Client()
    browser.force_login(company.memberships.order_by("pk").first().user)
    at = reverse("network_outages")
    here = timezone.now().astimezone(WARSAW)
    began = here - timedelta(hours=1)
    told = {"kind": "emergency", "began_at": f"{began:%Y-%m-%dT%H:%M}", "ended_at": "", "source": "BIP MF"}
    assert browser.post(at, told | {"began_at": "yesterday"}).status_code == 422
    assert browser.post(at, told).status_code == 302
    [row] = Outage.objects.all()
    assert (row.began_at.astimezone(WARSAW).replace(second=0), row.source) == (
        began.replace(second=0, microsecond=0),
        "BIP MF",
    )
    invoice = issued(company, today)
    work.run_all(REACTIONS)
    page = browser.get(reverse("invoice", args=[invoice.public_id])).content.decode()
    assert "What waits leaves when that has ended." in page
    assert "is announced to be down since" in browser.get(reverse("settings_networks")).content.decode()
    assert "seven working days" in browser.get(at).content.decode()
    ended = {"ended_at": f"{here:%Y-%m-%dT%H:%M}"}
    assert browser.post(reverse("network_outage_end", args=[row.public_id]), ended).status_code == 302
    row.refresh_from_db()
    assert row.ended_at is not None
    assert browser.post(reverse("network_outage_withdraw", args=[row.public_id])).status_code == 302
    assert not Outage.objects.exists()
