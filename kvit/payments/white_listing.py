"""The white list at the release of a run: large payments to accounts that are not on it are held.

Rule: `docs/rules/white-list.md`.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.payables import booking, listed_accounts
from kvit.payables.models import Bill
from kvit.payments import run_papers
from kvit.payments.models import PaymentRun, RunItem

FROM = Decimal(15_000)
"""PLN of the whole transaction, however many payments it has (Prawo przedsiębiorców art. 19)."""


def require(company: Company, run: PaymentRun, rows: Sequence[RunItem], *, on: date) -> None:
    """Look up every Polish payee, keep the proof with the payment, and refuse `run.not_listed`.

    A split payment is not held: it frees the payer of both consequences (Ordynacja podatkowa art. 117ba § 3, CIT art.
    15d ust. 4). Without a file of the day nothing could be checked, which is kept too and holds nothing.
    """
    held = []
    bills = Bill.objects.filter(company=company).in_bulk([row.item.document_id for row in rows])
    for row in rows:
        if not row.pays or row.bank_detail is None or not listed_accounts.concerns(company, row.party):
            continue
        found = listed_accounts.ask(row.party, iban=row.bank_detail.iban, on=on)
        is_split = run.format == "elixir" and run_papers.split(company, row) is not None
        row.white_list = {
            "verdict": found.verdict,
            "on": found.on.isoformat(),
            "sha256": found.sha256,
            "split": is_split,
        }
        if found.verdict == "failed" and not is_split and _worth(company, bills[row.item.document_id]) >= FROM:
            held.append(row)
    if held:
        raise Refused(
            "run.not_listed", numbers=[one.number for one in held], suppliers=[one.party.name for one in held]
        )


def _worth(company: Company, bill: Bill) -> Decimal:
    """All that the bill is over, what was paid before included, at its rate."""
    whole = bill.payable if bill.gross is None else bill.gross
    assert whole is not None, "the check of completeness let it pass"
    return booking.rate_of(company, bill).worth(whole)
