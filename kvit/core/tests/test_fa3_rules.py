"""Kvit's own rules on FA(3): a right document has no finding, and each fault is found under its rule."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from kvit.core.einvoice import fa3
from kvit.core.einvoice.fa3.annotations import NoweSrodkiTransportu, NowySrodekTransportu, Zwolnienie
from kvit.core.einvoice.fa3.check import check
from kvit.core.einvoice.fa3.corrections import DaneFaKorygowanej, Podmiot2K
from kvit.core.einvoice.fa3.document import OkresFa
from kvit.core.einvoice.fa3.lines import FakturaZaliczkowa, Zamowienie, ZamowienieWiersz
from kvit.core.einvoice.fa3.parties import DaneNabywcy, DanePodmiotu3, DaneSprzedawcy, Podmiot3
from kvit.core.einvoice.fa3.payment import Obciazenia, Platnosc, RachunekBankowy, Rozliczenie
from kvit.core.errors import errors
from kvit.core.tests.polish import NOTHING_SAID, SOUND, with_fa
from kvit.core.tests.polish_schema import examples, schema

ONE, TWO = SOUND.fa.fa_wiersz
NUMBER = "5265877635-20250916-0200A0D6723E-C2"
CORRECTED = DaneFaKorygowanej(
    data_wyst_fa_korygowanej=date(2026, 2, 1),
    nr_fa_korygowanej="FV/1",
    nr_ksef=True,
    nr_ksef_fa_korygowanej=NUMBER,
)
KOR = with_fa(rodzaj_faktury="KOR", dane_fa_korygowanej=(CORRECTED,))
ORDER = Zamowienie(
    wartosc_zamowienia=Decimal(246),
    zamowienie_wiersz=(
        ZamowienieWiersz(nr_wiersza_zam=1, p_7z="Dom", p_11_netto_z=Decimal(200), p_11_vat_z=Decimal(46), p_12z="23"),
    ),
)
ZAL = with_fa(rodzaj_faktury="ZAL", fa_wiersz=(), zamowienie=ORDER)


def third(nip="3333333333", **said):
    return Podmiot3(dane_identyfikacyjne=DanePodmiotu3(nip=nip, nazwa="Gamma"), **said)


def with_thirds(*parties, document=SOUND, jst=False, gv=False):
    return replace(document, podmiot3=parties, podmiot2=replace(document.podmiot2, jst=jst, gv=gv))


def with_lines(*lines, **changed):
    return with_fa(fa_wiersz=lines, **changed)


def account(number):
    return with_fa(platnosc=Platnosc(rachunek_bankowy=(RachunekBankowy(nr_rb=number),)))


def noted(**changed):
    return with_fa(adnotacje=replace(NOTHING_SAID, **changed))


def sold_by(nip, document=SOUND):
    known = DaneSprzedawcy(nip=nip, nazwa="A")
    return replace(document, podmiot1=replace(document.podmiot1, dane_identyfikacyjne=known))


def kor(**changed):
    return with_fa(KOR, **changed)


def correcting(**changed):
    return kor(dane_fa_korygowanej=(replace(CORRECTED, **changed),))


def zal(row=(), **changed):
    rows = (replace(ORDER.zamowienie_wiersz[0], **dict(row)),)
    return with_fa(ZAL, zamowienie=replace(ORDER, zamowienie_wiersz=rows, **changed))


def untaxed(*lines, amount, **changed):
    """Lines without VAT, summed in one field."""
    field, total = amount
    return with_lines(*lines, p_13_1=None, p_14_1=None, p_15=total, **{field: total}, **changed)


def charged(**stated):
    deposit = Obciazenia(kwota=Decimal(5), powod="kaucja")
    return with_fa(rozliczenie=Rozliczenie(obciazenia=(deposit,), **stated))


MARGIN_LINE = replace(ONE, p_12=None, p_9a=None, p_9b=Decimal(25), p_11=None, p_11a=Decimal(100))
STEEL = replace(ONE, p_8b=Decimal(800), p_11=Decimal(20000), p_12_zal_15=True)
CAR = NowySrodekTransportu(p_22a=date(2026, 1, 1), p_nr_wiersza_nst=7, p_22b="10 km")
NEW_CAR = NoweSrodkiTransportu(p_22=True, p_42_5=False, nowy_srodek_transportu=(CAR,))
BUYER_BEFORE = Podmiot2K(dane_identyfikacyjne=DaneNabywcy(nip="2222222222", nazwa="B"))
FACTOR = Platnosc(rachunek_bankowy_faktora=(RachunekBankowy(nr_rb="73111111111111111111111111"),))
HALF = {"rola": 4, "udzial": Decimal(60)}


FAULTS = [
    ("FA-NIP-01", "warning", sold_by("1234567890")),
    ("FA-KSEF-01", "warning", correcting(nr_ksef_fa_korygowanej=NUMBER[:-2] + "C3")),
    ("FA-ROLE-01", "error", with_thirds(jst=True)),
    ("FA-ROLE-01", "error", with_thirds(third(rola=2), gv=True)),
    ("FA-ROLE-02", "error", with_thirds(third(rola=8))),
    ("FA-ROLE-02", "error", with_thirds(third(rola=10))),
    ("FA-ROLE-03", "error", with_thirds(third(rola=2, udzial=Decimal(50)))),
    ("FA-ROLE-04", "error", with_thirds(third(**HALF), third("4444444444", **HALF))),
    ("FA-ROLE-05", "error", with_thirds(third(rola=5), document=noted(p_17=True))),
    ("FA-ROLE-06", "error", with_thirds(third("1111111111", rola=4))),
    ("FA-ROLE-07", "error", with_thirds(third(rola=4), third(rola=4))),
    ("FA-DAY-02", "error", with_fa(p_6=None, okres_fa=OkresFa(p_6_od=date(2026, 2, 2), p_6_do=date(2026, 2, 1)))),
    ("FA-DAY-03", "warning", with_fa(p_6=date(2026, 4, 17))),
    ("FA-LINE-01", "error", with_lines(ONE, replace(TWO, nr_wiersza_fa=1))),
    ("FA-LINE-02", "error", with_lines(ONE, replace(TWO, uu_id="a1"))),
    ("FA-LINE-03", "error", with_lines(replace(ONE, p_8b=Decimal(-4)), TWO)),
    ("FA-LINE-04", "error", with_lines(replace(ONE, stan_przed=True), TWO)),
    ("FA-LINE-05", "warning", with_lines()),
    ("FA-LINE-06", "warning", with_lines(replace(ONE, p_9a=Decimal(30)), TWO)),
    ("FA-SUM-01", "error", with_fa(p_14_1=Decimal("44.00"), p_15=Decimal("244.00"))),
    ("FA-SUM-01", "error", with_fa(p_14_1=Decimal("16.00"), p_15=Decimal("216.00"))),
    ("FA-SUM-02", "error", with_lines(ONE, replace(TWO, p_12="8"))),
    ("FA-SUM-03", "error", with_fa(p_15=Decimal("256.00"))),
    ("FA-SUM-04", "warning", with_lines(ONE)),
    ("FA-SUM-05", "warning", charged(suma_obciazen=Decimal(6))),
    ("FA-SUM-05", "warning", charged(do_zaplaty=Decimal(246))),
    ("FA-CUR-01", "warning", with_fa(p_14_1w=Decimal(46))),
    ("FA-CUR-02", "warning", with_fa(kod_waluty="EUR")),
    ("FA-NOTE-01", "warning", untaxed(replace(ONE, p_12="zw"), amount=("p_13_7", Decimal(100)))),
    ("FA-NOTE-02", "warning", noted(zwolnienie=Zwolnienie(p_19=True, p_19a="art. 43"))),
    ("FA-NOTE-03", "warning", untaxed(replace(ONE, p_12="oo"), amount=("p_13_10", Decimal(100)))),
    (
        "FA-NOTE-04",
        "error",
        with_lines(STEEL, p_13_1=Decimal(20000), p_14_1=Decimal(4600), p_15=Decimal(24600)),
    ),
    ("FA-NOTE-05", "warning", untaxed(MARGIN_LINE, amount=("p_13_11", Decimal(100)))),
    ("FA-NOTE-06", "warning", untaxed(replace(ONE, p_12="0 WDT"), amount=("p_13_6_2", Decimal(100)))),
    ("FA-NOTE-07", "warning", noted(nowe_srodki_transportu=NEW_CAR)),
    ("FA-NOTE-08", "warning", with_fa(rodzaj_faktury="UPR", p_13_1=None, p_14_1=None, p_15=Decimal("450.01"))),
    ("FA-COR-01", "error", with_fa(rodzaj_faktury="KOR")),
    ("FA-COR-02", "error", with_fa(dane_fa_korygowanej=(CORRECTED,))),
    ("FA-COR-03", "warning", kor(rodzaj_faktury="KOR_ROZ")),
    ("FA-COR-04", "warning", correcting(data_wyst_fa_korygowanej=date(2026, 2, 16))),
    ("FA-COR-05", "warning", sold_by("2222222222", KOR)),
    ("FA-COR-06", "warning", kor(podmiot2k=(BUYER_BEFORE,))),
    ("FA-ADV-01", "error", with_fa(ZAL, zamowienie=None)),
    ("FA-ADV-02", "warning", with_fa(rodzaj_faktury="ROZ")),
    ("FA-ADV-03", "warning", with_fa(zamowienie=ORDER)),
    ("FA-ADV-04", "warning", zal(wartosc_zamowienia=Decimal(300))),
    ("FA-ADV-05", "error", zal({"stan_przed_z": True})),
    (
        "FA-ADV-06",
        "warning",
        zal({"p_11_netto_z": Decimal(100), "p_11_vat_z": Decimal(23)}, wartosc_zamowienia=Decimal(123)),
    ),
    ("FA-PAY-01", "error", account("BANK-ACCOUNT-1")),
    ("FA-PAY-01", "error", account("731111111111111111111111110")),
    ("FA-PAY-01", "error", account("PL7311111111111111111111")),
    ("FA-PAY-01", "error", account("1111111111")),
    ("FA-PAY-01", "error", account("QQ73111111111111111111111111")),
    ("FA-PAY-02", "warning", account("73111111111111111111111112")),
    ("FA-PAY-02", "warning", account("PL73111111111111111111111112")),
    ("FA-PAY-03", "warning", with_fa(platnosc=FACTOR)),
]
IDS = [f"{rule}-{index}" for index, (rule, *_) in enumerate(FAULTS)]


@pytest.mark.parametrize(
    ("rule", "severity", "document"), FAULTS, ids=[f"{rule}-{i}" for i, (rule, *_) in enumerate(FAULTS)]
)
def test_each_fault_is_found_under_its_rule_and_no_error_beside_it(rule, severity, document):
    content = fa3.write(document)
    found = check(content)
    assert (rule, severity) in {(finding.rule, finding.severity) for finding in found}
    assert {finding.rule for finding in errors(found)} <= {rule}


def test_right_documents_have_no_finding():
    settled = with_fa(rodzaj_faktury="ROZ", faktura_zaliczkowa=(FakturaZaliczkowa(nr_ksef_fa_zaliczkowej=NUMBER),))
    corrected = kor(fa_wiersz=(replace(ONE, stan_przed=True), ONE, TWO))
    shared_buyers = with_thirds(third(rola=4, udzial=Decimal(50)), third(rola=8), jst=True)
    for document in (SOUND, KOR, ZAL, settled, corrected, shared_buyers, account("73111111111111111111111111")):
        assert check(fa3.write(document), on=date(2026, 2, 15)) == []


def test_the_schema_takes_what_only_these_rules_refuse(shared):
    """Otherwise they would say nothing that the schema does not say."""
    for rule, _, document in FAULTS:
        assert schema(shared).validate(etree.fromstring(fa3.write(document))), (rule, schema(shared).error_log)


def test_the_official_examples_have_no_error(shared):
    for name, content in examples(shared):
        assert errors(check(content)) == [], name


def test_a_grosz_for_each_line_is_no_fault_of_the_vat():
    """Art. 106e ust. 10: VAT may be rounded on each line, and the sum then differs from the rate of the sum."""
    lines = tuple(
        replace(ONE, nr_wiersza_fa=n, uu_id=None, p_8b=None, p_9a=None, p_11=Decimal("0.02")) for n in range(1, 6)
    )
    document = with_lines(*lines, p_13_1=Decimal("0.10"), p_14_1=Decimal("0.00"), p_15=Decimal("0.10"))
    assert check(fa3.write(document)) == []


def test_an_account_of_ten_digits_may_be_abroad_or_not_be_paid_to():
    short = RachunekBankowy(nr_rb="1111111111")
    abroad = Platnosc(rachunek_bankowy=(replace(short, swift="CHASUS33"),), forma_platnosci=6)
    cash = Platnosc(rachunek_bankowy=(short,), forma_platnosci=1)
    for payment in (abroad, cash):
        assert check(fa3.write(with_fa(platnosc=payment))) == []
    assert check(fa3.write(with_fa(kod_waluty="USD", p_14_1w=Decimal(184), platnosc=cash))) == []


def test_twenty_two_percent_is_right_before_2011_alone():
    old = with_fa(p_14_1=Decimal("44.00"), p_15=Decimal("244.00"), p_6=date(2010, 12, 31))
    assert errors(check(fa3.write(old))) == []


def test_a_day_of_issue_in_the_future_is_an_error_on_the_day_it_is_sent():
    content = fa3.write(SOUND)
    assert [finding.rule for finding in check(content, on=date(2026, 2, 14))] == ["FA-DAY-01"]
    assert check(content) == []


@pytest.mark.parametrize(
    ("rule", "content"),
    [
        ("FA-FILE-01", fa3.write(SOUND) + b" " * 1_000_000),
        ("FA-FILE-02", b"\xef\xbb\xbf" + fa3.write(SOUND)),
        ("FA-FILE-03", fa3.write(SOUND).replace(b"UTF-8", b"ISO-8859-2").decode().encode("iso-8859-2")),
        ("FA-FILE-04", fa3.write(SOUND).replace(b"<Faktura", b"<?xml-stylesheet href='a.xsl'?><Faktura")),
        ("FA-FILE-05", fa3.write(with_fa(p_1m="a\x85b\x86c"))),
    ],
)
def test_what_ksef_refuses_of_a_file_is_an_error_when_it_is_sent_and_else_a_warning(rule, content):
    assert [(one.rule, one.severity) for one in check(content)] == [(rule, "warning")]
    assert [(one.rule, one.severity) for one in check(content, on=date(2026, 2, 15))] == [(rule, "error")]


def test_comments_and_plain_text_are_no_processing_instructions():
    content = fa3.write(with_fa(p_1m="?")).replace(b"<Faktura", b"<!-- <?a?> --><Faktura")
    assert check(content, on=date(2026, 2, 15)) == []
