"""The final demand by country: its name, the law, the days it gives, what follows (`docs/rules/final-demands.md`)."""

from dataclasses import dataclass

MOST_DAYS = 90


@dataclass(frozen=True)
class DemandLaw:
    """`sentence` has `{days}` and `{day}`, in the country's own `language`; `days` are those it gives at least."""

    language: str
    title: str
    days: int
    law: str
    sentence: str


GENERIC = DemandLaw("en", "", 14, "Directive 2011/7/EU", "")
LAWS = {
    "RO": DemandLaw(
        "ro",
        "Somație de plată",
        15,
        "Codul de procedură civilă art. 1014–1025; Legea 72/2013",
        "Vă somăm ca, în termen de {days} zile de la primirea prezentei, dar nu mai târziu de {day}, să plătiți suma "
        "datorată (art. 1015 alin. (1) C. proc. civ.). În caz contrar vom cere instanței emiterea ordonanței de plată.",
    ),
    "BG": DemandLaw(
        "bg",
        "Покана за доброволно изпълнение",
        14,
        "ЗЗД чл. 79, 84 и 86; ГПК чл. 410",
        "Каним Ви да платите дължимата сума в срок от {days} дни, не по-късно от {day}. В противен случай ще подадем "
        "заявление за издаване на заповед за изпълнение по чл. 410 ГПК.",
    ),
    "ES": DemandLaw(
        "es",
        "Requerimiento de pago",
        15,
        "Código Civil art. 1100 y 1973; Ley 1/2000, de Enjuiciamiento Civil, art. 812 y ss.; Ley 3/2004",
        "Le requerimos el pago de la cantidad adeudada en el plazo de {days} días, como máximo el {day}. De no "
        "recibirlo, la reclamaremos judicialmente por el proceso monitorio (arts. 812 y ss. LEC).",
    ),
    "PL": DemandLaw(
        "pl",
        "Ostateczne przedsądowe wezwanie do zapłaty",
        7,
        "k.p.c. art. 187 § 1 pkt 3, art. 505(28) i nast.; ustawa z 8.03.2013",
        "Wzywamy do zapłaty należnej kwoty w terminie {days} dni, nie później niż do {day}. Po bezskutecznym upływie "
        "tego terminu skierujemy sprawę na drogę postępowania sądowego; niniejsze wezwanie jest próbą pozasądowego "
        "rozwiązania sporu (art. 187 § 1 pkt 3 k.p.c.).",
    ),
}


def law_of(country: str) -> DemandLaw:
    """The law of the creditor's country; elsewhere a plain demand."""
    return LAWS.get(country, GENERIC)
