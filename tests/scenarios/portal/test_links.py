"""Signed links: they open one supplier's portal, until they expire or are revoked, and tell nobody anything else."""

import re
import secrets
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from kvit.companies import links
from kvit.companies.companies import secret_hash
from kvit.companies.limits import Buckets
from kvit.companies.models import PortalLink
from kvit.core.errors import Refused
from kvit.messages import announcements
from kvit.messages.announcements import Said
from kvit.parties import suppliers
from kvit.parties.suppliers import Named
from kvit.payables import supplier_questions
from kvit.portal import guests
from tests.builders import DAY, a_company, a_user, somebody, the_owner
from tests.scenarios.bills.supplied import added, invoiced
from tests.scenarios.portal.visiting import Visitor, invited, path_of, supplier_of, words_of
from tests.scenarios.stranger_routes import routes

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(company, clerk):
    party, _ = suppliers.take(company, Named(name="Lemn SRL", country="RO"), by=clerk, on=DAY)
    party.language = "en"
    party.save()
    return party


def outdated(company, supplier, **facts):
    """A link as it stands in the table some time later."""
    token, now = secrets.token_urlsafe(32), timezone.now()
    row = {"company": company, "party_id": supplier.pk, "purpose": "supplier", "made_at": now - timedelta(days=2)}
    PortalLink.objects.create(**{**row, "hash": secret_hash(token), "expires_at": now + timedelta(days=1), **facts})
    return f"http://x/portal/open/{token}"


def test_looking_at_a_link_uses_nothing_up(company, clerk, supplier):
    made = invited(company, supplier, by=clerk)
    for _ in range(3):
        Client().head(path_of(made.url))
        assert "kvit_portal" not in Client().get(path_of(made.url)).cookies
    assert PortalLink.objects.get().last_used_at is None
    first, second = Visitor(), Visitor()
    first.enter(made.url)
    second.enter(made.url)
    assert "Lemn SRL" in first.get("/portal/") and "Lemn SRL" in second.get("/portal/")
    assert PortalLink.objects.get().last_used_at is not None


def test_expired_revoked_foreign_and_random_links_get_one_answer(company, clerk, supplier, monkeypatch):
    monkeypatch.setattr(guests, "OPENINGS", Buckets(a_second=1, at_once=1000))
    revoked = invited(company, supplier, by=clerk)
    links.revoke(company, revoked.link.public_id, by=clerk, on=DAY)
    now = timezone.now()
    urls = [
        "http://x/portal/open/" + secrets.token_urlsafe(32),
        "http://x/portal/open/short",
        revoked.url,
        outdated(company, supplier, expires_at=now - timedelta(seconds=1)),
        outdated(company, supplier, purpose="customer"),
    ]
    answers = [Client().post(path_of(url)) for url in urls]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert [answer.cookies.get("kvit_portal") for answer in answers] == [None] * 5
    looked_at = {Client().get(path_of(url)).status_code for url in urls}
    assert looked_at == {200}, "looking tells nothing either"
    without = Client().get("/portal/")
    assert (without.status_code, without.content) == (404, answers[0].content)


def test_a_revoked_link_ends_the_visit_that_it_began(company, clerk, supplier):
    made = invited(company, supplier, by=clerk)
    visitor = Visitor()
    visitor.enter(made.url)
    visitor.get("/portal/")
    links.revoke(company, made.link.public_id, by=clerk, on=DAY)
    visitor.get("/portal/", status=404)
    with pytest.raises(DatabaseError), transaction.atomic():
        PortalLink.objects.update(revoked_at=None)


def test_a_visit_is_no_sign_in_and_a_sign_in_no_visit(company, clerk, supplier):
    visitor = Visitor()
    visitor.enter(invited(company, supplier, by=clerk).url)
    assert visitor.client.get("/bills").status_code == 302, "staff pages send a guest to sign in"
    assert visitor.client.get("/api/v1/bills").status_code == 401
    user = a_user(password="long-enough-password")
    staff = Client()
    staff.force_login(user)
    assert staff.get("/portal/").status_code == 404


def test_nothing_of_another_supplier_is_there(company, clerk, supplier, seller):
    """Every address of the portal that names something answers for another's as for what never was."""
    bill = added(company, invoiced(seller), by=clerk)
    other = bill.party
    assert other != supplier
    question = supplier_questions.ask(company, bill, text="Why?", by=clerk, on=DAY)
    visitor = Visitor()
    visitor.enter(invited(company, supplier, by=clerk).url)
    assert bill.number not in visitor.get("/portal/")
    none = visitor.get("/portal/bills/bil_00000000000000000000000000", status=404)
    assert TOKEN.sub("", visitor.get(f"/portal/bills/{bill.public_id}", status=404)) == TOKEN.sub("", none)
    for public_id in (question.public_id, "bqn_00000000000000000000000000"):
        page = visitor.post(f"/portal/questions/{public_id}/answer", text="hello", status=404)
        assert words_of(page) == words_of(none)
    question.refresh_from_db()
    assert question.answer == ""


def test_every_page_that_names_something_is_walked_above():
    named = {route.path for route in routes() if route.view.__module__.startswith("kvit.portal.") and route.takes}
    assert named == {
        "portal/open/<str:token>",
        "portal/bills/<str:public_id>",
        "portal/questions/<str:public_id>/answer",
        # another's advice and offer: remittances/test_doors.py, test_early_offers.py
        "portal/advices/<str:public_id>/pdf",
        "portal/offers/<str:public_id>/accept",
        # the customers' walk is in tests/scenarios/paying/test_customers_page.py
        "portal/pay/<str:token>",
        "portal/customer/checkouts/<str:public_id>",
        "portal/customer/invoices/<str:public_id>/pdf",
        "portal/customer/invoices/<str:public_id>/xml",
        # in tests/scenarios/portal/test_late_fees.py
        "portal/customer/late-fees/<str:public_id>/pdf",
        # and in tests/scenarios/arrangements/test_portal.py
        "portal/customer/invoices/<str:public_id>",
        "portal/customer/invoices/<str:public_id>/lines/<int:position>/dispute",
        "portal/customer/disputes/<str:public_id>/withdraw",
        "portal/customer/plans/<str:public_id>",
        "portal/customer/plans/<str:public_id>/pay",
        "portal/customer/plans/<str:public_id>/cancel",
        # in tests/scenarios/arrangements/test_giving_up_doors.py
        "portal/customer/invoices/<str:public_id>/rating",
        # in tests/scenarios/paying/test_saved_doors.py
        "portal/customer/saved/<str:public_id>/withdraw",
        # and in tests/scenarios/debits/test_portal.py
        "portal/customer/mandates/<str:public_id>/withdraw",
        "portal/customer/mandates/<str:public_id>/pdf",
    }


def test_forms_want_their_token_and_pages_their_headers(company, clerk, supplier):
    visitor = Visitor()
    made = invited(company, supplier, by=clerk)
    assert Client(enforce_csrf_checks=True).post(path_of(made.url)).status_code == 403
    visitor.enter(made.url)
    assert visitor.client.post("/portal/own/account", {"iban": "x"}).status_code == 403
    answer = visitor.client.get("/portal/")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "same-origin", "the token of the link goes to no other site"
    cookie = visitor.client.cookies["kvit_portal"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/portal", True, "Lax")
    forged = Visitor()
    forged.client.cookies["kvit_portal"] = cookie.value[:-2] + "xx"
    forged.get("/portal/", status=404)


def test_a_link_is_tried_so_often_and_no_more(monkeypatch):
    monkeypatch.setattr(guests, "OPENINGS", Buckets(a_second=1, at_once=3))
    statuses = [Client().post("/portal/open/guess").status_code for _ in range(5)]
    assert statuses == [404, 404, 404, 429, 429]


def test_an_announcement_is_read_on_its_days(company, clerk, supplier):
    visitor = Visitor()
    visitor.enter(invited(company, supplier, by=clerk).url)
    today = timezone.now().date()
    days = {"from_on": today, "until_on": today + timedelta(days=2)}
    said = announcements.publish(company, Said(title="Closed on Friday", text="<b>x</b>", **days), by=clerk, on=today)
    late = {"from_on": today + timedelta(days=5), "until_on": today + timedelta(days=6)}
    announcements.publish(company, Said(title="Later", text="Later", **late), by=clerk, on=today)
    page = visitor.get("/portal/")
    assert "Closed on Friday" in page and "&lt;b&gt;" in page and "Later" not in page
    announcements.withdraw(company, said.public_id, by=clerk, on=today)
    assert "Closed on Friday" not in visitor.get("/portal/")
    gone = Said(title="x", text="x", from_on=today, until_on=today - timedelta(days=1))
    with pytest.raises(Refused, match=r"announcement\.bad_days"):
        announcements.publish(company, gone, by=clerk, on=today)


def test_who_only_looks_invites_nobody(company, supplier):
    with pytest.raises(Refused, match=r"permission\.denied"):
        invited(company, supplier, by=somebody(company, "viewer"))
    strange = a_company("PL")
    link = invited(company, supplier, by=the_owner(company)).link
    with pytest.raises(Refused, match=r"portal_link\.unknown"):
        links.revoke(strange, link.public_id, by=the_owner(strange), on=DAY)


def test_a_supplier_who_is_merged_or_put_away(company, clerk, supplier):
    visitor = Visitor()
    visitor.enter(invited(company, supplier, by=clerk).url)
    kept, _ = suppliers.take(company, Named(name="Lemn Nou SRL", country="RO"), by=clerk, on=DAY)
    supplier.merged_into = kept
    supplier.save()
    assert "Lemn Nou SRL" in visitor.get("/portal/")
    kept.archived_at = timezone.now()
    kept.save()
    visitor.get("/portal/", status=404)
    assert supplier_of(company, "Lemn SRL").merged_into == kept
