"""The rules beyond exact evidence, each with what makes it sure and what keeps a person (docs/rules/matching.md)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.formats.statement import StatementLine
from kvit.core.matching import words
from kvit.core.matching.names import NEAR, SAME, likeness
from kvit.core.matching.sums import sums
from kvit.core.open_items import Index
from kvit.core.reconciling import payer_shown, rank, settle
from kvit.core.tests.test_reconciling import (
    ALFA,
    BETA,
    DAY,
    KNOWN,
    first,
    items,
    lines,
    owed,
    paid,
    proposals,
    sure,
    taken,
)

NUMBER = "INV-2026-00412"


def offering(number=NUMBER, balance="1000.00", *, discount="20.00", until=DAY, total=None, **more):
    """An invoice with a discount for paying early."""
    item = owed(number, balance, **more)
    return replace(item, total=Decimal(total or balance), discount=Decimal(discount), discount_until=until)


# -- gaps that are explained


def test_a_discount_taken_in_time_is_sure_and_one_day_late_it_is_a_question():
    in_time = first(paid("980.00", f"{NUMBER} -2%", iban=ALFA), offering())
    assert (in_time.kind, in_time.is_sure, in_time.difference) == ("discount", True, Decimal("-20.00"))
    assert taken(in_time) == {NUMBER: Decimal("1000.00")}
    late = first(paid("980.00", f"{NUMBER} -2%", iban=ALFA), offering(until=date(2026, 3, 14)))
    assert (late.kind, late.is_sure) == ("partial", False)
    assert taken(late) == {NUMBER: Decimal("980.00")}


@pytest.mark.parametrize("amount", ["980.01", "979.99", "970.00"])
def test_a_discount_is_taken_to_the_cent(amount):
    assert first(paid(amount, NUMBER, iban=ALFA), offering()).kind != "discount"


def test_a_discount_is_for_the_whole_invoice_only():
    """Half was paid before: the offer holds no longer."""
    assert sure(paid("480.00", NUMBER, iban=ALFA), offering(balance="500.00", total="1000.00")) == []


def test_of_several_only_those_in_time_are_discounted():
    items = [offering(), offering("INV-2026-00413", "500.00", discount="10.00", until=date(2026, 3, 1))]
    proposal = first(paid("1480.00", f"{NUMBER}, INV-2026-00413", iban=ALFA), *items)
    assert (proposal.kind, proposal.is_sure, proposal.difference) == ("discount", True, Decimal("-20.00"))


@pytest.mark.parametrize(
    "text",
    [
        "/CHGS/12.00", "/CHGS/EUR12,00", "SHA", "OUR FEES DEDUCTED", "less bank charges", "comision 12,00",
        "Spesen 12.00", "prowizja 12,00", "opłata bankowa 12,00", "такса 12,00", "gastos bancarios 12,00",
    ],
)  # fmt: skip
def test_a_fee_that_the_line_states_is_sure(text):
    proposal = first(paid("1178.00", f"{NUMBER} {text}", iban=ALFA), owed())
    assert (proposal.kind, proposal.is_sure, proposal.difference) == ("fee", True, Decimal("-12.00"))
    assert taken(proposal) == {NUMBER: Decimal("1190.00")}


@pytest.mark.parametrize("text", ["/CHGS/5.00", "prowizja 5,00", "такса 5,00", "gastos 5,00"])
def test_a_fee_that_is_not_the_gap_is_a_question(text):
    assert sure(paid("1178.00", f"{NUMBER} {text}", iban=ALFA), owed()) == []


@pytest.mark.parametrize(
    "text",
    ["Opłata za fakturę", "service charges", "такса по фактура", "comision", "plata comision", "gastos", "Spesen"],
)
def test_a_word_for_a_fee_alone_may_be_what_the_invoice_is_for(text):
    """`Opłata za fakturę` is a payment for an invoice, and a broker's invoice is about a commission."""
    for amount in ("1178.00", "1165.00", "1100.00"):
        assert sure(paid(amount, f"{text} {NUMBER}", iban=ALFA), owed()) == []


def test_a_gap_too_large_for_a_fee_is_none():
    assert first(paid("1150.00", f"{NUMBER} SHA", iban=ALFA), owed()).kind == "partial"
    assert first(paid("90.00", f"{NUMBER} SHA", iban=ALFA), owed(balance="110.00")).kind == "partial"


def test_a_small_gap_that_nobody_explains_is_shown_as_a_fee():
    proposal = first(paid("1178.00", NUMBER, iban=ALFA), owed())
    assert (proposal.kind, proposal.is_sure, proposal.reasons[1]) == ("fee", False, "match.fee_likely")


def test_a_part_of_one_invoice_by_its_payer_is_sure():
    proposal = first(paid("400.00", NUMBER, iban=ALFA), owed())
    assert (proposal.kind, proposal.is_sure, proposal.difference) == ("partial", True, Decimal("-790.00"))
    assert taken(proposal) == {NUMBER: Decimal("400.00")}


@pytest.mark.parametrize(
    "text",
    ["part 1", "1/3", "a conto", "rata 2", "acont", "część", "pago parcial", "cuota 2", "плащане на част", "вноска 1"],
)
def test_a_stranger_must_say_that_it_is_a_part(text):
    assert sure(paid("400.00", f"{NUMBER} {text}"), owed()) == [NUMBER]
    assert sure(paid("400.00", NUMBER), owed()) == []


@pytest.mark.parametrize(
    "items", [[owed(), owed("INV-2026-00500", "400.00")], [owed(), owed("INV-2026-00500", "9.00")]]
)
def test_a_part_is_a_question_when_the_payer_owes_exactly_that_elsewhere(items):
    """The number may be mistyped: it hits another open invoice of the same payer."""
    expected = [] if items[1].balance == 400 else [NUMBER]
    assert sure(paid("400.00", NUMBER, iban=ALFA), *items) == expected
    if not expected:
        assert taken(first(paid("400.00", NUMBER, iban=ALFA), *items)) == {"INV-2026-00500": Decimal("400.00")}


def test_a_part_of_somebody_elses_invoice_is_a_question():
    assert sure(paid("400.00", NUMBER, iban=BETA), owed()) == []


def test_a_discount_taken_by_somebody_else_is_a_question():
    assert sure(paid("980.00", NUMBER, iban=BETA), offering()) == []


def test_a_part_that_is_nearly_all_is_a_question():
    assert sure(paid("1100.00", NUMBER, iban=ALFA), owed()) == []


def test_too_much_by_cents_is_a_slip_and_by_more_a_question():
    assert sure(paid("1190.10", NUMBER, iban=ALFA), owed()) == [NUMBER]
    assert first(paid("1190.10", NUMBER, iban=ALFA), owed()).difference == Decimal("0.10")
    assert sure(paid("1191.00", NUMBER, iban=ALFA), owed()) == []


AGAINST = {
    "en": ["advance", "prepayment", "deposits", "loan repayment", "refunded", "LOAN12", "overpaid", "claim 3"],
    "ro": ["avansul", "avansului", "depozitul", "împrumutul", "restituire", "dobânzi", "despăgubiri", "stornat"],
    "bg": ["аванса", "авансово", "предплата", "капаро", "депозита", "заема", "займ", "гаранцията", "лихви", "върнати"],
    "es": ["anticipos", "adelanto", "provisión de fondos", "DEPÓSITO PEDIDO", "fianzas", "devoluciones", "intereses"],
    "pl": ["zaliczkę", "przedpłata", "zadatku", "kaucję", "pożyczkę", "zwrotu", "odsetek", "odszkodowania", "kredytu"],
    "de": ["Anzahlungen", "Vorauszahlung", "Kaution", "Darlehen", "Rückerstattung", "Erstattung", "Schadensfall"],
}  # fmt: skip


@pytest.mark.parametrize("text", [word for told in AGAINST.values() for word in told])
def test_name_and_amount_book_nothing_that_may_be_no_payment_of_an_invoice(text):
    item = owed(name="Alfa Trans SRL")
    assert sure(paid(name="Alfa Trans SRL"), item) == [NUMBER]
    assert sure(paid(text=text, name="Alfa Trans SRL"), item) == []
    assert sure(paid(text=text, iban=ALFA), item) == []


@pytest.mark.parametrize("text", ["ramburs curier", "prepaid SIM", "Provision", "para los interesados"])
def test_words_of_trade_stay_payments(text):
    """Cash on delivery, prepaid goods, a commission."""
    assert sure(paid(text=f"{text} {NUMBER}", iban=ALFA), owed()) == [NUMBER]


@pytest.mark.parametrize("text", ["avans", "proforma", "refund", "депозит", "zaliczka", "Anzahlung", "anticipo"])
def test_words_against_it_keep_a_person_from_every_explained_gap(text):
    for line, item in (("980.00", offering()), ("988.00", owed(balance="1000.00")), ("400.00", owed())):
        assert sure(paid(line, f"{NUMBER} SHA {text}", iban=ALFA), item) == []


# -- more than was named


def test_a_range_is_all_between_its_ends():
    items = [owed(f"INV-2026-0041{at}", amount) for at, amount in enumerate(["10.00", "20.00", "30.00", "7.00"])]
    assert sure(paid("60.00", "INV-2026-00410 - INV-2026-00412", iban=ALFA), *items) == [
        f"INV-2026-0041{at}" for at in range(3)
    ]
    assert sure(paid("61.00", "INV-2026-00410 - INV-2026-00412", iban=ALFA), *items) == []


def test_a_list_cut_by_the_bank_is_completed_by_the_only_sum():
    items = [owed(f"INV-2026-0041{at}", amount) for at, amount in enumerate(["100.01", "250.17", "377.77", "12.13"])]
    text = "plata INV-2026-00410,INV-2026-0041"[:35].ljust(35, "1")
    assert sure(paid("727.95", text, iban=ALFA), *items) == ["INV-2026-00410", "INV-2026-00411", "INV-2026-00412"]
    assert sure(paid("727.95", "INV-2026-00410 thanks", iban=ALFA), *items) == []


def test_a_credit_note_of_the_known_payer_is_netted_though_nobody_named_it():
    items = [owed(balance="100.00"), owed("CN-2026-00007", "-20.00")]
    assert sure(paid("80.00", NUMBER, iban=ALFA), *items) == ["CN-2026-00007", NUMBER]
    assert sure(paid("80.00", "fact. 412", iban=ALFA), *items) == ["CN-2026-00007", NUMBER]
    assert sure(paid("80.00", NUMBER, iban=BETA), *items) == []
    assert sure(paid("80.00", NUMBER, iban=ALFA), *items, owed("INV-2026-00500", "80.00")) == []


# -- who pays


def test_a_name_and_an_amount_are_enough_when_nobody_of_that_name_owes_it_too():
    item = owed(name="Müller Grün GmbH & Co. KG")
    assert sure(paid(name="MUELLER GRUEN"), item) == [NUMBER]
    sister = owed("INV-2026-00500", party="sister", name="Müller Grün Invest AG")
    assert sure(paid(name="MUELLER GRUEN"), item, sister) == []


def test_a_sister_on_the_same_account_is_one_who_may_be_meant():
    known = {ALFA: {"alfa", "sister"}}
    items = [owed(), owed("INV-2026-00500", party="sister")]
    assert not any(each.is_sure for each in proposals(paid(iban=ALFA), *items, known=known))
    assert proposals(paid(iban=ALFA), items[0], known=known)[0].is_sure


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("BACKER PRINT IASI", "Bäcker Print Iași SARL"),
        ("BAECKER PRINT IASI S", "Bäcker Print Iași SARL"),
        ("Кремиковци Трейд ЕООД", "KREMIKOVTSI TREYD"),
        ("LODZ AGRO SP. Z O.O.", "Łódź Agro Sp. z o.o."),
        ("Carpatica Logistki", "Carpatica Logistik SRL"),
    ],
)
def test_one_name_in_two_writings(told, name):
    assert likeness(told, name) >= SAME


@pytest.mark.parametrize(("told", "name"), [("Nord Trade", "Nord Trade Invest SRL"), ("Nord Media", "Nord Metal SA")])
def test_names_that_are_near_are_not_the_same(told, name):
    assert NEAR <= likeness(told, name) < SAME


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_goes_both_ways(one, other):
    assert 0 <= likeness(one, other) == likeness(other, one) <= 100


def test_an_account_is_learned_from_a_sure_line_under_the_payers_own_name_only():
    line = paid(text=NUMBER, iban="FR7630006000011234567890189", name="Alfa Trans")
    proposal = first(line, owed(name="Alfa Trans SRL"))
    assert payer_shown(line, proposal) == "alfa"
    assert payer_shown(replace(line, counterparty_name="FACTORING PLUS"), proposal) == ""
    assert payer_shown(line, replace(proposal, is_sure=False)) == ""


# -- what the text says


def test_a_mistyped_number_of_the_payer_with_the_right_amount_is_sure():
    assert sure(paid(text="INV-2026-00472", iban=ALFA), owed()) == [NUMBER]
    assert sure(paid(text="INV-2026-00999", iban=ALFA), owed()) == []
    other = owed("INV-2026-00472", "77.00", party="beta")
    assert sure(paid(text="INV-2026-00472", iban=ALFA), owed(), other) == []


def test_what_is_paid_twice_settles_no_other_invoice():
    """The number was settled and came to this amount; the payer owes the same under a number one slip away."""
    settled = replace(owed("INV-2026-00413", "0.00"), total=Decimal("1190.00"))
    assert sure(paid(text="INV-2026-00413", iban=ALFA), owed(), settled) == []
    of_another_amount = replace(settled, total=Decimal("55.00"))
    assert sure(paid(text="INV-2026-00413", iban=ALFA), owed(), of_another_amount) == [NUMBER]


def test_the_month_in_the_text_tells_equal_invoices_apart():
    items = [owed(f"INV-2026-0010{at}", "50.00", on=date(2026, at, 2)) for at in (1, 2, 3)]
    assert sure(paid("50.00", "abonament 02/2026", iban=ALFA), *items) == ["INV-2026-00102"]
    assert sure(paid("50.00", "Leistungen Februar 2026", iban=ALFA), *items) == []
    assert sure(paid("50.00", "februarie 2026", iban=ALFA), *items) == ["INV-2026-00102"]
    assert sure(paid("50.00", "abonament", iban=ALFA), *items) == []
    assert sure(paid("50.00", "01/2026 02/2026", iban=ALFA), *items) == []
    twins = [items[1], owed("INV-2026-00999", "50.00", on=date(2026, 2, 20))]
    assert sure(paid("50.00", "abonament 02/2026", iban=ALFA), *twins) == []


def test_zeros_dropped_behind_a_glued_year():
    assert sure(paid(text="RE2026412"), owed("RE202600412")) == ["RE202600412"]


@pytest.mark.parametrize(
    ("text", "months"), [("05/2026", 1), ("2026-05", 1), ("12.05.2026", 0), ("may 2026", 1), ("5", 0)]
)
def test_a_day_is_no_month(text, months):
    assert len(words.months_of(text)) == months


def test_another_currency_is_compared_at_our_rates():
    rates = {"EUR": Decimal("4.97"), "RON": Decimal(1)}
    line = paid("5950.00", NUMBER, currency="RON")
    near = rank(line, Index([owed()]), known_ibans=KNOWN, rates=rates)[0]
    assert ("match.rate" in near.reasons, near.is_sure) == (True, False)
    far = rank(replace(line, amount=Decimal("5500.00")), Index([owed()]), known_ibans=KNOWN, rates=rates)[0]
    assert "match.rate" not in far.reasons


# -- sums


def test_a_sum_of_odd_amounts_is_telling_and_one_of_round_amounts_is_not():
    odd = [owed(f"A-{at}", amount) for at, amount in enumerate(["123.45", "987.65", "55.17", "300.09"])]
    assert sums(odd, Decimal("1287.74")).is_telling
    round_ones = [owed(f"A-{at}", amount) for at, amount in enumerate(["100.00", "250.00", "400.00", "900.00"])]
    made = sums(round_ones, Decimal("1150.00"))
    assert made.only and not made.is_telling


def test_an_accidental_sum_is_shown_and_a_telling_one_is_booked():
    odd = [owed(f"A-{at}", amount) for at, amount in enumerate(["123.45", "987.65", "55.17", "300.09"])]
    assert sure(paid("1287.74", iban=ALFA), *odd) == ["A-1", "A-3"]
    assert sure(paid("1287.74", "order 77120", iban=ALFA), *odd) == []
    assert sure(paid("1287.74", name="Alfa"), *(replace(item, party_name="Alfa") for item in odd)) == []


@given(st.lists(st.integers(-500, 900).filter(bool), min_size=1, max_size=7), st.integers(-500, 2000))
def test_every_set_found_makes_the_sum_and_no_set_is_missed(cents, wanted):
    items = [owed(f"A-{at}", str(Decimal(cent) / 100)) for at, cent in enumerate(cents)]
    made = sums(items, Decimal(wanted) / 100, most=len(items))
    every = [
        chosen
        for mask in range(1, 2 ** len(cents))
        if sum(chosen := [cent for at, cent in enumerate(cents) if mask >> at & 1]) == wanted
    ]
    assert len(made.found) == min(2, len(every))
    assert all(sum(item.balance for item in found) * 100 == wanted for found in made.found)


def test_too_many_open_items_make_no_sum():
    assert sums([owed(f"A-{at}", f"{at + 1}.37") for at in range(21)], Decimal("1.37")).found == ()


def test_all_parts_of_instalments_are_sure_in_their_turn():
    index = Index([owed(balance="100.00")])
    for text, amount, kind in (("1/3", "33.33", "partial"), ("2/3", "33.33", "partial"), ("3/3", "33.34", "exact")):
        line: StatementLine = paid(amount, f"{NUMBER} {text}", iban=ALFA)
        best = rank(line, index, known_ibans=KNOWN)[0]
        assert (best.kind, best.is_sure) == (kind, True)
        settle(index, best)
    assert index.items[f"alfa/{NUMBER}"].balance == 0


@given(lines, items, st.randoms(use_true_random=False))
def test_the_order_in_which_items_are_kept_does_not_matter(line, owing, random):
    other = random.sample(owing, len(owing))
    assert proposals(line, *owing) == proposals(line, *other)
