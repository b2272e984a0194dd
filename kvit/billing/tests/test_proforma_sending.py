"""A proforma goes to its customer by mail: by hand, once for each wish, with its PDF and no e-invoice."""

import io

import pypdf
import pypdfium2
import pytest

from kvit.billing import proforma_pages, proforma_sending, proformas
from kvit.core.errors import Refused
from kvit.events import work
from kvit.messages import delivery
from kvit.messages.models import Message
from kvit.messages.tests.makers import a_fake_sender
from kvit.ports.failures import Declined
from kvit.tasks import following
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_line, somebody, the_owner

pytestmark = pytest.mark.django_db
REACTIONS = {
    "proforma.issued": [("pdf", proforma_pages.keep_pdf)],
    "message.queued": [("send", delivery.send), ("tasks", following.follow)],
    "message.failed": [("tasks", following.follow)],
}

NO_TAX_DOCUMENT = {
    "ro": "nu este document fiscal",
    "bg": "не е данъчен документ",
    "es": "no es una factura",
    "pl": "nie jest dokumentem podatkowym",
    "en": "is no tax document",
}
TITLES = {
    "ro": "Factură proformă",
    "bg": "Проформа фактура",
    "es": "Factura proforma",
    "pl": "Faktura pro forma",
    "en": "Proforma invoice",
}


@pytest.fixture
def sender():
    with a_fake_sender() as fake:
        yield fake


@pytest.fixture
def company():
    return a_company(email="facturi@nord.example")


def issued(company, customer=None, **facts):
    party = customer or a_customer(company)
    told = {"customer": party.public_id, "lines": [a_line("160.00", vat="21")], "valid_until": "2026-03-16", **facts}
    by = the_owner(company)
    return proformas.issue(company, proformas.draft(company, told, by=by, on=DAY), by=by, on=DAY)


def send(company, row, **more):
    return proforma_sending.send(company, row, **{"by": the_owner(company), "on": DAY, **more})


def refused(company, row, **more):
    with pytest.raises(Refused) as refusal:
        send(company, row, **more)
    return refusal.value.code


def words_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(text.replace("\ufffe", "").split())


def test_the_customer_gets_the_pdf_what_to_pay_until_when_and_where_to(company, sender):
    row = issued(company)
    send(company, row)
    work.run_all(REACTIONS)
    (mail,) = sender.handed
    assert (mail.to.email, mail.to.name) == ("office@alfa.example", "Alfa SRL")
    assert mail.sender.email == "facturi@nord.example"
    assert mail.subject == "Factura proformă PF-2026-00001, 193,60\u00a0RON, valabilă până la 16.03.2026"
    for said in ("193,60", "RO49 AAAA 1B31 0075 9384 0000", "PF-2026-00001", "16.03.2026"):
        assert said in mail.text
    (pdf,) = mail.attachments
    assert (pdf.name, pdf.media_type) == ("PF-2026-00001.pdf", "application/pdf")
    assert pypdf.PdfReader(io.BytesIO(pdf.content)).attachments == {}, "a proforma is no electronic invoice"


@pytest.mark.parametrize("language", list(TITLES))
def test_mail_and_page_say_in_the_buyers_language_that_it_is_no_tax_document(company, sender, language):
    row = issued(company, language=language)
    send(company, row)
    work.run_all(REACTIONS)
    (mail,) = sender.handed
    page = words_of(mail.attachments[0].content)
    assert TITLES[language] in page
    assert NO_TAX_DOCUMENT[language] in page
    assert TITLES[language].split()[-1].lower() in mail.text.lower()
    english = "we are sending you the proforma"
    assert (english in " ".join(mail.text.split())) == (language == "en")


def test_two_clicks_are_one_mail_and_again_is_an_act_of_its_own(company, sender):
    row = issued(company)
    send(company, row)
    assert refused(company, row) == refused(company, row, again=True) == "message.waiting"
    work.run_all(REACTIONS)
    assert refused(company, row) == "message.sent_before"
    assert refused(company, row, again=True, known=0) == "message.sent_before", "the asker has not seen the first"
    send(company, row, again=True, known=1)
    work.run_all(REACTIONS)
    assert len(sender.handed) == 2
    assert refused(company, row, again=True, known=1) == "message.sent_before"
    assert list(Message.objects.order_by("pk").values_list("occasion", flat=True)) == ["first", "again-1"]


def test_only_an_issued_one_is_sent(company):
    by, party = the_owner(company), a_customer(company)
    told = {"customer": party.public_id, "lines": [a_line()]}
    assert refused(company, proformas.draft(company, told, by=by, on=DAY)) == "proforma.not_issued"

    stale = issued(company, party)
    proformas.withdraw(company, stale, by=by, on=DAY)
    assert stale.status == "issued", "as somebody sees it who loaded it before"
    assert refused(company, stale) == "proforma.not_issued"

    used = issued(company, party)
    proformas.convert(company, used, by=by, on=DAY)
    used.refresh_from_db()
    assert refused(company, used) == "proforma.not_issued"
    assert refused(company, issued(company, party), by=somebody(company, "viewer")) == "permission.denied"
    assert Message.objects.count() == 0


def test_without_an_address_nothing_is_half_done(company):
    row = issued(company, a_customer(company, email=""))
    assert refused(company, row) == "message.no_address"
    assert refused(company, row, to=["no address"]).startswith("email.")
    assert Message.objects.count() == 0
    [mail] = send(company, row, to=["cfo@alfa.example"], message="As agreed on the phone.")
    assert mail.to_address == "cfo@alfa.example"
    assert "As agreed on the phone." in mail.text


def test_who_looks_after_the_customer_gets_a_copy_and_the_replies(company, sender):
    somebody(company, "clerk")
    maria = company.memberships.get(role="clerk").user
    party = a_customer(company)
    party.responsible = maria
    party.save()
    send(company, issued(company, party))
    work.run_all(REACTIONS)
    first, copy = sender.handed
    assert (first.to.email, first.reply_to.email) == ("office@alfa.example", maria.email)
    assert copy.to.email == maria.email


def test_a_mail_that_fails_is_told_to_a_person_and_sent_anew(company, sender):
    sender.answers["office@alfa.example"] = Declined(
        "message.address_refused", address="office@alfa.example", answer="550 no such user"
    )
    row = issued(company)
    send(company, row)
    work.run_all(REACTIONS)
    task = Task.objects.get(status="open", kind="message.failed")
    assert task.facts["number"] == row.number
    sender.answers.clear()
    send(company, row)
    work.run_all(REACTIONS)
    task.refresh_from_db()
    assert task.status == "done"
    mails = Message.objects.filter(kind="proforma_sent").order_by("pk")
    assert list(mails.values_list("status", flat=True)) == ["failed", "sent"]
