"""What matching needs of the books: open items and those just settled, the worth of currencies, discounts on offer."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from kvit.banking.models import Proposal, StatementLine
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.networks import KSEF
from kvit.core.open_items import Index, Item
from kvit.ledger import open_items, rates
from kvit.ledger.models import OpenItem, Rate
from kvit.networks import queries
from kvit.payments import discounts

REMEMBERED = timedelta(days=400)
"""Documents so much older than the first waiting line, and settled, are paid twice by nobody."""
NO_DOCUMENTS = ("payment", discounts.KIND)


def index(company: Company, lines: Sequence[StatementLine]) -> Index:
    """Everything still open of the company, as matching sees it, and what these lines may pay a second time."""
    items = open_items.of_customers(company).exclude(document_kind__in=NO_DOCUMENTS)
    since = min((line.booked_on for line in lines), default=date.max) - REMEMBERED
    items = items.filter(~Q(balance=0) | Q(opened_on__gte=since))
    invoiced = items.filter(document_kind="invoice").values("document_id")
    official = queries.official_numbers(company, KSEF, "invoice", ids=invoiced) if company.country == "PL" else {}
    return Index(
        Item(
            id=item.public_id,
            number=item.document_number,
            party=item.party.public_id,
            currency=item.currency,
            balance=item.balance,
            reference=item.reference,
            official=official.get(item.document_id, "") if item.document_kind == "invoice" else "",
            party_name=item.party.name,
            issued_on=item.opened_on,
            due_on=item.due_on,
            total=item.amount,
            discount=item.discount,
            discount_until=item.discount_until,
        )
        for item in items.select_related("party").iterator()
    )


class Worth:
    """What one unit of each currency is worth in the company's, by day, as far as rates are known."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._currencies = set(Rate.objects.filter(company=company).values_list("currency", flat=True))
        self._days: dict[date, dict[str, Decimal]] = {}

    def on(self, day: date) -> Mapping[str, Decimal]:
        """The rates that hold on the day."""
        if day not in self._days:
            self._days[day] = {self._company.currency: Decimal(1), **self._known(day)}
        return self._days[day]

    def _known(self, day: date) -> dict[str, Decimal]:
        known = {}
        for currency in sorted(self._currencies):
            try:
                known[currency] = rates.exchange(self._company, currency, on=day).value
            except Refused:
                continue  # the first rate is of a later day
        return known


def taken_off(
    due: Sequence[tuple[OpenItem, Decimal]], proposal: Proposal, *, on: date
) -> list[tuple[OpenItem, Decimal]]:
    """The discounts that make the difference of the proposal. Refuses `statement_line.not_proposed` when it is gone."""
    if proposal.kind != "discount":
        return []
    offers = [(item, discounts.offered(item, on=on)) for item, _ in due]
    taken = [(item, off) for item, off in offers if off]
    if sum((off for _, off in taken), Decimal(0)) != -proposal.difference:
        raise Refused("statement_line.not_proposed")
    return taken
