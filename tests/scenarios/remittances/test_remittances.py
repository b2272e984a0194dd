"""A supplier is told what was paid, once, in their language; and told again when a payment came back."""

from decimal import Decimal

import pytest

from kvit.archive import files
from kvit.archive.models import Document
from kvit.banking import reconciliation
from kvit.core.errors import Refused
from kvit.events import work
from kvit.events.models import Event, Work
from kvit.payments import remittance_sending
from kvit.payments.models import Remittance
from kvit.reactions import REACTIONS
from tests.builders import breaches
from tests.scenarios.runs.paying import TUESDAY

pytestmark = pytest.mark.django_db(transaction=True)


def rows(advice):
    return [(line["number"], Decimal(line["paid"])) for line in advice.lines]


def test_one_mail_tells_every_document_and_adds_up_to_the_transfers(firm):
    first, second = firm.bill("100.00"), firm.bill("200.00")
    note = firm.credited(second, "50.00")
    firm.reachable()
    run = firm.with_bank()
    assert firm.mails() == [], "with the bank is not paid"
    firm.paid(run)
    [advice] = firm.advices()
    assert rows(advice) == [
        (first.number, Decimal("121.00")),
        (second.number, Decimal("242.00")),
        (note.number, Decimal("-60.50")),
    ]
    assert advice.amount == Decimal("302.50") == sum(one.pays for one in run.items.all())
    [mail] = firm.mails()
    assert (mail.to_address, mail.language, mail.party.name) == ("office@lemn.example", "en", "Lemn SRL")
    assert advice.number in mail.subject and "302.50 RON" in mail.subject.replace("\xa0", " ")
    assert f"{note.number}: -60.50 RON" in mail.text and f"… {firm.iban()[-4:]}" in mail.text
    assert firm.iban() not in mail.text, "a mail shows no whole account"
    [enclosed] = mail.enclosures.all()
    assert enclosed.name == f"{advice.number}.pdf" and files.read(enclosed.file).startswith(b"%PDF")
    assert breaches() == []


def test_nothing_is_told_while_a_transfer_of_theirs_is_in_flight(firm):
    firm.bill("100.00")
    firm.bill("200.00")
    firm.reachable()
    run = firm.with_bank()
    one, other = firm.statement(*[(f"-{row.pays}", firm.iban(), row.number) for row in run.items.all()])
    firm.settle(one)
    firm.follow()
    assert firm.advices() == []
    firm.settle(other)
    firm.follow()
    assert [len(advice.lines) for advice in firm.advices()] == [2] and len(firm.mails()) == 1


def test_a_worker_that_is_killed_and_one_that_comes_second_tell_it_once(firm):
    firm.bill()
    firm.reachable()
    firm.paid(firm.with_bank())
    again = Event.objects.filter(company_id=firm.company.pk, name__in=["run.item_paid", "remittance.made"])
    Work.objects.filter(event__in=again).update(status="pending", attempt=0)
    work.run_all(REACTIONS)
    assert len(firm.advices()) == len(firm.mails()) == 1
    with pytest.raises(Refused, match=r"message\.(waiting|sent_before)"):
        remittance_sending.send(firm.company, firm.advices()[0], by=firm.clerk, on=TUESDAY)


def test_without_an_address_a_task_asks_for_one_and_the_advice_goes_once_it_is_there(firm):
    firm.bill()
    firm.paid(firm.with_bank())
    assert (firm.mails(), firm.tasks()) == ([], ["remittance.no_address"])
    firm.reachable(language="ro")
    [mail] = firm.mails()
    assert mail.to_address == "office@lemn.example" and firm.tasks() == []


def test_off_mails_nothing_and_suggest_asks_a_person(firm):
    firm.level("off")
    firm.bill()
    firm.reachable()
    firm.paid(firm.with_bank())
    assert len(firm.advices()) == 1 and (firm.mails(), firm.tasks()) == ([], [])
    firm.level("suggest")
    firm.bill()
    firm.paid(firm.with_bank())
    assert firm.tasks() == ["remittance.send"]
    remittance_sending.send(firm.company, firm.advices()[-1], by=firm.clerk, on=TUESDAY)
    firm.follow()
    assert len(firm.mails()) == 1 and firm.tasks() == []


def test_a_payment_that_came_back_is_told_to_who_got_the_advice_and_paid_anew_it_is_told_anew(firm):
    bill = firm.bill()
    firm.reachable()
    run = firm.with_bank()
    [line] = firm.paid(run)
    reconciliation.undo(firm.company, line, by=firm.clerk, on=TUESDAY)
    firm.level("off")
    firm.follow()
    [mail] = firm.mails("remittance_corrected")
    assert mail.to_address == "office@lemn.example" and bill.number in mail.text and "121.00" in mail.text
    [advice] = firm.advices()
    assert advice.corrected_on == TUESDAY
    with pytest.raises(Refused, match=r"remittance\.corrected"):
        remittance_sending.send(firm.company, advice, by=firm.clerk, on=TUESDAY, again=True)
    firm.level("auto")
    line.refresh_from_db()
    reconciliation.suggest(firm.company, by=firm.clerk, on=TUESDAY)
    firm.settle(line)
    firm.follow()
    assert [(one.nth, one.corrected_on) for one in firm.advices()] == [(1, TUESDAY), (2, None)]
    assert len(firm.mails()) == 2 and len(firm.mails("remittance_corrected")) == 1
    assert breaches() == []


def test_the_page_is_frozen_in_their_language_and_the_row_is_never_changed(firm):
    firm.bill()
    firm.reachable(language="es")
    firm.paid(firm.with_bank())
    [advice] = firm.advices()
    [kept] = Document.objects.filter(company=firm.company, document_kind="remittance", document_id=advice.pk)
    assert (advice.language, kept.form, kept.file.name) == ("es", "pdf", f"{advice.number}.pdf")
    with pytest.raises(Exception, match="what a supplier was told is never changed"):
        Remittance.objects.filter(pk=advice.pk).update(amount=Decimal(1))
