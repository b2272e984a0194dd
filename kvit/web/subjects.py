"""Where the page is of a thing that an event, a task or a mail is about."""

from django.urls import reverse

PAGES = {
    "approval": "approval",
    "bill": "bill",
    "purchase_order": "order",
    "purchase_request": "purchase_request",
    "payment_run": "run",
    "debit_run": "debit_run",
    "mandate": "mandate",
    "offset": "offset",
    "claim": "claim",
    "cash_line": "cash_line",
    "desk": "cash_desk",
    "late_fee": "late_fee",
    "demand": "demand",
    "balance_letter": "balance_letter",
    "dispute": "dispute",
    "plan": "plan",
    "write_off": "write_off",
    "rating": "rating",
    "supplier_statement": "supplier_statement",
    "invoice": "invoice",
    "party": "customer",
    "product": "product",
    "payment": "payment",
    "schedule": "schedule",
    "proforma": "proforma",
    "mail": "mail",
    "message": "message",
    "task": "task",
    "rule": "rule",
    "customer_reply": "reply",
}


def href(kind: str, public_id: str) -> str:
    """Its address; empty where it has no page of its own."""
    return reverse(PAGES[kind], args=[public_id]) if kind in PAGES and public_id else ""
