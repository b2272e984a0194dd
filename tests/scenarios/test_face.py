"""An invoice to a Spanish public body: its offices asked for before, signed, registered by FACe, paid or rejected."""

from base64 import b64encode
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kvit.adapters.networks import soap_security
from kvit.adapters.networks.face import FaceNetwork
from kvit.adapters.networks.face.simulator import FaceSimulator
from kvit.adapters.signers.xades import XadesSigner
from kvit.adapters.signers.xades.tests.certificates import PASSWORD, TODAY, a_certificate
from kvit.api.tests.program import Program
from kvit.archive import files
from kvit.cli.tests.inside import kvit
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.core.einvoice.facturae import read
from kvit.core.errors import Refused
from kvit.events import work
from kvit.events.models import Event
from kvit.networks import clocks, connections, transport
from kvit.networks.models import Submission
from kvit.parties import customers
from kvit.ports import registry
from kvit.reactions import REACTIONS
from kvit.receivables import annulments, credit_notes, invoices, transmitting
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db(transaction=True)
OFFICES = {"accounting": "L01280796", "managing": "L01280797", "processing": "L01280798"}
TOWN_HALL = {"street": "Plaza Mayor", "building": "1", "town": "Madrid", "post_code": "28001"}
SELLER = {"street": "Calle Larga", "building": "3", "town": "Valencia", "post_code": "46001"}


@pytest.fixture(scope="module")
def certificate():
    return b64encode(a_certificate().content).decode()


@pytest.fixture
def face():
    simulator = FaceSimulator()
    before = registry.use("networks")
    network = FaceNetwork(XadesSigner(), hosts=simulator.hosts, seconds=5, now=lambda: TODAY)
    registry.register("networks", {"face": network})
    yield simulator
    registry.register("networks", before)
    simulator.served.close()


@pytest.fixture
def company(face, certificate):
    made = a_company("ES")
    Company.objects.filter(pk=made.pk).update(**SELLER)
    made.refresh_from_db()
    by = the_owner(made)
    secrets = {"certificate": certificate, "password": PASSWORD}
    connections.set_up(made, "face", mode="test", secrets=secrets, by=by, on=DAY)
    connections.turn_on(made, "face", mode="test", by=by, on=DAY)
    autopilot.change(made, "report", level="auto", by=by, on=DAY)
    return made


def a_town_hall(company, **facts):
    told = {"is_public": True, "public_offices": OFFICES, "address": TOWN_HALL, "name": "Ayuntamiento", **facts}
    return a_customer(company, vat_id="ESP2807900B", **told)


def days_go_on(company):
    work.run_all(REACTIONS)
    clocks.run(company, at=timezone.now() + timedelta(hours=2), on=DAY)
    work.run_all(REACTIONS)


def live(invoice):
    return Submission.objects.exclude(status="superseded").get(document_id=invoice.pk, network="face")


def test_an_invoice_to_a_town_hall_is_signed_registered_and_paid(company, face):
    invoice = an_invoice(company, customer=a_town_hall(company))
    days_go_on(company)
    [(number, held)] = face.registered.items()
    assert (live(invoice).status, live(invoice).reference) == ("submitted", number)
    assert XadesSigner().verify(held.content, at=TODAY).subject.startswith("CN=Alfa SL")
    said, beside = read.read(held.content)
    assert (said.number, said.totals.payable) == (invoice.number, invoice.payable)
    assert [(one.role, one.code) for one in beside.buyer.centres] == [
        ("01", "L01280796"), ("02", "L01280797"), ("03", "L01280798"),
    ]  # fmt: skip
    [paper] = live(invoice).acknowledgements.all()
    assert (paper.kind, files.read(paper.file)) == ("signed_invoice", held.content)
    held.state = "2500"
    days_go_on(company)
    assert (live(invoice).status, live(invoice).official) == ("accepted", number)
    assert breaches() == []


def test_the_offices_are_asked_for_before_the_invoice_has_a_number(company):
    draft = a_draft(company, customer=a_town_hall(company, public_offices={"managing": "L01280797"}))
    found = [(one.rule, one.place) for one in invoices.findings(company, draft, on=DAY) if one.severity == "error"]
    assert found == [
        ("face.office_missing", "buyer/public_offices/accounting"),
        ("face.office_missing", "buyer/public_offices/processing"),
    ]


def test_what_is_no_code_of_an_office_is_refused(company):
    with pytest.raises(Refused, match=r"field\.bad_value"):
        a_town_hall(company, public_offices={"managing": "town hall"})


def test_a_rejected_invoice_tells_why_and_goes_again_once_the_office_is_put_right(company, face):
    party = a_town_hall(company)
    invoice = an_invoice(company, customer=party)
    face.refuses = lambda content: "El órgano gestor no existe" if b"L01280797" in content else ""
    days_go_on(company)
    refused = live(invoice)
    assert (refused.status, refused.findings[0]["facts"]["message"]) == ("rejected", "El órgano gestor no existe")
    by = the_owner(company)
    customers.change(
        company, party, {"public_offices": OFFICES | {"managing": "L01280790"}}, version=None, by=by, on=DAY
    )
    invoice.refresh_from_db()
    transmitting.repeat(company, invoice, network="face", by=by, on=DAY)
    days_go_on(company)
    assert (live(invoice).status, live(invoice).attempt, len(face.registered)) == ("submitted", 2, 1)


def test_a_body_that_rejects_it_says_so(company, face):
    invoice = an_invoice(company, customer=a_town_hall(company))
    days_go_on(company)
    [held] = face.registered.values()
    held.state, held.reason = "2600", "Falta el número de expediente"
    days_go_on(company)
    assert (live(invoice).status, live(invoice).findings[0]["rule"]) == ("rejected", "face.rejected")
    assert "expediente" in live(invoice).told


def test_what_was_cut_off_is_sent_again_and_known_as_a_double(company, face):
    face.served.weather.lost = 1
    invoice = an_invoice(company, customer=a_town_hall(company))
    work.run_all(REACTIONS)
    assert live(invoice).status == "unknown"
    days_go_on(company)
    days_go_on(company)
    [number] = face.registered
    assert (live(invoice).status, live(invoice).reference) == ("submitted", number)


def test_a_credit_note_and_a_retention_pass_as_well(company, face):
    party = a_town_hall(company)
    invoice = an_invoice(company, a_line("100.00"), customer=party, retention_rate="15")
    credit_notes.issue(company, invoice, reason="price", by=the_owner(company), on=DAY)
    days_go_on(company)
    told = dict(read.read(one.content) for one in face.registered.values())
    [noted] = [beside for said, beside in told.items() if said.type_code == "381"]
    [first] = [beside for said, beside in told.items() if said.type_code != "381"]
    assert (first.withheld[0].amount, noted.corrective.method) == (invoice.retention, "02")


def test_an_invoice_is_asked_for_back_with_the_reason_and_given_back(company, face):
    """anularFactura: 4200 asked, 4300 accepted; then nothing of it counts, and it may be sent anew."""
    invoice = an_invoice(company, customer=a_town_hall(company))
    days_go_on(company)
    [held] = face.registered.values()
    transmitting.withdraw(company, invoice, network="face", reason="Enviada por error", by=the_owner(company), on=DAY)
    work.run_all(REACTIONS)
    assert (held.back, held.back_asked, live(invoice).withdrawal) == ("4200", ["Enviada por error"], "asked")
    days_go_on(company)
    assert (live(invoice).withdrawal, live(invoice).status, len(held.back_asked)) == ("asked", "submitted", 1)
    held.back, held.state = "4300", "3100"
    days_go_on(company)
    gone = Submission.objects.get(document_id=invoice.pk)
    assert (gone.status, gone.withdrawal) == ("superseded", "accepted")
    assert not Task.objects.filter(status="open", subject_kind="submission").exists()
    transmitting.submit(company, invoice, network="face", by=the_owner(company), on=DAY)
    days_go_on(company)
    assert (live(invoice).status, live(invoice).attempt, len(face.registered)) == ("submitted", 2, 2)
    assert breaches() == []


def test_a_body_that_keeps_the_invoice_says_why_and_a_person_is_told(company, face):
    invoice = an_invoice(company, customer=a_town_hall(company))
    days_go_on(company)
    [held] = face.registered.values()
    held.state = "2400"
    days_go_on(company)
    assert live(invoice).status == "accepted"
    transmitting.withdraw(company, invoice, network="face", reason="Duplicada", by=the_owner(company), on=DAY)
    work.run_all(REACTIONS)
    held.back, held.back_reason = "4400", "Ya está contabilizada"
    days_go_on(company)
    kept = live(invoice)
    assert (kept.status, kept.withdrawal) == ("accepted", "refused")
    assert kept.findings[0]["facts"]["message"] == "Ya está contabilizada"
    assert [task.kind for task in Task.objects.filter(status="open", subject_kind="submission")] == [
        "submission.withdrawal_refused"
    ]
    transmitting.withdraw(company, invoice, network="face", reason="De verdad", by=the_owner(company), on=DAY)
    work.run_all(REACTIONS)
    assert (held.back_asked, live(invoice).withdrawal) == (["Duplicada", "De verdad"], "asked")
    assert not Task.objects.filter(status="open", subject_kind="submission").exists()
    assert breaches() == []


def test_an_asking_that_was_cut_off_is_looked_up_and_not_repeated(company, face):
    invoice = an_invoice(company, customer=a_town_hall(company))
    days_go_on(company)
    [held] = face.registered.values()
    transmitting.withdraw(company, invoice, network="face", reason="Error", by=the_owner(company), on=DAY)
    held.back, held.back_asked = "4200", ["Error"]  # it arrived, and our note of it was lost
    work.run_all(REACTIONS)
    assert (live(invoice).withdrawal, held.back_asked) == ("asked", ["Error"])


def test_an_asking_that_breaks_off_before_it_was_made_holds_up_nobody_else(company, face):
    """FACe goes away while it is looked whether the invoice is wanted back already: the round goes on, and asks."""
    invoice = an_invoice(company, customer=a_town_hall(company))
    days_go_on(company)
    [held] = face.registered.values()
    transmitting.withdraw(company, invoice, network="face", reason="Error", by=the_owner(company), on=DAY)
    face.served.weather.away = 1
    assert clocks.run(company, at=timezone.now(), on=DAY).done["wanted_back"] == 0
    assert (live(invoice).withdrawal, held.back_asked) == ("wanted", [])
    days_go_on(company)
    assert (live(invoice).withdrawal, held.back_asked) == ("asked", ["Error"])


def test_an_earlier_no_is_no_answer_to_being_asked_once_more(company, face):
    """FACe says 4400 until it is asked again: that is looked at only once it was."""
    invoice = an_invoice(company, customer=a_town_hall(company))
    days_go_on(company)
    [held] = face.registered.values()
    transmitting.withdraw(company, invoice, network="face", reason="Duplicada", by=the_owner(company), on=DAY)
    work.run_all(REACTIONS)
    held.back, held.back_reason = "4400", "Todavía no"
    days_go_on(company)
    assert (live(invoice).status, live(invoice).withdrawal) == ("submitted", "refused")
    transmitting.withdraw(company, invoice, network="face", reason="De verdad", by=the_owner(company), on=DAY)
    transport.ask_waiting(company, "face", at=timezone.now() + timedelta(hours=2))
    assert live(invoice).withdrawal == "wanted"
    work.run_all(REACTIONS)
    assert (live(invoice).withdrawal, held.back_asked) == ("asked", ["Duplicada", "De verdad"])


def test_what_the_body_rejected_meanwhile_is_not_asked_for_back(company, face):
    invoice = an_invoice(company, customer=a_town_hall(company))
    days_go_on(company)
    transmitting.withdraw(company, invoice, network="face", reason="Error", by=the_owner(company), on=DAY)
    Submission.objects.update(status="rejected")  # another worker's answer came first
    calls = len(face.served.asked)
    work.run_all(REACTIONS)
    assert (len(face.served.asked), live(invoice).withdrawal) == (calls, "wanted")


def test_what_is_given_back_while_its_fate_is_unknown_ends_no_round(company, face):
    """Its file was damaged as it was asked about, and restored since."""
    invoice = an_invoice(company, customer=a_town_hall(company))
    days_go_on(company)
    transmitting.withdraw(company, invoice, network="face", reason="Error", by=the_owner(company), on=DAY)
    work.run_all(REACTIONS)
    Submission.objects.update(status="unknown")
    [held] = face.registered.values()
    held.back = "4300"
    days_go_on(company)
    days_go_on(company)
    gone = Submission.objects.get(document_id=invoice.pk)
    assert (gone.status, gone.withdrawal) == ("superseded", "accepted")


def test_two_workers_that_ask_at_once_take_the_second_answer_for_no_refusal(company, face):
    """306: it cannot be annulled in its state, for it is asked for already."""
    invoice = an_invoice(company, customer=a_town_hall(company))
    days_go_on(company)
    transmitting.withdraw(company, invoice, network="face", reason="Error", by=the_owner(company), on=DAY)
    [held] = face.registered.values()
    honest = face._wanted_back

    def second(number, reason):
        honest(number, reason)
        return honest(number, reason)

    face._wanted_back = second
    work.run_all(REACTIONS)
    assert (live(invoice).withdrawal, held.back_asked) == ("asked", ["Error"])
    assert not Task.objects.filter(status="open", subject_kind="submission").exists()


def test_only_what_face_has_is_asked_for_back_once_and_with_a_reason(company, face):
    face.refuses = lambda content: "El órgano gestor no existe"
    invoice = an_invoice(company, customer=a_town_hall(company))
    by = the_owner(company)

    def code(reason="Error"):
        with pytest.raises(Refused) as refused:
            transmitting.withdraw(company, invoice, network="face", reason=reason, by=by, on=DAY)
        return refused.value.code

    assert code() == "withdrawal.not_there"
    days_go_on(company)
    assert code() == "withdrawal.not_there"
    face.refuses = lambda content: ""
    transmitting.repeat(company, invoice, network="face", by=by, on=DAY)
    days_go_on(company)
    assert code(" ") == "reason.missing"
    transmitting.withdraw(company, invoice, network="face", reason="Error", by=by, on=DAY)
    assert code() == "withdrawal.not_there"


def test_what_face_has_is_taken_back_there_before_it_is_annulled(company, face):
    late = DAY.replace(year=2027)
    invoice = an_invoice(company, customer=a_town_hall(company), on=late)
    days_go_on(company)
    by = the_owner(company)
    with pytest.raises(Refused, match=r"annulment\.at_face"):
        annulments.annul(company, invoice, text="Error", by=by, on=late)
    [held] = face.registered.values()
    transmitting.withdraw(company, invoice, network="face", reason="Error", by=by, on=late)
    work.run_all(REACTIONS)
    held.back, held.state = "4300", "3100"
    days_go_on(company)
    annulments.annul(company, invoice, text="Error", by=by, on=late)
    with pytest.raises(Refused, match=r"network\.annulled"):
        transmitting.submit(company, invoice, network="face", by=by, on=late)
    assert breaches() == []


def test_what_is_annulled_while_its_forms_are_made_goes_to_no_body(company, face):
    """The reaction looked before it was annulled, and writes after."""
    late = DAY.replace(year=2027)
    invoice = an_invoice(company, customer=a_town_hall(company), on=late)
    write = transmitting.on_issued(Event.objects.get(name="invoice.issued", subject_id=invoice.pk))
    annulments.annul(company, invoice, text="Error", by=the_owner(company), on=late)
    with transaction.atomic():
        write()
    found = Submission.objects.filter(document_kind="invoice").values_list("network", flat=True)
    assert list(found) == ["verifactu"]


def test_each_face_asks_for_an_invoice_back(company, face):
    by_page, by_program, by_command = (an_invoice(company, customer=a_town_hall(company)) for _ in range(3))
    days_go_on(company)
    browser = Client()
    browser.force_login(company.memberships.get().user)
    page = reverse("invoice", args=[by_page.public_id])
    assert "Ask for it back" in browser.get(page).content.decode()
    told = {"network": "face", "reason": "Enviada por error"}
    browser.post(reverse("invoice_einvoice_back", args=[by_page.public_id]), told)
    shown = Program(company).post(f"/invoices/{by_program.public_id}/withdraw", told)
    assert (shown["withdrawal"], shown["status"]) == ("wanted", "submitted")
    said = kvit("einvoice", "withdraw", by_command.number, "--reason", "Enviada por error").answer
    assert (said["withdrawal"], said["network"]) == ("wanted", "face")
    work.run_all(REACTIONS)
    assert [one.back_asked for one in face.registered.values()] == [["Enviada por error"]] * 3
    after = browser.get(page).content.decode()
    assert "asked to give it back" in after and "Ask for it back" not in after


def test_a_business_passes_no_face(company, face):
    an_invoice(company, customer=a_customer(company, address=TOWN_HALL))
    days_go_on(company)
    assert (face.registered, Submission.objects.count()) == ({}, 0)


def test_an_envelope_whose_body_was_changed_is_not_proven():
    content = soap_security.signed("<a>1</a>", certificate=a_certificate(), at=TODAY)
    assert soap_security.proven(content)
    assert not soap_security.proven(content.replace(b"<a>1</a>", b"<a>2</a>"))
    assert date(2026, 3, 2).isoformat().encode() in content
