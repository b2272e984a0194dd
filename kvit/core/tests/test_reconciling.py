"""Lines of a statement and the items they pay: what is sure, what is shown, what is left alone (pain 16)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.formats.statement import StatementLine
from kvit.core.open_items import Index, Item
from kvit.core.reconciling import rank, settle

DAY = date(2026, 3, 15)
ALFA, BETA = "RO49AAAA1B31007593840000", "DE89370400440532013000"
KNOWN = {ALFA: {"alfa"}, BETA: {"beta"}}


def owed(
    number="INV-2026-00412",
    balance="1190.00",
    *,
    party="alfa",
    currency="EUR",
    on=date(2026, 3, 1),
    reference="",
    official="",
    name="",
):
    return Item(
        id=f"{party}/{number}",
        number=number,
        party=party,
        currency=currency,
        balance=Decimal(balance),
        reference=reference,
        official=official,
        party_name=name,
        issued_on=on,
        due_on=on + timedelta(days=30),
    )


def paid(amount="1190.00", text="", *, iban="", reference="", e2e="", currency="EUR", is_reversal=False, name=""):
    return StatementLine(
        booked_on=DAY,
        amount=Decimal(amount),
        currency=currency,
        counterparty_iban=iban,
        counterparty_name=name,
        remittance=text,
        structured_reference=reference,
        end_to_end_id=e2e,
        is_reversal=is_reversal,
    )


def proposals(line, *items, known=KNOWN):
    return rank(line, Index(items), known_ibans=known)


def first(line, *items, known=KNOWN):
    return proposals(line, *items, known=known)[0]


def taken(proposal):
    return {item.number: amount for item, amount in proposal.items}


def sure(line, *items):
    """The numbers settled without a person; nothing when one must look."""
    found = proposals(line, *items)
    assert sum(each.is_sure for each in found) <= 1
    return sorted(taken(found[0])) if found and found[0].is_sure else []


def test_a_number_and_the_amount_are_enough():
    proposal = first(paid(text="Factura INV-2026-00412"), owed(), owed("INV-2026-00413"))
    assert proposal.is_sure
    assert taken(proposal) == {"INV-2026-00412": Decimal("1190.00")}
    assert (proposal.kind, proposal.difference) == ("exact", 0)
    assert proposal.reasons == ("match.number", "match.amount")


def test_the_account_of_the_payer_is_one_more_reason():
    with_account = first(paid(text="INV-2026-00412", iban=ALFA), owed())
    assert "match.account" in with_account.reasons
    assert with_account.confidence > first(paid(text="INV-2026-00412"), owed()).confidence


@pytest.mark.parametrize(
    "line",
    [
        paid(reference="RF18539007547034"),
        paid(text="RF18 5390 0754 7034"),
        paid(text="plata rf18539007547034 multumim"),
        paid(e2e="INV-2026-00412"),
        paid(e2e="inv202600412"),
    ],
)
def test_references_in_any_field_name_the_item(line):
    assert sure(line, owed(reference="RF18539007547034")) == ["INV-2026-00412"]


def test_pain_16_a_number_inside_another_is_no_match():
    """Invoice 10, a payment for 2010, the same amount."""
    assert sure(paid("50.00", "factura 2010"), owed("10", "50.00")) == []


def test_a_number_of_two_figures_needs_the_payer():
    assert sure(paid("50.00", "factura 10"), owed("10", "50.00")) == []
    assert first(paid("50.00", "factura 10"), owed("10", "50.00")).reasons == ("match.serial", "match.amount")
    assert sure(paid("50.00", "factura 10", iban=ALFA), owed("10", "50.00")) == ["10"]


def test_one_transfer_for_many_invoices():
    items = [owed("INV-2026-00412", "100.00"), owed("INV-2026-00413", "50.00"), owed("INV-2026-00414", "25.50")]
    line = paid("175.50", "INV-2026-00412, INV-2026-00413 INV-2026-00414")
    proposal = first(line, *items)
    assert proposal.is_sure
    assert proposal.kind == "several"
    assert taken(proposal) == {item.number: item.balance for item in items}


def test_numbers_cut_short_after_a_whole_one():
    items = [owed("INV-2026-00412", "100.00"), owed("INV-2026-00413", "50.00"), owed("INV-2026-00999", "7.00")]
    assert sure(paid("150.00", "INV-2026-00412, 413"), *items) == ["INV-2026-00412", "INV-2026-00413"]


def test_a_credit_note_named_beside_the_invoice_is_netted():
    items = [owed("INV-2026-00412", "100.00"), owed("CN-2026-00007", "-20.00")]
    assert sure(paid("80.00", "INV-2026-00412 minus CN-2026-00007"), *items) == ["CN-2026-00007", "INV-2026-00412"]


def test_a_credit_note_that_nobody_named_is_only_proposed():
    items = [owed("INV-2026-00412", "100.00"), owed("CN-2026-00007", "-20.00")]
    proposal = first(paid("80.00", "INV-2026-00412"), *items)
    assert not proposal.is_sure
    assert taken(proposal) == {"INV-2026-00412": Decimal("100.00"), "CN-2026-00007": Decimal("-20.00")}


def test_a_part_is_taken_off_and_shown():
    proposal = first(paid("500.00", "INV-2026-00412"), owed())
    assert not proposal.is_sure
    assert (proposal.kind, proposal.difference) == ("partial", Decimal("-690.00"))
    assert taken(proposal) == {"INV-2026-00412": Decimal("500.00")}


def test_a_part_of_several_pays_those_named_first():
    items = [owed("INV-2026-00413", "50.00", on=date(2026, 2, 1)), owed("INV-2026-00412", "100.00")]
    proposal = first(paid("60.00", "INV-2026-00413 INV-2026-00412"), *items)
    assert taken(proposal) == {"INV-2026-00413": Decimal("50.00"), "INV-2026-00412": Decimal("10.00")}
    assert taken(first(paid("60.00", "INV-2026-00412 INV-2026-00413"), *items)) == {"INV-2026-00412": Decimal("60.00")}


def test_too_much_settles_and_leaves_the_rest_over():
    proposal = first(paid("1200.00", "INV-2026-00412"), owed())
    assert not proposal.is_sure
    assert (proposal.kind, proposal.difference) == ("over", Decimal("10.00"))
    assert taken(proposal) == {"INV-2026-00412": Decimal("1190.00")}


def test_another_currency_is_shown_and_never_sure():
    proposal = first(paid("5914.30", "INV-2026-00412", currency="RON"), owed())
    assert (proposal.kind, proposal.is_sure) == ("other_currency", False)


def test_an_account_and_an_amount_that_nobody_else_has():
    assert sure(paid(text="plata", iban=ALFA), owed(), owed("INV-2026-00413", "7.00")) == ["INV-2026-00412"]


def test_an_account_written_in_groups_is_the_same_account():
    assert sure(paid(iban="RO49 AAAA 1B31 0075 9384 0000"), owed()) == ["INV-2026-00412"]


@pytest.mark.parametrize(
    "line",
    [
        paid(text="factura 999", iban=ALFA),
        paid(text="INV-2026-00999", iban=ALFA),
        paid(text="deposit new order", iban=ALFA),
        paid(text="avans", iban=ALFA),
        paid(text="pro forma", iban=ALFA),
        paid(text="аванс по договор", iban=ALFA),
        paid(text="zaliczka", iban=ALFA),
        paid(text="préstamo", iban=ALFA),
        paid(iban=BETA),
        paid(iban="FR7630006000011234567890189"),
        paid(iban=""),
    ],
)
def test_an_account_and_an_amount_are_not_enough_when_the_text_says_more_or_the_account_is_strange(line):
    assert sure(line, owed()) == []


def test_two_items_of_one_amount_are_a_question():
    found = proposals(paid(iban=ALFA), owed(), owed("INV-2026-00413"))
    assert [each.is_sure for each in found] == [False, False]


def test_an_amount_that_two_others_make_as_well_is_a_question():
    assert sure(paid("150.00", iban=ALFA), owed("A-1", "150.00"), owed("A-2", "100.00"), owed("A-3", "50.00")) == []


def test_sisters_with_one_account_are_one_payer():
    known = {ALFA: {"alfa", "alfa invest"}}
    items = [owed(), owed("INV-2026-00413", party="alfa invest")]
    assert not any(each.is_sure for each in proposals(paid(iban=ALFA), *items, known=known))


def test_the_number_of_another_customer_and_the_own_amount_contradict_each_other():
    items = [owed(), owed("INV-2026-00500", "77.00", party="beta")]
    found = proposals(paid(text="INV-2026-00500", iban=ALFA), *items)
    assert not any(each.is_sure for each in found)
    assert taken(found[0]) == {"INV-2026-00412": Decimal("1190.00")}


def test_a_number_one_figure_from_that_of_another_customer_with_the_same_amount_is_a_question():
    items = [owed("INV-2026-00412", party="alfa"), owed("INV-2026-00413", party="beta")]
    assert sure(paid(text="INV-2026-00412"), *items) == []
    assert sure(paid(text="INV-2026-00412", iban=ALFA), *items) == ["INV-2026-00412"]
    assert sure(paid(text="INV-2026-00412", iban=BETA), *items) == []


def test_names_tell_whether_the_number_was_mistyped():
    items = [
        owed("INV-2026-00412", party="alfa", name="Alfa Trans SRL"),
        owed("INV-2026-00413", party="beta", name="Bețiv SRL"),
    ]
    assert sure(paid(text="INV-2026-00412", name="ALFA TRANS S.R.L."), *items) == ["INV-2026-00412"]
    assert sure(paid(text="INV-2026-00412", name="FACTORING PLUS"), *items) == ["INV-2026-00412"]
    assert sure(paid(text="INV-2026-00412", name="BETIV SRL"), *items) == []


def test_two_equal_invoices_of_one_customer_are_told_by_their_numbers():
    assert sure(paid(text="INV-2026-00412"), owed(), owed("INV-2026-00413")) == ["INV-2026-00412"]


def test_a_third_party_may_pay_what_it_names():
    assert sure(paid(text="INV-2026-00412", iban=BETA), owed()) == ["INV-2026-00412"]


def test_the_same_number_of_two_suppliers_is_told_apart_by_the_account():
    items = [owed("2026-1000", "-80.00", party="alfa"), owed("2026-1000", "-80.00", party="beta")]
    assert sure(paid("-80.00", "2026-1000"), *items) == []
    proposal = first(paid("-80.00", "2026-1000", iban=BETA), *items)
    assert proposal.is_sure
    assert [item.party for item, _ in proposal.items] == ["beta"]


@pytest.mark.parametrize("text", ["RETURN INV-2026-00412 AM04", "refund INV-2026-00412", "storno INV-2026-00412"])
def test_words_against_it_keep_a_person(text):
    assert sure(paid(text=text), owed()) == []


def test_a_reversal_is_never_sure():
    assert sure(paid(text="INV-2026-00412", is_reversal=True), owed()) == []


def test_money_out_settles_no_invoice_of_ours():
    assert proposals(paid("-1190.00", "INV-2026-00412", iban=ALFA), owed()) == []


def test_an_invoice_dated_after_the_line_is_not_proposed():
    assert proposals(paid(text="INV-2026-00412"), owed(on=DAY + timedelta(days=1))) == []


def test_nothing_is_proposed_for_a_line_that_nothing_speaks_for():
    assert proposals(paid("12.34", "interest credit"), owed()) == []
    assert proposals(paid("0.00", "INV-2026-00412"), owed()) == []


def test_numbers_said_twice_are_said_once():
    items = [owed("INV-2026-00412", "100.00"), owed("INV-2026-00413", "50.00")]
    both = "INV-2026-00412 INV-2026-00413"
    assert sure(paid("150.00", both, e2e=both), *items) == ["INV-2026-00412", "INV-2026-00413"]
    crossed = paid("150.00", "INV-2026-00412", e2e="INV-2026-00413")
    assert sure(crossed, *items) == ["INV-2026-00412", "INV-2026-00413"]


def test_one_number_of_two_suppliers_is_never_paid_twice_for_sure():
    items = [owed("2026-1000", "-80.00", party="alfa"), owed("2026-1000", "-80.00", party="beta")]
    assert sure(paid("-160.00", "2026-1000"), *items) == []


def test_a_number_with_a_figure_left_out_may_be_another():
    items = [owed("INV-2026-0412"), owed("INV-2026-00412", party="beta"), owed("INV-2026-12", party="beta")]
    assert sure(paid(text="INV-2026-0412"), *items[:2]) == []
    assert sure(paid(text="INV-2026-0412"), items[0], items[2]) == ["INV-2026-0412"]


def test_a_credit_note_is_taken_once():
    items = [owed("INV-2026-00412", "100.00"), owed("CN-2026-00007", "-20.00")]
    for proposal in proposals(paid("60.00", "INV-2026-00412 CN-2026-00007"), *items):
        ids = [item.id for item, _ in proposal.items]
        assert len(ids) == len(set(ids))
        assert proposal.kind != "partial"


def test_the_credit_note_of_another_is_not_taken():
    items = [owed("INV-2026-00412", "100.00"), owed("CN-2026-00007", "-20.00", party="beta")]
    assert taken(first(paid("80.00", "INV-2026-00412"), *items)) == {"INV-2026-00412": Decimal("80.00")}


def test_another_invoice_is_no_credit_note():
    items = [owed("INV-2026-00412", "100.00"), owed("INV-2026-00413", "20.00")]
    assert first(paid("120.00", "INV-2026-00412"), *items).kind == "over"


def test_counting_parts_of_several_with_the_account():
    items = [owed("INV-2026-00412", "100.00"), owed("INV-2026-00413", "50.00"), owed("INV-2026-00414", "1.00")]
    assert sure(paid("150.00", "facturi 412, 413", iban=ALFA), *items) == ["INV-2026-00412", "INV-2026-00413"]
    assert sure(paid("150.00", "facturi 412, 413"), *items) == []


def test_everything_a_payer_owes_is_proposed_as_such():
    items = [owed("INV-2026-00412", "100.00"), owed("INV-2026-00413", "50.00"), owed("X-1", "7.00", party="beta")]
    proposal = first(paid("150.00", iban=ALFA), *items)
    assert (proposal.reasons, proposal.is_sure, proposal.kind) == (
        ("match.all_open", "match.account"),
        True,
        "several",
    )


def test_the_only_sum_of_a_payer_is_proposed_and_one_of_two_is_not():
    items = [owed(f"A-{at}", amount) for at, amount in enumerate(["100.00", "50.00", "33.00"])]
    assert first(paid("150.00", iban=ALFA), *items).reasons == ("match.sum", "match.account")
    assert proposals(paid("150.00", iban=ALFA), *items, owed("A-9", "117.00")) == []


def test_an_amount_that_three_others_make_as_well_is_a_question():
    others = [owed(f"A-{at}", amount) for at, amount in enumerate(["100.00", "30.00", "20.00", "1.00"])]
    assert sure(paid("150.00", iban=ALFA), owed("A-9", "150.00"), *others) == []
    assert sure(paid("150.00", iban=ALFA), owed("A-9", "150.00"), *others[1:]) == ["A-9"]


def test_some_of_the_numbers_named_may_make_the_amount():
    items = [owed("INV-2026-00412", "100.00"), owed("INV-2026-00413", "50.00")]
    proposal = first(paid("50.00", "INV-2026-00412 INV-2026-00413"), *items)
    assert (taken(proposal), proposal.is_sure) == ({"INV-2026-00413": Decimal("50.00")}, False)


def test_an_amount_that_only_one_item_has_is_a_hint_and_two_are_none():
    hint = first(paid(text="multumim"), owed())
    assert (hint.reasons, hint.confidence, hint.is_sure) == (("match.amount",), Decimal("0.30"), False)
    assert proposals(paid(text="multumim"), owed(), owed("INV-2026-00413", party="beta")) == []
    assert proposals(paid(text="loan"), owed()) == []


def test_money_out_in_another_currency_settles_no_invoice():
    assert proposals(paid("-5914.30", "INV-2026-00412", currency="RON"), owed()) == []


def test_a_payment_made_twice_finds_nothing_the_second_time():
    index = Index([owed()])
    line = paid(text="INV-2026-00412", iban=ALFA)
    settle(index, rank(line, index, known_ibans=KNOWN)[0])
    assert rank(line, index, known_ibans=KNOWN) == []


def test_the_last_part_of_instalments_is_exact():
    index = Index([owed("INV-2026-00412", "100.00")])
    line = paid("50.00", "INV-2026-00412 1/2")
    settle(index, rank(line, index, known_ibans=KNOWN)[0])
    last = rank(line, index, known_ibans=KNOWN)[0]
    assert (last.kind, last.is_sure) == ("exact", True)


numbers = st.integers(1, 40).map(lambda serial: f"INV-2026-{serial:05d}")
amounts = st.sampled_from(["50.00", "99.00", "100.00", "150.00", "199.90", "-20.00"])
items = st.lists(
    st.builds(owed, numbers, amounts, party=st.sampled_from(["alfa", "beta"])),
    max_size=8,
    unique_by=lambda item: item.number,
)
lines = st.builds(
    paid,
    st.sampled_from(["50.00", "99.00", "100.00", "150.00", "249.00", "142.00", "98.00", "150.50", "-20.00"]),
    st.lists(numbers | st.sampled_from(["plata", "12", "avans", "SHA", "1/2", "03/2026"]), max_size=3).map(" ".join),
    iban=st.sampled_from(["", ALFA, BETA]),
    name=st.sampled_from(["", "Alfa Trans SRL", "BETA"]),
)


@given(lines, items)
def test_what_is_taken_off_and_what_is_left_over_make_the_line(line, owing):
    """Nothing takes more than is owed, one proposal alone may be sure, and no cent comes from nowhere."""
    found = proposals(line, *owing)
    assert sum(each.is_sure for each in found) <= 1
    for each in found:
        over = Decimal(0) if each.kind == "partial" else each.difference
        assert sum(amount for _, amount in each.items) + over == line.amount
        assert all(abs(amount) <= abs(item.balance) for item, amount in each.items)
        assert 0 < each.confidence < 1
        if each.is_sure:
            assert each is found[0]
            assert each.kind == "partial" or all(amount == item.balance for item, amount in each.items)
