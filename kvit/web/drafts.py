"""Drafts of invoices: written, computed while one types, saved, issued."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kvit.catalog.models import VatCode
from kvit.companies.permissions import allowed
from kvit.core.errors import Refused
from kvit.parties import queries as parties
from kvit.receivables import advances, beside, credits, invoices, papers, queries
from kvit.receivables.models import Invoice, InvoiceLine
from kvit.web import computed, offered, sending, words
from kvit.web.current import Request
from kvit.web.drafting import Draft, rearranged
from kvit.web.forms import Problem
from kvit.web.toasts import tell

ACCEPTING = "accept_and_issue"
ISSUING = ("issue", "issue_and_send", ACCEPTING)


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A new invoice, for a customer if the address names one."""
    if request.method == "POST":
        return _posted(request, None)
    initial = {}
    if public_id := request.GET.get("customer"):
        initial["customer"] = parties.find(request.company, public_id).name
    return _page(request, Draft(request.company, today=request.today, initial=initial), row=None)


@require_http_methods(["GET", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """A draft that is there already."""
    row = queries.find(request.company, public_id)
    if row.status != "draft" or advances.is_of_one(row) or beside.is_on(row):  # the form has no place for these facts
        return redirect("invoice", public_id)
    if request.method == "POST":
        return _posted(request, row)
    return _page(request, kept_draft(request, row), row=row)


@require_POST
def compute(request: Request) -> HttpResponse:
    """What changes beside the inputs while one types; nothing is kept."""
    draft = Draft(request.company, today=request.today, typed=request.POST)
    told = computed.of_draft(request.company, draft, today=request.today)
    return render(
        request,
        "web/draft_computed.html",
        {
            "computed": told,
            "form": draft.form,
            "lines": draft.lines,
            "echoed": draft.echoed(),
            "offered": offered.changed(request, draft),
        },
    )


@require_POST
def copy(request: Request, public_id: str) -> HttpResponse:
    """A new draft like this document."""
    row = queries.find(request.company, public_id)
    draft = kept_draft(request, row)
    typed = QueryDict(mutable=True)
    typed.update({name: draft.form[name].value() or "" for name in draft.form.fields if name not in ("issue_on",)})
    typed["lines-count"] = str(len(draft.lines))
    for line in draft.lines:
        typed.update({line.add_prefix(name): line[name].value() or "" for name in line.fields})
    again = Draft(request.company, today=request.today, typed=typed, party=row.party)
    return _saved(request, again, None, act="save") if again.is_valid() else _page(request, again, row=None, status=422)


def _posted(request: Request, row: Invoice | None) -> HttpResponse:
    act = request.POST.get("act", "save")
    party = row.party if row else None
    if act not in ("save", *ISSUING):
        again = Draft(request.company, today=request.today, typed=rearranged(request.POST, act), party=party)
        return _page(request, again, row=row, quiet=True)
    draft = Draft(request.company, today=request.today, typed=request.POST, party=party)
    if not draft.is_valid():
        return _page(request, draft, row=row, status=422)
    return _saved(request, draft, row, act=act)


def _saved(request: Request, draft: Draft, row: Invoice | None, *, act: str) -> HttpResponse:
    """Save, then issue if that was asked. A draft that cannot be issued stays a draft, and says why."""
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    chosen = offered.chosen(request, draft)
    try:
        if row is None:
            row = credits.draft(request.company, draft.raw(), chosen=chosen or [], **who)
        else:
            version = request.POST.get("version", "")
            asked = int(version) if version.isdigit() else None
            row = credits.edit(request.company, row, draft.raw(), chosen=chosen, version=asked, **who)
    except Refused as refused:
        draft.refuse(refused)
        return _page(request, draft, row=row, status=422)
    if act not in ISSUING:
        tell(request, _("Draft saved"), icon="pencil")
        return redirect("invoice_edit", row.public_id)
    try:
        if act == ACCEPTING:
            _accept(request, row)
        issued = invoices.issue(request.company, row, **who)
    except Refused as refused:
        row = queries.find(request.company, row.public_id)
        return _page(request, kept_draft(request, row), row=row, status=422, refused=refused)
    tell(request, _("Issued as %(number)s") % {"number": issued.number}, icon="doc")
    if act != "issue":
        sending.send_now(request, issued)
    return redirect("invoice", issued.public_id)


def _accept(request: Request, row: Invoice) -> None:
    """Take the responsibility for the warnings that stood beside the button; one that is mended needs nobody."""
    for pair in request.POST.getlist("warned"):
        rule, _bar, place = pair.partition("|")
        try:
            invoices.accept(request.company, row, rule=rule, place=place, by=request.actor, on=request.today)
        except Refused as refused:
            if refused.code != "finding.unknown":
                raise


def _page(
    request: Request,
    draft: Draft,
    *,
    row: Invoice | None,
    status: int = 200,
    quiet: bool = False,
    refused: Refused | None = None,
) -> HttpResponse:
    """The page of a draft. `quiet` keeps errors of what is not finished yet to themselves."""
    company = request.company
    told = computed.Computed(next_number="")
    if draft.form.is_bound:
        told = computed.of_draft(company, draft, today=request.today)
    elif row is not None:
        told = _computed_kept(request, draft, row)
    problems = [] if quiet else draft.problems()
    if refused is not None:
        said = words.findings_of(refused) or [words.refusal(refused)]
        problems = [*(Problem("ready-h", "", sentence) for sentence in said), *problems]
    warned = _warned(request, told, refused)
    customer = draft.form["customer"].value() or ""
    return render(
        request,
        "web/invoice_edit.html",
        {
            "title": _("Invoice for %(name)s") % {"name": customer} if customer else _("New invoice"),
            "action": reverse("invoice_edit", args=[row.public_id]) if row else reverse("invoice_new"),
            "computed_href": reverse("invoice_compute"),
            "list_href": reverse("invoices"),
            "list_word": _("Invoices"),
            "crumb": _("Draft") if row else _("Draft, not saved yet"),
            "version": row.version if row else None,
            "form": draft.form,
            "more": draft.form.more(),
            "more_open": any(draft.form[field.name].value() for field in draft.form.more()),
            "lines": draft.lines,
            "computed": told,
            "acts": _acts(accepting=bool(warned)),
            "warned": warned,
            "problems": problems,
            "customer_options": [one.name for one in parties.offered(company, "")],
            "product_options_href": reverse("product_options"),
            "offered": offered.on_page(request, draft, row),
            "preview_href": reverse("invoice_pdf", args=[row.public_id]) if row else "",
        },
        status=status,
    )


def _warned(request: Request, told: computed.Computed, refused: Refused | None) -> list[str]:
    """The warnings that held the draft, where the person may take the responsibility for them."""
    held = refused is not None and refused.code == "invoice.warnings" and told.paper is not None
    if not held or not allowed(request.actor, "finding.accept", request.company):
        return []
    return [f"{one.rule}|{one.place}" for one in told.paper.findings if one.severity == "warning"]  # type: ignore[union-attr]


def _acts(*, accepting: bool) -> list[Mapping[str, Any]]:
    save = {"value": "save", "word": _("Save draft"), "icon": "", "is_primary": False}
    if accepting:
        word = _("Accept the warnings, issue and send")
        return [save, {"value": ACCEPTING, "word": word, "icon": "send", "is_primary": True}]
    return [save, {"value": "issue_and_send", "word": _("Issue and send"), "icon": "send", "is_primary": True}]


def _computed_kept(request: Request, draft: Draft, row: Invoice) -> computed.Computed:
    told = computed.Computed(next_number="")
    paper = papers.load(request.company, [row])[0]
    paper.findings = invoices.findings(request.company, row, on=request.today)
    told.paper = paper
    computed.of_paper(request.company, told, None)
    for line, kept in zip(draft.lines, paper.lines, strict=True):
        line.net = computed.Money(kept.net, row.currency)  # type: ignore[assignment]
    return told


def kept_draft(request: Request, row: Invoice) -> Draft:
    """The form of a document as it is kept."""
    paper = papers.load(request.company, [row])[0]
    names = (
        "order_ref",
        "buyer_reference",
        "note",
        "delivered_on",
        "period_from",
        "period_to",
        "issue_on",
        "terms_days",
    )
    initial: dict[str, Any] = {name: getattr(row, name) for name in names}
    initial |= {"customer": row.party.name, "prices_include_vat": row.prices_include_vat}
    initial["currency"] = row.currency if row.currency != request.company.currency else ""
    draft = Draft(
        request.company,
        today=request.today,
        initial=initial,
        lines=[_line(line) for line in paper.lines if line.takes_back_id is None],
        party=row.party,
    )
    for line, kept in zip(draft.lines, paper.lines, strict=False):
        line.initial["vat"] = _code_of(draft.codes, kept)
    return draft


def _line(line: InvoiceLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "quantity": line.quantity.normalize(),
        "unit": line.unit,
        "price": line.price.normalize(),
        "discount_percent": line.discount_percent.normalize() if line.discount_percent is not None else None,
    }


def _code_of(codes: list[VatCode], line: InvoiceLine) -> str:
    """The company's code that this line was drafted under."""
    same = [one for one in codes if (one.category, one.rate) == (line.vat_category, line.vat_rate)]
    exact = [one for one in same if one.reason == line.vat_reason]
    return next((one.code for one in [*exact, *same]), "")
