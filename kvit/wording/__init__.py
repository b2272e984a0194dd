"""The words for every refusal and finding, keyed by its code. Imports nothing of ours.

A sentence says which rule and what to do; {names} are the facts of the refusal. They are translated where they
are shown, in the language of the reader. Each area has its own file.
"""

from collections.abc import Mapping

from django.utils.translation import gettext

from kvit.wording import (
    appearance,
    archive,
    authority,
    banking,
    billing,
    bills,
    cius_ro,
    companies,
    countries,
    customers,
    einvoices,
    en16931,
    en16931_cii,
    en16931_ubl,
    en16931_vat,
    identifiers,
    imports,
    ksef,
    late_payment,
    ledger,
    letters,
    lifecycles,
    mails,
    matching,
    money,
    networks,
    outside,
    pages,
    payments,
    peppol,
    proof,
    reading,
    receivables,
    spain,
    statements,
    sums,
    tasks,
    uploads,
    webhooks,
)

REFUSALS: dict[str, str] = {
    **appearance.REFUSALS,
    **archive.REFUSALS,
    **authority.REFUSALS,
    **banking.REFUSALS,
    **billing.REFUSALS,
    **bills.REFUSALS,
    **cius_ro.REFUSALS,
    **companies.REFUSALS,
    **countries.REFUSALS,
    **customers.REFUSALS,
    **einvoices.REFUSALS,
    **en16931.REFUSALS,
    **en16931_cii.REFUSALS,
    **en16931_ubl.REFUSALS,
    **en16931_vat.REFUSALS,
    **identifiers.REFUSALS,
    **imports.REFUSALS,
    **ksef.REFUSALS,
    **late_payment.REFUSALS,
    **ledger.REFUSALS,
    **letters.REFUSALS,
    **lifecycles.REFUSALS,
    **mails.REFUSALS,
    **matching.REFUSALS,
    **money.REFUSALS,
    **networks.REFUSALS,
    **outside.REFUSALS,
    **pages.REFUSALS,
    **payments.REFUSALS,
    **peppol.REFUSALS,
    **peppol.COUNTRIES,
    **proof.REFUSALS,
    **reading.REFUSALS,
    **receivables.REFUSALS,
    **spain.REFUSALS,
    **statements.REFUSALS,
    **sums.REFUSALS,
    **tasks.REFUSALS,
    **uploads.REFUSALS,
    **webhooks.REFUSALS,
}


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """What to tell a person about a refusal or finding, in the language that is active; the code where it has none."""
    return _told(REFUSALS.get(code, ""), facts) or code


def title(kind: str, facts: Mapping[str, object]) -> str:
    """What a task of that kind asks a person to do, in the language that is active; the kind where it has no words."""
    return _told(tasks.TITLES.get(kind, ""), facts) or kind


def _told(words: str, facts: Mapping[str, object]) -> str:
    if not words:
        return ""
    told = {name: ", ".join(map(str, fact)) if isinstance(fact, list) else fact for name, fact in facts.items()}
    return gettext(words).format_map(_Facts(told))


class _Facts(dict[str, object]):
    """A fact that was not given shows its name: a sentence with a gap is better than none."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
