"""What a bill posts: it balances, owes what the file says, and a credit note takes it back."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kvit.core.postings import Rate, balanced, reverse
from kvit.core.purchase_postings import BillBooked, Bought, for_bill

CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
RATES = st.sampled_from(
    [Rate("RON", "RON"), Rate("EUR", "RON", Decimal("4.9771")), Rate("HUF", "RON", Decimal("0.0129"))]
)
BOUGHT = st.lists(st.builds(Bought, st.sampled_from(["S21", "S11", "E0"]), CENTS, CENTS), min_size=1, max_size=4)


def of(lines, role):
    return sum((line.amount for line in lines if line.role == role), Decimal(0))


def test_what_the_file_wants_is_owed_and_the_difference_is_rounding():
    bill = BillBooked(Rate("RON", "RON"), [Bought("S21", Decimal(100), Decimal(21))], 7, payable=Decimal("121.01"))
    lines = for_bill(bill)
    assert {line.role: line.amount for line in lines} == {
        "expense": 100, "vat_input": 21, "payable": Decimal("-121.01"), "rounding": Decimal("0.01"),
    }  # fmt: skip
    assert [(line.role, line.party) for line in lines if line.open_item] == [("payable", 7)]


def test_what_was_paid_before_waits_in_clearing():
    bought = [Bought("S21", Decimal(100), Decimal(21))]
    lines = for_bill(BillBooked(Rate("RON", "RON"), bought, 7, payable=Decimal(71), prepaid=Decimal(50)))
    assert (of(lines, "clearing"), of(lines, "payable"), of(lines, "rounding")) == (-50, -71, 0)


@given(RATES, BOUGHT, CENTS, CENTS, st.booleans())
def test_every_bill_balances_and_its_credit_note_is_the_reverse(rate, bought, payable, prepaid, is_credit_note):
    lines = for_bill(BillBooked(rate, bought, 1, payable=payable, prepaid=prepaid, is_credit_note=is_credit_note))
    assert balanced(lines)
    assert of(lines, "payable") == (payable if is_credit_note else -payable)
    other = for_bill(BillBooked(rate, bought, 1, payable=payable, prepaid=prepaid, is_credit_note=not is_credit_note))
    assert other == reverse(lines)
