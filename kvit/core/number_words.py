"""Amounts in words, as receipts have them: `o mie două sute zece lei și 50/100` (`docs/rules/cash.md`).

Whole numbers below a thousand millions in five languages, with the gender of what is counted; the fraction as cents.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kvit.core.errors import Refused
from kvit.core.money import Money, decimals

MOST = 10**9
Gender = str
M, F, N = "m", "f", "n"


@dataclass(frozen=True)
class Unit:
    """What is counted: its gender, its word after 1, after 2 to 4 in Polish, after all others."""

    gender: Gender
    one: str
    many: str
    few: str = ""


UNITS: Mapping[str, Mapping[str, Unit]] = {
    "en": {
        "RON": Unit(M, "leu", "lei"),
        "EUR": Unit(M, "euro", "euros"),
        "PLN": Unit(M, "zloty", "zlotys"),
        "BGN": Unit(M, "lev", "leva"),
    },
    "ro": {
        "RON": Unit(M, "leu", "lei"),
        "EUR": Unit(M, "euro", "euro"),
        "PLN": Unit(M, "zlot", "zloți"),
        "BGN": Unit(F, "leva", "leve"),
    },
    "bg": {
        "RON": Unit(F, "лея", "леи"),
        "EUR": Unit(N, "евро", "евро"),
        "PLN": Unit(F, "злота", "злоти"),
        "BGN": Unit(M, "лев", "лева"),
    },
    "es": {
        "RON": Unit(M, "leu", "lei"),
        "EUR": Unit(M, "euro", "euros"),
        "PLN": Unit(M, "esloti", "eslotis"),
        "BGN": Unit(M, "leva", "levas"),
    },
    "pl": {
        "RON": Unit(M, "lej", "lejów", "leje"),
        "EUR": Unit(N, "euro", "euro", "euro"),
        "PLN": Unit(M, "złoty", "złotych", "złote"),
        "BGN": Unit(M, "lew", "lewów", "lewy"),
    },
}
BEFORE_CENTS = {"en": "and ", "ro": "și ", "bg": "и ", "es": "con ", "pl": ""}


def in_words(amount: Money, language: str) -> str:
    """The amount, zero or above, as a receipt has it; a currency without a name here stands by its code.

    Refuses `amount.no_words` below zero and from a thousand millions on.
    """
    exact = amount.rounded().amount
    if not 0 <= exact < MOST:
        raise Refused("amount.no_words", amount=f"{exact:f}")
    tongue = language if language in SPELLED else "en"
    unit = UNITS[tongue].get(amount.currency) or Unit(M, amount.currency, amount.currency, amount.currency)
    whole = int(exact)
    said = f"{SPELLED[tongue](whole, unit.gender)} {_counted(whole, unit, tongue)}"
    digits = decimals(amount.currency)
    cents = int((exact - whole).scaleb(digits))
    return said if not cents else f"{said} {BEFORE_CENTS[tongue]}{cents:0{digits}}/{10**digits}"


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def _counted(n: int, unit: Unit, language: str) -> str:
    """The word for what is counted, as it stands after the number."""
    if language == "pl":
        return _polish(n, (unit.one, unit.few, unit.many))
    if language == "ro":
        return _romanian_of(n, unit.one, unit.many)
    if language == "es" and n and n % 10**6 == 0:
        return f"de {unit.many}"
    return unit.one if n == 1 else unit.many


def _groups(n: int) -> tuple[int, int, int]:
    return n // 10**6, n // 1000 % 1000, n % 1000


EN_SMALL = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
EN_TENS = _listed("- - twenty thirty forty fifty sixty seventy eighty ninety")


def _english_group(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    said = [f"{EN_SMALL[hundreds]} hundred"] if hundreds else []
    if rest:
        tens, ones = divmod(rest, 10)
        small = EN_SMALL[rest] if rest < 20 else EN_TENS[tens] + (f"-{EN_SMALL[ones]}" if ones else "")
        said += ["and", small] if hundreds else [small]
    return " ".join(said)


def _english(n: int, _gender: Gender) -> str:
    millions, thousands, rest = _groups(n)
    said = [f"{_english_group(millions)} million"] if millions else []
    said += [f"{_english_group(thousands)} thousand"] if thousands else []
    if rest:
        said += ["and", _english_group(rest)] if said and rest < 100 else [_english_group(rest)]
    return " ".join(said) or EN_SMALL[0]


RO_SMALL = _listed(
    "zero unu doi trei patru cinci șase șapte opt nouă zece unsprezece doisprezece treisprezece paisprezece "
    "cincisprezece șaisprezece șaptesprezece optsprezece nouăsprezece"
)
RO_TENS = _listed("- - douăzeci treizeci patruzeci cincizeci șaizeci șaptezeci optzeci nouăzeci")
RO_FEMININE = {1: "una", 2: "două", 12: "douăsprezece"}


def _romanian_small(n: int, gender: Gender) -> str:
    return RO_FEMININE[n] if gender == F and n in RO_FEMININE else RO_SMALL[n]


def _romanian_group(n: int, gender: Gender) -> str:
    hundreds, rest = divmod(n, 100)
    said = ["o sută" if hundreds == 1 else f"{_romanian_small(hundreds, F)} sute"] if hundreds else []
    tens, ones = divmod(rest, 10)
    if 0 < rest < 20:
        said.append(_romanian_small(rest, gender))
    elif rest:
        said.append(RO_TENS[tens] + (f" și {_romanian_small(ones, gender)}" if ones else ""))
    return " ".join(said)


def _romanian_of(n: int, one: str, many: str) -> str:
    """`de` stands between a number that ends in 00 or in 20 to 99 and its noun."""
    if n == 1:
        return one
    return f"de {many}" if n >= 20 and not 0 < n % 100 < 20 else many


def _romanian(n: int, gender: Gender) -> str:
    if n == 1:
        return "o" if gender == F else "un"
    millions, thousands, rest = _groups(n)
    said = []
    if millions:
        count = "un" if millions == 1 else _romanian_group(millions, F)
        said.append(f"{count} {_romanian_of(millions, 'milion', 'milioane')}")
    if thousands:
        count = "o" if thousands == 1 else _romanian_group(thousands, F)
        said.append(f"{count} {_romanian_of(thousands, 'mie', 'mii')}")
    if rest:
        said.append(_romanian_group(rest, gender))
    return " ".join(said) or RO_SMALL[0]


BG_SMALL = _listed(
    "нула един два три четири пет шест седем осем девет десет единадесет дванадесет тринадесет четиринадесет "
    "петнадесет шестнадесет седемнадесет осемнадесет деветнадесет"
)
BG_TENS = _listed("- - двадесет тридесет четиридесет петдесет шестдесет седемдесет осемдесет деветдесет")
BG_HUNDREDS = _listed("- сто двеста триста четиристотин петстотин шестстотин седемстотин осемстотин деветстотин")
BG_GENDERED = {(1, F): "една", (1, N): "едно", (2, F): "две", (2, N): "две"}


def _bulgarian_parts(n: int, gender: Gender) -> list[str]:
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    said = [BG_HUNDREDS[hundreds]] if hundreds else []
    if 0 < rest < 20:
        said.append(BG_GENDERED.get((rest, gender), BG_SMALL[rest]))
    elif rest:
        said += [BG_TENS[tens], *([BG_GENDERED.get((ones, gender), BG_SMALL[ones])] if ones else [])]
    return said


def _bulgarian_group(n: int, gender: Gender) -> str:
    parts = _bulgarian_parts(n, gender)
    return " ".join([*parts[:-1], "и", parts[-1]]) if len(parts) > 1 else parts[0]


def _bulgarian(n: int, gender: Gender) -> str:
    millions, thousands, rest = _groups(n)
    said = []
    if millions:
        said.append("един милион" if millions == 1 else f"{_bulgarian_group(millions, M)} милиона")
    if thousands:
        said += ["и"] if said and not rest and len(_bulgarian_parts(thousands, F)) == 1 else []
        said.append("хиляда" if thousands == 1 else f"{_bulgarian_group(thousands, F)} хиляди")
    if rest:
        said += ["и"] if said and len(_bulgarian_parts(rest, gender)) == 1 else []
        said.append(_bulgarian_group(rest, gender))
    return " ".join(said) or BG_SMALL[0]


ES_SMALL = _listed(
    "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiún veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
)
ES_TENS = _listed("- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa")
ES_HUNDREDS = _listed(
    "- ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)


def _spanish_group(n: int) -> str:
    if n == 100:
        return "cien"
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    said = [ES_HUNDREDS[hundreds]] if hundreds else []
    if 0 < rest < 30:
        said.append(ES_SMALL[rest])
    elif rest:
        said.append(ES_TENS[tens] + (f" y {ES_SMALL[ones]}" if ones else ""))
    return " ".join(said)


def _spanish(n: int, _gender: Gender) -> str:
    millions, thousands, rest = _groups(n)
    said = []
    if millions:
        said.append("un millón" if millions == 1 else f"{_spanish_group(millions)} millones")
    if thousands:
        said.append("mil" if thousands == 1 else f"{_spanish_group(thousands)} mil")
    if rest:
        said.append(_spanish_group(rest))
    return " ".join(said) or ES_SMALL[0]


PL_SMALL = _listed(
    "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście "
    "piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście"
)
PL_TENS = _listed(
    "- - dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt"
)
PL_HUNDREDS = _listed("- sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset")


def _polish_group(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    said = [PL_HUNDREDS[hundreds]] if hundreds else []
    if 0 < rest < 20:
        said.append(PL_SMALL[rest])
    elif rest:
        said += [PL_TENS[tens], *([PL_SMALL[ones]] if ones else [])]
    return " ".join(said)


def _polish(n: int, forms: tuple[str, str, str]) -> str:
    """One, few (2 to 4, but not 12 to 14), many."""
    if n == 1:
        return forms[0]
    return forms[1] if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else forms[2]


def _polish_words(n: int, gender: Gender) -> str:
    if n == 1:
        return "jedno" if gender == N else "jeden"
    millions, thousands, rest = _groups(n)
    said = []
    for count, forms in (
        (millions, ("milion", "miliony", "milionów")),
        (thousands, ("tysiąc", "tysiące", "tysięcy")),
    ):
        if count:
            said.append(forms[0] if count == 1 else f"{_polish_group(count)} {_polish(count, forms)}")
    if rest:
        said.append(_polish_group(rest))
    return " ".join(said) or PL_SMALL[0]


SPELLED = {"en": _english, "ro": _romanian, "bg": _bulgarian, "es": _spanish, "pl": _polish_words}
