"""What a bank would refuse is told before there is a file."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.formats.transfers import Address, SplitVat, check, documents_told, identification, sums, unsaid
from kvit.core.money import Money
from kvit.core.tests.payment_runs import ALFA, BETA, LUKASZ, NORDIKA, a_run


def found(*transfers, payer=NORDIKA):
    return [(one.rule, one.place, one.severity) for one in check(a_run(*transfers, payer=payer))]


def eur(amount):
    return Money(Decimal(amount), "EUR")


def test_a_good_run_has_no_findings_and_its_sums_by_currency():
    assert found(LUKASZ, ALFA, BETA) == []
    assert sums(a_run(LUKASZ, ALFA, BETA)) == [eur("1500.50"), Money(Decimal("500.00"), "RON")]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"iban": "PL61109010140000071219812875"}, "iban.bad_checksum"),
        ({"iban": "PL61 1090 1014 0000 0712 1981 2874"}, "iban.bad_format"),
        ({"bic": "NOBANK"}, "bic.bad_length"),
        ({"amount": eur("0")}, "transfer.bad_amount"),
        ({"amount": eur("-1")}, "transfer.bad_amount"),
        ({"amount": eur("0.005")}, "transfer.bad_amount"),
        ({"amount": eur("1000000000")}, "transfer.bad_amount"),
        ({"payee": "Ωμέγα"}, "transfer.name_missing"),
        ({"payee": " "}, "transfer.name_missing"),
        ({"reference": "RF19539007547034"}, "transfer.bad_reference"),
        ({"reference": "FV/1"}, "transfer.bad_reference"),
        ({"iban": "TR330006100519786457841326"}, "transfer.bic_missing"),
        ({"amount": Money(Decimal(5), "PLN")}, "transfer.bic_missing"),
        ({"urgent": True}, "transfer.bic_missing"),
        ({"address": Address(street="Krucza 5", lines=("00-525 Warszawa",))}, "transfer.unstructured_address"),
        ({"address": Address(town="Warszawa")}, "transfer.unstructured_address"),
        ({"address": Address(town="Warszawa", country="PL", lines=("a", "b", "c"))}, "transfer.too_many_lines"),
    ],
)
def test_pain_25_each_wrong_thing_is_told_with_its_transfer(change, rule):
    assert (rule, "opn_01", "error") in found(replace(LUKASZ, **change), ALFA)


def test_pain_25_a_hybrid_address_needs_only_town_and_country():
    assert found(replace(LUKASZ, address=Address(town="Warszawa", country="PL", lines=("Krucza 5 m. 7",)))) == []


def test_one_thing_is_not_paid_twice_in_a_run():
    assert ("run.paid_twice", "opn_01", "error") in found(LUKASZ, replace(ALFA, key="opn_01"))


def test_a_run_of_nothing_is_no_run():
    assert found() == [("run.empty", "transfers", "error")]


def test_our_own_account_is_checked_too():
    assert ("iban.bad_checksum", "payer", "error") in found(ALFA, payer=replace(NORDIKA, iban="BG81BNBG96611020345678"))


def test_a_payer_without_address_cannot_pay_outside_the_eea():
    swiss = replace(LUKASZ, iban="CH9300762011623852957")
    assert found(swiss) == []
    assert found(swiss, payer=replace(NORDIKA, address=Address())) == [
        ("transfer.payer_address_missing", "opn_01", "error")
    ]


def test_lost_letters_are_a_warning():
    assert found(replace(LUKASZ, payee="Beta Ωμέγα")) == [("transfer.letters_lost", "opn_01", "warning")]


def test_letters_of_ours_that_are_lost_are_told_too():
    assert found(LUKASZ, payer=replace(NORDIKA, name="Ωμέγα 1")) == [("transfer.letters_lost", "payer", "warning")]


def test_what_a_format_cannot_say_is_told_with_its_transfer():
    split = SplitVat(eur("10"), "5260250274", "FV/1/2026")
    run = a_run(replace(LUKASZ, urgent=True), replace(ALFA, split=split), BETA)
    told = [(one.rule, one.place) for one in unsaid(run, format="a table")]
    assert told == [("transfer.urgent_not_here", "opn_01"), ("transfer.split_not_here", "opn_02")]
    assert unsaid(run, format="all", split=True, urgent=True) == []


def test_many_documents_are_told_whole_and_the_rest_counted():
    assert documents_told(["A-1", "A-2"]) == "A-1, A-2"
    assert documents_told(["A-1", "A-2", "A-3"], longest=11) == "A-1, A-2 +1"
    assert documents_told(["A-1", "A-2", "A-3"], longest=10) == "A-1 +2"
    assert documents_told(["Щ-1"]) == "Sht-1"
    assert documents_told(["x" * 200]) == "x" * 140
    assert documents_told(["", "A-1", " "]) == "A-1"
    assert documents_told([]) == ""


@given(st.lists(st.text(alphabet="AB12/-", min_size=1, max_size=9), min_size=1, max_size=40), st.integers(20, 140))
def test_what_is_told_and_what_is_counted_are_all_documents(numbers, longest):
    text = documents_told(numbers, longest=longest)
    told, _, rest = text.partition(" +")
    named = told.split(", ")
    assert len(text) <= longest
    assert named == numbers[: len(named)]
    assert len(named) + int(rest or 0) == len(numbers)
    if rest and len(numbers) > len(named) + 1:  # one more would not have fitted
        more = ", ".join(numbers[: len(named) + 1]) + f" +{len(numbers) - len(named) - 1}"
        assert len(more) > longest


def test_an_identification_is_the_key_without_its_line():
    assert identification("opn_01ABCDEFGHJKMNPQRSTVWXYZ01") == "opn01ABCDEFGHJKMNPQRSTVWXYZ01"
    for bad in ("", "a/b", "a b", "x" * 32, "a_b_c", "щ"):
        with pytest.raises(ValueError, match="no key"):
            identification(bad)
