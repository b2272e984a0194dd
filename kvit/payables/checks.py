"""What is checked of a bill before anybody approves it: each check passed, failed, or could not be made, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kvit.capture.einvoices import EInvoice
from kvit.companies.models import Company
from kvit.core.errors import Fact, Finding, Refused, errors, finding_of
from kvit.core.money import decimals
from kvit.ledger import periods, rates
from kvit.parties.models import BankDetail
from kvit.payables import copies
from kvit.payables.models import Bill

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
    if case.reading.facts is None:
        return [_failed("reading", [case.reading.why] if case.reading.why else [])]
    return [check(case) for check in CHECKS]


def _complete(case: Case) -> Checked:
    """What paying and booking cannot do without (Directive 2006/112/EC art. 226)."""
    missing = [
        name for name in ("number", "issued_on", "currency", "payable") if getattr(case.bill, name) in ("", None)
    ]
    return _of("complete", [Finding("bill.missing", name, "error", {"field": name}) for name in missing])


def _rules(case: Case) -> Checked:
    """The rules of the file's own format, ours and the official ones."""
    found = case.reading.validation
    if found is None or found.own == "not_validated":
        return Checked("rules", "not_checked", tuple(found.findings) if found else ())
    wrong = [one for one in found.findings if one.severity == "error"]
    return Checked("rules", "failed", tuple(wrong)) if errors(wrong) else Checked("rules", "passed")


def _sums(case: Case) -> Checked:
    """Our own sum against what the file wants paid; the file's figure is booked, so a difference needs a person."""
    bill = case.bill
    if bill.own_payable is None or bill.payable is None:
        return Checked("sums", "not_checked")
    if bill.own_payable == bill.payable:
        return Checked("sums", "passed")
    digits = decimals(bill.currency)
    facts: dict[str, Fact] = {
        "payable": f"{bill.payable:.{digits}f}",
        "own": f"{bill.own_payable:.{digits}f}",
        "currency": bill.currency,
    }
    return _failed("sums", [Finding("bill.sums_differ", "payable", "error", facts)])


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
    """A supplier of whom no bill was ever approved is looked at once by a person."""
    party = case.bill.party
    if party is None:
        return _failed("supplier", [Finding("bill.no_supplier", "supplier", "error")])
    if Bill.objects.filter(company=case.company, party=party, status="approved").exists():
        return Checked("supplier", "passed")
    return _failed("supplier", [Finding("bill.new_supplier", "supplier", "error", {"supplier": party.name})])


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


def _copy(case: Case) -> Checked:
    """Whether it is a copy of another bill (docs/rules/copies.md)."""
    found = copies.of(case.company, case.bill)
    return _of("copy", found)


CHECKS: tuple[Callable[[Case], Checked], ...] = (
    _complete,
    _rules,
    _sums,
    _addressee,
    _supplier,
    _days,
    _copy,
    _account,
)


def _of(name: str, found: Iterable[Finding]) -> Checked:
    findings = tuple(found)
    return _failed(name, findings) if findings else Checked(name, "passed")


def _failed(name: str, findings: Iterable[Finding]) -> Checked:
    return Checked(name, "failed", tuple(findings))


def _bare(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())
