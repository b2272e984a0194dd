"""Rules that are asked of the elements of a UBL document, as a table: where each looks and what must hold there.

The rules of a network (Peppol, CIUS-RO) speak of elements, and of more of them than the model holds. A place is an
XPath, what must hold there is an XPath or a function of the element.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.coded import MOST
from kvit.core.einvoice.ubl_elements import CAC, CBC, ROOTS
from kvit.core.einvoice.ubl_node import SPACE, place
from kvit.core.errors import Finding, Severity

PREFIXES = {"cac": CAC, "cbc": CBC, "inv": ROOTS["Invoice"], "cn": ROOTS["CreditNote"]}
SELLER = "/*/cac:AccountingSupplierParty/cac:Party"
BUYER = "/*/cac:AccountingCustomerParty/cac:Party"
LINE = "//cac:InvoiceLine|//cac:CreditNoteLine"
NEVER = ""
"""What a rule says that wants nothing to stand at its place."""

Test = Callable[[etree._Element], bool]
_ON_LINE = re.compile(r"/\w+/cac:\w+Line(?:\[(\d+)\])?")
_GAPS = re.compile(f"[{SPACE}]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold: an XPath that is true, or a function that says so."""

    code: str
    holds: str | Test
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class At:
    """The rules of one place."""

    where: str
    rules: tuple[Rule, ...]


class Sheet:
    """Places with their rules, compiled once."""

    def __init__(self, *places: At) -> None:
        self._places = [(_compiled(one.where), [(rule, _test(rule.holds)) for rule in one.rules]) for one in places]
        self.codes = frozenset(rule.code for one in places for rule in one.rules)

    def check(self, root: etree._Element) -> list[Finding]:
        """What does not hold, in the order of the table; each rule at its first places."""
        broken: list[Finding] = []
        for where, rules in self._places:
            left = Counter({rule.code: MOST for rule, _ in rules})
            for element in elements(where, root):
                for rule, test in rules:
                    if left[rule.code] and not test(element):
                        left[rule.code] -= 1
                        broken.append(found(rule.code, element, rule.severity))
        return broken


def at(where: str, *rules: Rule) -> At:
    """A place and its rules."""
    return At(where, rules)


def elements(path: etree.XPath, element: etree._Element) -> Iterator[etree._Element]:
    """The elements of a compiled path."""
    nodes = path(element)
    assert isinstance(nodes, list)
    return (node for node in nodes if isinstance(node, etree._Element))


def found(code: str, element: etree._Element, severity: Severity = "error") -> Finding:
    """The breach at an element, with its text where it is short and the number of its line where it stands on one."""
    where = place(element)
    line = _ON_LINE.match(where)
    facts: dict[str, str | int] = {"line": int(line[1] or 1)} if line else {}
    value = squeezed(element) if len(element) == 0 else ""
    return breach(code, where, severity=severity, value=value[:60], **facts)


def squeezed(element: etree._Element | None) -> str:
    """The text without white space at its ends, each gap in it one space; empty where there is no element."""
    return "" if element is None else _GAPS.sub(" ", "".join(map(str, element.itertext()))).strip(SPACE)


def raw(element: etree._Element | None) -> str:
    """The text as it stands there."""
    return "" if element is None else element.text or ""


def child(element: etree._Element, path: str) -> etree._Element | None:
    """The first element of a path of prefixed names."""
    return element.find(path, PREFIXES)


def children(element: etree._Element, path: str) -> list[etree._Element]:
    """Every element of a path of prefixed names."""
    return element.findall(path, PREFIXES)


def root_of(element: etree._Element) -> etree._Element:
    """The document element."""
    return element.getroottree().getroot()


def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=PREFIXES)


def _test(holds: str | Test) -> Test:
    if not isinstance(holds, str):
        return holds
    path = _compiled(f"boolean({holds or 'false()'})")
    return lambda element: bool(path(element))
