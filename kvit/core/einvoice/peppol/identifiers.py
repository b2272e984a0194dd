"""The identifiers of parties in Peppol, by the list that issued them: PEPPOL-COMMON-R040 to R057."""

from collections.abc import Callable, Iterator

from lxml import etree

from kvit.core.einvoice import check_digits
from kvit.core.einvoice.element_rules import PREFIXES, child, elements, found, raw, squeezed
from kvit.core.einvoice.ubl_elements import CBC
from kvit.core.errors import Finding, Severity

Text = Callable[[etree._Element | None], str]
Check = Callable[[str], bool]

SCHEMES: dict[str, tuple[str, Check, Text, Severity]] = {
    "0088": ("PEPPOL-COMMON-R040", check_digits.gln, squeezed, "error"),
    "0192": ("PEPPOL-COMMON-R041", check_digits.norwegian, squeezed, "error"),
    "0184": ("PEPPOL-COMMON-R042", check_digits.danish_cvr, raw, "error"),
    "0096": ("PEPPOL-COMMON-R052", check_digits.danish_p, raw, "error"),
    "0198": ("PEPPOL-COMMON-R053", check_digits.danish_se, raw, "error"),
    "0208": ("PEPPOL-COMMON-R043", check_digits.belgian, squeezed, "error"),
    "0201": ("PEPPOL-COMMON-R044", check_digits.italian_office, squeezed, "warning"),
    "0210": ("PEPPOL-COMMON-R045", check_digits.italian_person, squeezed, "warning"),
    "0211": ("PEPPOL-COMMON-R047", check_digits.italian_vat, squeezed, "warning"),
    "0007": ("PEPPOL-COMMON-R049", check_digits.swedish_address, squeezed, "error"),
    "0151": ("PEPPOL-COMMON-R050", check_digits.australian, squeezed, "error"),
    "0106": ("PEPPOL-COMMON-R054", lambda text: check_digits.digits(text, 8), squeezed, "warning"),
    "0190": ("PEPPOL-COMMON-R055", lambda text: check_digits.digits(text, 20), squeezed, "warning"),
    "9944": ("PEPPOL-COMMON-R056-1", check_digits.dutch_vat, squeezed, "warning"),
    "0217": ("PEPPOL-COMMON-R057", lambda text: check_digits.digits(text, 12), squeezed, "warning"),
}
"""List of identifiers: its rule, its check, whether white space counts, and how grave a breach is."""

ADDRESS_SCHEMES = {"9907": ("PEPPOL-COMMON-R046", check_digits.italian_person, squeezed, "warning")}
"""The same, of electronic addresses alone."""

CODES = {entry[0] for entry in [*SCHEMES.values(), *ADDRESS_SCHEMES.values()]} | {"PEPPOL-COMMON-R056-2"}

_HELD = etree.XPath("//cbc:EndpointID|//cac:PartyIdentification/cbc:ID|//cbc:CompanyID", namespaces=PREFIXES)


def check(root: etree._Element) -> Iterator[Finding]:
    """One identifier is asked one rule: of its list, or of Dutch VAT ids where it is one."""
    for element in elements(_HELD, root):
        scheme = element.get("schemeID") or ""
        known = SCHEMES.get(scheme)
        if known is None and element.tag == f"{{{CBC}}}EndpointID":
            known = ADDRESS_SCHEMES.get(scheme)  # type: ignore[assignment]  # the same kind of row
        if known is not None:
            rule, holds, text, severity = known
            if not holds(text(element)):
                yield found(rule, element, severity)
        elif _is_dutch_vat(element) and not check_digits.dutch_vat(squeezed(element)):
            yield found("PEPPOL-COMMON-R056-2", element, "warning")


def _is_dutch_vat(element: etree._Element) -> bool:
    scheme = child(element, "../cac:TaxScheme/cbc:ID") if element.tag == f"{{{CBC}}}CompanyID" else None
    return squeezed(scheme) == "VAT" and squeezed(element).startswith("NL")
