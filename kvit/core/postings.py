"""From a document to the lines of its entry: balanced in every currency of the lines and in the company's currency.

Debit is positive. A role (receivable, revenue, vat_output …) becomes an account in the ledger room. How each
document is booked, with a worked example, is `docs/rules/postings.md`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kvit.core.money import decimals, round_half_up

ZERO = Decimal(0)
ROLES = frozenset(
    {"receivable", "payable", "revenue", "vat_output", "vat_output_deferred", "retention", "surcharge", "bank"}
    | {"clearing", "customer_credit", "fx_gain", "fx_loss", "rounding", "discount_allowed", "bank_fee", "bad_debt"}
    | {"opening", "customer_advance", "deposit", "discount_received", "tax_withheld", "loyalty"}
)
FIXED_WORTH = frozenset({"receivable", "retention", "vat_output", "vat_output_deferred", "surcharge"})


@dataclass(frozen=True)
class Posting:
    """A line of an entry: `amount` in its own currency, `base_amount` in the company's; debit above zero.

    `account` is the code of an account that a person chose; where it is empty the role finds it.
    """

    role: str
    amount: Decimal
    base_amount: Decimal
    currency: str
    vat_code: str = ""
    open_item: bool = False
    party: int | None = None
    note: str = ""
    account: str = ""


@dataclass(frozen=True)
class Rate:
    """What one unit of `currency` is worth in the company's currency on the document's day; 1 in its own."""

    currency: str
    company_currency: str
    value: Decimal = Decimal(1)

    def worth(self, amount: Decimal) -> Decimal:
        """The amount in the company's currency, rounded once, half up."""
        return round_half_up(amount * self.value, decimals(self.company_currency))


@dataclass(frozen=True)
class Taxed:
    """What stands under one VAT code of a document: net, VAT and the recargo beside it, in its currency.

    `vat_base` is the VAT in the company's currency where the document prints it (a part of BT-111), recargo included;
    `net_base` the net where it was booked at another day's worth before (an advance that is taken back).
    """

    vat_code: str
    net: Decimal
    vat: Decimal
    surcharge: Decimal = ZERO
    vat_base: Decimal | None = None
    revenue_role: str = "revenue"
    net_base: Decimal | None = None


@dataclass(frozen=True)
class InvoiceFacts:
    """What booking needs of an invoice or a credit note; a credit note's amounts are positive, as printed.

    `rounding` is BT-114; `deposit` is owed beside the price, and given back with what it was taken for. What was paid
    before is not here: it is an open item of its own and is allocated.
    """

    rate: Rate
    taxed: Sequence[Taxed]
    party: int
    retention: Decimal = ZERO
    rounding: Decimal = ZERO
    deposit: Decimal = ZERO
    vat_on_payment: bool = False
    note: str = ""

    @property
    def owed(self) -> Decimal:
        """What the customer owes us: gross, rounding and deposit less what goes to the tax office for us."""
        gross = sum((row.net + row.vat + row.surcharge for row in self.taxed), ZERO)
        return gross + self.rounding + self.deposit - self.retention


@dataclass(frozen=True)
class MoneyFacts:
    """Money that came in or went back. `amount` is what counts for the customer, in the currency of `rate`.

    `applied` is the part that settles open items at once; the rest becomes the customer's credit. Where the bank
    account keeps another currency, `bank_rate` names it and `bank_amount` is what `amount` came to there. The `fee`
    is in the bank account's currency, and what the bank moved is less by it. `account` is the code of the desk's
    account where the money is cash of a desk.
    """

    rate: Rate
    amount: Decimal
    party: int
    applied: Decimal
    fee: Decimal = ZERO
    role: str = "bank"
    bank_rate: Rate | None = None
    bank_amount: Decimal = ZERO
    note: str = ""
    account: str = ""


def for_invoice(facts: InvoiceFacts) -> list[Posting]:
    """Receivable (an open item) and retention against revenue, VAT, recargo and rounding.

    With VAT due on payment the VAT waits in `vat_output_deferred`. A document of nothing has no lines.
    """
    lines = [_line("receivable", facts.owed, facts), _line("retention", facts.retention, facts)]
    for row in facts.taxed:
        base = None if row.net_base is None else -row.net_base
        lines.append(_line(row.revenue_role, -row.net, facts, vat_code=row.vat_code, base=base))
        lines += _vat_lines(row, facts)
    lines += [_line("rounding", -facts.rounding, facts), _line("deposit", -facts.deposit, facts)]
    return _levelled(lines)


def for_credit_note(facts: InvoiceFacts) -> list[Posting]:
    """The reverse of an invoice of the same amounts: crediting the whole leaves zero in every account.

    The rate is that of the invoice it corrects, so that no exchange difference comes out of a correction.
    """
    return reverse(for_invoice(facts))


def for_payment(facts: MoneyFacts) -> list[Posting]:
    """Money in, against what it settles on receivable and what stays as the customer's credit, both open items.

    What the bank account got is what the customer's side is worth. Two currencies meet in `clearing`, so that each
    adds up to zero by itself.
    """
    assert facts.amount and 0 <= facts.applied / facts.amount <= 1, "money settles no more than it is"
    bank, moved = (facts.bank_rate, facts.bank_amount) if facts.bank_rate else (facts.rate, facts.amount)
    worth, fee_worth = bank.worth(moved), bank.worth(facts.fee)
    applied = round_half_up(worth * facts.applied / facts.amount, decimals(bank.company_currency))
    rest = facts.amount - facts.applied
    currency, note = facts.rate.currency, facts.note
    lines = [
        Posting(facts.role, moved - facts.fee, worth - fee_worth, bank.currency, note=note, account=facts.account),
        Posting("bank_fee", facts.fee, fee_worth, bank.currency, note=note),
    ]
    if bank.currency != currency:
        lines.append(Posting("clearing", -moved, -worth, bank.currency, note=note))
        lines.append(Posting("clearing", facts.amount, worth, currency, note=note))
    for role, amount, base in (("receivable", facts.applied, applied), ("customer_credit", rest, worth - applied)):
        lines.append(Posting(role, -amount, -base, currency, open_item=True, party=facts.party, note=note))
    return [line for line in lines if line.amount or line.base_amount]


def for_bank_line(parts: Iterable[tuple[str, str, Decimal]], *, rate: Rate, note: str = "") -> list[Posting]:
    """A bank line, or a part of it, that pays no document: each part is (role, account code, amount in the line's
    direction). What came in is debited to the bank, the parts face it one by one, so that each rounds with its bank.
    """
    lines = []
    for role, account, amount in parts:
        worth = rate.worth(amount)
        lines.append(Posting("bank", amount, worth, rate.currency, note=note))
        lines.append(Posting(role, -amount, -worth, rate.currency, note=note, account=account))
    return lines


def for_refund(facts: MoneyFacts) -> list[Posting]:
    """Money back to the customer: `applied` from what a credit note left open, the rest from the customer's credit."""
    back = replace(facts, amount=-facts.amount, applied=-facts.applied, bank_amount=-facts.bank_amount)
    return for_payment(back)


def for_credit_applied(amount: Decimal, *, credit_base: Decimal, currency: str, party: int) -> list[Posting]:
    """A customer's credit turned to an invoice: from `customer_credit` to an open item on receivable.

    `credit_base` is what that part of the credit is worth in the books.
    """
    return [
        Posting("customer_credit", amount, credit_base, currency, open_item=True, party=party),
        Posting("receivable", -amount, -credit_base, currency, open_item=True, party=party),
    ]


def for_realised_difference(
    item_base: Decimal, payment_base: Decimal, *, currency: str, party: int, role: str = "receivable"
) -> list[Posting]:
    """What an allocation gained or lost by the exchange rate; none when both sides are worth the same.

    Both are the allocated part's worth in the company's currency, as booked: of the item debited, and of what
    settles it credited, each as a positive amount. One entry for each allocation; undone by its reverse.
    """
    gain = payment_base - item_base
    if not gain:
        return []
    return [
        Posting(role, ZERO, gain, currency, party=party),
        Posting("fx_gain" if gain > 0 else "fx_loss", ZERO, -gain, currency),
    ]


def for_cash_vat_release(released: Iterable[Taxed], *, rate: Rate, note: str = "") -> list[Posting]:
    """VAT that fell due by a payment or a deadline (`core.tax_points`): from deferred to output, code by code."""
    lines: list[Posting] = []
    for row in released:
        vat = row.vat + row.surcharge
        base = rate.worth(vat) if row.vat_base is None else row.vat_base
        lines.append(Posting("vat_output_deferred", vat, base, rate.currency, row.vat_code, note=note))
        lines.append(Posting("vat_output", -vat, -base, rate.currency, row.vat_code, note=note))
    return [line for line in lines if line.amount or line.base_amount]


def for_write_off(amount: Decimal, *, item_base: Decimal, currency: str, party: int, note: str) -> list[Posting]:
    """What will not be paid any more: to bad debt, at its worth in the books. VAT comes back only by a document."""
    return [
        Posting("bad_debt", amount, item_base, currency, note=note),
        Posting("receivable", -amount, -item_base, currency, open_item=True, party=party, note=note),
    ]


def for_late_fee(sums: Mapping[str, Decimal], *, rate: Rate, party: int) -> list[Posting]:
    """A charge for being late, by the role that earns it: outside VAT, an open item of the customer's."""
    whole = sum(sums.values(), ZERO)
    lines = [Posting("receivable", whole, rate.worth(whole), rate.currency, open_item=True, party=party)]
    lines += [Posting(role, -amount, -rate.worth(amount), rate.currency) for role, amount in sorted(sums.items())]
    return _levelled(lines)


def for_discount_granted(amount: Decimal, *, item_base: Decimal, currency: str, party: int) -> list[Posting]:
    """An early-payment discount on an item that came without its VAT: all of it to discounts.

    `item_base` is its worth in the books. Where the VAT is known the document corrects it (`for_discount`).
    """
    return [
        Posting("discount_allowed", amount, item_base, currency),
        Posting("receivable", -amount, -item_base, currency, open_item=True, party=party),
    ]


def for_loyalty(worth: Decimal, *, currency: str, party: int) -> list[Posting]:
    """Points that a customer got, at their worth in company currency; below zero for points that ended, however."""
    return [
        Posting("discount_allowed", worth, worth, currency),
        Posting("loyalty", -worth, -worth, currency, party=party),
    ]


def for_discount(facts: InvoiceFacts) -> list[Posting]:
    """An early-payment discount that was taken: it lowers the price, so its VAT comes off too (Directive art. 90)."""
    rows = [replace(row, revenue_role="discount_allowed") for row in facts.taxed]
    return for_credit_note(replace(facts, taxed=rows))


def for_opening(amount: Decimal, *, rate: Rate, party: int, role: str = "receivable", note: str = "") -> list[Posting]:
    """An open item brought along from the books before."""
    base = rate.worth(amount)
    return [
        Posting(role, amount, base, rate.currency, open_item=True, party=party, note=note),
        Posting("opening", -amount, -base, rate.currency, note=note),
    ]


def reverse(postings: Iterable[Posting]) -> list[Posting]:
    """The same lines with the other sign: what undoes an entry."""
    return [replace(line, amount=-line.amount, base_amount=-line.base_amount) for line in postings]


def balanced(postings: Iterable[Posting]) -> bool:
    """Whether the lines add up to zero in each of their currencies and in the company's."""
    sums: dict[str, Decimal] = {}
    base = ZERO
    for line in postings:
        sums[line.currency] = sums.get(line.currency, ZERO) + line.amount
        base += line.base_amount
    return not base and not any(sums.values())


def _line(
    role: str, amount: Decimal, facts: InvoiceFacts, *, vat_code: str = "", base: Decimal | None = None
) -> Posting:
    owed = role == "receivable"
    return Posting(
        role,
        amount,
        facts.rate.worth(amount) if base is None else base,
        facts.rate.currency,
        vat_code,
        open_item=owed,
        party=facts.party if owed else None,
        note=facts.note,
    )


def _vat_lines(row: Taxed, facts: InvoiceFacts) -> list[Posting]:
    """The VAT of one code, and its recargo, worth together what the document prints in the company's currency.

    What is due on payment waits in one sum: it is the tax office's in one moment.
    """
    printed = facts.rate.worth(row.vat + row.surcharge) if row.vat_base is None else row.vat_base
    if facts.vat_on_payment:
        waiting = -(row.vat + row.surcharge)
        return [_line("vat_output_deferred", waiting, facts, vat_code=row.vat_code, base=-printed)]
    surcharge = facts.rate.worth(row.surcharge)
    return [
        _line("vat_output", -row.vat, facts, vat_code=row.vat_code, base=surcharge - printed),
        _line("surcharge", -row.surcharge, facts, vat_code=row.vat_code, base=-surcharge),
    ]


def _levelled(lines: Iterable[Posting]) -> list[Posting]:
    """Without empty lines; what converting line by line left over goes to the largest line that may move.

    The debt is what is owed converted once and the VAT is what the document prints: neither moves by a cent.
    """
    kept = [line for line in lines if line.amount or line.base_amount]
    over = sum((line.base_amount for line in kept), ZERO)
    movable = [i for i, line in enumerate(kept) if line.role not in FIXED_WORTH]
    if over and movable:
        largest = max(movable, key=lambda i: abs(kept[i].base_amount))
        kept[largest] = replace(kept[largest], base_amount=kept[largest].base_amount - over)
    elif over:
        kept.append(Posting("rounding", ZERO, -over, kept[0].currency))
    return kept
