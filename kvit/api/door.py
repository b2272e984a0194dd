"""The door itself: every noun under /api/v1, its description and its docs page."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.errors import ValidationError, ValidationErrorContext
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from kvit.api import (
    absences,
    approvals,
    bank_details,
    bank_rules,
    banking,
    batches,
    bills,
    cash,
    claims,
    company,
    credit_notes,
    customer_changes,
    customers,
    debits,
    demands,
    disputes,
    early_offers,
    einvoices,
    errors,
    feeds,
    gateway_refunds,
    gateways,
    happened,
    imports,
    invoices,
    late_fees,
    ledger,
    lookups,
    mailboxes,
    mandates,
    messages,
    networks,
    offsets,
    orders,
    payments,
    plans,
    points,
    policies,
    portal_links,
    price_lists,
    products,
    proformas,
    promises,
    purchase_requests,
    reminder_letters,
    reminder_rounds,
    reminders,
    remittances,
    replies,
    reports,
    rules,
    runs,
    saved_methods,
    schedules,
    self_charges,
    supplier_statements,
    targets,
    tasks,
    webhooks,
    write_offs,
)
from kvit.api.asking import ByKey, BySession
from kvit.api.values import known_at
from kvit.core.errors import Refused
from kvit.core.parsing.json_documents import read_json

MOST_BYTES = 5 * 1024 * 1024
NOUNS = {
    "Company": company,
    "Customers": customers,
    "Changes of customers": customer_changes,
    "Registers": lookups,
    "Products": products,
    "Price lists": price_lists,
    "Jobs": batches,
    "Invoices": invoices,
    "Credit notes": credit_notes,
    "E-invoices": einvoices,
    "Networks": networks,
    "Proformas": proformas,
    "Mails": messages,
    "Mailboxes": mailboxes,
    "Recurring invoices": schedules,
    "Bills": bills,
    "Early-payment offers": early_offers,
    "Self-charges": self_charges,
    "Purchase requests": purchase_requests,
    "Purchase orders": orders,
    "Suppliers' bank accounts": bank_details,
    "Suppliers' portal": portal_links,
    "Payment runs": runs,
    "Payment advices": remittances,
    "Suppliers' statements": supplier_statements,
    "Claims to suppliers": claims,
    "Set-offs": offsets,
    "Mandates": mandates,
    "Direct debits": debits,
    "Cash": cash,
    "Payments": payments,
    "Refunds online": gateway_refunds,
    "Payment gateways": gateways,
    "Saved ways of paying": saved_methods,
    "Reminders": reminders,
    "Rounds of reminders": reminder_rounds,
    "Reminders by post": reminder_letters,
    "Promises to pay": promises,
    "Late fees": late_fees,
    "Demands and balances": demands,
    "Collection targets": targets,
    "Disputes": disputes,
    "Payment plans": plans,
    "Loyalty points": points,
    "Write-offs": write_offs,
    "Answers of customers": replies,
    "Bank": banking,
    "Bank feeds": feeds,
    "Bank rules": bank_rules,
    "Imports": imports,
    "Books": ledger,
    "Reports": reports,
    "Approvals": approvals,
    "Policies": policies,
    "Rules": rules,
    "Absences": absences,
    "Tasks": tasks,
    "Events": happened,
    "Webhooks": webhooks,
}
DESCRIPTION = "Everything that people do in Kvit, for programs. Guides: docs/user/api.md and docs/user/webhooks.md."


class StrictJson(Parser):
    """JSON that means one thing only, said to be JSON, and not endless."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The document. Refuses `request.not_json`, `request.too_large` and what `read_json` refuses."""
        if request.content_type != "application/json":
            raise Refused("request.not_json", found=(request.content_type or "")[:60])
        if len(request.body) > MOST_BYTES:
            raise Refused("request.too_large", most=MOST_BYTES)
        return read_json(request.body)


class Door(NinjaAPI):
    """The API. It describes itself once: that takes a second, and anybody may ask for it."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description, made on the first call."""
        if path_prefix or path_params:
            return super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        return self._described

    def validation_error_from_error_contexts(self, error_contexts: list[ValidationErrorContext]) -> ValidationError:
        """What could not be read; an unknown field comes with the known ones."""
        errors: list[dict[str, Any]] = []
        for context in error_contexts:
            model = context.model
            for one in context.pydantic_validation_error.errors(include_url=False):
                place = model.__ninja_flatten_map_reverse__.get(one["loc"], one["loc"])
                found = {**one, "loc": (model.__ninja_param_source__, *place)}
                if one["type"] == "extra_forbidden":
                    found["ctx"] = {"known": known_at(model, place[:-1])}
                errors.append(found)
        return ValidationError(errors)

    @cached_property
    def _described(self) -> OpenAPISchema:
        return super().get_openapi_schema()


def build() -> Door:
    """The API with all its operations."""
    api = Door(
        title="Kvit",
        version="1",
        description=DESCRIPTION,
        urls_namespace="api",
        auth=[ByKey(), BySession()],
        parser=StrictJson(),
        docs=Swagger(settings={"persistAuthorization": False}),
    )
    errors.listen(api)
    for tag, room in NOUNS.items():
        api.add_router("", room.router, tags=[tag])
    return api


api = build()
