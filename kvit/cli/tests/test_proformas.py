"""Proformas on the command line: sent by number, once, and again on purpose."""

import pytest

from kvit.billing import proformas
from kvit.cli.tests.inside import kvit
from kvit.messages.models import Message
from tests.builders import DAY, a_company, a_customer, a_line, the_owner

pytestmark = pytest.mark.django_db


def test_a_proforma_is_sent_once_and_again_on_purpose():
    company = a_company()
    told = {"customer": a_customer(company).public_id, "lines": [a_line()], "external_id": "deal-7"}
    offer = proformas.draft(company, told, by=the_owner(company), on=DAY)
    assert kvit("proforma", "send", "deal-7", exit_code=7).error["code"] == "proforma.not_issued"
    proformas.issue(company, offer, by=the_owner(company), on=DAY)

    [mail] = kvit("proforma", "send", "PF-2026-00001", "--message", "As agreed.").answer
    assert (mail["to"], mail["status"], mail["about"]["id"]) == ("office@alfa.example", "queued", offer.public_id)
    assert "As agreed." in Message.objects.get().text
    assert kvit("proforma", "send", offer.public_id, exit_code=7).error["code"] == "message.waiting"
    Message.objects.update(status="sent")
    assert kvit("proforma", "send", offer.public_id, exit_code=7).error["code"] == "message.sent_before"
    [again] = kvit("proforma", "send", offer.public_id, "--again", "--to", "cfo@alfa.example").answer
    assert again["to"] == "cfo@alfa.example"
    assert kvit("proforma", "send", "PF-1", exit_code=5).error["code"] == "proforma.unknown"
