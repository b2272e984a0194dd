"""What is written beside the code agrees with it: settings, rooms' pages, catalogues; no trace of a machine."""

import re
import subprocess
from pathlib import Path

from tests.house.tree import REAL, Tree, planted

SETTING = re.compile(r"\bKVIT_[A-Z][A-Z_]*[A-Z]\b")
README_LINES = 15
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|Users)/[\w.]|/home/\w+/|--(?:extra-)?index[-]url[ =]|--find-links[ =]")
"""Paths of somebody's machine and addresses of registries."""
NOT_TEXT = {".png", ".pdf", ".mo", ".jpg", ".ico", ".woff2", ".xlsx", ".ods", ".zip"}
SAYS_WHAT_IT_BANS = {"tests/house/test_documents.py"}


def settings_asked(tree: Tree) -> set[str]:
    """Every KVIT_ variable that the code, the tests or the Makefile reads."""
    asking = [module for module in tree.modules if not module.path.startswith("tests/house/")]
    found = {name for module in asking for node in module.strings() for name in SETTING.findall(str(node.value))}
    return found | set(SETTING.findall(tree.text("Makefile")))


def settings_listed(tree: Tree) -> set[str]:
    return set(re.findall(r"^\| `(KVIT_[A-Z_]+)`", tree.text("docs/settings.md"), re.MULTILINE))


def poor_room_pages(tree: Tree) -> list[str]:
    """Rooms without a README, or with one longer than a person reads before changing something."""
    found = []
    for room in tree.rooms:
        lines = tree.text(f"kvit/{room}/README.md").strip().splitlines()
        if not lines:
            found.append(f"kvit/{room}: no README.md")
        if len(lines) > README_LINES:
            found.append(f"kvit/{room}/README.md: {len(lines)} lines")
    return found


def queries_without_company(tree: Tree) -> list[str]:
    """Public functions of a room's queries that do not start from the company."""
    return [
        f"{module.path}:{function.lineno} {function.name}"
        for module in tree.product
        if re.search(r"/queries(/\w+)?\.py$", module.path) and module.room not in {"web", "portal", "api", "cli"}
        for function in module.functions()
        if function.col_offset == 0
        and not function.name.startswith("_")
        and [argument.arg for argument in function.args.args[:1]] != ["company"]
    ]


def rules_astray(tree: Tree) -> list[str]:
    """Pages of rules that the code cites and that are not there, and pages that nothing cites."""
    page = re.compile(r"docs/rules/([\w-]+\.md)")
    cited = {name: module.path for module in tree.modules if module.room for name in page.findall(module.text)}
    there = {path.name for path in (tree.root / "docs" / "rules").glob("*.md")} - {"README.md"}
    missing = [f"{cited[name]} cites docs/rules/{name}, which is not there" for name in sorted(set(cited) - there)]
    return missing + [f"docs/rules/{name} is cited nowhere in kvit/" for name in sorted(there - set(cited))]


def unfinished_catalogues(tree: Tree) -> list[str]:
    """Texts of a catalogue that are empty or only guessed."""
    found = []
    for path in sorted((tree.root / "kvit" / "locale").glob("*/LC_MESSAGES/*.po")):
        name = path.relative_to(tree.root).as_posix()
        for block in path.read_text().split("\n\n")[1:]:
            said = re.search(r'^msgid "(.*)"((?:\n".*")*)', block, re.MULTILINE)
            if not said or block.startswith("#~"):
                continue
            key = "".join(said.groups())[:60]
            answers = re.findall(r'^msgstr(?:\[\d\])? "(.*)"((?:\n".*")*)', block, re.MULTILINE)
            if re.search(r"^#,.*fuzzy", block, re.MULTILINE):
                found.append(f"{name}: only guessed: {key}")
            elif not answers or any(not "".join(answer).strip('"\n') for answer in answers):
                found.append(f"{name}: not translated: {key}")
    return found


def traces_of_a_machine(root: Path, paths: list[str]) -> list[str]:
    """The lines of these files that hold a path of one machine or the address of a registry."""
    found = []
    for path in paths:
        file = root / path
        if file.suffix in NOT_TEXT or path in SAYS_WHAT_IT_BANS or not file.is_file():
            continue
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
            if MACHINE.search(line):
                found.append(f"{path}:{number} {line.strip()[:80]}")
    return found


def tracked(root: Path) -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True)
    return listed.stdout.splitlines()


def test_every_setting_is_listed_and_every_listed_one_exists():
    assert settings_asked(REAL) - settings_listed(REAL) == set(), "read but not in docs/settings.md"
    assert settings_listed(REAL) - settings_asked(REAL) == set(), "in docs/settings.md but never read"


def test_every_room_has_its_page():
    assert poor_room_pages(REAL) == []


def test_every_query_starts_from_the_company():
    assert queries_without_company(REAL) == []


def test_every_rule_has_its_page_and_every_page_its_rule():
    assert rules_astray(REAL) == []


def test_the_catalogues_are_complete():
    assert unfinished_catalogues(REAL) == []


def test_nothing_of_one_machine_is_kept():
    paths = tracked(REAL.root)
    assert paths == [] or "Makefile" in paths
    assert traces_of_a_machine(REAL.root, paths) == []


def test_planted_settings_rooms_and_queries_are_found(tmp_path):
    tree = planted(
        tmp_path,
        {
            "kvit/project/settings.py": 'os.environ.get("KVIT_DATA_DIR")\n',
            "docs/settings.md": "| `KVIT_GONE` | – | none |\n",
            "kvit/ledger/models.py": "",
            "kvit/parties/models.py": "",
            "kvit/parties/README.md": "line\n" * (README_LINES + 1),
            "kvit/ledger/queries.py": "def overdue(company, *, on): ...\ndef everything(on): ...\ndef _part(x): ...\n",
        },
    )
    assert settings_asked(tree) == {"KVIT_DATA_DIR"}
    assert settings_listed(tree) == {"KVIT_GONE"}
    assert poor_room_pages(tree) == ["kvit/ledger: no README.md", "kvit/parties/README.md: 16 lines"]
    assert queries_without_company(tree) == ["kvit/ledger/queries.py:2 everything"]


def test_planted_pages_of_rules_are_found(tmp_path):
    tree = planted(
        tmp_path,
        {"kvit/core/tax.py": '"""See docs/rules/vat-totals.md."""', "docs/rules/discount.md": "# Discount"},
    )
    assert rules_astray(tree) == [
        "kvit/core/tax.py cites docs/rules/vat-totals.md, which is not there",
        "docs/rules/discount.md is cited nowhere in kvit/",
    ]


def test_planted_gaps_in_a_catalogue_are_found(tmp_path):
    head = 'msgid ""\nmsgstr ""\n"Language: ro\\n"\n\n'
    body = (
        'msgid "Invoice"\nmsgstr "Factură"\n\n#, fuzzy\nmsgid "Bill"\nmsgstr "Bilă"\n\nmsgid "Due"\nmsgstr ""\n\n'
        'msgid ""\n"Long "\n"text"\nmsgstr ""\n"Text "\n"lung"\n\n'
        'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d zi"\nmsgstr[1] ""\n'
    )
    tree = planted(tmp_path, {"kvit/locale/ro/LC_MESSAGES/django.po": head + body})
    assert [line.split(": ", 1)[1] for line in unfinished_catalogues(tree)] == [
        "only guessed: Bill",
        "not translated: Due",
        "not translated: %d day",
    ]


def test_planted_traces_are_found(tmp_path):
    home = "/".join(("", "root", "kvit"))
    lines = [
        f"path = '{home}'",
        f"see docs{'/'.join(('', 'work', 'x'))}",
        "-".join(("", "", "index", "url https://example.org")),
        "url(r'^work/')",
    ]
    planted(tmp_path, {"kvit/a.py": "\n".join(lines)})
    assert [line.split()[0] for line in traces_of_a_machine(tmp_path, ["kvit/a.py"])] == ["kvit/a.py:1", "kvit/a.py:3"]
