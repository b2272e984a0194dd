"""How bank lines and their matches look to programs: values that the command line and the API give as they are."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from kvit.arrangements.models import WriteOffItem
from kvit.banking import on_account, recorded
from kvit.banking.feed_lines import Round
from kvit.banking.holding import WAITING
from kvit.banking.models import BankRule, Booking, FedAccount, Feed, Match, Proposal, StatementLine
from kvit.banking.rule_queries import OTHERWISE, SETTLED, Rehearsed
from kvit.banking.statements import Loaded, Preview
from kvit.companies.models import Company
from kvit.core.errors import Finding
from kvit.core.formats import statement as formats
from kvit.core.formatting import format_exact, format_plain
from kvit.ledger.models import OpenItem
from kvit.receivables.models import Invoice
from kvit.wording import sentence

Shape = dict[str, object]
Items = Sequence[Sequence[str]]
COLUMNS = ("line_id", "invoice_id", "allocated", "status", "confidence", "difference_kind")
TOLD = ("account", "own_account", "rule", "payment", "party")
WAYS = Prefetch("proposals", queryset=Proposal.objects.select_related(*TOLD))
MATCHES = Prefetch("matches", queryset=Match.objects.select_related("payment__party"))
NOWHERE = dict.fromkeys(("account", "own_account", "rule", "payment", "customer", "proforma"), "")
DIFFERENCES = {
    "partial": "short_pay",
    "over": "overpay",
    "other_currency": "fx",
    "fee": "bank_fee",
    "discount": "early_discount",
}
"""What a proposal leaves open, in the words of the export; nothing where the amounts agree."""


def loaded(one: Loaded) -> Shape:
    """What importing a statement brought; rows that could not be read, and what else is to be seen in the file."""
    return {
        "lines": one.lines,
        "new": one.new,
        "already_known": len(one.known),
        "rejected": [_finding(found) for found in one.findings if found.severity == "error"],
        "warnings": [_finding(found) for found in one.findings if found.severity != "error"],
        "statements": [statement.public_id for statement in one.statements],
    }


def feed(row: Feed) -> Shape:
    """A feed without its secrets, and its accounts."""
    plain = ("provider", "bank", "until", "trouble_since", "fetched_at", "created_at")
    return {
        "id": row.public_id,
        **{name: getattr(row, name) for name in plain},
        "page": row.page or None,
        "trouble": sentence(row.trouble, row.trouble_facts) if row.trouble else None,
        "accounts": [_fed(one) for one in row.accounts.all()],
    }


def _fed(one: FedAccount) -> Shape:
    bank = one.bank_account
    return {
        "iban": bank.iban,
        "currency": bank.currency,
        "known_until": one.known_until,
        "balance": None if one.balance is None else format_plain(one.balance, bank.currency),
        "gap": None if one.gap is None else format_plain(one.gap, bank.currency),
    }


def feed_round(one: Round, row: Feed) -> Shape:
    """What a round of a feed brought, and how it stands after it."""
    counts = {"told": one.told, "new": one.new, "pending": one.pending, "is_waiting": one.is_waiting}
    warnings = [sentence(found.rule, found.facts) for found in one.findings]
    return {"feed": feed(row), **counts, "warnings": warnings}


FIRST = 10


def preview(one: Preview) -> Shape:
    """What a file would bring, how its columns are read, and its first lines."""
    read = one.statements
    return {
        "lines": sum(len(each.lines) for each in read),
        "new": one.new,
        "already_known": one.known,
        "columns": read[0].columns if read else {},
        "not_used": list(read[0].ignored) if read else [],
        "dates": read[0].dates if read else "",
        "decimals": read[0].decimals if read else "",
        "rejected": [_finding(found) for each in read for found in each.findings if found.severity == "error"],
        "warnings": [_finding(found) for each in read for found in each.findings if found.severity != "error"],
        "first": [_first(line) for each in read for line in each.lines][:FIRST],
    }


def _first(line: formats.StatementLine) -> Shape:
    return {
        "booked_on": line.booked_on,
        "amount": format_plain(line.amount, line.currency),
        "currency": line.currency,
        "counterparty": line.counterparty_name,
        "iban": line.counterparty_iban,
        "text": line.remittance,
    }


def matched(company: Company, booked: Iterable[Match | Booking] = ()) -> list[Shape]:
    """The waiting lines with what is proposed for each, best first, and those that were just booked."""
    settled = [match.line_id for match in booked]
    return lines(
        company, _lines(StatementLine.objects.filter(Q(status__in=WAITING) | Q(pk__in=settled), company=company))
    )


def lines(company: Company, rows: Sequence[StatementLine]) -> list[Shape]:
    """These lines with what is proposed for each, or what settled it."""
    named = _numbers(company, rows)
    return [_line(line, named) for line in rows]


def given_up(rows: Iterable[WriteOffItem]) -> list[Shape]:
    """What was written off and a line may pay after all."""
    return [
        {
            "item": one.item.public_id,
            "number": one.item.document_number,
            "customer": one.item.party.name,
            "amount": format_plain(one.booked, one.item.currency),
            "currency": one.item.currency,
            "write_off": one.write_off.public_id,
        }
        for one in rows
    ]


def exported(company: Company, *, imported: Mapping[int, str]) -> bytes:
    """Every line and what it settles as CSV, with the ids that lines and invoices came with, where they had one.

    `imported` are the ids of invoices that were issued elsewhere, by the key their open items name.
    """
    every = _lines(StatementLine.objects.filter(company=company))
    named = _invoice_ids(company, every, imported)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for line in every:
        table.writerows(_rows(line, named))
    return out.getvalue().encode()


def _rows(line: StatementLine, named: dict[str, str]) -> list[tuple[str, ...]]:
    """One row for each item that the line settles (`auto`, `confirmed`) or would settle best (`suggest`).

    A line alone has one row without an item, with its own status; so has one that goes to an account.
    """
    best = _best(line)
    own = line.entry_reference or line.bank_reference or line.public_id
    if best is None:
        return [(own, "", "", line.status, "", "")]
    told = (_status(best), format_exact(best.confidence, places=2), DIFFERENCES.get(best.kind, ""))
    settled = [(named.get(item, item), format_plain(Decimal(amount), line.currency)) for item, amount in best.items]
    return [(own, *one, *told) for one in settled or [("", "")]]


def _status(best: Proposal | Match) -> str:
    """Who settled the line, or that nobody has yet."""
    if isinstance(best, Proposal):
        return "suggest"
    return "auto" if best.automatic else "confirmed"


def _line(line: StatementLine, named: dict[str, str]) -> Shape:
    match = _match(line)
    bookings = [one for one in line.bookings.all() if not one.undone]
    ways: Sequence[Proposal | Match] = [match] if match else list(line.proposals.all())
    return {
        "line": line.public_id,
        "reference": line.entry_reference or line.bank_reference,
        "booked_on": line.booked_on,
        "amount": format_plain(line.amount, line.currency),
        "currency": line.currency,
        "counterparty": line.counterparty_name,
        "text": line.remittance,
        "status": line.status,
        "booked": line.status == "reconciled",
        "doubt": line.doubt,
        "proposals": [_way(one, line.currency, named) for one in ways],
        "parts": [_part(part, line.currency) for one in bookings for part in one.parts],
    }


def _part(told: Mapping[str, str], currency: str) -> Shape:
    """A part of the line that pays no document, and where it went: an account's code or role, or our other account."""
    where = {name: told.get(name, "") for name in ("account", "role", "own_account")}
    return {**where, "amount": format_plain(Decimal(told["amount"]), currency)}


def _way(one: Proposal | Match, currency: str, named: dict[str, str]) -> Shape:
    return {
        "mark": one.mark if isinstance(one, Proposal) else "",
        "items": [
            {"document": named.get(item, item), "amount": format_plain(Decimal(amount), currency)}
            for item, amount in one.items
        ],
        "difference": format_plain(one.difference if isinstance(one, Proposal) else Decimal(0), currency),
        "kind": one.kind,
        "confidence": format_exact(one.confidence, places=2),
        "reasons": one.reasons,
        "sure": one.is_sure if isinstance(one, Proposal) else True,
        **_to(one),
    }


def _to(one: Proposal | Match) -> dict[str, str]:
    if not isinstance(one, Proposal):
        payment = one.payment.public_id if one.kind == recorded.KIND else ""
        customer = one.payment.party.public_id if one.kind == on_account.KIND else ""
        return {**NOWHERE, "payment": payment, "customer": customer}
    return {
        "account": one.account.code if one.account else "",
        "own_account": one.own_account.public_id if one.own_account else "",
        "rule": one.rule.public_id if one.rule else "",
        "payment": one.payment.public_id if one.payment else "",
        "customer": one.party.public_id if one.party else "",
        "proforma": one.proforma,
    }


def rule(row: BankRule, *, used: int) -> Shape:
    """A rule as it stands: its words, its level, its place, and how many lines stand booked by it."""
    empty = dict.fromkeys(("text", "party", "iban", "at_least", "at_most", "currency", "own_account"), "")
    told = {**empty, "account": "", "to_account": "", "whole_words": False, **row.told}
    return {"id": row.public_id, "level": row.level, "place": row.place, "used": used, **told}


def rehearsal(rows: Sequence[Rehearsed]) -> Shape:
    """What a rule would have done: how many lines fit, how many of them went elsewhere, and which."""
    return {
        "fits": len(rows),
        "went_elsewhere": sum(one.became in (SETTLED, OTHERWISE) for one in rows),
        "rows": [fit(one) for one in rows],
    }


def fit(one: Rehearsed) -> Shape:
    """A past line that a rule fits, and what became of it."""
    return {
        "line": one.line.public_id,
        "booked_on": one.line.booked_on,
        "amount": format_plain(one.line.amount, one.line.currency),
        "currency": one.line.currency,
        "counterparty": one.line.counterparty_name,
        "text": one.line.remittance,
        "became": one.became,
    }


def _lines(found: "QuerySet[StatementLine]") -> list[StatementLine]:
    return list(found.prefetch_related(WAYS, MATCHES, "bookings").order_by("booked_on", "pk"))


def _ways(line: StatementLine) -> list[Proposal | Match]:
    return [*line.proposals.all(), *line.matches.all()]


def _match(line: StatementLine) -> Match | None:
    return next((one for one in line.matches.all() if not one.undone), None)


def _best(line: StatementLine) -> Proposal | Match | None:
    ranked = sorted(line.proposals.all(), key=lambda one: one.rank)
    return _match(line) or next(iter(ranked), None)


def _items(company: Company, lines: Sequence[StatementLine]) -> list[OpenItem]:
    """The open items that these lines settle or may settle."""
    wanted = {item for line in lines for one in _ways(line) for item, _ in one.items}
    return list(OpenItem.objects.filter(company=company, public_id__in=wanted))


def _numbers(company: Company, lines: Sequence[StatementLine]) -> dict[str, str]:
    return {item.public_id: item.document_number for item in _items(company, lines)}


def _invoice_ids(company: Company, lines: Sequence[StatementLine], imported: Mapping[int, str]) -> dict[str, str]:
    """Each item's document by the id it was imported or drafted with, else by its number."""
    items = _items(company, lines)
    drafted = Invoice.objects.filter(
        company=company, pk__in=[item.document_id for item in items if item.document_kind == "invoice"]
    )
    own = {"invoice": {row.pk: row.external_id for row in drafted}, "imported_invoice": imported}
    return {
        item.public_id: own.get(item.document_kind, {}).get(item.document_id, "") or item.document_number
        for item in items
    }


def _finding(found: Finding) -> Shape:
    return {**asdict(found), "message": sentence(found.rule, found.facts)}
