"""Beneath the lines: the VAT of each category and rate, the sums, and what is to be paid."""

from decimal import Decimal

from django.utils.translation import pgettext

from kvit.archive.pages.circumstances import Circumstances
from kvit.archive.pages.figures import Figures
from kvit.archive.pages.lines import adjustment
from kvit.archive.pages.text import NO_BREAK_SPACE, prose
from kvit.core.einvoice.model import Invoice, VatBreakdown

Pair = list[str]
ZERO = Decimal(0)


def vat_table(invoice: Invoice, figures: Figures, *, circumstances: Circumstances, sign: int) -> dict[str, object]:
    """Base, tax and sum of each rate; a surcharge in its own row; the tax in the accounting currency beneath."""
    rows: list[list[str]] = []
    surcharged = {each.vat.rate + each.rate: each for each in circumstances.surcharges}
    for row in invoice.vat_breakdown:
        net, tax = row.taxable or ZERO, row.tax or ZERO
        surcharge = surcharged.get(row.rate) if row.rate is not None else None
        if surcharge:
            name = vat_name("S", surcharge.vat.rate, figures)
            rows.append(vat_row(name, surcharge.base, tax=surcharge.vat_amount, figures=figures, sign=sign))
            rows.append([surcharge_name(surcharge.rate, figures), figures.amount(sign * surcharge.base)])
            rows[-1] += [figures.amount(sign * surcharge.amount), ""]
        else:
            rows.append(vat_row(breakdown_name(row, figures), net, tax=tax, figures=figures, sign=sign))
    found: dict[str, object] = {"head": vat_head(), "rows": rows}
    totals = invoice.totals
    if len(rows) > 1:
        parts = (totals.total_without_vat, totals.total_vat, totals.total_with_vat)
        found["total"] = [pgettext("document", "Total"), *(figures.amount(sign * (part or ZERO)) for part in parts)]
    if totals.total_vat_accounting is not None and invoice.vat_currency:
        found["note"] = accounting_note(invoice, figures, circumstances=circumstances, sign=sign)
    return found


def vat_head(first: str = "") -> list[str]:
    """The heads of the VAT table; the first may name the one rate there is."""
    heads = (
        pgettext("document", "Taxable amount"),
        pgettext("document", "VAT amount"),
        pgettext("document", "With VAT"),
    )
    return [first or pgettext("document", "VAT rate"), *heads]


def vat_row(name: str, net: Decimal, *, tax: Decimal, figures: Figures, sign: int) -> list[str]:
    return [name, *(figures.amount(sign * part) for part in (net, tax, net + tax))]


def breakdown_name(row: VatBreakdown, figures: Figures) -> str:
    return vat_name(row.category or "", row.rate or ZERO, figures)


def vat_name(category: str, rate: Decimal, figures: Figures) -> str:
    """The rate with the tax's name, or why there is none."""
    words = {
        "E": pgettext("document", "Exempt"),
        "AE": pgettext("document", "Reverse charge"),
        "K": pgettext("document", "Intra-Community"),
        "G": pgettext("document", "Export"),
        "O": pgettext("document", "Not subject to VAT"),
    }
    tax = {"L": "IGIC", "M": "IPSI"}.get(category) or pgettext("document", "VAT")
    return words.get(category) or f"{tax} {figures.percent(rate)}"


def surcharge_name(rate: Decimal, figures: Figures) -> str:
    """Recargo de equivalencia is the law's name and is not translated."""
    return f"Recargo de equivalencia {figures.percent(rate)}"


def accounting_note(invoice: Invoice, figures: Figures, *, circumstances: Circumstances, sign: int) -> str:
    """The tax in the currency of the seller's tax office, with the rate, its day and its source where known."""
    currency = invoice.vat_currency or ""
    tax = figures.amount_in(sign * (invoice.totals.total_vat_accounting or ZERO), currency)
    said = pgettext("document", "VAT in {currency}: {amount}").format(currency=currency, amount=tax)
    if circumstances.exchange:
        known = circumstances.exchange
        said += pgettext("document", ", at the {source} rate of {day}: 1 {one} = {rate} {other}").format(
            source=known.source,
            day=figures.day(known.on),
            one=figures.currency,
            rate=figures.number(known.rate, 4),
            other=currency,
        )
    return prose(said.replace(" = ", f"{NO_BREAK_SPACE}={NO_BREAK_SPACE}")) + "."


def totals(invoice: Invoice, figures: Figures, *, circumstances: Circumstances, sign: int) -> list[Pair]:
    """From the lines to the sum with VAT and what goes off it, label and amount; nothing is said twice."""
    known = invoice.totals
    rows: list[Pair] = []
    if invoice.allowances or invoice.charges:
        rows.append([pgettext("document", "Sum of the lines"), figures.amount(sign * (known.line_total_sum or ZERO))])
        for word, direction, extras in (
            (pgettext("document", "Discount"), -sign, invoice.allowances),
            (pgettext("document", "Charge"), sign, invoice.charges),
        ):
            for extra in extras:
                label, _, amount = adjustment(extra, figures, direction, word).rpartition(" ")
                rows.append([label, amount])
    surcharge = sum((each.amount for each in circumstances.surcharges), ZERO)
    rows.append([pgettext("document", "Total without VAT"), figures.amount(sign * (known.total_without_vat or ZERO))])
    rows.append([pgettext("document", "Total VAT"), figures.amount(sign * ((known.total_vat or ZERO) - surcharge))])
    for each in circumstances.surcharges:
        rows.append([surcharge_name(each.rate, figures), figures.amount(sign * each.amount)])
    taken = after_gross(invoice, figures, circumstances=circumstances, sign=sign)
    if taken or invoice.is_credit_note:
        gross = [
            pgettext("document", "Total with VAT"),
            figures.amount(sign * (known.total_with_vat or ZERO)),
            "strong",
        ]
        rows += [gross, *taken]
    return rows


def after_gross(invoice: Invoice, figures: Figures, *, circumstances: Circumstances, sign: int) -> list[Pair]:
    """What stands between the sum with VAT and the amount to pay: retention, what was paid before, rounding."""
    known, kept = invoice.totals, circumstances.retention
    held = sum((deposit.amount for deposit in circumstances.deposits), ZERO)
    paid = (known.paid or ZERO) - (kept.amount if kept else ZERO) + held
    rows: list[Pair] = []
    if kept:
        # the name of the Spanish tax; docs/rules/documents.md
        rows.append([f"Retención IRPF {figures.percent(kept.rate)}", figures.amount(-sign * kept.amount)])
    if paid:
        rows.append([pgettext("document", "Paid before"), figures.amount(-sign * paid)])
    rows += [[prose(deposit.reason), figures.amount(sign * deposit.amount)] for deposit in circumstances.deposits]
    if known.rounding:
        rows.append([pgettext("document", "Rounding"), figures.amount(sign * known.rounding)])
    return rows


def due(invoice: Invoice, figures: Figures, *, circumstances: Circumstances) -> dict[str, object]:
    """The one large figure, with its label and what must be known beside it."""
    payable = invoice.totals.payable or ZERO
    label = pgettext("document", "To be paid")
    if invoice.is_credit_note:
        label = pgettext("document", "In your favour")
    found: dict[str, object] = {"label": f"{label}, {figures.currency}", "amount": figures.amount(payable)}
    if circumstances.discount:
        offered = circumstances.discount
        found["note"] = pgettext("document", "With {rate} discount until {day}: {amount}").format(
            rate=figures.percent(offered.rate), day=figures.day(offered.until), amount=figures.amount(offered.payable)
        )
    return found


def correction_vat_table(before: Invoice, after: Invoice, *, figures: Figures) -> dict[str, object]:
    """For each rate what stood before and stands after, and the difference (art. 106j ust. 2 pkt 5)."""
    rows: list[list[str]] = []
    name = ""
    keys = dict.fromkeys((row.category, row.rate) for state in (before, after) for row in state.vat_breakdown)
    for category, rate in keys:
        was, now = (
            next((row for row in state.vat_breakdown if (row.category, row.rate) == (category, rate)), VatBreakdown())
            for state in (before, after)
        )
        name = vat_name(category or "", rate or ZERO, figures)
        for word, row in ((pgettext("document", "Before"), was), (pgettext("document", "After"), now)):
            head = word if len(keys) == 1 else f"{name}, {word.lower()}"
            rows.append(vat_row(head, row.taxable or ZERO, tax=row.tax or ZERO, figures=figures, sign=1))
    old, new = before.totals, after.totals
    differences = (
        (new.total_without_vat or ZERO) - (old.total_without_vat or ZERO),
        (new.total_vat or ZERO) - (old.total_vat or ZERO),
        (new.total_with_vat or ZERO) - (old.total_with_vat or ZERO),
    )
    return {
        "head": vat_head(name if len(keys) == 1 else ""),
        "rows": rows,
        "total": [pgettext("document", "Difference"), *(figures.amount(part) for part in differences)],
    }
