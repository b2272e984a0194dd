"""How disputes, plans and their limits look to programs."""

from decimal import Decimal

from kvit.arrangements import standing
from kvit.arrangements.beside import Facts
from kvit.arrangements.models import Dispute, Plan
from kvit.arrangements.terms import Terms
from kvit.companies.models import Company
from kvit.core import disputes, instalments
from kvit.core.disputes import Known
from kvit.core.formatting import format_plain
from kvit.core.money import Money

Shape = dict[str, object]


def dispute(row: Dispute) -> Shape:
    """A dispute as it stands."""
    return {
        "id": row.public_id,
        "status": row.status,
        "invoice": row.invoice.public_id,
        "number": row.invoice.number,
        "line": row.line.position,
        "name": row.line.name,
        "customer": {"id": row.party.public_id, "name": row.party.name},
        "reason": row.reason,
        "text": row.text,
        "amount": format_plain(row.amount, row.currency),
        "currency": row.currency,
        "opened_on": row.opened_on,
        "answer_by": row.answer_by,
        "by_customer": row.noted_by_id is None,
        "answer": row.answer,
        "corrected_by": row.corrected_by.number if row.corrected_by is not None else "",
        "ended_on": row.ended_on,
    }


def facts(row: Dispute, found: Facts) -> Shape:
    """A dispute with what is known beside it."""
    listed = found.listed
    return {
        **dispute(row),
        "facts": {
            "quantity": f"{found.line.quantity.normalize():f}",
            "price": f"{found.line.price.normalize():f}",
            "gross": _amount(found.gross),
            "listed_price": f"{listed.amount.normalize():f}" if listed is not None else None,
            "price_list": listed.price_list if listed is not None else "",
            "is_dearer": found.is_dearer,
            "order_ref": found.order_ref,
            "proforma": found.proforma,
            "delivered_on": found.delivered_on,
            "ordered": _known(found.ordered, found.invoiced),
            "delivered": _known(found.delivered, found.invoiced),
            "delivery_note": found.delivery_note,
            "correct_quantity": _plain(found.shown),
            "correct_gross": _amount(found.shown_gross),
            "credited": _amount(found.credited),
        },
    }


def _known(one: Known, line: Known) -> Shape:
    """What something says of the line, and in what it differs."""
    return {
        "quantity": _plain(one.quantity),
        "price": _plain(one.price),
        "differs": sorted(disputes.differs(one, line)),
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def plan(row: Plan) -> Shape:
    """A plan that was read whole, with what is covered of each instalment."""
    parts = standing.parts_of(row)
    covered = instalments.covered(parts, standing.settled_of(row))
    return {
        "id": row.public_id,
        "status": row.status,
        "customer": {"id": row.party.public_id, "name": row.party.name},
        "amount": format_plain(row.amount, row.currency),
        "currency": row.currency,
        "by_customer": row.is_asked,
        "grace_days": row.grace_days,
        "made_on": row.made_on,
        "decided_on": row.decided_on,
        "ended_on": row.ended_on,
        "answer": row.answer,
        "documents": [
            {
                "item": one.item.public_id,
                "number": one.item.document_number,
                "amount": format_plain(one.amount, row.currency),
            }
            for one in row.items.all()
        ],
        "instalments": [
            {"due_on": part.due_on, "amount": _amount(part.amount), "covered": _amount(taken)}
            for part, taken in zip(parts, covered, strict=True)
        ],
    }


def terms(company: Company, row: Terms) -> Shape:
    """The limits, amounts in the company's currency."""
    return {
        "level": row.level,
        "most_instalments": row.most_instalments,
        "least": format_plain(row.least, company.currency),
        "longest_days": row.longest_days,
        "lowest": format_plain(row.lowest, company.currency),
        "highest": format_plain(row.highest, company.currency),
        "grace_days": row.grace_days,
        "currency": company.currency,
    }


def _amount(value: Money) -> str:
    return format_plain(value.amount, value.currency)
