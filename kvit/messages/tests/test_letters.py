"""The mails: the same in HTML and plain text, in five languages, with nothing of a stranger's coming alive."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from hypothesis import given
from hypothesis import strategies as st

from kvit import messages as room
from kvit.archive.tests.translated import untranslated
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.messages.letters import (
    Account,
    Mail,
    Sender,
    Wording,
    check_wording,
    credit_note_sent,
    invoice_sent,
    payment_received,
    portal_invited,
    reply_answer,
    request_told,
    rule_notice,
    sign_in_link,
    supplier_asked,
    task_opened,
)
from kvit.messages.placeholders import filled, header

LANGUAGES = ("en", "ro", "bg", "es", "pl")
SENDER = Sender(
    name="Atelierul Nistorescu SRL",
    address="Str. Cuptorarilor 14, 400123 Cluj-Napoca",
    numbers=(("CIF", "RO45182735"), ("Reg. com.", "J2014002817125")),
    accent="#0b5a4a",
)
EVIL = "{{7*7}} {0.__class__} %(x)s {amount.__init__} {company} <script>alert(1)</script>\r\nBcc: all@example.org"


def an_invoice(language: str = "ro", **more: object) -> Mail:
    given: dict = {
        "language": language,
        "sender": SENDER,
        "customer": "Librăria Ștefan și Țîrlea SRL",
        "number": "FKN 2026-0147",
        "payable": Money(Decimal("23449.66"), "RON"),
        "due_on": date(2026, 12, 12),
        "account": Account(
            iban="RO38 BTRL RONC RT04 5182 7301", holder="Atelierul Nistorescu SRL", reference="FKN 2026-0147"
        ),
        "link": "https://pay.example/r/4T7K-29",
        "files": ["FKN-2026-0147.pdf", "FKN-2026-0147.xml"],
    }
    return invoice_sent(**{**given, **more})


def every_letter(language: str) -> dict[str, Mail]:
    lei = Money(Decimal("1234.50"), "RON")
    money = {"language": language, "sender": SENDER, "customer": "Alfa SRL"}
    link = "https://app.example/portal/open/x"
    portal = {"language": language, "sender": SENDER, "supplier": "Lemn SRL", "link": link}
    return {
        "invoice": an_invoice(language),
        "proforma": an_invoice(language, document="proforma"),
        "undated": an_invoice(language, due_on=None),
        "credit note": credit_note_sent(**money, number="ST-1", amount=lei, corrects="KV-1", still_open=lei),
        "payment": payment_received(**money, amount=lei, received_on=date(2026, 3, 1), settled=[("KV-1", lei)]),
        "sign-in": sign_in_link(language=language, person="Ana", link="https://app.example/in/x", minutes=20),
        "task": task_opened(
            language=language,
            sender=SENDER,
            person="Ana",
            task="E-factură respinsă",
            about="KV-1",
            due_on=date(2026, 3, 4),
            link="https://app.example/tasks/1",
        ),
        "portal": portal_invited(**portal, until=date(2026, 9, 1)),
        "question": supplier_asked(**portal, number="F-1", question="Which order is it for?"),
        "answer": reply_answer(language=language, sender=SENDER, subject="Re: KV-1", words="We have found it."),
        "request": request_told(
            language=language,
            sender=SENDER,
            person="Ana",
            number="PR-2026-00001",
            news="Comandat",
            because="un scaun nou",
            link="https://app.example/purchase-requests/1",
        ),
        "rule": rule_notice(
            language=language,
            sender=SENDER,
            person="Ana",
            notice="Verificați prețul",
            about="ST-1",
            because="total 1.200,00 RON",
            link="https://app.example/rules/1",
        ),
    }


def visible(html: str) -> str:
    """What a reader sees of the HTML."""
    body = html.split("<body", 1)[1]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", "<body" + body))).replace("\u00a0", " ")


def test_the_subject_says_what_which_how_much_and_when():
    assert an_invoice("ro").subject == "Factura FKN 2026-0147, 23.449,66\u00a0RON, scadentă la 12.12.2026"
    assert an_invoice("bg").subject == "Фактура № FKN 2026-0147, 23\u00a0449,66\u00a0RON, падеж 12.12.2026"
    assert an_invoice("es").subject == "Factura FKN 2026-0147, 23.449,66\u00a0RON, vence el 12/12/2026"
    assert an_invoice("pl").subject == "Faktura FKN 2026-0147, 23\u00a0449,66\u00a0RON, termin płatności 12.12.2026"
    assert an_invoice("en").subject == "Invoice FKN 2026-0147, 23,449.66\u00a0RON, due on 12/12/2026"


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_and_plain_text_say_the_same(language):
    for name, mail in every_letter(language).items():
        seen = visible(mail.html)
        said = mail.text.replace("-- ", "").split("\n")
        words = [word for line in said for word in re.split(r"\s+", line.strip().rstrip(":")) if word]
        assert [word for word in words if word.rstrip(":") not in seen] == [], name
        assert max(len(line) for line in said if "http" not in line) <= 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_finished(language):
    for name, mail in every_letter(language).items():
        for text in (mail.subject, mail.text, visible(mail.html)):
            assert not re.search(r"\{\w|\}|None", text), name
        assert mail.subject
        assert f'lang="{language}"' in mail.html


@pytest.mark.parametrize("language", ["ro", "bg", "es", "pl"])
def test_every_text_is_in_the_readers_language(language):
    assert untranslated(Path(room.__file__).parent, language) == []


@pytest.mark.parametrize(
    ("minutes", "language", "said"),
    [
        (1, "en", "1 minute."),
        (20, "ro", "20 de minute"),
        (15, "ro", "15 minute"),
        (22, "pl", "22 minuty"),
        (15, "pl", "15 minut."),
    ],
)
def test_minutes_are_counted_as_the_language_counts(minutes, language, said):
    mail = sign_in_link(language=language, person="Ana", link="https://app.example/in/x", minutes=minutes)
    assert said in mail.text.replace("\n", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mail_asks_the_network_for_anything(language):
    for mail in every_letter(language).values():
        assert not re.search(r"<(img|link|script|iframe|object)|url\(|@import|src=", mail.html)


def test_s09_placeholders_neither_compute_nor_reach_into_objects():
    text = (
        "{{7*7}} {0.__class__} %(x)s {amount.__init__} {Amount} {} {amount!r} {{amount}} { amount } {{amount} {amount}}"
    )
    assert filled(text, {"amount": "49", "x": "no"}) == text
    assert filled("{amount} {number}", {"amount": "{number}", "number": "7"}) == "{number} 7"
    assert filled("{unknown} {amount}", {"amount": "1"}) == "{unknown} 1"


@given(st.text(alphabet="{}%().__class amount0", max_size=60))
def test_s09_any_text_is_safe_to_fill(text):
    assert filled(text, {}) == text
    if "{amount}" not in text:
        assert filled(text, {"amount": "49"}) == text


def test_s09_what_a_customer_is_called_stays_text():
    mail = an_invoice("ro", customer=EVIL, number=EVIL, sender=Sender(name=EVIL))
    assert "<script>" not in mail.html
    assert "&lt;script&gt;" in mail.html
    for text in (mail.text, unescape(mail.html)):
        assert "{{7*7}} {0.__class__} %(x)s {amount.__init__} {company}" in text


def test_a_subject_is_one_line_whatever_is_in_it():
    mail = an_invoice("ro", number=EVIL)
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    message = EmailMultiAlternatives(mail.subject, mail.text, "a@example.org", ["b@example.org"])
    message.attach_alternative(mail.html, "text/html")
    headers = message.message().as_string().split("\n\n")[0]
    assert not re.search(r"(?im)^bcc:", headers)
    assert header("a\r\nBcc: x\u2028\x00y\x85") == "a Bcc: x y"
    assert len(header("x" * 1000)) == 250


def test_a_companys_own_words_are_filled_and_may_be_one_paragraph_or_more():
    own = Wording(subject="{company}: {number} ({amount})", intro="Salut!\n\nFactura {number}.", closing="Cu drag")
    check_wording("invoice_sent", own)
    mail = an_invoice("ro", wording=own)
    assert mail.subject == "Atelierul Nistorescu SRL: FKN 2026-0147 (23.449,66\u00a0RON)"
    assert "Salut!\n\nFactura FKN 2026-0147.\n\n" in mail.text
    assert "Cu drag" in visible(mail.html)
    assert "Vă trimitem" not in mail.text
    assert "RO38 BTRL RONC RT04 5182 7301" in mail.text


def test_a_placeholder_that_does_not_exist_is_refused_when_the_words_are_kept():
    with pytest.raises(Refused) as refused:
        check_wording("payment_received", Wording(intro="Factura {number}"))
    assert refused.value.code == "template.unknown_placeholder"
    assert refused.value.facts == {
        "placeholder": "number",
        "known": ["amount", "company", "customer", "received_on"],
    }


def test_a_mail_links_to_the_web_alone():
    with pytest.raises(ValueError, match="web"):
        an_invoice("ro", link="javascript:alert(1)")


def test_an_invoice_without_an_account_or_link_still_says_what_is_owed():
    mail = an_invoice("ro", account=None, link="", files=[])
    assert "Total de plată, RON: 23.449,66" in mail.text
    assert "IBAN" not in mail.text
    assert "href" not in mail.html
