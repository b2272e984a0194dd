"""Every refusal and finding has its sentence, every sentence its refusal; events are listed where people read."""

import ast
import re

from kvit.core import lifecycle
from kvit.core.event_names import NAMES
from kvit.core.purchase_lifecycle import PURCHASE_ORDER, PURCHASE_REQUEST
from kvit.wording import REFUSALS, sentence, statuses
from tests.house.tree import REAL, Module, Tree, dotted, planted

CODE = re.compile(r"[a-z_]+\.[a-z_]+|[A-Z]{2,}[A-Z0-9-]*-[A-Z0-9-]*\d+[a-z]?|KVIT-[A-Z0-9-]+")
WORDING = "kvit/wording.py"


def codes_given(module: Module) -> list[tuple[str, int]]:
    """The codes that the module refuses or finds with, as literals, with their lines."""
    given = []
    for call in module.calls():
        if dotted(call.func).rsplit(".", 1)[-1] not in {"Refused", "Finding", "Declined", "Unreachable"}:
            continue
        named = [keyword.value for keyword in call.keywords if keyword.arg in {"code", "rule"}]
        for code in [*call.args[:1], *named]:
            given += [(part, call.lineno) for part in literals(code)]
    return given


def literals(node: ast.AST) -> list[str]:
    """The strings that the expression may be: a literal, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


def made_up_codes(tree: Tree) -> list[str]:
    """Codes put together at run time: nobody could look them up."""
    return [
        f"{module.path}:{call.lineno}"
        for module in tree.product
        for call in module.calls()
        if dotted(call.func).rsplit(".", 1)[-1] in {"Refused", "Finding"}
        and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]


def worded(tree: Tree) -> set[str]:
    """The codes that `wording.py` (or a `wording/` package) has a sentence for."""
    texts = [module for module in tree.product if module.path.startswith("kvit/wording")]
    keys = [key for module in texts for node in module.nodes if isinstance(node, ast.Dict) for key in node.keys]
    return {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def wordless(tree: Tree) -> list[str]:
    """Codes that a person may meet and that have no sentence."""
    known = worded(tree)
    speaking = [module for module in tree.product if not module.path.startswith("kvit/wording")]
    return [
        f"{module.path}:{line} {code}" for module in speaking for code, line in codes_given(module) if code not in known
    ]


def idle_words(tree: Tree) -> list[str]:
    """Sentences for codes that nothing in Kvit says."""
    said = {
        node.value for module in tree.product if not module.path.startswith("kvit/wording") for node in module.strings()
    }
    return sorted(code for code in worded(tree) if CODE.fullmatch(code) and code not in said)


def events_recorded(tree: Tree) -> set[str]:
    """The names given as literals to the functions that record an event."""
    names = set()
    for module in tree.product:
        for call in module.calls():
            if re.search(r"(^|\.)(events\.record|events\.record_all|record_all|record)$", dotted(call.func)):
                given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg in {"name", "kind"})]
                names |= {name for node in given for name in literals(node) if re.fullmatch(r"[a-z_]+\.[a-z_]+", name)}
    return names


def unlisted_events(tree: Tree) -> list[str]:
    listed = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", tree.text("docs/events.md")))
    return sorted(events_recorded(tree) - listed)


def test_every_refusal_and_finding_has_its_sentence():
    assert wordless(REAL) == []


def test_every_sentence_is_said_somewhere():
    assert idle_words(REAL) == []


def test_codes_are_written_out():
    assert made_up_codes(REAL) == []


def test_every_event_is_listed_for_those_who_listen():
    assert unlisted_events(REAL) == []


def test_every_listed_event_can_be_sent_by_webhook():
    rows = "".join(re.findall(r"^\| `.*$", REAL.text("docs/events.md"), re.MULTILINE))
    assert set(NAMES) == set(re.findall(r"`([a-z_]+\.[a-z_]+)`", rows))
    assert list(NAMES) == sorted(set(NAMES))


def test_planted_words_are_found(tmp_path):
    tree = planted(
        tmp_path,
        {
            "kvit/wording.py": 'REFUSALS = {"series.missing": "Add a series.", "series.gone": "It is gone."}\n',
            "kvit/ledger/entries.py": 'raise Refused("series.missing", year=1)\nraise Refused("entry.unbalanced")\n'
            'Finding(rule="BR-CO-15" if a else "BR-CO-16", place="x")\nraise Refused(f"{a}.b")\n'
            'events.record("entry.posted", entry)\nevents.record_all(name="entry.reversed")\n',
            "docs/events.md": "| `entry.posted` | an entry was posted |",
        },
    )
    assert wordless(tree) == [
        "kvit/ledger/entries.py:2 entry.unbalanced",
        "kvit/ledger/entries.py:3 BR-CO-15",
        "kvit/ledger/entries.py:3 BR-CO-16",
    ]
    assert idle_words(tree) == ["series.gone"]
    assert made_up_codes(tree) == ["kvit/ledger/entries.py:4"]
    assert unlisted_events(tree) == ["entry.reversed"]


def test_a_sentence_that_names_a_state_says_it_in_words_for_every_state_there_is():
    lives = {life.noun: life for life in (*lifecycle.ALL, PURCHASE_ORDER, PURCHASE_REQUEST)}
    nouns = {"order": "purchase_order", "goods_receipt": "purchase_order", "self_charge": "bill"}
    for noun, words in statuses.STATUSES.items():
        assert set(words) == lives[nouns.get(noun, noun)].statuses
    told = sentence("purchase_order.not_draft", {"status": "to_approve", "verb": "edit"})
    assert told == "Only a draft allows this; this order is waiting for approval. Cancel it and order anew."
    naming = {code.partition(".")[0] for code, words in REFUSALS.items() if "{status}" in words}
    assert naming - set(statuses.STATUSES) == SAID_AS_IT_IS


SAID_AS_IT_IS = {"status", "statement", "webhook"}
"""A status that was typed wrongly, one of the bank's, and what an HTTP server answers."""
