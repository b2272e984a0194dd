"""Real SMTP on this machine: what arrives, what is refused, what is tried again, and what nobody can know."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address as HeaderAddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.adapters.senders.smtp import Server, SmtpSender
from kvit.adapters.senders.smtp.tests.servers import (
    Mailboxes,
    breaking_server,
    certificate,
    free_port,
    mail_server,
    signed_in,
)
from kvit.adapters.senders.smtp.written import dotted, written
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.sender import Address, Attachment, Handed, Mail

PDF, XML = bytes(range(256)) * 40, "<Invoice>Țîrlea</Invoice>\n".encode()
MAIL = Mail(
    key="msg_01K@nord.example",
    at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    sender=Address("facturi@nord.example", "Atelier Nord, SRL"),
    to=Address("office@alfa.example", "Librăria Ștefan"),
    reply_to=Address("ana@nord.example", "Ana Pop"),
    subject="Factura KV-1, 121,00 RON, scadentă la 01.04.2026",
    text="Bună ziua,\n\n.un punct la început\n..două\n",
    html="<p>Bună ziua, Ștefan</p>",
    attachments=(Attachment("KV-1.pdf", "application/pdf", PDF), Attachment("KV-1.xml", "application/xml", XML)),
)


@pytest.fixture
def boxes():
    return Mailboxes()


@pytest.fixture
def sender(boxes):
    with mail_server(boxes) as port:
        yield SmtpSender(Server("127.0.0.1", port, security="none"))


def test_a_mail_arrives_as_it_was_written(boxes, sender):
    assert sender.send(MAIL) == Handed("sent", "2.0.0 queued as 4B1")
    got = boxes.read()
    assert boxes.envelopes == [("facturi@nord.example", ["office@alfa.example"])]
    assert got["Message-ID"] == "<msg_01K@nord.example>"
    assert got["From"].addresses == (HeaderAddress("Atelier Nord, SRL", addr_spec="facturi@nord.example"),)
    assert got["To"].addresses == (HeaderAddress("Librăria Ștefan", addr_spec="office@alfa.example"),)
    assert got["Reply-To"].addresses == (HeaderAddress("Ana Pop", addr_spec="ana@nord.example"),)
    assert got["Subject"] == MAIL.subject
    assert got["Date"].datetime == MAIL.at
    assert got.get_body(("plain",)).get_content().replace("\r\n", "\n") == MAIL.text
    assert got.get_body(("html",)).get_content().strip() == MAIL.html


def test_the_attachments_arrive_byte_for_byte(boxes, sender):
    sender.send(MAIL)
    files = [
        (p.get_filename(), p.get_content_type(), p.get_payload(decode=True)) for p in boxes.read().iter_attachments()
    ]
    assert files == [("KV-1.pdf", "application/pdf", PDF), ("KV-1.xml", "application/xml", XML)]


def test_a_refused_address_is_for_a_person_and_says_why(boxes, sender):
    boxes.to["office@alfa.example"] = "550 5.1.1 no such\tuser here"
    with pytest.raises(Declined) as refusal:
        sender.send(MAIL)
    assert refusal.value.code == "message.address_refused"
    assert refusal.value.facts == {"address": "office@alfa.example", "answer": "5.1.1 no such user here"}
    assert boxes.mails == []


def test_a_refused_sender_and_a_refused_content_are_told_apart(boxes, sender):
    boxes.content = "554 5.7.1 looks like spam"
    with pytest.raises(Declined) as refusal:
        sender.send(MAIL)
    assert refusal.value.code == "message.content_refused"
    boxes.sender = "553 5.7.1 not your domain"
    with pytest.raises(Declined) as refusal:
        sender.send(MAIL)
    assert (refusal.value.code, refusal.value.facts["address"]) == ("message.sender_refused", "facturi@nord.example")


@pytest.mark.parametrize("where", ["sender", "to", "content"])
def test_a_no_for_now_is_tried_again(boxes, sender, where):
    later = "451 4.7.1 greylisted, come back later"
    if where == "to":
        boxes.to["office@alfa.example"] = later
    else:
        setattr(boxes, where, later)
    with pytest.raises(Unreachable) as failure:
        sender.send(MAIL)
    assert failure.value.code == "mail_server.busy"
    assert "greylisted" in failure.value.facts["answer"]


def test_no_server_is_tried_again():
    with pytest.raises(Unreachable) as failure:
        SmtpSender(Server("127.0.0.1", free_port(), security="none")).send(MAIL)
    assert failure.value.code == "mail_server.away"


def test_a_line_that_breaks_after_the_last_dot_leaves_nobody_knowing(boxes, sender):
    boxes.hangs_up = True
    assert sender.send(MAIL) == Handed("unknown")
    assert len(boxes.mails) == 1


def test_a_line_that_breaks_within_the_content_sent_nothing():
    """The server has no last dot, so it throws away what it has; the mail may be sent again."""
    large = replace(MAIL, attachments=(Attachment("a.pdf", "application/pdf", b"x" * 20_000_000),))
    with breaking_server(after=1000) as port, pytest.raises(Unreachable):
        SmtpSender(Server("127.0.0.1", port, security="none")).send(large)


def test_a_line_that_breaks_on_a_short_mail_leaves_nobody_knowing():
    """All of it had left this machine, so whether the server saw the last dot cannot be told from here."""
    with breaking_server(after=10) as port:
        assert SmtpSender(Server("127.0.0.1", port, security="none")).send(MAIL).outcome == "unknown"


@pytest.mark.parametrize("half", [b"2", b"25", b"250", b"55", b"550 5.7.1 re"])
def test_half_an_answer_to_the_content_is_none(half):
    """Two digits of a yes are no refusal: who took them for one would write to the customer's next contact."""
    with breaking_server(says=half) as port:
        assert SmtpSender(Server("127.0.0.1", port, security="none")).send(MAIL).outcome == "unknown"


def test_without_encryption_nothing_is_said(boxes):
    with mail_server(boxes) as port, pytest.raises(Unreachable) as failure:
        SmtpSender(Server("127.0.0.1", port)).send(MAIL)
    assert failure.value.code == "mail_server.no_encryption"
    assert boxes.envelopes == []


def test_the_line_is_encrypted_and_the_sender_signs_in(boxes, tmp_path):
    shown, trust = certificate(tmp_path)
    options = {"tls_context": shown, "require_starttls": True, "authenticator": signed_in, "auth_required": True}
    with mail_server(boxes, **options) as port:
        server = Server("localhost", port, user="ana", password="s3cret:/@")
        assert SmtpSender(server, trust=trust).send(MAIL).outcome == "sent"
        with pytest.raises(Unreachable) as failure:
            SmtpSender(replace(server, password="wrong"), trust=trust).send(MAIL)
        assert failure.value.code == "mail_server.sign_in_refused"
        with pytest.raises(Unreachable) as failure:
            SmtpSender(server).send(MAIL)
        assert "certificate" in failure.value.facts["reason"]
    assert len(boxes.mails) == 1


def test_the_line_may_be_encrypted_from_its_first_byte(boxes, tmp_path):
    shown, trust = certificate(tmp_path)
    with mail_server(boxes, ssl_context=shown, server_hostname="localhost") as port:
        assert SmtpSender(Server("localhost", port, security="tls"), trust=trust).send(MAIL).outcome == "sent"
    assert len(boxes.mails) == 1


def test_an_answer_names_what_it_answers_however_long_its_ids_are(boxes, sender):
    theirs = f"{'A' * 120}@eurprd01.prod.outlook.example"
    sender.send(replace(MAIL, answers=("msg_01J@nord.example", theirs)))
    got = message_from_bytes(boxes.mails[0])
    assert got["In-Reply-To"] == f"<{theirs}>"
    assert got["References"].split() == ["<msg_01J@nord.example>", f"<{theirs}>"]


def test_nothing_a_stranger_wrote_becomes_a_header(boxes, sender):
    evil = "Alfa\r\nBcc: all@example.org\r\n\r\nbody\x00\u2028X"
    mail = replace(
        MAIL,
        subject=evil,
        to=Address("office@alfa.example", evil),
        sender=Address("facturi@nord.example", evil),
        reply_to=Address("ana@nord.example", evil),
        attachments=(Attachment(evil, "application/pdf", b"%PDF"),),
    )
    sender.send(mail)
    got = boxes.read()
    assert boxes.envelopes == [("facturi@nord.example", ["office@alfa.example"])]
    assert got["Bcc"] is None
    assert sorted(set(got.keys())) == [
        "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Reply-To", "Subject", "To",
    ]  # fmt: skip
    assert got["Subject"] == "Alfa Bcc: all@example.org body X"
    assert [one.addr_spec for one in got["To"].addresses] == ["office@alfa.example"]
    assert [part.get_filename() for part in got.iter_attachments()] == ["Alfa Bcc: all@example.org body X"]


@pytest.mark.parametrize("address", ["a@b.example\r\nRCPT TO:<c@d.example>", "a@b.example> x", "a b@c.example"])
def test_an_address_that_is_more_than_one_is_never_written(address):
    with pytest.raises(ValueError):
        written(replace(MAIL, to=Address(address)))


@given(text=st.text(max_size=300), name=st.text(max_size=150))
def test_any_text_and_name_make_a_mail_with_the_headers_we_wrote(text, name):
    content = written(replace(MAIL, subject=text, text=text, to=Address("office@alfa.example", name), attachments=()))
    got = message_from_bytes(content, policy=policy.default)
    assert sorted(got.keys()) == sorted(
        ["Date", "Message-ID", "From", "To", "Reply-To", "Subject", "MIME-Version", "Content-Type"]
    )
    assert [one.addr_spec for one in got["To"].addresses] == ["office@alfa.example"]
    assert b"\r\n.\r\n" not in dotted(content)[:-5]


def test_dots_at_the_beginning_of_lines_are_doubled():
    assert dotted(b".a\r\nb.\r\n..c\r\n.\r\n") == b"..a\r\nb.\r\n...c\r\n..\r\n.\r\n"
