"""Why a company's rule acted, as a sentence in the reader's language, of the facts that were kept when it did."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext

from kvit.core import flow_rules
from kvit.core.formatting import format_money
from kvit.core.languages import LANGUAGES
from kvit.core.money import Money
from kvit.wording import user_rules as words

FLAGS = {
    name for fields in flow_rules.FIELDS.values() for name, field in fields.items() if field.kind == flow_rules.FLAG
}


def sentence(facts: Mapping[str, object], *, language: str) -> str:
    """`Because the rule “Dear bills”: total 1,200.00 RON is over 1,000.00 RON.`"""
    looks = facts.get("because")
    rule = str(facts.get("rule", ""))
    if not isinstance(looks, list) or not looks:
        return gettext(words.BECAUSE_ALWAYS).format(rule=rule)
    return gettext(words.BECAUSE).format(rule=rule, because=found(looks, language=language))


def found(looks: Sequence[Mapping[str, object]], *, language: str) -> str:
    """What the conditions found, one after the other."""
    return gettext(words.AND).join(_found(look, language=language) for look in looks)


def wanted(conditions: Sequence[Mapping[str, object]], *, language: str) -> str:
    """What the conditions ask for, one after the other."""
    told = [gettext(words.CONDITIONS[str(one["comparison"])]).format(**_named(one, language)) for one in conditions]
    return gettext(words.AND).join(told)


def _found(look: Mapping[str, object], *, language: str) -> str:
    if not look["found"]:
        return gettext(words.UNTOLD).format(**_named(look, language))
    currency = str(look.get("found_currency", ""))
    told = _named(look, language) | {"found": _value(look, "found", currency=currency, language=language)}
    if currency != look.get("currency", ""):
        return gettext(words.OTHER_CURRENCY).format(**told)
    phrases = words.HELD if look["holds"] else words.FAILED
    return gettext(phrases[str(look["comparison"])]).format(**told)


def _named(one: Mapping[str, object], language: str) -> dict[str, str]:
    currency = str(one.get("currency", ""))
    field = gettext(words.FIELDS[str(one["field"])])
    return {"field": field.split(" (")[0], "wanted": _value(one, "value", currency=currency, language=language)}


def _value(one: Mapping[str, object], name: str, *, currency: str, language: str) -> str:
    text = str(one[name])
    if currency:
        return format_money(Money(Decimal(text), currency), language if language in LANGUAGES else "en")
    if one["field"] in FLAGS:
        return gettext(words.YES if text == flow_rules.YES else words.NO)
    return text
