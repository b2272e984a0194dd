"""How mandates and runs look to programs: values that the command line and the API give as they are."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.formats.transfers import identification
from kvit.core.formatting import format_plain
from kvit.debits import collected, mandates
from kvit.debits.answers import Told
from kvit.debits.gathering import EURO
from kvit.debits.models import Creditor, DebitItem, DebitRun, Mandate
from kvit.wording import bank_reason, sentence

Shape = dict[str, object]


def creditor(row: Creditor) -> Shape:
    """By what the company collects."""
    return {"identifier": row.identifier, "account": row.bank_account.iban, "notice_days": row.notice_days}


def mandate(row: Mandate) -> Shape:
    """A mandate as it stands now."""
    stands = row.status in mandates.STANDING
    return {
        "id": row.public_id,
        "reference": row.reference,
        "status": row.status,
        "scheme": row.scheme,
        "kind": row.kind,
        "customer": {"id": row.party.public_id, "external_id": row.party.external_id, "name": row.party.name},
        "debtor_name": row.debtor_name,
        "iban": row.iban,
        "bic": row.bic,
        "notice_days": row.notice_days,
        "signed_on": row.signed_on,
        "last_used_on": row.last_used_on,
        "holds_until": mandates.holds_until(row) if stands else None,
        "ends_with_next": row.ends_with_next,
        "amends": None if row.amends is None else row.amends.public_id,
        "paper": None if row.paper is None else row.paper.sha256,
        "over_on": row.over_on,
        "over_reason": row.over_reason,
    }


def listed(rows: Iterable[DebitRun]) -> list[Shape]:
    """Runs as a list shows them."""
    return [_head(row) for row in rows]


def whole(row: DebitRun) -> Shape:
    """A run with what it collects and what is left out."""
    return {
        **_head(row),
        "version": row.version,
        "items": [item(one) for one in row.items.all() if one.status != "removed"],
        "left_out": [_left_out(one) for one in row.left_out],
    }


def snapshots(company: Company, id: int) -> Iterator[Shape]:
    """The run of that number for a webhook, as a list shows it: accounts of customers are not handed on."""
    row = DebitRun.objects.filter(company=company, pk=id).select_related("bank_account", "file").first()
    if row is not None:
        yield _head(row)


def answered(told: Told) -> Shape:
    """What the bank said about the collections of a run."""
    return {
        "run": told.run.public_id,
        "items": [
            {
                "number": row.number,
                "amount": format_plain(row.amount, EURO),
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


def item(one: DebitItem) -> Shape:
    """What is collected of a customer, under which mandate, and what became of it."""
    return {
        "id": one.public_id,
        "item": one.item.public_id,
        "end_to_end_id": identification(one.public_id),
        "customer": one.item.party.name,
        "number": one.number,
        "status": one.status,
        "amount": format_plain(one.amount, EURO),
        "mandate": one.mandate.reference,
        "scheme": one.mandate.scheme,
        "sequence": one.sequence,
        "collect_on": one.collect_on,
        "refund_until": collected.refund_until(one),
        "reason": one.reason,
        "message": bank_reason(one.reason) if one.reason else "",
        "fee": format_plain(one.fee, EURO),
    }


def why(one: dict[str, object]) -> str:
    """The sentence for what is left out."""
    facts = one.get("facts")
    return sentence(str(one["rule"]), {**(facts if isinstance(facts, dict) else {}), "payee": one["customer"]})


def _head(row: DebitRun) -> Shape:
    items = [one for one in row.items.all() if one.status != "removed"]
    return {
        "id": row.public_id,
        "status": row.status,
        "identifier": row.identifier,
        "account": row.bank_account.iban,
        "until": row.until_on,
        "collections": len(items),
        "sum": format_plain(sum((one.amount for one in items), Decimal(0)), EURO),
        "proposed_by": None if row.proposed_by is None else str(row.proposed_by),
        "proposed_on": row.proposed_on,
        "released_by": None if row.released_by is None else str(row.released_by),
        "released_on": row.released_on,
        "sha256": None if row.file is None else row.file.sha256,
        "exported_on": row.exported_on,
    }


def _left_out(one: dict[str, object]) -> Shape:
    told = ("item", "customer", "number", "amount", "currency", "due_on", "rule")
    return {**{name: one[name] for name in told}, "message": why(one)}
