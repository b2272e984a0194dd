"""Lines as the trade knows them and no generator of the bench makes: none is booked wrongly."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kvit.core.matching.proposals import Proposal
from kvit.core.open_items import Index
from kvit.core.reconciling import rank, settle
from kvit.core.tests.test_reconciling import ALFA, owed, paid, proposals, sure, taken

NUMBER, OTHER = "INV-2026-00412", "INV-2026-00413"
LAST_YEAR = date(2025, 3, 1)


def settled(number, balance, **more):
    return replace(owed(number, "0.00", **more), total=Decimal(balance))


def test_two_customers_of_like_names_owe_the_same_and_the_bank_cut_the_name():
    nord = owed(NUMBER, party="nord", name="Nord Trade SRL")
    invest = owed(OTHER, party="invest", name="Nord Trade Invest SRL")
    assert sure(paid(name="NORD TRADE", text="plata factura"), nord, invest) == []
    assert sure(paid(name="NORD TRADE SRL"), nord, invest) == []
    assert sure(paid(name="NORD TRADE INV", text=f"plata {OTHER}"), nord, invest) == [OTHER], "the number says whose"


def test_a_cut_reference_that_ends_inside_the_number_of_another_invoice():
    """`INV-2026-0041` is how the bank cut INV-2026-00412; it is a number of its own of another customer."""
    whole, short = owed(NUMBER, name="Alfa SRL"), owed("INV-2026-0041", party="beta", name="Beta SRL")
    assert sure(paid(text="plata INV-2026-0041", iban=ALFA, name="Alfa SRL"), whole, short) == []


def test_a_scanned_reference_with_another_invoices_number_inside():
    """Letters read as figures: `lNV 2O26 OO412` is the number; a figure too many is not, though it holds another."""
    small = owed("412", "1190.00", party="beta", name="Beta SRL")
    assert sure(paid(text="INV 2O26-OO412", iban=ALFA), owed(), small) == [NUMBER]
    for text in ("INV-2026-0041 2 7", "9INV-2026-004129", "ref 7412"):
        assert small.number not in sure(paid(text=text, iban=ALFA), owed(), small)


def test_a_mother_pays_for_her_daughter():
    """The payer's account is the mother's, who owes the same amount herself: a person looks, whatever is named."""
    mother = owed("INV-2026-00500", party="alfa", name="Alfa Holding SA")
    daughter = owed(NUMBER, party="daughter", name="Alfa Logistic SRL")
    line = paid(text=f"plata {NUMBER} pentru Alfa Logistic", iban=ALFA, name="Alfa Holding SA")
    assert sure(line, mother, daughter) == []
    assert {tuple(taken(one)) for one in proposals(line, mother, daughter)} >= {(NUMBER,)}
    assert sure(line, daughter) == [NUMBER], "where she owes nothing like it, the number is enough"


@pytest.mark.parametrize(
    "text", ["Storno plata", "STORNARE OP 17", "сторно", "zwrot płatności", "devolución", "refund"]
)
def test_money_that_comes_back_is_no_payment(text):
    """A transfer of ours that the bank sent back is what somebody happens to owe."""
    assert sure(paid(text=f"{text} {NUMBER}", iban=ALFA), owed()) == []
    assert sure(paid(text=text, iban=ALFA), owed()) == []


def test_a_reversal_takes_nothing_out_of_what_is_open():
    back = paid("-1190.00", NUMBER, iban=ALFA, is_reversal=True)
    assert sure(back, owed()) == []
    assert all(amount < 0 for one in proposals(back, owed()) for amount in taken(one).values())


def test_a_card_acquirer_pays_a_days_sales_in_one_sum_less_its_fee():
    """No number, no payer of ours, a sum that three customers happen to make: nobody is settled."""
    sales = [owed(f"INV-2026-0050{n}", f"{n}00.00", party=f"p{n}", name=f"Client {n} SRL") for n in (1, 2, 3)]
    for amount in ("600.00", "591.00"):
        line = paid(amount, "POS 12345678 DECONTARE CARDURI 14.03 COMISION 9.00", name="BANCA TRANSILVANIA POS")
        assert sure(line, *sales) == []


def test_a_payment_in_another_currency_with_a_fee_taken_off():
    rates = {"EUR": Decimal("4.97"), "RON": Decimal(1)}
    line = paid("5854.30", f"{NUMBER} SHA COMISION 60.00", currency="RON", iban=ALFA)
    found = rank(line, Index([owed()]), known_ibans={ALFA: {"alfa"}}, rates=rates)
    assert (found[0].kind, found[0].is_sure) == ("other_currency", False)
    same_figures = paid("1190.00", NUMBER, currency="RON", iban=ALFA)
    assert sure(same_figures, owed()) == [], "1,190 lei are not 1,190 euro"


def test_a_payer_writes_the_number_of_last_years_invoice():
    """The rent of March 2026 under the number of March 2025, which was paid then: a person looks."""
    old, now = settled("INV-2025-00098", "1190.00", on=LAST_YEAR), owed()
    assert sure(paid(text="chirie martie INV-2025-00098", iban=ALFA), old, now) == []
    longer_ago = paid(text="chirie martie INV-2025-00098", iban=ALFA)
    assert sure(longer_ago, now) == [], "a number that nobody knows speaks against the amount alone"


def test_a_factoring_bank_pays_for_three_customers_with_a_reserve_kept():
    items = [owed(f"INV-2026-0060{n}", "1000.00", party=f"p{n}", name=f"Client {n} SRL") for n in (1, 2, 3)]
    line = paid("2700.00", "FACTORING INV-2026-00601 INV-2026-00602 INV-2026-00603 REZERVA 10%", name="Factor IFN SA")
    assert sure(line, *items) == []


def test_the_same_money_twice_on_one_day_settles_once():
    index = Index([owed()])
    line = paid(text=NUMBER, iban=ALFA)
    found = rank(line, index, known_ibans={ALFA: {"alfa"}})
    settle(index, found[0])
    again: list[Proposal] = rank(line, index, known_ibans={ALFA: {"alfa"}})
    assert not any(one.is_sure for one in again)


def test_a_phone_number_and_a_contract_are_no_invoices():
    small = owed("0741123456", "1190.00", party="beta", name="Beta SRL")
    assert sure(paid("500.00", "tel 0741 123 456 contract 2026/00412", iban=ALFA), owed(), small) == []
