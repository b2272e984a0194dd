"""The fields of a bill beside its page: what was read and how surely, typed over and confirmed in place."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_

from kvit.capture import documents
from kvit.core.errors import Refused
from kvit.core.typed_bills import MOST_ROWS, WITH_RATE
from kvit.payables import facts
from kvit.payables.models import Bill, BillFact, Discount
from kvit.web.fields import DayField, NumberField
from kvit.web.forms import Form

KINDS = (("bill", lazy("Bill")), ("credit_note", lazy("Credit note")))
CATEGORIES = (
    ("S", lazy("VAT is charged")),
    ("Z", lazy("Zero rate")),
    ("E", lazy("Exempt")),
    ("AE", lazy("Reverse charge")),
    ("K", lazy("Goods from another EU country")),
    ("G", lazy("Export")),
    ("O", lazy("Not subject to VAT")),
)
SAID_BY = {
    "kind": ("kind",),
    "supplier_name": ("supplier", "seller_name"),
    "supplier_vat_id": ("supplier", "seller_vat_id"),
    "number": ("number",),
    "issued_on": ("issued_on",),
    "due_on": ("due_on",),
    "currency": ("currency",),
    "payable": ("payable",),
    "iban": ("iban",),
}
"""Fields of the form and the facts that say how surely they were read, the first that is there."""
LEAST_ROWS = 2
PLACE = re.compile(r"vat_totals/([0-9]+)/([a-z]+)")
"""Where the room says that a row is wrong: counted from 1."""


class BillForm(Form):
    """Everything that booking needs of a bill; what is saved counts as looked at by who saves it."""

    kind = forms.ChoiceField(label=lazy("What it is"), choices=KINDS)
    supplier_name = forms.CharField(label=lazy("Supplier"), max_length=200)
    supplier_vat_id = forms.CharField(label=lazy("VAT id"), max_length=20, required=False)
    number = forms.CharField(label=lazy("Number"), max_length=100)
    issued_on = DayField(label=lazy("Issued"))
    due_on = DayField(label=p_("payment", "Due"), required=False)
    currency = forms.CharField(label=lazy("Currency"), max_length=3)
    payable = NumberField(label=lazy("To pay"), least=2, places=4)
    iban = forms.CharField(label=lazy("IBAN"), max_length=40, required=False)

    def __init__(self, *args: Any, rows: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = min(rows, MOST_ROWS)
        for at in range(self.rows):
            self.fields[f"category_{at}"] = forms.ChoiceField(label=_("Treatment"), choices=CATEGORIES, required=False)
            self.fields[f"rate_{at}"] = NumberField(label=_("Rate in %"), required=False, places=4)
            self.fields[f"base_{at}"] = NumberField(label=_("Net"), required=False, least=2, places=4)
            self.fields[f"amount_{at}"] = NumberField(label=_("VAT"), required=False, least=2, places=4)
        for name in ("supplier_vat_id", "number", "currency", "iban"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def raw(self) -> dict[str, object]:
        """The fields as the room takes them; an account only where one is named."""
        told = self.cleaned_data
        raw: dict[str, object] = {name: told[name] for name in ("kind", "number", "currency")}
        raw |= {name: told[name].isoformat() if told[name] else None for name in ("issued_on", "due_on")}
        raw["payable"] = f"{told['payable']:f}"
        raw["supplier"] = {"name": told["supplier_name"], "vat_id": told["supplier_vat_id"]}
        raw["vat_totals"] = [row for at in range(self.rows) if (row := self._row(at))]
        return {**raw, **({"iban": told["iban"]} if told["iban"] else {})}

    def refuse(self, refused: Refused) -> None:
        """Beside the field that it names, also one of a row."""
        field = str(refused.facts.get("field", ""))
        if found := PLACE.fullmatch(field):
            field = f"{found[2]}_{int(found[1]) - 1}"
        elif field.startswith("supplier/"):
            field = field.replace("/", "_")
        super().refuse(Refused(refused.code, **{**refused.facts, "field": field}))

    def _row(self, at: int) -> dict[str, object]:
        told = {name: self.cleaned_data.get(f"{name}_{at}") for name in ("rate", "base", "amount")}
        if told["base"] is None and not told["amount"]:
            return {}
        category = self.cleaned_data.get(f"category_{at}") or "S"
        if category not in WITH_RATE:
            told |= {name: told[name] or None for name in ("rate", "amount")}
        return {"category": category, **{name: None if value is None else f"{value:f}" for name, value in told.items()}}


def form_of(bill: Bill, *, today: date, given: Any = None) -> BillForm:
    """The form with what the bill says, or with what was typed."""
    kept = list(bill.vat_totals.all())
    rows = max(LEAST_ROWS, len(kept) + 1)
    if given is not None and str(given.get("rows", "")).isdecimal():
        rows = int(str(given["rows"])[:3])
    initial = {
        **{name: getattr(bill, name) for name in ("kind", "number", "issued_on", "due_on", "currency", "payable")},
        "supplier_name": bill.supplier.get("name", ""),
        "supplier_vat_id": bill.supplier.get("vat_id", ""),
        "iban": bill.ibans[0] if bill.ibans else "",
    }
    for at, one in enumerate(kept):
        initial |= {
            f"category_{at}": one.category,
            f"rate_{at}": one.rate.normalize(),
            f"base_{at}": one.base,
            f"amount_{at}": one.amount,
        }
    if not kept and bill.net is not None:
        initial |= {"base_0": bill.net, "amount_0": bill.vat}
    return BillForm(given, rows=rows, initial=initial, today=today)


def shown(bill: Bill, form: BillForm) -> dict[str, Any]:
    """What the page shows of the fields: each with its control and how surely it was read, and the rows of VAT."""
    known = facts.current(bill)
    rows = [[form[f"{name}_{at}"] for name in ("category", "rate", "base", "amount")] for at in range(form.rows)]
    return {
        "form": form,
        "reads": [{"bound": form[name], **_told(known, name)} for name in SAID_BY],
        "vat_rows": rows,
        "vat_told": _told(known, "vat_totals") if "vat_totals" in known else _proven(bill),
        "problems": form.problems() if form.is_bound else [],
    }


def named(fields: list[str]) -> str:
    """The sentence that names what a person has to look at, in the words of the form."""
    words = {name: str(field.label) for name, field in BillForm.base_fields.items()}
    words |= {"supplier": words["supplier_name"], "vat_totals": _("VAT, by rate")}
    return _("Look at these, and type or confirm them: %(fields)s.") % {
        "fields": ", ".join(words.get(name, name) for name in fields)
    }


def pages(bill: Bill, offers: Sequence[Discount]) -> list[dict[str, Any]]:
    """The pages to look at, each with the boxes of what was read of it; none where there is nothing to see."""
    if not documents.has_pages(bill.document) or _is_unreadable(bill):
        return []
    read: list[tuple[str, BillFact | Discount]] = [*facts.places(bill).items(), *(("discount", one) for one in offers)]
    known = [(name, one) for name, one in read if one.box and one.paper]
    numbers = sorted({1, *(one.page or 1 for _name, one in known)})
    return [
        {
            "number": number,
            "href": f"{reverse('bill_page', args=[bill.public_id])}?number={number}",
            "paper": next((one.paper for _name, one in known if one.page == number), None),
            "boxes": [_box(name, one) for name, one in known if one.page == number],
        }
        for number in numbers
    ]


def _is_unreadable(bill: Bill) -> bool:
    """A locked or torn file has no picture either."""
    found = [one["rule"] for check in bill.checks.all() if check.name == "reading" for one in check.findings]
    return bill.source == "none" and "bill.no_words" not in found


def _box(name: str, one: BillFact | Discount) -> dict[str, Any]:
    left, top, right, bottom = one.box or (0, 0, 0, 0)
    other = "dis-percent" if name == "discount" else "base_0"
    field = next((field for field, said_by in SAID_BY.items() if name in said_by), other)
    return {"field": field, "x": left - 20, "y": top - 20, "width": right - left + 40, "height": bottom - top + 40}


def _told(known: Mapping[str, BillFact], field: str) -> dict[str, Any]:
    one = next((known[name] for name in SAID_BY.get(field, (field,)) if name in known), None)
    if one is None:
        return {"surety": "missing"}
    if one.source == "typed":
        return {"surety": "typed"}
    return {"surety": "sure" if one.sure else "look", "percent": round(one.confidence * Decimal(100))}


def _proven(bill: Bill) -> dict[str, Any]:
    return {"surety": "sure" if bill.vat_totals.all() else "missing"}
