"""The faults that documents of others have: a field left out, a sum that is wrong, a code of no list, days swapped."""

import copy
import random
import re
from decimal import Decimal

from lxml import etree

from kvit.core.einvoice import xml

CODES = ["", "XX", "99", "EUR", "RON", "S", "Z", "E", "AE", "K", "G", "O", "RO", "DE", "ES", "PL", "380", "381", "30"]
CODES += ["H87", "0088", "true"]
OFF = ["0.01", "1", "-0.02", "100"]
NUMBER = re.compile(r"\s*-?\d+(?:\.\d*)?\s*")
CODE = re.compile(r"\s*\w{1,8}\s*")
DAY = re.compile(r"\s*(?:\d{4}-\d\d-\d\d|\d{8})\s*")


def _elements(root):
    return [one for one in root.iter() if one is not root]


def _texts(root, shape):
    return [one for one in _elements(root) if len(one) == 0 and shape.fullmatch(one.text or "")]


def left_out(chance, root):
    one = chance.choice(_elements(root))
    one.getparent().remove(one)


def doubled(chance, root):
    one = chance.choice(_elements(root))
    one.addnext(copy.deepcopy(one))


def moved(chance, root):
    above = chance.choice([one for one in root.iter() if len(one) > 1])
    above.insert(0, chance.choice(list(above)))


def other_number(chance, root):
    one = chance.choice(_texts(root, NUMBER))
    one.text = str(Decimal(one.text.strip()) + Decimal(chance.choice(OFF)))


def other_code(chance, root):
    chance.choice(_texts(root, CODE)).text = chance.choice(CODES)


def other_digit(chance, root):
    one = chance.choice(
        [one for one in _elements(root) if len(one) == 0 and len(re.findall(r"\d", one.text or "")) > 6]
    )
    at = chance.choice([found.start() for found in re.finditer(r"\d", one.text)])
    one.text = f"{one.text[:at]}{(int(one.text[at]) + 1) % 10}{one.text[at + 1 :]}"


def days_swapped(chance, root):
    days = _texts(root, DAY)
    if len(days) < 2:
        left_out(chance, root)
        return
    one, other = chance.sample(days, 2)
    one.text, other.text = other.text, one.text


def other_mark(chance, root):
    marked = [one for one in _elements(root) if one.attrib] or _elements(root)
    one = chance.choice(marked)
    name = chance.choice([*map(str, one.attrib), "x"])
    if name in one.attrib and chance.random() < 0.5:
        del one.attrib[name]
    else:
        one.set(name, chance.choice(CODES))


FAULTS = (left_out, other_number, other_code, other_digit, days_swapped, doubled, other_mark, left_out, other_number)
FAULTS += (moved, other_code, days_swapped)


def faulty(content, *, times, seed):
    """Copies of the document, each with one fault, the same ones every time."""
    chance = random.Random(seed)
    made = []
    for number in range(times):
        root = xml.parse(content)
        FAULTS[number % len(FAULTS)](chance, root)
        made.append(etree.tostring(root))
    return made
