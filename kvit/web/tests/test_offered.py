"""What a customer has left with us is offered as soon as a draft has a customer, and taken by the act that keeps it."""

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kvit.core.money import Money
from kvit.ledger.models import Allocation, OpenItem
from kvit.payments import incoming
from kvit.receivables import credits
from kvit.receivables.models import Invoice
from kvit.web.tests.test_pages import typed
from tests.builders import DAY, a_company, a_customer, a_draft, a_user, an_invoice, balance_of, somebody, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(ana):
    return a_company(owner=ana)


@pytest.fixture
def browser(ana):
    client = Client()
    client.force_login(ana)
    return client


@pytest.fixture
def alfa(company):
    """A customer who paid 50 too much."""
    party = a_customer(company)
    overpaid(company, party, 50)
    return party


def overpaid(company, party, too_much):
    first = an_invoice(company, customer=party)
    told = {"invoice": first.number, "amount": str(first.payable + too_much), "paid_on": DAY.isoformat()}
    incoming.record_all(company, [told], by=the_owner(company), on=DAY)


def text(answer):
    return answer.content.decode()


def live(browser, sent):
    """What the page puts in place of its credits while somebody types; None where it leaves them alone."""
    return browser.post(reverse("invoice_compute"), sent).context["offered"]


def ticked(offered):
    """What the form sends of these credits when all are ticked."""
    return {"credits-offered": offered.key, "credit": [row["item"] for row in offered.rows]}


# -- on a draft that was never saved


def test_the_credit_appears_as_soon_as_the_customer_is_typed(company, browser, alfa):
    assert browser.get(reverse("invoice_new")).context["offered"].rows == []
    nothing_yet = {"customer": "Alfa SRL", "lines-count": "1", "lines-0-name": "", "credits-offered": ""}
    answer = browser.post(reverse("invoice_compute"), nothing_yet)
    [offer] = answer.context["offered"].rows
    assert (offer["left"], offer["is_taken"]) == (Money(Decimal(50), "RON"), False)
    assert f'value="{offer["item"]}"' in text(answer)
    assert 'id="offered"' in text(answer)
    assert Invoice.objects.filter(status="draft").count() == 0


def test_ticks_are_left_alone_until_another_customer_or_currency_is_typed(company, browser, alfa):
    a_customer(company, name="Beta SRL")
    shown = live(browser, typed("Alfa SRL", **{"credits-offered": ""}))
    assert live(browser, typed("Alfa SRL", **ticked(shown))) is None, "a person may be at them"
    for other in (typed("Beta SRL", **ticked(shown)), typed("Alfa SRL", currency="EUR", **ticked(shown))):
        assert (live(browser, other).key, live(browser, other).rows) == ("", [])


def test_without_scripts_the_page_offers_it_where_the_customer_is_known(company, browser, alfa):
    linked = browser.get(reverse("invoice_new"), {"customer": alfa.public_id}).context["offered"]
    assert [row["left"] for row in linked.rows] == [Money(Decimal(50), "RON")]
    arranged = browser.post(reverse("invoice_new"), typed("Alfa SRL", act="add_line", **ticked(linked)))
    assert [row["is_taken"] for row in arranged.context["offered"].rows] == [True], "what was ticked stays so"


def test_the_act_that_saves_takes_it_and_so_does_the_one_that_issues(company, browser, alfa):
    shown = live(browser, typed("Alfa SRL", **{"credits-offered": ""}))
    browser.post(reverse("invoice_new"), typed("Alfa SRL", **ticked(shown)))
    draft = Invoice.objects.get(status="draft")
    assert [offer.taken for offer in credits.offers(company, draft)] == [50]

    browser.post(reverse("invoice_new"), typed("Alfa SRL", act="issue", **ticked(shown)))
    issued = Invoice.objects.filter(status="issued").latest("pk")
    assert balance_of(issued) == issued.payable - 50
    assert OpenItem.objects.get(document_kind="payment").balance == 0


def test_what_is_not_ticked_on_a_new_draft_is_not_used(company, browser, alfa):
    shown = live(browser, typed("Alfa SRL", **{"credits-offered": ""}))
    browser.post(reverse("invoice_new"), typed("Alfa SRL", act="issue", **{"credits-offered": shown.key}))
    issued = Invoice.objects.filter(status="issued").latest("pk")
    assert balance_of(issued) == issued.payable


def test_ticks_for_one_customer_are_not_taken_for_another(company, browser, alfa):
    shown = live(browser, typed("Alfa SRL", **{"credits-offered": ""}))
    beta = a_customer(company, name="Beta SRL")
    browser.post(reverse("invoice_new"), typed("Beta SRL", act="issue", **ticked(shown)))
    issued = Invoice.objects.get(party=beta)
    assert (issued.credits, balance_of(issued)) == ([], issued.payable)
    forged = {"credits-offered": f"{beta.public_id}/RON", "credit": [shown.rows[0]["item"]]}
    answer = browser.post(reverse("invoice_new"), typed("Beta SRL", act="issue", **forged))
    assert answer.status_code == 422
    assert Invoice.objects.filter(party=beta).count() == 1, "neither the draft nor the credit is half kept"


def test_credit_that_others_used_in_the_meantime_keeps_nothing_half_done(company, browser, alfa):
    shown = live(browser, typed("Alfa SRL", **{"credits-offered": ""}))
    browser.post(reverse("invoice_new"), typed("Alfa SRL", act="issue", **ticked(shown)))
    late = browser.post(reverse("invoice_new"), typed("Alfa SRL", act="issue", **ticked(shown)))
    assert late.status_code == 422
    assert late.context["offered"].rows == []
    assert Invoice.objects.filter(status="draft").count() == 0
    used = Allocation.objects.filter(against__document_kind="payment", item__document_kind="invoice")
    assert used.latest("pk").amount == 50


def test_who_may_not_settle_is_offered_nothing(company, alfa):
    somebody(company, "viewer")
    reader = Client()
    reader.force_login(company.memberships.get(role="viewer").user)
    assert live(reader, typed("Alfa SRL", **{"credits-offered": ""})) is None


def test_proformas_and_schedules_offer_no_credit(company, browser, alfa):
    for page in ("proforma_new", "recurring_new"):
        assert 'name="credits-offered"' not in text(browser.get(reverse(page), {"customer": alfa.public_id}))
    assert live(browser, typed("Alfa SRL")) is None


@pytest.mark.django_db(transaction=True)
def test_clerks_who_issue_at_once_never_use_more_than_there_is(company, ana):
    clerks = 4
    alfa = a_customer(company)
    overpaid(company, alfa, 50)
    item = credits.offered_to(company, alfa, currency="RON")[0].item
    sent = {"credits-offered": f"{alfa.public_id}/RON", "credit": item.public_id, "lines-0-price": "15", "act": "issue"}
    browsers = [Client() for _ in range(clerks)]
    for one in browsers:
        one.force_login(ana)
    together = Barrier(clerks)

    def clerk(one):
        try:
            together.wait(timeout=30)
            one.post(reverse("invoice_new"), typed("Alfa SRL", **sent))
        finally:
            connection.close()

    threads = [Thread(target=clerk, args=(one,)) for one in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    item.refresh_from_db()
    used = Allocation.objects.filter(against=item, item__document_kind="invoice", item__opened_on__gt=date(2026, 3, 2))
    amounts = sorted(one.amount for one in used)
    assert amounts == [Decimal("13.70"), Decimal("36.30")], "one invoice whole, another one in part, the others not"
    assert item.balance == 0


# -- on a draft that was saved before


def test_what_is_left_is_offered_on_the_next_draft_and_used_when_it_is_issued(company, browser, alfa):
    draft = a_draft(company, customer=alfa, on=timezone.localdate())
    page = reverse("invoice_edit", args=[draft.public_id])
    shown = browser.get(page).context["offered"]
    assert [(row["left"], row["is_taken"]) for row in shown.rows] == [(Money(Decimal(50), "RON"), False)]

    sent = typed("Alfa SRL", version=draft.version, **ticked(shown))
    browser.post(page, sent)
    draft.refresh_from_db()
    assert [one["item"] for one in draft.credits] == sent["credit"]
    assert browser.get(page).context["offered"].rows[0]["is_taken"]

    browser.post(page, {**sent, "version": draft.version, "act": "issue_and_send"})
    issued = Invoice.objects.get(pk=draft.pk)
    assert balance_of(issued) == issued.payable - 50


def test_what_is_not_ticked_is_not_used(company, browser, alfa):
    draft = a_draft(company, customer=alfa, on=timezone.localdate())
    page = reverse("invoice_edit", args=[draft.public_id])
    key = browser.get(page).context["offered"].key
    browser.post(page, typed("Alfa SRL", version=draft.version, act="issue", **{"credits-offered": key}))
    issued = Invoice.objects.get(pk=draft.pk)
    assert balance_of(issued) == issued.payable


def test_a_credit_is_unticked_again(company, browser, alfa):
    draft = a_draft(company, customer=alfa, on=timezone.localdate())
    page = reverse("invoice_edit", args=[draft.public_id])
    shown = browser.get(page).context["offered"]
    browser.post(page, typed("Alfa SRL", version=draft.version, **ticked(shown)))
    draft.refresh_from_db()
    browser.post(page, typed("Alfa SRL", version=draft.version, **{"credits-offered": shown.key}))
    draft.refresh_from_db()
    assert draft.credits == []


def test_a_customer_without_credit_is_offered_none(company, browser):
    a_customer(company)
    draft = a_draft(company, on=timezone.localdate())
    assert browser.get(reverse("invoice_edit", args=[draft.public_id])).context["offered"].rows == []
