"""How e-invoices and networks look to programs: values that the command line and the API give as they are."""

from collections.abc import Iterator, Mapping, Sequence

from kvit.companies.models import Company
from kvit.core import network_access
from kvit.core.errors import Finding
from kvit.networks import connections
from kvit.networks.models import Acknowledgement, Arrival, Connection, Submission
from kvit.wording import sentence

Shape = dict[str, object]


def submission(row: Submission) -> Shape:
    """One try at a network as a list shows it."""
    plain = ("network", "status", "attempt", "form", "number", "issued_on", "is_duty", "until")
    moments = ("prepared_at", "submitted_at", "settled_at")
    return {
        "id": row.public_id,
        "document": row.document_public_id,
        **{name: getattr(row, name) for name in (*plain, *moments)},
        "mode": row.mode or None,
        "official": row.official or None,
        "reference": row.reference or None,
        "told": row.told,
        "with_errors": row.with_errors,
        "withdrawal": row.withdrawal or None,
        "findings": [finding(one) for one in row.findings],
    }


def whole(row: Submission, papers: Sequence[Acknowledgement]) -> Shape:
    """One try with the papers that the network gave."""
    return {**submission(row), "acknowledgements": [acknowledgement(one) for one in papers]}


def snapshots(company: Company, id: int) -> Iterator[Shape]:
    """The try of that number as it stands now, for a webhook; then without the long words."""
    row = Submission.objects.filter(company=company, pk=id).first()
    if row is not None:
        shape = submission(row)
        yield shape
        yield {**shape, "told": "", "findings": []}


def finding(kept: Mapping[str, object]) -> Shape:
    """A finding as the table keeps it, with its sentence; the authority's own words where it has them."""
    return {
        "rule": str(kept.get("rule", "")),
        "place": str(kept.get("place", "")),
        "severity": str(kept.get("severity", "error")),
        "message": _said(kept),
    }


def judged(one: Finding) -> Shape:
    """What a judge found in an e-invoice from anywhere."""
    message = str(one.facts.get("message") or sentence(one.rule, one.facts))
    return {"rule": one.rule, "severity": one.severity, "message": message, "location": one.place}


def _said(kept: Mapping[str, object]) -> str:
    facts = kept.get("facts")
    told = facts if isinstance(facts, dict) else {}
    rule = str(kept.get("rule", ""))
    said = sentence(rule, told)
    return str(told.get("message") or rule) if said == rule else said


def acknowledgement(row: Acknowledgement) -> Shape:
    """A paper that a network gave."""
    plain = ("kind", "name", "at")
    file: Shape = {"media_type": row.file.media_type, "size": row.file.size}
    return {"id": row.public_id, **{name: getattr(row, name) for name in plain}, **file}


def arrival(row: Arrival) -> Shape:
    """A document that a network had for the company."""
    plain = ("network", "mode", "reference", "sender", "number", "at")
    file: Shape = {"media_type": row.file.media_type, "name": row.file.name, "size": row.file.size}
    return {"id": row.public_id, **{name: getattr(row, name) for name in plain}, **file}


def connection(row: Connection) -> Shape:
    """A way to a network; of its secrets only which are there."""
    plain = ("network", "mode", "is_on", "settings", "ends_on", "trouble_since", "used_at")
    return {
        "id": row.public_id,
        "title": network_access.title(row.network),
        **{name: getattr(row, name) for name in plain},
        "secrets": connections.held(row),
        "trouble": sentence(row.trouble, row.trouble_facts) if row.trouble else None,
    }
