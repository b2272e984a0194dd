"""The style sheet: a class has one rule of its own, so that nobody gives a name that another page has already."""

import re
from collections import Counter

from tests.habits import ROOT

SHEET = ROOT / "kvit" / "web" / "static" / "web" / "kvit.css"
OF_ITS_OWN = re.compile(r"(?:^  |\} )\.([\w-]+) \{")


def ruled_twice(sheet: str) -> list[str]:
    """Classes with two rules of their own outside @media, where the rules are indented deeper."""
    plain = [line for line in sheet.splitlines() if re.match(r"  \S", line)]
    counted = Counter(name for line in plain for name in OF_ITS_OWN.findall(line))
    return sorted(name for name, count in counted.items() if count > 1)


def test_every_class_has_one_rule_of_its_own():
    assert ruled_twice(SHEET.read_text()) == []


def test_a_planted_second_rule_is_found():
    lines = ("  .over { display: grid; }", "  .x { top: 0; } .over { position: absolute; }", "    .x { top: 1px; }")
    assert ruled_twice("\n".join(lines)) == ["over"]
