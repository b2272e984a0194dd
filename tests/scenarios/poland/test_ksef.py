"""A Polish invoice on its way through KSeF: its file, its codes, its number, its correction, refused and put right."""

from base64 import b64encode, urlsafe_b64decode
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.utils import timezone

from kvit.adapters.judges.saxon import SaxonJudge
from kvit.archive import files, judgements
from kvit.companies import autopilot, changes
from kvit.core.einvoice import fa3
from kvit.core.einvoice.fa3.check import check
from kvit.core.einvoice.ksef import numbers, upo, verification
from kvit.core.errors import Refused, errors
from kvit.events import work
from kvit.ledger import rates
from kvit.ledger.rates import Quote
from kvit.networks import clocks, connections
from kvit.networks.models import Arrival
from kvit.ports import registry
from kvit.reactions import REACTIONS
from kvit.receivables import credit_notes, invoices, ksef_codes, papers, printing, structured, transmitting
from kvit.tasks.models import Task
from tests.builders import DAY, a_customer, a_draft, a_line, an_invoice, breaches, the_owner
from tests.scenarios.poland.builders import (
    IN_BERLIN,
    IN_WARSAW,
    NIP,
    SERVICE,
    a_certificate,
    days_go_on,
    issues_offline,
    live,
    sent,
)

pytestmark = pytest.mark.django_db(transaction=True)


def codes(company, invoice):
    return ksef_codes.of(company, invoice)


def test_what_is_issued_reaches_ksef_by_itself_and_gets_its_number(company, ksef):
    invoice = an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW))
    days_go_on(company)
    taken = live(invoice)
    assert (taken.status, taken.until.isoformat()) == ("accepted", "2026-03-03")
    assert numbers.ksef_number(taken.official).seller == NIP
    [paper] = taken.acknowledgements.all()
    [confirmed] = upo.inspect(files.read(paper.file)).document.dokument
    assert upo.confirms(confirmed, files.read(taken.file))
    document = sent(invoice)
    assert (document.fa.p_2, document.fa.rodzaj_faktury) == (invoice.number, "VAT")
    assert (document.fa.p_13_1, document.fa.p_14_1, document.fa.p_15) == (Decimal(100), Decimal(23), Decimal(123))
    assert document.podmiot2.dane_identyfikacyjne.nip == "5260001246"
    assert breaches() == []


def test_pain_9_a_double_click_sends_once(company, ksef):
    autopilot.change(company, "report", level="suggest", by=the_owner(company), on=DAY)
    invoice = an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW))
    work.run_all(REACTIONS)
    for _ in range(2):
        transmitting.submit(company, invoice, network="ksef", by=the_owner(company), on=DAY)
    days_go_on(company)
    assert live(invoice).status == "accepted"
    assert [call[-9:] for call in ksef.calls("/sessions/online/")].count("/invoices") == 1


def test_pain_9_a_refusal_shows_the_ministrys_text_and_is_put_right_as_a_new_attempt(company, ksef):
    ksef.refuses = lambda content: ["Adres nabywcy niepełny"] if b"Prosta" in content else []
    invoice = an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW))
    days_go_on(company)
    refused = live(invoice)
    assert (refused.status, refused.findings[-1]["rule"]) == ("rejected", "ksef.refused")
    assert "Adres nabywcy niepełny" in refused.told
    assert Task.objects.filter(status="open", kind="submission.rejected").exists()
    by = the_owner(company)
    transmitting.repeat(company, invoice, network="ksef", amended={"street": "ul. Krzywa 2"}, by=by, on=DAY)
    days_go_on(company)
    assert (live(invoice).status, live(invoice).attempt) == ("accepted", 2)
    assert not Task.objects.filter(status="open", subject_kind="submission").exists()


def test_pain_10_a_correction_shows_both_states_and_the_number_in_ksef_of_what_it_corrects(company, ksef):
    customer = a_customer(company, address=IN_WARSAW)
    other = a_line("50.00", vat="8", name="Książka")
    invoice = an_invoice(company, SERVICE | {"quantity": "5"}, other, customer=customer)
    days_go_on(company)
    note = credit_notes.issue(
        company, invoice, reason="return", quantities={1: Decimal(2)}, text="Zwrot", by=the_owner(company), on=DAY
    )
    days_go_on(company)
    document = sent(note)
    assert live(note).status == "accepted"
    fa = document.fa
    assert (fa.rodzaj_faktury, fa.przyczyna_korekty) == ("KOR", "Zwrot")
    [corrects] = fa.dane_fa_korygowanej
    assert (corrects.nr_fa_korygowanej, corrects.nr_ksef_fa_korygowanej) == (invoice.number, live(invoice).official)
    before, after = fa.fa_wiersz
    assert (before.stan_przed, before.p_8b, before.p_11) == (True, Decimal(5), Decimal(500))
    assert (after.stan_przed, after.p_8b, after.p_11) == (None, Decimal(3), Decimal(300))
    assert (fa.p_13_1, fa.p_14_1, fa.p_15) == (Decimal(-200), Decimal(-46), Decimal(-246))
    assert breaches() == []


def test_a_correction_is_held_until_ksef_has_given_the_number_it_names(company, ksef):
    ksef.refuses = lambda content: ["nie"] if b"Prosta" in content and b"KOR" not in content else []
    invoice = an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW))
    days_go_on(company)
    by = the_owner(company)
    note = credit_notes.issue(company, invoice, reason="return", by=by, on=DAY)
    days_go_on(company)
    held = live(note)
    assert (held.status, held.findings[-1]["rule"]) == ("prepared", "network.waits_for_original")
    assert not Task.objects.filter(status="open", kind="submission.release").exists()
    assert codes(company, note) == ()
    with pytest.raises(Refused, match="waits_for_original"):
        transmitting.submit(company, note, network="ksef", by=by, on=DAY)
    transmitting.repeat(company, invoice, network="ksef", amended={"street": "ul. Krzywa 2"}, by=by, on=DAY)
    days_go_on(company)
    assert live(note).status == "accepted"
    [corrects] = sent(note).fa.dane_fa_korygowanej
    assert corrects.nr_ksef_fa_korygowanej == live(invoice).official != ""


def test_pain_10_a_foreign_currency_says_its_rate_and_the_vat_in_zloty(company, ksef):
    customer = a_customer(company, address=IN_WARSAW)
    quote = Quote(DAY - timedelta(days=3), "EUR", Decimal("4.2500"), "NBP")
    rates.record_all(company, [quote], by=the_owner(company), on=DAY)
    invoice = an_invoice(company, SERVICE, customer=customer, currency="EUR")
    days_go_on(company)
    fa = sent(invoice).fa
    assert (fa.kod_waluty, fa.p_14_1, fa.p_14_1w) == ("EUR", Decimal(23), Decimal("97.75"))
    assert fa.fa_wiersz[0].kurs_waluty == Decimal("4.25")


def test_pain_10_a_supply_within_the_union_bears_no_vat_and_names_both_numbers(company, ksef):
    customer = a_customer(company, country="DE", address=IN_BERLIN)
    goods = a_line("100.00", category="K", vat="0", name="Towar")
    invoice = an_invoice(company, goods, customer=customer, delivered_on="2026-03-02")
    days_go_on(company)
    document = sent(invoice)
    buyer = document.podmiot2.dane_identyfikacyjne
    assert (document.podmiot1.prefiks_podatnika, buyer.kod_ue, buyer.nr_vat_ue) == ("PL", "DE", "136695976")
    assert (document.fa.p_13_6_2, document.fa.fa_wiersz[0].p_12) == (Decimal(100), "0 WDT")


def test_reverse_charge_and_cash_accounting_are_marked(company, ksef):
    customer = a_customer(company, address=IN_WARSAW)
    turned = an_invoice(company, a_line("100.00", category="AE", vat="0"), customer=customer)
    company = changes.change(company, {"vat_on_payment": True}, by=the_owner(company), on=DAY)
    cash = an_invoice(company, SERVICE, customer=customer)
    days_go_on(company)
    assert (sent(turned).fa.adnotacje.p_18, sent(turned).fa.adnotacje.p_16) == (True, False)
    assert (sent(cash).fa.adnotacje.p_18, sent(cash).fa.adnotacje.p_16) == (False, True)


def test_what_ksef_would_refuse_is_found_on_the_draft(company, ksef):
    draft = a_draft(company, SERVICE, customer=a_customer(company, name="Żółw\u0086 S.A.", address=IN_WARSAW))
    found = invoices.findings(company, draft, on=DAY)
    assert "FA-FILE-05" in [one.rule for one in errors(found)]


def test_issued_offline_the_picture_has_both_codes_and_its_file_is_the_one_that_is_sent(company, ksef):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    issues_offline(company, key)
    invoice = an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW))
    first, second = codes(company, invoice)
    assert (first.phrase, second.phrase) == ("OFFLINE", "CERTYFIKAT")
    signed, _, signature = second.content.removeprefix("https://").rpartition("/")
    key.public_key().verify(
        urlsafe_b64decode(signature + "=="),
        signed.encode(),
        padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32),
        hashes.SHA256(),
    )
    assert f"/certificate/Nip/{NIP}/{NIP}/01F20A5D352AE590/" in second.content
    days_go_on(company)
    content = files.read(live(invoice).file)
    assert (
        first.content == f"https://qr-test.ksef.mf.gov.pl/invoice/{NIP}/02-03-2026/{verification.fingerprint(content)}"
    )
    [held] = ksef.taken.values()
    assert held.is_offline
    [again] = codes(company, invoice)
    assert again.phrase == live(invoice).official  # set after KSeF answered, it would say the number
    assert printing.pdf(company, invoice).startswith(b"%PDF")


def test_a_curve_signs_code_two_by_both_numbers(company, ksef):
    issues_offline(company, ec.generate_private_key(ec.SECP256R1()))
    invoice = an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW))
    _, second = codes(company, invoice)
    assert len(second.content.rpartition("/")[2]) == 86  # 64 bytes in Base64URL


def test_a_certificate_that_cannot_sign_keeps_the_draft(company, ksef):
    secrets = a_certificate(ec.generate_private_key(ec.SECP256R1())) | {"offline_key": "torn"}
    connections.set_up(company, "ksef", mode="test", secrets=secrets, by=the_owner(company), on=DAY)
    draft = a_draft(company, SERVICE, customer=a_customer(company, address=IN_WARSAW))
    assert "ksef.bad_certificate" in [one.rule for one in errors(invoices.findings(company, draft, on=DAY))]


def test_without_a_certificate_the_picture_has_code_one_alone(company, ksef):
    invoice = an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW))
    [code] = codes(company, invoice)
    assert code.phrase == "OFFLINE"
    page = printing.page_of(company, papers.load(company, [invoice])[0])
    assert [one["caption"] for one in page["codes"]] == ["OFFLINE"]


def test_a_refused_offline_document_is_put_right_technically_so_that_its_code_holds(company, ksef, monkeypatch):
    issues_offline(company, ec.generate_private_key(ec.SECP256R1()))
    ksef.refuses = lambda content: ["schemat"] if b">Kvit<" in content else []
    invoice = an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW))
    days_go_on(company)
    refused = live(invoice)
    by = the_owner(company)
    transmitting.repeat(company, invoice, network="ksef", by=by, on=DAY)
    days_go_on(company)
    assert [one.corrected_digest for session in ksef.sessions.values() for one in session.held] == ["", ""]
    monkeypatch.setattr(structured, "SYSTEM", "A later Kvit")
    transmitting.repeat(company, invoice, network="ksef", by=by, on=DAY)
    days_go_on(company)
    [held] = ksef.taken.values()
    assert held.corrected_digest == b64encode(sha256(files.read(refused.file)).digest()).decode()
    assert live(invoice).status == "accepted"


def test_what_is_put_right_in_its_content_is_no_technical_correction(company, ksef):
    issues_offline(company, ec.generate_private_key(ec.SECP256R1()))
    ksef.refuses = lambda content: ["nie"] if b"Prosta" in content else []
    invoice = an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW))
    days_go_on(company)
    by = the_owner(company)
    transmitting.repeat(company, invoice, network="ksef", amended={"street": "ul. Krzywa 2"}, by=by, on=DAY)
    days_go_on(company)
    [held] = ksef.taken.values()
    assert (held.corrected_digest, held.is_offline) == ("", True)


def test_what_suppliers_issued_to_us_comes_by_itself_every_quarter_of_an_hour(company, ksef):
    for number in ("A/1", "A/2"):
        ksef.has_for_us(f"<Faktura>{number}</Faktura>".encode(), at=timezone.now() - timedelta(days=3), number=number)
    at = timezone.now()
    for minutes in (0, 1, 14):
        clocks.run(company, at=at + timedelta(minutes=minutes), on=DAY)
    exports = len([call for call in ksef.calls("/invoices/exports") if call.startswith("POST")])
    came = Arrival.objects.filter(company=company).order_by("number")
    assert [(one.number, one.sender) for one in came] == [("A/1", "9492107026"), ("A/2", "9492107026")]
    assert files.read(came[0].file) == b"<Faktura>A/1</Faktura>"
    clocks.run(company, at=at + timedelta(minutes=15), on=DAY)
    after = len([call for call in ksef.calls("/invoices/exports") if call.startswith("POST")])
    assert (after, came.count()) == (exports + 1, 2)


@pytest.fixture
def schema(shared):
    """The ministry's schema as the judge, as KVIT_RULES_DIR names it."""
    before = registry.use("judge")
    judge = SaxonJudge(Path(shared) / "einvoice")
    registry.register("judge", judge)
    yield judge
    registry.register("judge", before)
    judge.close()


def test_pain_10_everything_that_is_sent_passes_the_ministrys_schema(company, ksef, schema):
    quote = Quote(DAY - timedelta(days=3), "EUR", Decimal("4.2500"), "NBP")
    by = the_owner(company)
    rates.record_all(company, [quote], by=by, on=DAY)
    home = a_customer(company, address=IN_WARSAW)
    abroad = a_customer(company, country="DE", address=IN_BERLIN, name="Alfa GmbH")
    nobody = a_customer(company, name="Beta", country="US", vat_id="", address=IN_BERLIN | {"region": ""})
    cheaper = SERVICE | {"quantity": "4", "discount_percent": "10"}
    issued = [
        an_invoice(company, cheaper, a_line("8.99", vat="8"), customer=home),
        an_invoice(company, a_line("100.00", category="K", vat="0"), customer=abroad, delivered_on="2026-03-02"),
        an_invoice(company, SERVICE, customer=home, currency="EUR"),
        an_invoice(company, a_line("70.00", category="AE", vat="0"), customer=abroad),
        an_invoice(company, a_line("70.00", category="G", vat="0"), customer=nobody, delivered_on="2026-03-02"),
        an_invoice(
            company, SERVICE, customer=home, charges=[{"amount": "5.00", "vat_rate": "23", "reason": "Transport"}]
        ),
    ]
    days_go_on(company)
    issued += [
        credit_notes.issue(company, one, reason="return", quantities=part, by=by, on=DAY)
        for one, part in ((issued[0], {1: Decimal(1)}), (issued[1], None), (issued[2], None))
    ]
    days_go_on(company)
    issued.append(credit_notes.issue(company, issued[0], reason="return", by=by, on=DAY))
    days_go_on(company)
    contents = [files.read(live(one).file) for one in issued]
    assert [one.verdict for one in judgements.judge_all(contents, profile="fa3")] == ["valid"] * len(issued)
    assert [errors(check(one)) for one in contents] == [[]] * len(issued)
    assert {live(one).status for one in issued} == {"accepted"}
    last = fa3.read(contents[-1]).fa
    stays = [row for row in last.fa_wiersz if row.stan_przed]
    assert (stays[0].p_8b, stays[0].p_11, stays[0].p_10) == (Decimal(3), Decimal(270), Decimal(30))
    assert {row.p_11 for row in last.fa_wiersz if not row.stan_przed} == {Decimal(0)}
