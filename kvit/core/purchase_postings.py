"""From a supplier's bill to the lines of its entry. Debit is positive; `docs/rules/bills.md` has a worked example."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kvit.core.postings import Posting, Rate, reverse

ZERO = Decimal(0)


@dataclass(frozen=True)
class Bought:
    """What stands under one VAT code of a bill: net and VAT, in its currency; VAT that is no input VAT is cost."""

    vat_code: str
    net: Decimal
    vat: Decimal
    is_cost: bool = False


@dataclass(frozen=True)
class BillBooked:
    """What booking needs of a bill or a supplier's credit note; a credit note's amounts are positive, as written.

    `payable` is BT-115 as written; `prepaid` (BT-113) waits in clearing for the payment that was made before, but for
    the part of it that is `withheld`: that we owe to the tax office (`docs/rules/withheld-tax.md`). What payable and
    prepaid leave of the lines is BT-114, the rounding.
    """

    rate: Rate
    bought: Sequence[Bought]
    party: int
    payable: Decimal
    prepaid: Decimal = ZERO
    withheld: Decimal = ZERO
    is_credit_note: bool = False


def for_bill(bill: BillBooked) -> list[Posting]:
    """Expense and input VAT against what is payable, which opens an item: below zero, since we owe it.

    What the lines differ from the payable as written goes to rounding, so that the supplier's figure is what is owed.
    A credit note is the reverse. A bill of nothing has no lines.
    """
    lines = []
    for row in bill.bought:
        lines.append(_line(bill, "expense", row.net, vat_code=row.vat_code))
        lines.append(_line(bill, "expense" if row.is_cost else "vat_input", row.vat, vat_code=row.vat_code))
    lines.append(_line(bill, "clearing", bill.withheld - bill.prepaid))
    lines.append(_line(bill, "tax_withheld", -bill.withheld))
    lines.append(_line(bill, "payable", -bill.payable))
    left = -sum((line.amount for line in lines), ZERO)
    lines.append(_line(bill, "rounding", left))
    kept = [line for line in lines if line.amount or line.base_amount]
    over = -sum((line.base_amount for line in kept), ZERO)
    if over:
        kept.append(Posting("rounding", ZERO, over, bill.rate.currency))
    return reverse(kept) if bill.is_credit_note else kept


def _line(bill: BillBooked, role: str, amount: Decimal, *, vat_code: str = "") -> Posting:
    owed = role == "payable"
    return Posting(
        role,
        amount,
        bill.rate.worth(amount),
        bill.rate.currency,
        vat_code,
        open_item=owed,
        party=bill.party if owed else None,
    )


def for_discount_received(amount: Decimal, *, rate: Rate, party: int) -> list[Posting]:
    """What a supplier takes off for paying early: gross, for its VAT is corrected by the supplier's own document."""
    worth = rate.worth(amount)
    return [
        Posting("payable", amount, worth, rate.currency, open_item=True, party=party),
        Posting("discount_received", -amount, -worth, rate.currency),
    ]


def for_discount_credited(amount: Decimal, *, base: Decimal, currency: str, party: int) -> list[Posting]:
    """The supplier's credit note is here: the discount ends at what it was worth, an open item for that note."""
    return [
        Posting("payable", -amount, -base, currency, open_item=True, party=party),
        Posting("discount_received", amount, base, currency),
    ]


def for_money_out(amount: Decimal, *, rate: Rate, party: int, role: str = "bank", account: str = "") -> list[Posting]:
    """Money from the bank, or from a desk's account, to a supplier: it stands on payable until it settles a bill."""
    worth = rate.worth(amount)
    return [
        Posting("payable", amount, worth, rate.currency, open_item=True, party=party),
        Posting(role, -amount, -worth, rate.currency, account=account),
    ]


def for_money_back(amount: Decimal, *, rate: Rate, party: int) -> list[Posting]:
    """Money that a supplier gave back: it stands on payable until it settles what they owed us."""
    return reverse(for_money_out(amount, rate=rate, party=party))


def for_claim_given_up(amount: Decimal, *, rate: Rate, party: int) -> list[Posting]:
    """What a supplier owed us back and will not pay: a loss on a claim."""
    worth = rate.worth(amount)
    return [
        Posting("bad_debt", amount, worth, rate.currency),
        Posting("payable", -amount, -worth, rate.currency, open_item=True, party=party),
    ]


def for_set_off(claims: Mapping[int, Decimal], debts: Mapping[int, Decimal], *, rate: Rate) -> list[Posting]:
    """Payable against receivable: what each record of the party owes us and is owed, both sums the same.

    One line for each record and side, an open item that settles theirs. All is worth one rate, that of the day; what
    converting record by record leaves over goes to the last line.
    """
    assert sum(claims.values()) == sum(debts.values()), "both sides of a set-off are equal"
    sides = [("payable", party, amount) for party, amount in sorted(debts.items())]
    sides += [("receivable", party, -amount) for party, amount in sorted(claims.items())]
    worths = [rate.worth(amount) for _, _, amount in sides]
    worths[-1] -= sum(worths, ZERO)
    return [
        Posting(role, amount, worth, rate.currency, open_item=True, party=party)
        for (role, party, amount), worth in zip(sides, worths, strict=True)
    ]
