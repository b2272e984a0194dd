"""What a letter about a balance is called and which law asks for it, by country (`docs/rules/balance-letters.md`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ConfirmationLaw:
    """The native title, the law, and what it says in the country's own `language`."""

    language: str
    title: str
    sentence: str


GENERIC = ConfirmationLaw("en", "", "")
LAWS = {
    "RO": ConfirmationLaw(
        "ro",
        "Extras de cont pentru confirmarea soldului",
        "Creanțele și datoriile față de terți se verifică și se confirmă pe baza extraselor de cont, cod 14-6-3 "
        "(OMFP 2861/2009; Legea contabilității nr. 82/1991 art. 7).",
    ),
    "BG": ConfirmationLaw(
        "bg",
        "Потвърждение на салдо",
        "Писмото се изпраща за инвентаризация на активите и пасивите (Закон за счетоводството, чл. 28).",
    ),
    "ES": ConfirmationLaw(
        "es",
        "Confirmación de saldo",
        "Rogamos contesten aunque el saldo sea correcto (NIA-ES 505, confirmaciones externas).",
    ),
    "PL": ConfirmationLaw(
        "pl",
        "Potwierdzenie salda",
        "Uzgodnienie sald na podstawie art. 26 ust. 1 pkt 2 ustawy o rachunkowości.",
    ),
}


def law_of(country: str) -> ConfirmationLaw:
    """The law of the country of who asks."""
    return LAWS.get(country, GENERIC)
