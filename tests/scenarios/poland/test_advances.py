"""The ministry's example of an advance, entered in Kvit as its facts and compared with what Kvit sends to KSeF."""

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from kvit.core.einvoice import fa3
from kvit.receivables import credit_notes
from tests.builders import a_customer, a_line, an_invoice, breaches, the_owner
from tests.scenarios.poland.builders import days_go_on, sent

pytestmark = pytest.mark.django_db
D = Decimal
DAY = date(2026, 2, 15)
FLAT = a_line("300000", vat="23", name="mieszkanie 50m^2", unit="H87")
EXTRAS = a_line("5000", vat="23", name="usługi dodatkowe", unit="H87")
BY_NATURE = {
    "Naglowek": "the moment and the program that made it",
    "Podmiot1": "our NIP passes its check digit; address and contact are those of the company",
    "Podmiot2/DaneIdentyfikacyjne/NIP": "the invented NIP fails its check digit",
    "Podmiot2/DaneKontaktowe": "not entered: no document of Kvit names the mail and telephone of its buyer",
    "Stopka": "the share capital and registers of the example's seller are printed from the company's own",
    "Podmiot3": "not entered: a draft holds one buyer, and no additional one with a share",
    "Fa/P_1M": "not entered: Kvit asks for no place of issue",
    "Fa/P_2": "our own series",
    "Fa/DodatkowyOpis": "not entered: a note of the ministry's seller, the same as P_15",
    "Fa/Zamowienie/ZamowienieWiersz/UU_IDZ": "not entered: an id of the ministry's program",
}
"""Where the two differ by nature."""


def told(content):
    """Every text of the document at its place, in order, without what differs by nature."""
    found = []

    def walk(node, place):
        here = f"{place}/{etree.QName(node).localname}".removeprefix("/Faktura").lstrip("/")
        if here in BY_NATURE:
            return
        children = [child for child in node if isinstance(child.tag, str)]
        if not children:
            text = (node.text or "").strip()
            found.append((here, D(text).normalize() if text.replace(".", "", 1).isdecimal() else text))
        for child in children:
            walk(child, here)

    for child in etree.fromstring(content):
        walk(child, "")
    return found


def test_example_10_comes_out_field_by_field(shared, company):
    address = {"street": "ul. Polna", "building": "1", "town": "Warszawa", "post_code": "00-001"}
    contact = {"email": "jan@kowalski.pl", "phone": "555777999"}
    a_customer(company, name="F.H.U. Jan Kowalski", address=address, **contact)
    order = {"advance": {"received": "20000.00", "received_on": "2026-02-15"}, "issue_on": "2026-02-15"}
    issued = an_invoice(company, FLAT, EXTRAS, on=DAY, **order)
    days_go_on(company)
    official = (shared / "einvoice/examples/fa3-official/FA_3_Przyklad_10.xml").read_bytes()
    assert told(fa3.write(sent(issued))) == told(official)
    assert breaches() == []


def test_the_final_invoice_shows_the_order_and_names_its_advances_by_their_ksef_numbers(company):
    a_customer(company)
    advance = an_invoice(company, FLAT, EXTRAS, advance={"received": "20000.00", "received_on": "2026-03-02"})
    final = an_invoice(company, FLAT, EXTRAS, settles=[advance.public_id])
    days_go_on(company)
    days_go_on(company)
    fa = sent(final).fa
    assert fa.rodzaj_faktury == "ROZ"
    assert [line.p_11 for line in fa.fa_wiersz] == [300000, 5000]
    assert (fa.p_13_1, fa.p_14_1) == (D("288739.84"), D("66410.16"))
    assert fa.p_15 == D("355150")
    (named,) = fa.faktura_zaliczkowa
    assert named.nr_ksef_fa_zaliczkowej.startswith("8567346215-")
    assert breaches() == []


def test_a_note_of_an_advance_says_what_was_paid_before_and_the_order_twice(company):
    a_customer(company)
    advance = an_invoice(company, FLAT, EXTRAS, advance={"received": "20000.00", "received_on": "2026-03-02"})
    note = credit_notes.issue(company, advance, reason="whole", by=the_owner(company), on=advance.issued_on)
    days_go_on(company)
    days_go_on(company)
    fa = sent(note).fa
    assert (fa.rodzaj_faktury, fa.p_15, fa.p_15zk) == ("KOR_ZAL", -20000, 20000)
    assert (fa.p_13_1, fa.p_14_1) == (D("-16260.16"), D("-3739.84"))
    assert [row.stan_przed_z for row in fa.zamowienie.zamowienie_wiersz] == [True, None, True, None]
    assert fa.fa_wiersz == ()
    assert breaches() == []


def test_where_the_advances_pay_everything_the_last_of_them_names_the_others(company):
    a_customer(company)
    first = an_invoice(company, FLAT, EXTRAS, advance={"received": "20000.00", "received_on": "2026-03-02"})
    rest = {"received": "355150.00", "received_on": "2026-03-02"}
    last = an_invoice(company, FLAT, EXTRAS, advance=rest, settles=[first.public_id])
    days_go_on(company)
    days_go_on(company)
    fa = sent(last).fa
    assert (fa.rodzaj_faktury, fa.p_15, len(fa.faktura_zaliczkowa)) == ("ZAL", 355150, 1)
    assert (fa.p_13_1, fa.p_14_1) == (D("288739.84"), D("66410.16"))
    assert breaches() == []


def test_a_note_of_the_final_invoice_is_a_correction_of_a_settlement(company):
    a_customer(company)
    advance = an_invoice(company, FLAT, EXTRAS, advance={"received": "20000.00", "received_on": "2026-03-02"})
    final = an_invoice(company, FLAT, EXTRAS, settles=[advance.public_id])
    note = credit_notes.issue(company, final, reason="whole", by=the_owner(company), on=final.issued_on)
    for _ in range(3):
        days_go_on(company)
    fa = sent(note).fa
    assert (fa.rodzaj_faktury, fa.p_15) == ("KOR_ROZ", D("-355150"))
    assert breaches() == []
