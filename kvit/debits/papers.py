"""A run as banks read it: the company, the account that it collects to, and one direct debit for each open item."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

from kvit.companies.models import Company
from kvit.core.debits import Scheme, SequenceType
from kvit.core.errors import Finding
from kvit.core.formats import collections as formats
from kvit.core.formats import pain008
from kvit.core.formats.collections import Collection, MandateTold
from kvit.core.formats.transfers import Payer
from kvit.core.money import Money
from kvit.core.references import is_creditor_reference
from kvit.debits.models import Creditor, DebitItem, DebitRun
from kvit.ledger.models import BankAccount
from kvit.payments.run_papers import address_of

PROBE = datetime(2000, 1, 1, tzinfo=UTC)
MEDIA_TYPE = "application/xml"


def run_of(company: Company, run: DebitRun, rows: Sequence[DebitItem], *, released_at: datetime) -> formats.DebitRun:
    """The run as its file says it."""
    told = tuple(collection(row) for row in rows)
    return formats.DebitRun(run.public_id, released_at, _creditor(company, run.identifier, run.bank_account), told)


def findings_of(company: Company, creditor: Creditor, row: DebitItem) -> list[Finding]:
    """What keeps the bank from taking this one collection."""
    ours = _creditor(company, creditor.identifier, creditor.bank_account)
    one = collection(row)
    found = formats.check(formats.DebitRun("dbr_probe", PROBE, ours, (one,)))
    return [finding for finding in found if finding.place == one.key]


def instruction_names(company: Company, run: DebitRun, rows: Sequence[DebitItem]) -> dict[str, str]:
    """For the key of each collection, the name of its instruction in the file, by which the bank books it as one."""
    assert run.released_at is not None, "only a released run has a file"
    return pain008.instruction_names(run_of(company, run, rows, released_at=run.released_at))


def collection(row: DebitItem) -> Collection:
    """The direct debit of an open item, named by the key of its row: a second try is another one."""
    mandate = row.mandate
    assert mandate.signed_on is not None, "nothing is collected under a draft"
    reference = row.item.reference
    return Collection(
        key=row.public_id,
        debtor=mandate.debtor_name,
        iban=mandate.iban,
        amount=Money(row.amount, row.item.currency),
        on=row.collect_on,
        mandate=MandateTold(
            mandate.reference, mandate.signed_on, cast(Scheme, mandate.scheme), account_changed=row.account_changed
        ),
        sequence=cast(SequenceType, row.sequence),
        bic=mandate.bic,
        address=address_of(row.item.party),
        reference=reference if reference and is_creditor_reference(reference) else "",
        documents=(row.number,),
    )


def _creditor(company: Company, identifier: str, account: BankAccount) -> Payer:
    return Payer(company.name, account.iban, account.bic, address_of(company), identifier)
