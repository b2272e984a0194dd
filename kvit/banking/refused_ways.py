"""What people took back: never booked alone again, and the account that a wrong match taught is forgotten."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kvit.banking.models import Match, Proposal, StatementLine
from kvit.companies.models import Company
from kvit.core.formats.statement import account_of
from kvit.core.matching import proposals as matching
from kvit.core.matching.names import is_payer
from kvit.parties import ibans
from kvit.parties.models import Party

REASON = "match.taken_back"


class RefusedWays:
    """The items that a line settled until a person took it back, by line; read once for many lines."""

    def __init__(self, lines: Sequence[StatementLine]) -> None:
        self._items: defaultdict[int, set[str]] = defaultdict(set)
        for line, items in Match.objects.filter(line__in=lines, undone=True).values_list("line_id", "items"):
            self._items[line] |= {public_id for public_id, _amount in items}

    def judged(self, line: StatementLine, ranked: Sequence[matching.Proposal]) -> list[matching.Proposal]:
        """The proposals; none is sure, and each says why, where a person took one of its items off this line."""
        return [
            replace(one, is_sure=False, reasons=(*one.reasons, REASON))
            if self._has(line, [item.id for item, _ in one.items])
            else one
            for one in ranked
        ]

    def judge(self, line: StatementLine, one: Proposal) -> None:
        """The same of a proposal for what a run, a claim or a collection of ours made."""
        if self._has(line, [public_id for public_id, _amount in one.items]):
            one.is_sure, one.reasons = False, [*one.reasons, REASON]

    def _has(self, line: StatementLine, items: Sequence[str]) -> bool:
        return not self._items[line.pk].isdisjoint(items)


def teaches(line: StatementLine, party: Party, *, automatic: bool) -> bool:
    """Whether a match of the line shows that the party pays from its account: without a person only by the name."""
    return bool(line.counterparty_iban) and (not automatic or is_payer(line.counterparty_name, party.name))


def forget_account(company: Company, match: Match) -> None:
    """The match, undone now, taught whose account the line came from: forget it, unless another match still says so."""
    account, party = account_of(match.line.counterparty_iban), match.payment.party
    if not account:
        return
    others = Match.objects.filter(company=company, undone=False, payment__party=party).select_related("line")

    def still_said() -> bool:
        return any(
            account_of(one.line.counterparty_iban) == account and teaches(one.line, party, automatic=one.automatic)
            for one in others
        )

    ibans.forget(company, party, iban=account, unless=still_said)
