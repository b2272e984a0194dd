"""Sending and what became of it: a document goes once for each wish, and the outbox hides nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from kvit.billing import proformas
from kvit.events import work
from kvit.messages.models import Message
from kvit.ports import registry
from kvit.ports.failures import Declined
from kvit.ports.sender import FakeSender
from kvit.reactions import REACTIONS
from kvit.receivables.models import Invoice
from kvit.web.tests.test_pages import typed
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, a_user, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db
RAW = {"customer": {"name": "Gama SRL", "country": "RO", "email": "office@gama.example"}, "lines": [a_line()]}


@pytest.fixture
def server():
    before = registry.use("sender")
    fake = FakeSender()
    registry.register("sender", fake)
    yield fake
    registry.register("sender", before)


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


def text(answer):
    return answer.content.decode()


def test_issue_and_send_issues_and_sends(company, browser, server):
    a_customer(company, name="Hotel Bastion SA", email="conta@bastion.example")
    answer = browser.post(reverse("invoice_new"), typed("Hotel Bastion SA", act="issue_and_send"), follow=True)

    invoice = Invoice.objects.get(status="issued")
    assert "Queued for conta@bastion.example" in text(answer)
    work.run_all(REACTIONS)
    assert [mail.to.email for mail in server.handed] == ["conta@bastion.example"], "the autopilot sends no second one"
    names = {one.name for one in server.handed[0].attachments}
    assert any(name.endswith(".pdf") for name in names)
    page = text(browser.get(reverse("invoice", args=[invoice.public_id])))
    assert "conta@bastion.example" in page
    assert "Send again" in page


def test_what_cannot_be_sent_is_issued_all_the_same_and_says_why(company, browser, server):
    a_customer(company, name="Hotel Bastion SA", email="")
    answer = browser.post(reverse("invoice_new"), typed("Hotel Bastion SA", act="issue_and_send"), follow=True)
    assert Invoice.objects.get().status == "issued"
    assert "has no e-mail address" in text(answer)
    assert Message.objects.count() == 0


def test_a_document_is_sent_by_hand_to_whom_and_with_what_words_one_wants(company, browser, server):
    invoice = an_invoice(company)
    address = reverse("invoice_send", args=[invoice.public_id])
    assert "office@alfa.example" in text(browser.get(address))

    browser.post(address, {"to": "cfo@alfa.example, ap@alfa.example", "message": "As agreed on the phone."})
    assert set(Message.objects.values_list("to_address", flat=True)) == {"cfo@alfa.example", "ap@alfa.example"}
    assert "As agreed on the phone." in Message.objects.first().text
    waiting = browser.post(address, {"to": "cfo@alfa.example"})
    assert waiting.status_code == 422
    assert "waits in the outbox" in text(waiting)
    assert Message.objects.count() == 2

    work.run_all(REACTIONS)
    late = browser.post(address, {"to": "cfo@alfa.example", "known": "0"})
    assert late.status_code == 422
    assert "was sent to" in text(late), "the second click on a form that was shown before the mail left"
    assert Message.objects.count() == 2

    form = browser.get(address)
    assert "It was sent before" in text(form)
    browser.post(address, {"to": "cfo@alfa.example", "known": form.context["known"]})
    assert Message.objects.count() == 3


def test_a_proforma_is_sent_from_its_page_which_shows_what_became_of_it(company, browser, server):
    party = a_customer(company, name="Hotel Bastion SA", email="conta@bastion.example")
    browser.post(reverse("proforma_new"), typed("Hotel Bastion SA"))
    draft = company.proformas.get()
    page, address = (reverse(name, args=[draft.public_id]) for name in ("proforma", "proforma_send"))
    assert address not in text(browser.get(page)), "a draft is no offer yet"
    held = browser.post(address, {"to": "conta@bastion.example", "known": "0"})
    assert held.status_code == 422
    assert "Only an issued proforma" in text(held)

    browser.post(reverse("proforma_issue", args=[draft.public_id]))
    assert "Send by e-mail" in text(browser.get(page))
    form = browser.get(address)
    assert "conta@bastion.example" in text(form)
    for _click in range(2):
        browser.post(address, {"to": "conta@bastion.example", "known": form.context["known"]})
        shown = text(browser.get(page))
        assert ("Queued" in shown, "Mail queued" in shown, "Send again" in shown) == (True, True, True)
    mail = Message.objects.get(about_kind="proforma")
    assert reverse("message", args=[mail.public_id]) in shown

    work.run_all(REACTIONS)
    assert browser.post(address, {"known": form.context["known"]}).status_code == 422, "a third click, after it left"
    assert "Mail sent" in text(browser.get(page))
    assert [mail.to.email for mail in server.handed] == ["conta@bastion.example"]
    browser.post(reverse("message_bounce", args=[mail.public_id]), {"reason": "mailbox full"})
    assert "Mail came back" in text(browser.get(page))
    assert page in text(browser.get(reverse("message", args=[mail.public_id])))

    browser.post(address, {"to": "", "known": browser.get(address).context["known"]})
    assert Message.objects.filter(about_id=draft.pk, party=party).count() == 2


def test_a_proforma_of_a_customer_without_address_says_what_to_do(company, browser):
    a_customer(company, name="Hotel Bastion SA", email="")
    browser.post(reverse("proforma_new"), typed("Hotel Bastion SA", act="issue"))
    answer = browser.post(reverse("proforma_send", args=[company.proformas.get().public_id]), {"to": ""})
    assert answer.status_code == 422
    assert "has no e-mail address. Give one, or say to whom it should go." in text(answer)
    assert Message.objects.count() == 0


def test_a_draft_is_not_sent(company, browser):
    draft = a_draft(company)
    answer = browser.post(reverse("invoice_send", args=[draft.public_id]), {"to": ""})
    assert answer.status_code == 422
    assert "no issued document" in text(answer)


def test_a_mail_that_failed_says_why_and_is_sent_again_by_a_person(company, browser, server):
    server.answers["office@alfa.example"] = Declined(
        "message.address_refused", address="office@alfa.example", answer="550 no such user"
    )
    invoice = an_invoice(company)
    browser.post(reverse("invoice_send", args=[invoice.public_id]), {"to": ""})
    work.run_all(REACTIONS)
    mail = Message.objects.get(kind="invoice_sent")
    page = reverse("message", args=[mail.public_id])

    assert mail.subject in text(browser.get(reverse("outbox") + "?view=failed"))
    assert mail.subject not in text(browser.get(reverse("outbox") + "?view=sent"))
    assert "550 no such user" in text(browser.get(page))

    server.answers.clear()
    browser.post(reverse("message_retry", args=[mail.public_id]))
    work.run_all(REACTIONS)
    mail.refresh_from_db()
    assert mail.status == "sent"
    browser.post(reverse("message_bounce", args=[mail.public_id]), {"reason": "mailbox full"})
    assert "mailbox full" in text(browser.get(page))


def test_a_mail_whose_fate_is_unknown_waits_for_a_persons_word(company, browser, server):
    server.answers["office@alfa.example"] = "unknown"
    invoice = an_invoice(company)
    browser.post(reverse("invoice_send", args=[invoice.public_id]), {"to": ""})
    work.run_all(REACTIONS)
    mail = Message.objects.get(kind="invoice_sent")
    assert "It arrived" in text(browser.get(reverse("message", args=[mail.public_id])))
    browser.post(reverse("message_confirm", args=[mail.public_id]))
    mail.refresh_from_db()
    assert mail.status == "sent"


def test_who_only_sees_sends_nothing(company):
    somebody(company, "viewer")
    reader = Client()
    reader.force_login(company.memberships.get(role="viewer").user)
    invoice = an_invoice(company)
    assert reader.get(reverse("outbox")).status_code == 200
    assert "invoice_send" not in reader.get(reverse("invoice", args=[invoice.public_id])).content.decode()
    reader.post(reverse("invoice_send", args=[invoice.public_id]), {"to": "x@example.com"})
    offer = proformas.draft(company, RAW, by=the_owner(company), on=DAY)
    proformas.issue(company, offer, by=the_owner(company), on=DAY)
    page = reverse("proforma", args=[offer.public_id])
    assert "Send by e-mail" not in text(reader.get(page))
    assert reader.post(reverse("proforma_send", args=[offer.public_id]), {"to": "x@example.com"}).status_code == 422
    assert Message.objects.count() == 0


def test_a_warning_holds_a_draft_until_a_person_takes_the_responsibility(company, browser, server):
    customer = a_customer(company, name="Hotel Bastion SA", credit_limit="100")
    held = browser.post(reverse("invoice_new"), typed("Hotel Bastion SA", act="issue_and_send"))
    assert held.status_code == 422
    assert held.context["warned"] == ["customer.over_limit|totals/payable"]
    assert "Accept the warnings, issue and send" in text(held)

    draft = Invoice.objects.get()
    edit = reverse("invoice_edit", args=[draft.public_id])
    sent = typed("Hotel Bastion SA", act="accept_and_issue", version=draft.version)
    browser.post(edit, sent)
    draft.refresh_from_db()
    assert draft.status == "draft", "nothing is accepted that was not shown"
    browser.post(edit, {**sent, "version": draft.version, "warned": held.context["warned"]})
    draft.refresh_from_db()
    assert draft.status == "issued"
    assert draft.accepted.get().user.email == "ana@ateliernord.example"
    assert customer.messages.count() == 1
