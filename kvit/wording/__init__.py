"""The words for every refusal and finding, keyed by its code. Imports nothing of ours.

A sentence says which rule and what to do; {names} are the facts of the refusal. They are translated where they
are shown, in the language of the reader. Each area has its own file.
"""

from collections.abc import Mapping

from django.utils.translation import gettext

from kvit.wording import (
    appearance,
    approvals,
    archive,
    arrangements,
    authority,
    bank_answers,
    banking,
    billing,
    bills,
    cash,
    cius_ro,
    claims,
    collecting,
    companies,
    countries,
    customers,
    debits,
    duplicates,
    einvoices,
    en16931,
    en16931_cii,
    en16931_ubl,
    en16931_vat,
    feeds,
    identifiers,
    imports,
    ksef,
    late_payment,
    ledger,
    letters,
    lifecycles,
    loyalty,
    mailboxes,
    mails,
    matching,
    money,
    netting,
    networks,
    offsets,
    ordering,
    outside,
    pages,
    payables,
    payments,
    peppol,
    proof,
    purchasing,
    reading,
    receivables,
    reminders,
    remittances,
    replies,
    runs,
    spain,
    statements,
    statuses,
    sums,
    tasks,
    texts,
    transfers,
    uploads,
    user_rules,
    webhooks,
    white_list,
    write_offs,
)

REFUSALS: dict[str, str] = {
    **appearance.REFUSALS,
    **approvals.REFUSALS,
    **archive.REFUSALS,
    **arrangements.REFUSALS,
    **authority.REFUSALS,
    **bank_answers.REFUSALS,
    **banking.REFUSALS,
    **billing.REFUSALS,
    **bills.REFUSALS,
    **cash.REFUSALS,
    **cius_ro.REFUSALS,
    **companies.REFUSALS,
    **countries.REFUSALS,
    **customers.REFUSALS,
    **debits.REFUSALS,
    **duplicates.REFUSALS,
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
    **loyalty.REFUSALS,
    **feeds.REFUSALS,
    **mailboxes.REFUSALS,
    **mails.REFUSALS,
    **matching.REFUSALS,
    **money.REFUSALS,
    **netting.REFUSALS,
    **networks.REFUSALS,
    **ordering.REFUSALS,
    **outside.REFUSALS,
    **pages.REFUSALS,
    **payables.REFUSALS,
    **payments.REFUSALS,
    **claims.REFUSALS,
    **collecting.REFUSALS,
    **offsets.REFUSALS,
    **remittances.REFUSALS,
    **peppol.REFUSALS,
    **peppol.COUNTRIES,
    **proof.REFUSALS,
    **purchasing.REFUSALS,
    **reading.REFUSALS,
    **receivables.REFUSALS,
    **reminders.REFUSALS,
    **replies.REFUSALS,
    **runs.REFUSALS,
    **spain.REFUSALS,
    **statements.REFUSALS,
    **sums.REFUSALS,
    **tasks.REFUSALS,
    **texts.REFUSALS,
    **transfers.REFUSALS,
    **uploads.REFUSALS,
    **user_rules.REFUSALS,
    **webhooks.REFUSALS,
    **white_list.REFUSALS,
    **write_offs.REFUSALS,
}


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """What to tell a person about a refusal or finding, in the language that is active; the code where it has none."""
    words = statuses.STATUSES.get(code.partition(".")[0], {})
    status = str(facts.get("status", ""))
    return _told(REFUSALS.get(code, ""), {**facts, "status": words[status]} if status in words else facts) or code


def title(kind: str, facts: Mapping[str, object]) -> str:
    """What a task of that kind asks a person to do, in the language that is active; the kind where it has no words."""
    return _told(tasks.TITLES.get(kind, ""), facts) or kind


def bank_reason(code: str) -> str:
    """Why a bank did not do a transfer (ISO 20022), in the language that is active; the code where it has no words."""
    return _told(bank_answers.REASONS.get(code, ""), {}) or code


def over_desk(facts: Mapping[str, object]) -> str:
    """That more lies in a cash desk than its law wants, in the language that is active."""
    return _told(cash.OVER_DESK, facts)


def cash_line(kind: str) -> str:
    """What a line of a cash book is about, in the language that is active; the kind where it has no words."""
    return _told(cash.LINES.get(kind, ""), {}) or kind


def held_back(reason: str, facts: Mapping[str, object]) -> str:
    """Why a reminder is held back and what to do, in the language that is active; the code where it has no words."""
    return _told(reminders.REASONS.get(reason, ""), facts) or reason


def against(reason: str) -> str:
    """Why an answer was not acted upon by itself, in the language that is active; a refusal's sentence as well."""
    return _told(replies.AGAINST.get(reason, ""), {}) or sentence(reason, {})


def _told(words: str, facts: Mapping[str, object]) -> str:
    if not words:
        return ""
    told = {name: ", ".join(map(str, fact)) if isinstance(fact, list) else fact for name, fact in facts.items()}
    return gettext(words).format_map(_Facts(told))


class _Facts(dict[str, object]):
    """A fact that was not given shows its name: a sentence with a gap is better than none."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
