"""Which way is shown first where nothing is sure, and numbers that look like years (docs/rules/matching.md)."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kvit.core.matching.sums import stretches
from kvit.core.tests.test_reconciling import ALFA, first, owed, paid, proposals, sure, taken

LISTED = [owed(f"INV-2026-{at:05d}", amount) for at, amount in ((1970, "100.00"), (1971, "50.00"), (1972, "7.00"))]


def test_a_counting_part_in_a_list_is_no_year_where_the_sum_says_so():
    assert sure(paid("157.00", "INV-2026-01970, 1971, 1972"), *LISTED) == [item.number for item in LISTED]
    assert sure(paid("150.00", "INV-2026-01970, 1971, 1972"), *LISTED) == []


def test_a_year_that_anybody_writes_is_shown_as_a_counting_part_and_not_booked():
    items = [owed("INV-2026-00412", "100.00"), owed("INV-2025-02026", "50.00"), owed("INV-2025-02031", "60.00")]
    proposal = first(paid("150.00", "INV-2026-00412 2026"), *items)
    assert (sorted(taken(proposal)), proposal.is_sure) == (["INV-2025-02026", "INV-2026-00412"], False)
    assert sure(paid("160.00", "INV-2026-00412 2031"), *items) == ["INV-2025-02031", "INV-2026-00412"]


def test_a_year_alone_names_nothing():
    """The subscription of 2026 is not the invoice that happens to be the 2026th, as long as no list goes before it."""
    items = [owed(f"INV-2026-{at:05d}", "50.00", on=date(2026, 1, 1)) for at in (2025, 2026)]
    assert sure(paid("50.00", "abonament 2026", iban=ALFA), *items) == []


def test_a_cut_list_goes_on_with_the_next_numbers():
    """100.00, 250.00, 350.00 and 700.00 after the first are one set, and 600.00 with 700.00 another."""
    amounts = ["100.00", "250.00", "350.00", "700.00", "600.00"]
    items = [owed(f"INV-2026-0041{at}", amount) for at, amount in enumerate(amounts)]
    proposal = first(paid("1400.00", "plata INV-2026-00410,INV-2026-00", iban=ALFA), *items)
    assert (list(taken(proposal)), proposal.is_sure) == ([item.number for item in items[:4]], False)
    assert "match.next" in proposal.reasons


def test_the_next_numbers_of_somebody_else_are_not_meant():
    items = [owed("INV-2026-00410", "100.00"), owed("INV-2026-00411", "250.00", party="beta")]
    assert all(len(one.items) == 1 for one in proposals(paid("350.00", "INV-2026-00410,INV", iban=ALFA), *items))


def test_of_several_sets_the_neighbours_in_number_are_shown():
    """100 + 200 is 300 as well as 50 + 250; 100 and 200 were invoiced one after the other."""
    amounts = {"A-8": "50.00", "A-9": "100.00", "A-10": "200.00", "A-11": "80.00", "A-12": "250.00"}
    items = [owed(number, amount) for number, amount in amounts.items()]
    proposal = first(paid("300.00", "all open items", iban=ALFA), *items)
    assert (sorted(taken(proposal)), proposal.is_sure) == (["A-10", "A-9"], False)
    assert "match.neighbours" in proposal.reasons
    assert proposals(paid("300.00", "all open items"), *items) == [], "and nothing where nobody is known to pay"


def test_two_sets_of_neighbours_are_no_answer():
    items = [owed(f"A-{at}", amount) for at, amount in enumerate(["100.00", "200.00", "100.00"])]
    assert proposals(paid("300.00", iban=ALFA), *items) == []


def test_a_payer_who_says_part_means_the_invoice_named_before_one_that_is_owed_to_the_cent():
    items = [owed("INV-2026-00412", "1500.00"), owed("INV-2026-00399", "750.00")]
    said = first(paid("750.00", "INV-2026-00412 1/2", iban=ALFA), *items)
    assert (taken(said), said.is_sure) == ({"INV-2026-00412": Decimal("750.00")}, False)
    silent = first(paid("750.00", "INV-2026-00412", iban=ALFA), *items)
    assert (taken(silent), silent.is_sure) == ({"INV-2026-00399": Decimal("750.00")}, False)


@given(st.lists(st.integers(-300, 500).filter(bool), max_size=8), st.integers(-300, 1500))
def test_stretches_are_all_neighbours_that_make_the_sum(cents, wanted):
    items = [owed(f"A-{at}", str(Decimal(cent) / 100)) for at, cent in enumerate(cents)]
    every = [
        tuple(items[start:end])
        for start in range(len(cents))
        for end in range(start + 2, len(cents) + 1)
        if sum(cents[start:end]) == wanted
    ]
    assert stretches(items, Decimal(wanted) / 100) == every
