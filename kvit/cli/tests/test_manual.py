"""The page about the command line names every command, and no other; its example works."""

import re
import shlex

from kvit.cli.tests import inside
from tests.habits import ROOT

PAGE = ROOT / "docs" / "user" / "command-line.md"


def commands(group=None, before=""):
    """Every command of the program by its words."""
    group = group or inside.tree()
    found = set()
    for name, command in group.commands.items():
        words = f"{before} {name}".strip()
        found |= commands(command, words) if hasattr(command, "commands") else {words}
    return found


def told(text: str) -> set[str]:
    """What the page says after `kvit`: `kvit import customers|items` are two commands, `kvit tick` is one."""
    found = set()
    groups = {" ".join(one.split()[:2]) for one in commands() if len(one.split()) > 2}
    for words in re.findall(r"`kvit ([a-z][^`]*)`", text):
        first, *rest = words.split()
        if rest and f"{first} {rest[0]}" in groups:
            first, rest = f"{first} {rest[0]}", rest[1:]
        parts = rest[0].split("|") if rest and re.fullmatch(r"[a-z][a-z|-]*", rest[0]) else [""]
        found |= {f"{first} {part}".strip() for part in parts}
    return found


def test_the_page_names_every_command_and_no_other():
    assert told(PAGE.read_text()) == commands()


def test_every_command_takes_the_options_of_all():
    def walk(group):
        for command in group.commands.values():
            if hasattr(command, "commands"):
                yield from walk(command)
            else:
                yield command

    options = {"--as", "--company", "--as-of", "--json", "--lang", "--quiet"}
    for command in walk(inside.tree()):
        taken = {name for parameter in command.params for name in parameter.opts}
        assert options <= taken, command.name
        assert command.help, command.name


def test_the_example_of_the_page_works(installation):
    script = re.search(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL).group(1).replace("\\\n", " ")
    init, draft, *others = re.split(r"\n(?=kvit|echo)", script.strip())
    installation.run(*shlex.split(init)[1:])
    given = re.search(r"echo '(.*?)' \|", draft, re.DOTALL).group(1)
    installation.run("invoice", "draft", "--file", "-", given=given)
    for line in others:
        said = installation.run(*shlex.split(line)[1:]).stdout
    assert "Beta SRL" in said
