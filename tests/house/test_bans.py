"""What Kvit never does, because somebody somewhere was hurt by it: each ban with its reason."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import REAL, Module, Tree, dotted, planted

NEVER_IMPORTED = {
    "pickle": "runs what it reads",
    "marshal": "runs what it reads",
    "shelve": "runs what it reads",
    "xml": "resolves entities: kvit.core.einvoice.xml is the one way in",
    "defusedxml": "kvit.core.einvoice.xml is the one way in",
    "xmltodict": "kvit.core.einvoice.xml is the one way in",
}
NEVER_CALLED = {
    "eval": "runs what it reads",
    "exec": "runs what it reads",
    "extractall": "writes where the archive says",
    "unpack_archive": "writes where the archive says",
    "mark_safe": "lets a person's text be markup: format_html escapes",
}
ONLY_ESCAPES = "xml.sax.saxutils"
XML_READERS = {"fromstring", "XML", "parse", "iterparse", "XMLParser", "XMLPullParser", "HTML", "HTMLParser"}
XML_DOOR = "kvit/core/einvoice/xml.py"
INEXACT_CORE = ("forecast", "prediction", "charts", "likeness")
"""The core's files that work with odds and pixels; in all others a float would be money."""
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "timezone.localdate"}
SHELLS = ("web", "portal", "api", "cli")


def banned(tree: Tree) -> list[str]:
    """Every breach of the bans, as path, line and reason."""
    found = []
    for module in tree.product:
        rules = [imports, calls, xml_readers, formats_of_others]
        if module.room == "core":
            rules += [floats, clocks]
        if module.room in SHELLS:
            rules.append(queries_in_shells)
        found += [f"{module.path}:{line} {why}" for rule in rules for line, why in rule(module)]
    return found + sums_in_sql(tree)


def imports(module: Module) -> Iterator[tuple[int, str]]:
    for name, line in module.imported():
        if name.split(".")[0] in NEVER_IMPORTED and not name.startswith(ONLY_ESCAPES):
            yield line, f"imports {name}: {NEVER_IMPORTED[name.split('.')[0]]}"


def calls(module: Module) -> Iterator[tuple[int, str]]:
    for call in module.calls():
        name = dotted(call.func).rsplit(".", 1)[-1]
        if name in {"eval", "exec"} and not isinstance(call.func, ast.Name):
            continue
        if name in NEVER_CALLED and not keeps_inside(call):
            yield call.lineno, f"calls {name}: {NEVER_CALLED[name]}"


def keeps_inside(call: ast.Call) -> bool:
    """Whether a tar archive is told to leave out what would land elsewhere (PEP 706)."""
    return any(
        word.arg == "filter" and isinstance(word.value, ast.Constant) and word.value.value == "data"
        for word in call.keywords
    )


def xml_readers(module: Module) -> Iterator[tuple[int, str]]:
    """lxml reads only behind the one hardened door: no DOCTYPE, no network, a size cap."""
    if module.path == XML_DOOR:
        return
    for call in module.calls():
        owner, _, name = dotted(call.func).rpartition(".")
        if name in XML_READERS and owner.split(".")[-1] in {"etree", "ElementTree", "html", "objectify"}:
            yield call.lineno, f"reads XML by {owner}.{name}: {XML_DOOR} is the one way in"


def formats_of_others(module: Module) -> Iterator[tuple[int, str]]:
    """`.format` on a text that is not written right there could be a person's, and reaches into objects."""
    written_here = {
        dotted(target)
        for node in module.nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
    }
    for call in module.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"format", "format_map"}:
            text = call.func.value
            ours = isinstance(text, ast.Constant) or dotted(text) in written_here
            ours = ours or (isinstance(text, ast.Call) and dotted(text.func) in GETTEXT)
            if not ours:
                yield call.lineno, "formats a text that is not written here"


GETTEXT = {"_", "gettext", "ngettext", "pgettext"}


def floats(module: Module) -> Iterator[tuple[int, str]]:
    if module.path.rsplit("/", 1)[-1].removesuffix(".py") in INEXACT_CORE:
        return
    refused = {id(part) for call in module.calls() if dotted(call.func) == "isinstance" for part in ast.walk(call)}
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"the float {node.value} in the core"
        if isinstance(node, ast.Name) and node.id == "float" and id(node) not in refused:
            yield node.lineno, "a float in the core"


def clocks(module: Module) -> Iterator[tuple[int, str]]:
    for call in module.calls():
        name = ".".join(dotted(call.func).split(".")[-2:])
        if name in CLOCKS:
            yield call.lineno, f"asks the clock ({name}): the day comes in"


def queries_in_shells(module: Module) -> Iterator[tuple[int, str]]:
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            yield node.lineno, "queries by itself: a query stands in a room's queries.py"


def sums_in_sql(tree: Tree) -> list[str]:
    """`F("balance") + …`: SQL would add a Decimal to ten-thousandths, without an error."""
    amounts = {name for module in tree.product if module.path.endswith("/models.py") for name in amount_fields(module)}
    return [
        f"{module.path}:{node.lineno} reckons with F({name!r}), which is kept in ten-thousandths"
        for module in tree.product
        for node in module.nodes
        if isinstance(node, ast.BinOp)
        for name in sorted(amounts & named_by_f(node))
    ]


def amount_fields(module: Module) -> set[str]:
    return {
        target.id
        for node in module.nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and dotted(node.value.func).rsplit(".", 1)[-1] == "AmountField"
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def named_by_f(node: ast.BinOp) -> set[str]:
    return {
        str(argument.value).rsplit("__", 1)[-1]
        for side in (node.left, node.right)
        if isinstance(side, ast.Call) and dotted(side.func).rsplit(".", 1)[-1] == "F"
        for argument in side.args
        if isinstance(argument, ast.Constant)
    }


def test_nothing_banned_is_in_the_house():
    assert banned(REAL) == []


@pytest.mark.parametrize(
    ("path", "source", "why"),
    [
        ("kvit/ledger/x.py", "import pickle", "imports pickle"),
        ("kvit/ledger/x.py", "from xml.etree import ElementTree", "imports xml.etree.ElementTree"),
        ("kvit/ledger/x.py", "eval(text)", "calls eval"),
        ("kvit/ledger/x.py", "ZipFile(file).extractall(folder)", "calls extractall"),
        ("kvit/core/formats/x.py", "etree.fromstring(text)", "reads XML by etree.fromstring"),
        ("kvit/core/formats/x.py", "lxml.etree.parse(file)", "reads XML by lxml.etree.parse"),
        ("kvit/messages/x.py", "template.body.format(name=name)", "formats a text"),
        ("kvit/core/tax.py", "rate = 0.19", "the float 0.19"),
        ("kvit/core/tax.py", "rate = float(text)", "a float"),
        ("kvit/core/terms.py", "today = datetime.date.today()", "asks the clock"),
        ("kvit/web/x.py", "Invoice.objects.all()", "queries by itself"),
        ("kvit/ledger/models.py", "balance = AmountField()\nF('item__balance') - paid", "reckons with F('balance')"),
    ],
)
def test_a_planted_breach_is_found(tmp_path, path, source, why):
    breaches = banned(planted(tmp_path, {path: source}))
    assert len(breaches) == 1
    assert why in breaches[0]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("kvit/core/charts.py", "from xml.sax.saxutils import escape"),
        (XML_DOOR, "etree.XMLParser(no_network=True)"),
        ("kvit/proof/x.py", "tar.extractall(folder, filter='data')"),
        ("kvit/core/money.py", "isinstance(amount, float)"),
        ("kvit/core/prediction.py", "odds = 0.5"),
        ("kvit/ledger/x.py", "timezone.now()\nF('version') + 1\nlogin.exec()"),
        ("kvit/ledger/tests/x.py", "eval('1')"),
        ("kvit/messages/x.py", "'{name}'.format(name=name)\n_('{n} lines').format(n=n)"),
    ],
)
def test_what_is_allowed_is_left_alone(tmp_path, path, source):
    assert banned(planted(tmp_path, {path: source})) == []
