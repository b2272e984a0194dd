"""More of the ministry's examples of FA(3), entered in Kvit as their facts and compared with what it sends to KSeF."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kvit.archive import documents
from kvit.core.einvoice import fa3, ubl_read
from kvit.core.errors import Refused
from kvit.ledger.models import EntryLine
from kvit.receivables import asked, credit_notes, requests
from tests.builders import a_company, a_customer, a_draft, a_line, an_invoice, balance_of, breaches, the_owner
from tests.scenarios.poland.builders import days_go_on, sent
from tests.scenarios.poland.official import BY_NATURE, the_example, told
from tests.scenarios.poland.utility import EXCISE, the_attachment

pytestmark = pytest.mark.django_db
D = Decimal
END = date(2026, 2, 28)
POLNA = {"street": "ul. Polna", "building": "1", "town": "Warszawa", "post_code": "00-001"}
UNEVEN = {"columns": [{"name": "a"}, {"name": "b"}, {"name": "c"}], "rows": [["1", "2"]]}
PAYMENT = {"Fa/Platnosc": "our invoices say when and where they are paid; the example's does not"}


def test_example_16_a_simplified_invoice_leaves_out_what_it_may(shared, company):
    a_customer(company, name="F.H.U. Jan Kowalski")
    drill = a_line("450", vat="23", name="wiertarka Wiertex mk5")
    day = date(2026, 2, 15)
    facts = {"kind": "simplified", "prices_include_vat": True, "delivered_on": "2026-01-03"}
    issued = an_invoice(company, drill, on=day, issue_on=day.isoformat(), **facts)
    days_go_on(company)
    without = BY_NATURE | PAYMENT
    assert told(fa3.write(sent(issued)), without=without) == told(the_example(shared, 16), without=without)
    assert breaches() == []


def test_a_simplified_invoice_of_two_rates_says_the_sums_of_each(company):
    a_customer(company)
    issued = an_invoice(company, a_line("100", vat="23"), a_line("100", vat="8"), kind="simplified")
    days_go_on(company)
    fa = sent(issued).fa
    assert (fa.rodzaj_faktury, fa.p_13_1, fa.p_14_1, fa.p_13_2, fa.p_14_2, fa.p_15) == ("UPR", 100, 23, 100, 8, 231)


def a_deposit(company):
    address = {"street": "Akacjowa", "building": "1", "town": "Warszawa", "post_code": "00-001"}
    a_customer(company, name="Jan Kowalski", address=address, email="")
    juice = a_line("3", vat="5", name="Napój Owocowy 1.5l", quantity="10")
    bottles = [{"what": "deposit", "amount": "5", "reason": "Kaucja (system kaucyjny) 10 x 0,50  PLN"}]
    facts = {"delivered_on": "2026-02-01", "place_of_issue": "Warszawa", "beside": bottles}
    return an_invoice(company, juice, on=date(2026, 2, 1), issue_on="2026-02-01", **facts)


def test_example_26_a_deposit_on_bottles_stands_beside_the_price(shared, company):
    issued = a_deposit(company)
    days_go_on(company)
    in_one_line = {"Podmiot2/Adres": "the same street, post code and town, which Kvit writes on two lines"}
    without = BY_NATURE | PAYMENT | in_one_line
    assert told(fa3.write(sent(issued)), without=without) == told(the_example(shared, 26), without=without)
    assert (issued.gross, issued.payable, balance_of(issued)) == (D("31.5"), D("36.5"), D("36.5"))
    booked = EntryLine.objects.get(company=company, account__role="deposit")
    assert booked.amount == -5
    assert breaches() == []


def test_the_page_and_the_electronic_invoice_say_the_deposit(company):
    issued = a_deposit(company)
    browser = Client()
    browser.force_login(company.memberships.get().user)
    page = browser.get(reverse("invoice", args=[issued.public_id])).content.decode()
    assert "Kaucja (system kaucyjny) 10 x 0,50" in page and "Warszawa" in page
    kept = ubl_read.read(documents.content(company, "invoice", document_id=issued.pk, form="ubl"))
    assert (kept.totals.paid, kept.totals.payable) == (D("-5"), D("36.5"))
    assert [note.text for note in kept.notes] == ["Kaucja (system kaucyjny) 10 x 0,50  PLN: 5.00 PLN"]


def test_a_note_of_the_whole_gives_the_deposit_back(company):
    issued = a_deposit(company)
    note = credit_notes.issue(company, issued, reason="whole", by=the_owner(company), on=issued.day)
    assert balance_of(issued) == 0
    assert sum(one.amount for one in EntryLine.objects.filter(company=company, account__role="deposit")) == 0
    days_go_on(company)
    days_go_on(company)
    settled = sent(note).fa.rozliczenie
    assert (settled.odliczenia[0].powod, settled.do_rozliczenia) == (
        "Kaucja (system kaucyjny) 10 x 0,50 PLN",
        D("36.5"),
    )
    assert breaches() == []


@pytest.mark.parametrize(("number", "since", "empty"), [(24, "2026-01-01", "-"), (25, "2026-02-01", "")])
def test_examples_24_and_25_a_utility_attaches_what_its_sums_are_made_of(shared, company, number, since, empty):
    reached = {"email": "jan@kowalski.pl", "phone": "555777999", "customer_number": "99999999"}
    a_customer(company, name="F.H.U. Jan Kowalski", address=POLNA, **reached)
    lines = [
        a_line("18", vat="23", name="Razem za energię czynną", unit="C62"),
        a_line("25.60", vat="23", name="Razem za usługi dystrybucji", unit="C62"),
    ]
    account = [
        {"what": "charge", "amount": "0.00", "reason": "Odsetki"},
        {"what": "deduction", "amount": "0.00", "reason": "Nadpłata"},
    ]
    facts = {
        "period": {"from": "2026-01-01", "to": "2026-02-28"},
        "place_of_issue": "Warszawa",
        "beside": account,
        "remarks": EXCISE,
        "attachment": the_attachment(since=since, empty=empty),
        "terms_days": 15,
    }
    issued = an_invoice(company, *lines, on=END, issue_on=END.isoformat(), **facts)
    days_go_on(company)
    ours = {
        "Fa/Platnosc/TerminPlatnosci": "the fifteenth day is a Sunday, so that Kvit says the Monday",
        "Fa/Platnosc/RachunekBankowy": "the account is the company's own",
    }
    without = BY_NATURE | ours
    assert told(fa3.write(sent(issued)), without=without) == told(the_example(shared, number), without=without)
    assert breaches() == []


SCHOOL = {
    "role": "local_unit",
    "name": "Szkoła Podstawowa nr 1",
    "vat_id": "PL5260250274",
    "address": {"street": "ul. Szkolna", "building": "2", "town": "Warszawa", "post_code": "00-001"},
}


def test_a_draft_keeps_what_stands_beside_its_sums(company):
    a_customer(company)
    told_of = {"remarks": EXCISE, "attachment": the_attachment(since="2026-01-01", empty="")}
    draft = a_draft(company, place_of_issue="Warszawa", other_parties=[SCHOOL], **told_of)
    again = requests.read(asked.of(company, draft))
    assert (again.remarks, again.attachment, again.place_of_issue) == (draft.remarks, draft.attachment, "Warszawa")
    assert again.other_parties == [SCHOOL]


def test_a_school_receives_what_its_municipality_buys(company):
    a_customer(company, name="Gmina Iłża", customer_number="GI-77")
    payer = {"role": "payer", "name": "Fundacja Oświata", "email": "nobody"}
    issued = an_invoice(company, other_parties=[SCHOOL, payer])
    days_go_on(company)
    document = sent(issued)
    assert (document.podmiot2.jst, document.podmiot2.gv, document.podmiot2.nr_klienta) == (True, False, "GI-77")
    school, fund = document.podmiot3
    assert (school.rola, school.dane_identyfikacyjne.nip, school.adres.adres_l1) == (8, "5260250274", "ul. Szkolna 2")
    assert (fund.rola, fund.dane_identyfikacyjne.brak_id, fund.adres, fund.dane_kontaktowe) == (6, True, None, ())
    kept = ubl_read.read(documents.content(company, "invoice", document_id=issued.pk, form="ubl"))
    assert [one.value for one in kept.buyer.identifiers] == ["GI-77"]
    assert [note.text.partition(":")[0] for note in kept.notes] == [
        "Jednostka samorządu terytorialnego – odbiorca",
        "Dokonujący płatności",
    ]
    note = credit_notes.issue(company, issued, reason="whole", by=the_owner(company), on=issued.day)
    assert note.other_parties == issued.other_parties


def test_what_cannot_stand_beside_an_invoice():
    deposit = {"what": "deposit", "amount": "5.00", "reason": "Kaucja"}
    polish, romanian = a_company("PL"), a_company("RO")
    for company, facts, code in [
        (romanian, {"beside": [deposit]}, "beside.not_here"),
        (romanian, {"other_parties": [SCHOOL]}, "beside.not_here"),
        (polish, {"other_parties": [SCHOOL | {"role": "friend"}]}, "field.bad_value"),
        (polish, {"other_parties": [SCHOOL | {"share": "50"}]}, "field.bad_value"),
        (polish, {"other_parties": 2 * [SCHOOL | {"role": "additional_buyer", "share": "50"}]}, "field.bad_value"),
        (polish, {"beside": [deposit], "kind": "simplified"}, "beside.of_an_advance"),
        (polish, {"beside": [deposit | {"amount": "0.005"}]}, "beside.not_whole_cents"),
        (polish, {"beside": [deposit | {"amount": "-5.00"}]}, "field.bad_value"),
        (polish, {"attachment": [{"facts": []}]}, "field.missing"),
        (polish, {"attachment": [{"facts": EXCISE, "tables": [UNEVEN]}]}, "field.bad_value"),
    ]:
        a_customer(company)
        with pytest.raises(Refused) as refusal:
            a_draft(company, **facts)
        assert refusal.value.code == code
