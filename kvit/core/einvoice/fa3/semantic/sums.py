"""The sums between the model's VAT breakdown (BG-23) and P_13, P_14, P_14W and P_15."""

from dataclasses import fields
from decimal import ROUND_HALF_UP, Decimal

from kvit.core.einvoice.fa3 import rates
from kvit.core.einvoice.fa3.document import Fa
from kvit.core.einvoice.fa3.rates import Bucket
from kvit.core.einvoice.fa3.semantic import categories
from kvit.core.einvoice.fa3.semantic.facts import Facts
from kvit.core.einvoice.fa3.semantic.lines import Setting, rate_of
from kvit.core.einvoice.model import Invoice, VatBreakdown

CENT = Decimal("0.01")
FIELDS = tuple(one.name for one in fields(Fa) if one.name.startswith(("p_13_", "p_14_")) or one.name == "p_15")
_CODES = {"K": "VATEX-EU-IC", "G": "VATEX-EU-G", "AE": "VATEX-EU-AE", "O": "VATEX-EU-O"}
_CATEGORIES = {bucket.net: categories.CATEGORIES[bucket.rates[0]] for bucket in rates.BUCKETS[5:12]}


def written(invoice: Invoice, facts: Facts, *, setting: Setting) -> dict[str, Decimal]:
    """The sums by field; in another currency than PLN also the VAT in PLN (art. 106e ust. 11)."""
    if facts.sums is not None:
        return dict(facts.sums)
    found: dict[str, Decimal] = {}
    for one in invoice.vat_breakdown:
        for bucket, taxable, tax in _parts(invoice, one, facts=facts, setting=setting):
            found[bucket.net] = found.get(bucket.net, Decimal(0)) + taxable * setting.sign
            if bucket.vat:
                found[bucket.vat] = found.get(bucket.vat, Decimal(0)) + tax * setting.sign
    total = invoice.totals.total_vat_accounting
    if total is not None and invoice.currency != "PLN":
        found |= _in_pln(found, total * setting.sign)
    if invoice.totals.total_with_vat is not None:
        found["p_15"] = invoice.totals.total_with_vat * setting.sign
    return {name: found[name] + 0 for name in FIELDS if name in found}


def _parts(
    invoice: Invoice, one: VatBreakdown, *, facts: Facts, setting: Setting
) -> list[tuple[Bucket, Decimal, Decimal]]:
    """Where one group of the breakdown is summed: all of it in one place, unless its lines say different rates."""
    mine = [
        (rate_of(line, facts.of_line(index), setting=setting), line.net or Decimal(0))
        for index, line in enumerate(invoice.lines)
        if (line.vat_category, line.vat_rate) == (one.category, one.rate)
    ]
    said = {rate for rate, _ in mine} or {categories.rate_of(one.category, one.rate, country=setting.country)}
    if len(said) == 1:
        bucket = categories.bucket_of(next(iter(said)), one.category)
        return [(bucket, one.taxable or Decimal(0), one.tax or Decimal(0))] if bucket else []
    parts = [(categories.bucket_of(rate, one.category), net) for rate, net in mine]
    return [(bucket, net, Decimal(0)) for bucket, net in parts if bucket]


def _in_pln(found: dict[str, Decimal], total: Decimal) -> dict[str, Decimal]:
    """The VAT in PLN shared out by its parts; the largest takes what rounding leaves, so that the whole is right."""
    taxed = [bucket.vat for bucket in rates.BUCKETS if bucket.percents and bucket.vat in found]
    whole = sum((found[name] for name in taxed), Decimal(0))
    if not taxed:
        return {}
    parts = {
        name: (total * found[name] / whole if whole else Decimal(0)).quantize(CENT, ROUND_HALF_UP) for name in taxed
    }
    largest = max(taxed, key=lambda name: abs(found[name]))
    parts[largest] += total - sum(parts.values(), Decimal(0))
    return {f"{name}w": amount for name, amount in parts.items()}


def of(fa: Fa) -> dict[str, Decimal]:
    """The sums that stand on the document, by field."""
    held = {name: getattr(fa, name) for name in FIELDS}
    return {name: amount for name, amount in held.items() if amount is not None}


def breakdown(fa: Fa, *, sign: int) -> tuple[VatBreakdown, ...]:
    """The groups of the model: by category and rate, those of one category together (BR-AE-01 and its like)."""
    groups: dict[tuple[str, Decimal | None], tuple[Decimal, Decimal]] = {}
    for bucket in rates.used(fa):
        key = _group(fa, bucket)
        taxable, tax = groups.get(key, (Decimal(0), Decimal(0)))
        net, vat = bucket.net_of(fa) or Decimal(0), bucket.vat_of(fa) or Decimal(0)
        groups[key] = (taxable + net * sign + 0, tax + vat * sign + 0)
    return tuple(
        VatBreakdown(
            taxable=taxable,
            tax=tax,
            category=category,
            rate=rate,
            exemption_reason=_provision(fa) if category == "E" else None,
            exemption_code=_margin(fa) if category == "E" else _CODES.get(category),
        )
        for (category, rate), (taxable, tax) in groups.items()
    )


def _group(fa: Fa, bucket: Bucket) -> tuple[str, Decimal | None]:
    said = {categories.category_of(line) for line in fa.fa_wiersz if rates.bucket_of(line) is bucket}
    known = next((one for one in said if one[0] is not None), None)
    if bucket.percents or bucket is rates.SPECIAL:
        percent = known[1] if known else Decimal(bucket.percents[0]) if bucket.percents else None
        return "S", percent
    category = _CATEGORIES.get(bucket.net, "E")
    return category, None if category == "O" else Decimal(0)


def _provision(fa: Fa) -> str | None:
    held = fa.adnotacje.zwolnienie if fa.adnotacje else None
    return (held.p_19a or held.p_19b or held.p_19c) if held else None


def _margin(fa: Fa) -> str | None:
    held = fa.adnotacje.p_marzy if fa.adnotacje else None
    return next((code for code, name in categories.MARGINS.items() if held and getattr(held, name)), None)


def vat_in_pln(fa: Fa, *, sign: int) -> Decimal | None:
    """BT-111: all the VAT in PLN of a document in another currency."""
    parts = [part for bucket in rates.used(fa) if (part := bucket.vat_in_pln_of(fa)) is not None]
    return sum(parts, Decimal(0)) * sign + 0 if parts else None
