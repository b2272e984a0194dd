"""The five languages of Kvit: their marks in numbers, their order in dates, their names of months and days."""

from dataclasses import dataclass

from kvit.core.errors import Refused

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Language:
    """What writing and reading in one language needs. Months from January, days from Monday."""

    code: str
    decimal_mark: str
    group_mark: str
    date_mark: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    near_days: tuple[str, str, str]
    """Yesterday, today, tomorrow."""
    between: str
    """Between day, month and year of a long date."""
    behind_year: str
    percent: str
    signs: dict[str, str]
    """Currencies that are written by a sign; every other one by its code."""
    months_alone: tuple[str, ...] = ()
    """Months that stand without a day, where that is another word."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ENGLISH = Language(
    code="en",
    decimal_mark=".",
    group_mark=",",
    date_mark="/",
    months=_words("January February March April May June July August September October November December"),
    short_months=_words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    days=_words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    short_days=_words("Mon Tue Wed Thu Fri Sat Sun"),
    near_days=("yesterday", "today", "tomorrow"),
    between=" ",
    behind_year="",
    percent="%",
    signs={"EUR": "€", "GBP": "£"},
)
ROMANIAN = Language(
    code="ro",
    decimal_mark=",",
    group_mark=".",
    date_mark=".",
    months=_words("ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"),
    short_months=_words("ian feb mar apr mai iun iul aug sept oct nov dec"),
    days=_words("luni marți miercuri joi vineri sâmbătă duminică"),
    short_days=_words("lun mar mie joi vin sâm dum"),
    near_days=("ieri", "azi", "mâine"),
    between=" ",
    behind_year="",
    percent=NO_BREAK_SPACE + "%",
    signs={},
)
BULGARIAN = Language(
    code="bg",
    decimal_mark=",",
    group_mark=NO_BREAK_SPACE,
    date_mark=".",
    months=_words("януари февруари март април май юни юли август септември октомври ноември декември"),
    short_months=_words("яну фев март апр май юни юли авг сеп окт ное дек"),
    days=_words("понеделник вторник сряда четвъртък петък събота неделя"),
    short_days=_words("пн вт ср чт пт сб нд"),
    near_days=("вчера", "днес", "утре"),
    between=" ",
    behind_year=NO_BREAK_SPACE + "г.",
    percent="%",
    signs={"EUR": "€", "BGN": "лв."},
)
SPANISH = Language(
    code="es",
    decimal_mark=",",
    group_mark=".",
    date_mark="/",
    months=_words("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    short_months=_words("ene feb mar abr may jun jul ago sept oct nov dic"),
    days=_words("lunes martes miércoles jueves viernes sábado domingo"),
    short_days=_words("lun mar mié jue vie sáb dom"),
    near_days=("ayer", "hoy", "mañana"),
    between=" de ",
    behind_year="",
    percent=NO_BREAK_SPACE + "%",
    signs={"EUR": "€"},
)
POLISH = Language(
    code="pl",
    decimal_mark=",",
    group_mark=NO_BREAK_SPACE,
    date_mark=".",
    months=_words("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"),
    short_months=_words("sty lut mar kwi maj cze lip sie wrz paź lis gru"),
    days=_words("poniedziałek wtorek środa czwartek piątek sobota niedziela"),
    short_days=_words("pon wt śr czw pt sob niedz"),
    near_days=("wczoraj", "dziś", "jutro"),
    between=" ",
    behind_year="",
    percent="%",
    signs={"EUR": "€", "PLN": "zł"},
    months_alone=_words(
        "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień"
    ),
)

LANGUAGES = {each.code: each for each in (ENGLISH, ROMANIAN, BULGARIAN, SPANISH, POLISH)}


def language_of(code: str) -> Language:
    """The language of a tag such as `ro`, `en-gb` or `es_PE`. Refuses `language.unknown`."""
    found = LANGUAGES.get(code.replace("_", "-").split("-")[0].lower())
    if found is None:
        raise Refused("language.unknown", language=code[:20])
    return found
