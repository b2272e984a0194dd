"""The words for every refusal and finding, keyed by its code. Imports nothing of ours.

A sentence says which rule and what to do; {names} are the facts of the refusal. They are translated where they
are shown, in the language of the reader. Each area has its own file.
"""

from kvit.wording import (
    appearance,
    archive,
    companies,
    countries,
    customers,
    einvoices,
    identifiers,
    late_payment,
    ledger,
    letters,
    lifecycles,
    money,
    payments,
    reading,
    receivables,
    statements,
    sums,
    uploads,
)

REFUSALS: dict[str, str] = {
    **appearance.REFUSALS,
    **archive.REFUSALS,
    **companies.REFUSALS,
    **countries.REFUSALS,
    **customers.REFUSALS,
    **einvoices.REFUSALS,
    **identifiers.REFUSALS,
    **late_payment.REFUSALS,
    **ledger.REFUSALS,
    **letters.REFUSALS,
    **lifecycles.REFUSALS,
    **money.REFUSALS,
    **payments.REFUSALS,
    **reading.REFUSALS,
    **receivables.REFUSALS,
    **statements.REFUSALS,
    **sums.REFUSALS,
    **uploads.REFUSALS,
}
