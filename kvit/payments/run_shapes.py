"""How payment runs look to programs: values that the command line and the API give as they are."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.formatting import format_exact, format_plain
from kvit.payments import run_papers, run_queries
from kvit.payments.bank_answers import Told
from kvit.payments.models import PaymentRun, RunItem
from kvit.wording import bank_reason, sentence

Shape = dict[str, object]


def listed(rows: Sequence[PaymentRun]) -> list[Shape]:
    """Runs as a list shows them."""
    return [_head(row) for row in rows]


def whole(company: Company, row: PaymentRun, *, on: date) -> Shape:
    """The run with its items, what is left out and why, and what changed about the accounts it pays."""
    return {
        **_head(row),
        "version": row.version,
        "floor": None if row.floor is None else format_plain(row.floor, row.currency),
        "plan": row.plan,
        "items": [_item(row, one) for one in row.items.all()],
        "left_out": [_left_out(one) for one in row.left_out],
        "account_changes": [
            {
                "supplier": account.party.name,
                "iban": account.iban,
                "what": event.name,
                "by": event.actor_name,
                "on": event.acted_on,
            }
            for account, event in run_queries.account_changes(company, row, on=on)
        ],
    }


def snapshots(company: Company, id: int) -> Iterator[Shape]:
    """The run of that number as it stands now, as a list shows it: accounts of suppliers are not handed on."""
    row = PaymentRun.objects.filter(company=company, pk=id).select_related("bank_account", "file").first()
    if row is not None:
        yield _head(row)


def answered(told: Told) -> Shape:
    """What the bank said about the transfers of a run."""
    currency = told.run.currency
    return {
        "run": told.run.public_id,
        "items": [
            {
                "number": row.number,
                "amount": format_plain(row.pays, currency),
                "state": answer.state,
                "status": row.status,
                "reasons": [{"code": one.code, "text": one.text or bank_reason(one.code)} for one in answer.reasons],
            }
            for row, answer in told.answers
        ],
        "findings": [
            {"rule": one.rule, "place": one.place, "severity": one.severity, "message": sentence(one.rule, one.facts)}
            for one in told.findings
        ],
    }


def why(one: dict[str, object]) -> str:
    """The sentence for what is left out."""
    facts = one.get("facts")
    return sentence(str(one["rule"]), {**(facts if isinstance(facts, dict) else {}), "payee": one["supplier"]})


def said(row: PaymentRun) -> str:
    """The plan in a sentence: how many on the first day, what they earn, the lowest balance then; none of old runs."""
    pays = [one for one in row.items.all() if one.pays and one.status != "removed"]
    if not pays or "lowest" not in row.plan:
        return ""
    facts = {
        "count": len(pays),
        "on": min(one.pay_on for one in pays).isoformat(),
        "earns": format_plain(run_queries.earns(row), row.currency),
        "currency": row.currency,
        "lowest": str(row.plan["lowest"]),
        "lowest_on": str(row.plan["lowest_on"]),
    }
    one_day = len({one.pay_on for one in pays}) == 1
    return sentence("run.plan_of_one_day" if one_day else "run.plan", facts)


def _head(row: PaymentRun) -> Shape:
    items = [one for one in row.items.all() if one.status != "removed"]
    return {
        "id": row.public_id,
        "status": row.status,
        "account": row.bank_account.iban,
        "currency": row.currency,
        "format": row.format,
        "until": row.until_on,
        "transfers": sum(1 for one in items if one.pays),
        "sum": format_plain(sum((one.pays for one in items), Decimal(0)), row.currency),
        "proposed_by": None if row.proposed_by is None else str(row.proposed_by),
        "proposed_on": row.proposed_on,
        "released_by": None if row.released_by is None else str(row.released_by),
        "released_on": row.released_on,
        "sha256": None if row.file is None else row.file.sha256,
        "exported_on": row.exported_on,
        "earns": format_plain(run_queries.earns(row), row.currency),
        "sentence": said(row),
    }


def _item(run: PaymentRun, one: RunItem) -> Shape:
    return {
        "item": one.item.public_id,
        "supplier": one.party.name,
        "number": one.number,
        "status": one.status,
        "balance": format_plain(one.balance if one.item.amount < 0 else -one.balance, run.currency),
        "pays": format_plain(one.pays, run.currency),
        "held": format_plain(one.held, run.currency),
        "discount": format_plain(one.discount, run.currency),
        "percent": None if one.percent is None else format_exact(one.percent),
        "until": one.until_on,
        "why": one.why,
        "iban": None if one.bank_detail is None else one.bank_detail.iban,
        "pay_on": one.pay_on,
        "reason": one.reason,
        "end_to_end_id": None if one.status == "planned" or not one.pays else run_papers.key(one),
        "white_list": one.white_list or None,
    }


def _left_out(one: dict[str, object]) -> Shape:
    told = ("item", "supplier", "number", "amount", "currency", "due_on", "rule")
    return {**{name: one[name] for name in told}, "message": why(one)}
