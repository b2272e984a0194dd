"""Kvit's own verdict on a CII document: its structure, its elements by the binding, its terms by the rules."""

import re
from decimal import Context, localcontext

from kvit.core.einvoice import cii_binding, cii_read, cii_sums, rules, structure, xml
from kvit.core.einvoice.cii_shapes import CII
from kvit.core.einvoice.model import Invoice
from kvit.core.einvoice.rules import vat_categories as vat
from kvit.core.errors import Finding

NOT_OF_TERMS = frozenset(
    {rule for rule, _ in (*cii_binding.REWORDED, *cii_binding.GROUPS)}
    | {rule for rule, _, _ in cii_binding.CODED}
    | {category.rules.taxable for category in vat.ALL}
    | {vat.CANARIES.rules.tax, vat.CEUTA.rules.tax}  # the sheet passes them whatever the tax is
    | {"BR-53", "BR-61", "BR-CO-09", "BR-CO-14", "BR-CO-15", "BR-CO-17", "BR-DEC-13", "BR-DEC-15"}
)
"""Rules that `cii_binding` and `cii_sums` ask instead; for a missing account (BR-61) the sheet finds CII-SR-470."""

OF_SUMMATION = {"BR-12", "BR-13", "BR-14", "BR-15", "BR-CO-10", "BR-CO-11", "BR-CO-12", "BR-CO-13", "BR-CO-16"}
"""Rules that the sheet asks of the totals only where there are any."""

OF_GROUP = {"BR-45", "BR-46", "BR-47", "BR-48", "BR-DEC-19", "BR-DEC-20"}
_GROUP = re.compile(r"vat_breakdown/(\d+)/")


def check(content: bytes) -> list[Finding]:
    """Every finding, errors and warnings. Refuses what `cii_read.inspect` refuses."""
    root = xml.parse(content)
    reading = cii_read.of_tree(root)
    with localcontext(Context(prec=100)):  # products of long amounts stay exact
        sums = list(cii_sums.check(reading.invoice, root))
    unasked = NOT_OF_TERMS if cii_sums.has_totals(root) else NOT_OF_TERMS | OF_SUMMATION
    terms = [
        finding
        for finding in rules.check(reading.invoice)
        if finding.rule not in unasked and not _is_passed(finding, reading.invoice)
    ]
    shape = structure.besides(reading.findings, CII.check(root, "CrossIndustryInvoice"))
    return [*reading.findings, *terms, *sums, *shape]


def _is_passed(finding: Finding, invoice: Invoice) -> bool:
    """Whether the sheet for CII does not ask this rule here, or passes what it finds."""
    group = _GROUP.match(finding.place)
    if group and finding.rule in OF_GROUP:
        return invoice.vat_breakdown[int(group[1]) - 1].category in cii_sums.UNASKED
    return finding.rule.partition("-")[0] == "UBL"
