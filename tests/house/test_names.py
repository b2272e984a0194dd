"""Names say what a thing is: no drawer-words, every function annotated, no test that asserts nothing."""

import ast

from tests.house.tree import REAL, Tree, dotted, planted, words

FORBIDDEN = {"utils", "helpers", "common", "base", "manager", "service", "handler", "process", "data", "info"}
FORBIDDEN |= {"util", "helper", "managers", "services", "handlers", "processes", "infos"}
FROM_FRAMEWORKS = {"get_context_data", "process_view", "process_exception", "process_template_response"}
FROM_FRAMEWORKS |= {"handle_MAIL", "handle_RCPT", "handle_DATA"}
"""Names that Django and aiosmtpd give and we only fill in."""


def drawer_words(tree: Tree) -> list[str]:
    found = []
    for module in tree.modules:
        if module.is_migration:
            continue
        for part in module.path.removesuffix(".py").split("/"):
            if FORBIDDEN.intersection(words(part)):
                found.append(f"{module.path}: the name {part}")
        for node in module.nodes:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            if node.name.startswith("test_") or node.name in FROM_FRAMEWORKS:
                continue
            if FORBIDDEN.intersection(words(node.name)):
                found.append(f"{module.path}:{node.lineno} the name {node.name}")
    return found


def unannotated(tree: Tree) -> list[str]:
    found = []
    for module in tree.product:
        methods = {
            id(member)
            for node in module.nodes
            if isinstance(node, ast.ClassDef)
            for member in node.body
            if not any(dotted(mark) == "staticmethod" for mark in getattr(member, "decorator_list", []))
        }
        for function in module.functions():
            given = function.args
            names = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
            plain = [name.arg for name in names if name and not name.annotation and not name.arg.startswith("_")]
            if id(function) in methods and plain[:1] and plain[0] in {"self", "cls"}:
                plain = plain[1:]
            if plain or function.returns is None:
                found.append(
                    f"{module.path}:{function.lineno} {function.name}: {', '.join(plain) or 'what it returns'}"
                )
    return found


def asserts(node: ast.AST) -> bool:
    """Whether the function claims something: an assert, `pytest.raises`, or a call that asserts by its name."""
    for part in ast.walk(node):
        if isinstance(part, ast.Assert):
            return True
        if isinstance(part, ast.Call):
            name = dotted(part.func).rsplit(".", 1)[-1]
            if name in {"raises", "warns", "fail"} or name.startswith(
                ("assert", "expect", "run_state_machine", "django_assert")
            ):
                return True
    return False


def claimless_tests(tree: Tree) -> list[str]:
    """Tests in which nothing is claimed, by themselves or by a function of their own file."""
    found = []
    for module in tree.modules:
        if not module.is_test:
            continue
        claiming = {function.name for function in module.functions() if asserts(function)}
        for function in module.functions():
            called = {dotted(part.func) for part in ast.walk(function) if isinstance(part, ast.Call)}
            if function.name.startswith("test_") and function.name not in claiming and not claiming & called:
                found.append(f"{module.path}:{function.lineno} {function.name}")
    return found


def test_no_name_is_a_drawer():
    assert drawer_words(REAL) == []


def test_every_function_says_what_it_takes_and_gives():
    assert unannotated(REAL) == []


def test_every_test_claims_something():
    assert claimless_tests(REAL) == []


def test_planted_names_are_found(tmp_path):
    tree = planted(
        tmp_path,
        {
            "kvit/ledger/utils.py": "",
            "kvit/ledger/entries.py": "class EntryManager: ...\ndef database_of(): ...\n",
            "kvit/web/pages.py": "def load_data(): ...\ndef get_context_data(): ...\n",
        },
    )
    assert drawer_words(tree) == [
        "kvit/ledger/entries.py:1 the name EntryManager",
        "kvit/ledger/utils.py: the name utils",
        "kvit/web/pages.py:1 the name load_data",
    ]


def test_planted_functions_without_types_are_found(tmp_path):
    source = """
def plain(a: int, b) -> int: ...
def silent(a: int): ...
def catching(*args, **kwargs) -> None: ...
class Thing:
    def whole(self, a: int, *_) -> int: ...
    def half(self, a) -> int: ...
"""
    tree = planted(tmp_path, {"kvit/ledger/entries.py": source, "kvit/ledger/tests/test_entries.py": "def f(a): ..."})
    assert unannotated(tree) == [
        "kvit/ledger/entries.py:2 plain: b",
        "kvit/ledger/entries.py:3 silent: what it returns",
        "kvit/ledger/entries.py:4 catching: args, kwargs",
        "kvit/ledger/entries.py:7 half: a",
    ]


def test_planted_tests_without_a_claim_are_found(tmp_path):
    source = """
def balances(): assert True
def test_by_assert(): assert 1
def test_by_refusal():
    with pytest.raises(Refused): ...
def test_by_neighbour(): balances()
def test_nothing(): issue()
"""
    assert claimless_tests(planted(tmp_path, {"kvit/ledger/tests/test_entries.py": source})) == [
        "kvit/ledger/tests/test_entries.py:7 test_nothing"
    ]
