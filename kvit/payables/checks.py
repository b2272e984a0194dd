"""What is checked of a bill before anybody approves it: each check passed, failed, or could not be made, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kvit.capture import arrivals
from kvit.capture.einvoices import EInvoice
from kvit.companies.models import Company
from kvit.core.bill_facts import broken_down
from kvit.core.errors import Fact, Finding, Refused, errors, finding_of
from kvit.core.formatting import format_plain
from kvit.core.page_differences import page_differences
from kvit.ledger import periods, rates
from kvit.parties import suppliers
from kvit.parties.models import BankDetail
from kvit.payables import copies, facts, holds, listed_accounts, order_match
from kvit.payables.models import Bill

MOST_ROUNDING = Decimal(1)
"""Units of the bill's currency: more than that between breakdown and payable is a wrong bill, no rounding."""

PROVEN = ("kind", "number", "issued_on", "due_on", "currency", "payable")
"""Fields that booking needs and a page may not say for sure, beside the supplier and the VAT."""

Outcome = Literal["passed", "failed", "not_checked"]


@dataclass(frozen=True)
class Checked:
    """One check. A failed one that `stops` keeps the bill from its approvers until a person takes it upon them."""

    name: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    stops: bool = True


@dataclass(frozen=True)
class Case:
    """A bill with what was read of its file, on a day."""

    company: Company
    bill: Bill
    reading: EInvoice
    on: date


def run(case: Case) -> list[Checked]:
    """Every check, in the order in which people read them."""
    if case.bill.source == "none":
        return [_failed("reading", [case.reading.why] if case.reading.why else [])]
    brought = [_brought] if case.bill.document.brought_by_id else []
    polish = [_white_list] if case.company.country == "PL" else []
    of_its_source = [_rules] if case.bill.source == "xml" else [_fields]
    if case.bill.source == "xml" and case.bill.document.file.media_type == arrivals.PDF:
        of_its_source.append(_page)
    return [check(case) for check in (_complete, *of_its_source, *brought, *CHECKS, *polish)]


def _fields(case: Case) -> Checked:
    """Whether each field that booking needs was read for sure, or typed: pages say nothing as surely as an XML."""
    bill, known = case.bill, facts.current(case.bill)
    unsure = [name for name in PROVEN if name not in known or not known[name].sure]
    unsure += [] if bill.party_id else ["supplier"]
    unsure += [] if bill.vat_totals.exists() else ["vat_totals"]
    return _of("fields", [Finding("bill.unsure", name, "error", {"field": name}) for name in unsure])


def _complete(case: Case) -> Checked:
    """What paying and booking cannot do without (Directive 2006/112/EC art. 226), and what they cannot do yet."""
    needed = {
        "number": "number",
        "issued_on": "issued_on",
        "currency": "currency",
        "payable": "payable",
        "party": "supplier",
    }
    missing = [told for name, told in needed.items() if getattr(case.bill, name) in ("", None)]
    if case.bill.payable and not case.bill.vat_totals.exists():  # the whole of it would be booked as a rounding
        missing.append("vat_totals")
    found = [Finding("bill.missing", told, "error", {"field": told}) for told in missing if case.bill.source == "xml"]
    return _of("complete", [*found, *case.reading.limits, *_unbookable(case)])


def _unbookable(case: Case) -> list[Finding]:
    """A breakdown so far from the payable that nobody's word makes a rounding of it."""
    own = _broken_down(case)
    if own is None or not _is_far(case.bill, own):
        return []
    return [Finding("bill.breakdown_far_off", "payable", "error", _figures(case.bill, own))]


def _broken_down(case: Case) -> Decimal | None:
    bill = case.bill
    rows = [(one.base, one.amount) for one in bill.vat_totals.all()] if bill.currency else []
    return broken_down(rows, prepaid=bill.prepaid, rounding=bill.rounding)


def _is_far(bill: Bill, own: Decimal) -> bool:
    return bill.payable is not None and abs(own - bill.payable) > MOST_ROUNDING


def _rules(case: Case) -> Checked:
    """The rules of the file's own format, ours and the official ones; passed only where both were asked."""
    found = case.reading.validation
    if found is None:
        return Checked("rules", "not_checked")
    if wrong := errors(list(found.findings)):
        return _failed("rules", wrong)
    return Checked("rules", "passed" if found.verdict == "valid" else "not_checked")


def _page(case: Case) -> Checked:
    """Whether its pages show people what the e-invoice inside tells programs (docs/rules/hybrid-pdf.md, attack A02)."""
    told, shown = case.reading.facts, case.reading.shown
    if told is None or shown is None or not any(fact.sure for fact in shown.reading.facts):
        return Checked("page", "not_checked")
    return _of("page", page_differences(told, shown))


def _sums(case: Case) -> Checked:
    """Our own sum, and what would be booked by the breakdown, against what the file wants paid.

    The file's figure is booked, so a difference needs a person.
    """
    bill = case.bill
    if bill.payable is None or not bill.currency:
        return Checked("sums", "not_checked")
    booked = _broken_down(case)
    near = None if booked is not None and _is_far(bill, booked) else booked
    ours = {"bill.sums_differ": bill.own_payable, "bill.breakdown_differs": near}
    if all(own is None for own in ours.values()):
        return Checked("sums", "not_checked")
    return _of(
        "sums",
        [
            Finding(rule, "payable", "error", _figures(bill, own))
            for rule, own in ours.items()
            if own not in (None, bill.payable)
        ],
    )


def _figures(bill: Bill, own: Decimal) -> dict[str, Fact]:
    assert bill.payable is not None, "looked at before"
    return {
        "payable": format_plain(bill.payable, bill.currency),
        "own": format_plain(own, bill.currency),
        "currency": bill.currency,
    }


def _addressee(case: Case) -> Checked:
    """Whether the bill is meant for us."""
    ours, told = case.company.vat_id, str(case.bill.buyer.get("vat_id", ""))
    if not ours or not told:
        return Checked("addressee", "not_checked")
    if _bare(told) in (_bare(ours), _bare(ours)[2:]):
        return Checked("addressee", "passed")
    facts: dict[str, Fact] = {"named": told, "ours": ours}
    return _failed("addressee", [Finding("bill.other_buyer", "buyer", "error", facts)])


def _supplier(case: Case) -> Checked:
    """A supplier of whom no bill was ever approved is looked at once by a person; so is an account of two suppliers."""
    party = case.bill.party
    if party is None:
        return Checked("supplier", "not_checked")
    found = _shared_accounts(case)
    if not Bill.objects.filter(company=case.company, party=party, status="approved").exists():
        found.append(Finding("bill.new_supplier", "supplier", "error", {"supplier": party.name}))
    return _of("supplier", found)


def _shared_accounts(case: Case) -> list[Finding]:
    """Accounts of the bill that are trusted for somebody else: a second supplier of one fraud, or a factor (A04)."""
    trusted = BankDetail.objects.filter(company=case.company, iban__in=case.bill.ibans, status="confirmed")
    others = trusted.exclude(party=case.bill.party).select_related("party").order_by("iban", "pk")
    return [
        Finding("bill.account_of_another", "supplier", "error", {"iban": one.iban, "other": one.party.name})
        for one in others
    ]


def _brought(case: Case) -> Checked:
    """Whether the supplier whose portal it came through is the one it is from (docs/rules/portal.md)."""
    brought_by, party = case.bill.document.brought_by, case.bill.party
    if party is None or brought_by is None:
        return Checked("brought", "not_checked")
    if suppliers.surviving(party) == suppliers.surviving(brought_by):
        return Checked("brought", "passed")
    facts: dict[str, Fact] = {"supplier": party.name, "brought_by": brought_by.name}
    return _failed("brought", [Finding("bill.brought_by_another", "supplier", "error", facts)])


def _days(case: Case) -> Checked:
    """Dates that can be: not ahead of us, not in a closed period, due no earlier than issued, with a rate."""
    bill, found = case.bill, []
    if bill.issued_on is None:
        return Checked("days", "not_checked")
    if bill.issued_on > case.on:
        found.append(Finding("bill.in_future", "issued_on", "error", {"on": bill.issued_on.isoformat()}))
    if bill.due_on is not None and bill.due_on < bill.issued_on:
        found.append(Finding("bill.due_before_issue", "due_on", "error", {"on": bill.due_on.isoformat()}))
    try:
        periods.refuse_locked(periods.locked_until(case.company), case.on)
        if bill.currency:
            rates.rate_on(case.company, bill.currency, on=bill.issued_on)
    except Refused as refused:
        found.append(finding_of(refused, "issued_on"))
    return _of("days", found)


def _account(case: Case) -> Checked:
    """Whether the account it names is one that was confirmed. It holds up no approval: only paying waits for it."""
    bill = case.bill
    if not bill.ibans or bill.party is None:
        return Checked("account", "not_checked", stops=False)
    known = BankDetail.objects.filter(company=case.company, party=bill.party, status="confirmed")
    ours = set(known.values_list("iban", flat=True))
    strange = [iban for iban in bill.ibans if iban not in ours]
    if not strange:
        return Checked("account", "passed", stops=False)
    rule = "bill.account_changed" if ours else "bill.account_new"
    return Checked("account", "failed", (Finding(rule, "ibans", "warning", {"iban": strange[0]}),), stops=False)


def _white_list(case: Case) -> Checked:
    """Whether the account it names is on Poland's white list on the day (docs/rules/white-list.md). What counts is the
    day of payment: the release of a run looks again, so it holds up no approval."""
    bill = case.bill
    if not bill.ibans or bill.party is None or not listed_accounts.concerns(case.company, bill.party):
        return Checked("white_list", "not_checked", stops=False)
    asked = [listed_accounts.ask(bill.party, iban=iban, on=case.on) for iban in bill.ibans]
    found = tuple(one.finding for one in asked if one.finding is not None)
    if any(one.verdict == "failed" for one in asked):
        return Checked("white_list", "failed", found, stops=False)
    is_sure = all(one.verdict == "passed" for one in asked)
    return Checked("white_list", "passed" if is_sure else "not_checked", found, stops=False)


def _copy(case: Case) -> Checked:
    """Whether it is a copy of another bill (docs/rules/copies.md); a mere likeness is told and stops nothing."""
    found = copies.of(case.company, case.bill)
    if not found:
        return Checked("copy", "passed")
    return Checked("copy", "failed", tuple(found), stops=bool(errors(found)))


def _order(case: Case) -> Checked:
    """Whether lines, prices and quantities are what was ordered and received (docs/rules/purchase-orders.md).

    Where some of it is, that part goes on (docs/rules/held-parts.md).
    """
    outcome, found = order_match.checked(case.company, case.bill)
    return Checked("order", outcome, tuple(found), stops=not holds.goes_on_in_part(case.bill))


CHECKS: tuple[Callable[[Case], Checked], ...] = (
    _sums,
    _addressee,
    _supplier,
    _days,
    _copy,
    _order,
    _account,
)


def _of(name: str, found: Iterable[Finding]) -> Checked:
    findings = tuple(found)
    return _failed(name, findings) if findings else Checked(name, "passed")


def _failed(name: str, findings: Iterable[Finding]) -> Checked:
    return Checked(name, "failed", tuple(findings))


def _bare(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())
