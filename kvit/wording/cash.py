"""Refusals of cash; the words for the lines of a book."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "account.has_book": _("Account {account} is kept by a cash book. Take, pay or take back cash at its desk."),
    "amount.no_words": _("{amount} is no amount for a receipt."),
    "bill.ambiguous": _("Several open bills have the number {number}. Name the bill by its id instead."),
    "bill.not_payable": _("{number} cannot be paid: {left} of it is approved, open and not held."),
    "cash.cancelled": _("{number} is taken back already."),
    "cash.count_unknown": _("There is no count {count} of cash."),
    "cash.deal_reached": _(
        "{law}: no cash is allowed for deals of {most} {currency} or more, and this one is worth {counted} "
        "{own_currency}, however it is divided. All of it goes by bank."
    ),
    "cash.in_future": _("{on} is still to come. Cash is written on the day on which it moves."),
    "cash.no_person": _("Only a person may do this, not a program without one: somebody must answer for the cash."),
    "cash.no_desk": _("There is no cash desk in {currency}. Open one first."),
    "cash.no_paper": _("This line has no paper of its own."),
    "cash.not_cancellable": _("This line cannot be taken back. Count the desk to correct what is in it."),
    "cash.not_enough": _("There is {left} {currency} in the desk, so {amount} cannot leave it."),
    "cash.other_currency": _("The document is in {currency} and the desk keeps {desk}. Choose a desk in {currency}."),
    "cash.out_of_order": _(
        "The book has lines of {last_on} already, and nothing is written before them. Write it on that day or later."
    ),
    "cash.over_day": _(
        "{law}: at most {most} {currency} may be paid in cash on one day, and this would make {counted} "
        "{own_currency}. Pay the rest by bank."
    ),
    "cash.over_day_of_party": _(
        "{law}: at most {most} {currency} in cash from or to one person on one day, and this would make {counted} "
        "{own_currency}. The rest goes by bank."
    ),
    "cash.over_deal": _(
        "{law}: cash is allowed for deals up to {most} {currency}, and this one is worth {counted} {own_currency}, "
        "however it is divided. All of it goes by bank."
    ),
    "cash.over_document": _(
        "{law}: one invoice may not be divided into several payments in cash. At most {most} {currency} of it may be "
        "cash, and this would make {counted} {own_currency}. The rest goes by bank."
    ),
    "cash.unknown": _("There is no line {line} in a cash book."),
    "desk.closed": _("Desk {desk} was closed on {on}. Its book is read, and nothing is written in it any more."),
    "desk.has_money": _(
        "There are {left} {currency} in desk {desk}. Bring them to the bank or to another desk, then close it."
    ),
    "desk.not_counted": _(
        "Nobody has counted desk {desk} to zero since its last line of {on}. Count it, so that the day is finished."
    ),
    "desk.other_currency": _("Desk {desk} keeps {currency}. Choose one of the same currency."),
    "desk.same": _("Cash goes from desk {desk} to another one. Name the other."),
    "desk.account_mixed": _("Account {account} has lines in other currencies than {currency}. Choose another one."),
    "desk.account_taken": _("Account {account} cannot be a desk's: choose an account for cash without another desk."),
    "desk.bad_code": _("A desk's code is 1 to 6 letters A to Z or digits, not {told}."),
    "desk.known": _("There is a desk {desk} already."),
    "desk.no_person": _("Nobody called {person} works here. Name the e-mail of somebody who does."),
    "desk.none": _("There is no cash desk yet. Open one first."),
    "desk.too_many": _("A company has {most} desks at most."),
    "desk.unknown": _("There is no desk {desk}."),
}
OVER_DESK = _(
    "{law}: at most {most} {currency} may lie in a desk in the evening, and there are {counted} {own_currency}. "
    "Bring the rest to the bank within two working days."
)
"""What a person must see to, by law; nothing is refused for it."""
LINES: dict[str, str] = {
    "opening": _("Opening"),
    "received": _("From a customer"),
    "paid": _("To a supplier"),
    "refund": _("Back to a customer"),
    "to_desk": _("To another desk"),
    "from_desk": _("From another desk"),
    "expense": _("Cost"),
    "deposit": _("To the bank"),
    "withdrawal": _("From the bank"),
    "surplus": _("Surplus counted"),
    "shortage": _("Shortage counted"),
}
"""What a line of a cash book is about."""
