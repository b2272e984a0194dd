"""Set-off between businesses by country: the law, what must be due, and the words of the document.

`docs/rules/netting.md` says what was read.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class SetOffLaw:
    """A country's rules. A declaration of one side does where our claim is due, and where needed theirs too.

    `state_procedure_above` is the amount of an overdue invoice, in `currency`, from which it goes through the state.
    """

    law: str
    theirs_must_be_due: bool
    declaration: str
    agreement: str
    sentence: str
    currency: str
    state_procedure_above: Decimal | None = None


LAWS: dict[str, SetOffLaw] = {
    "RO": SetOffLaw(
        law="Codul civil art. 1616–1623; OUG 77/1999; HG 685/1999",
        theirs_must_be_due=True,
        declaration="Notificare de compensare",
        agreement="Proces-verbal de compensare",
        sentence="Datoriile reciproce se sting prin compensare până la suma celei mai mici (Codul civil, art. 1616).",
        currency="RON",
        state_procedure_above=Decimal(10_000),
    ),
    "BG": SetOffLaw(
        law="ЗЗД чл. 103–105",
        theirs_must_be_due=False,
        declaration="Изявление за прихващане",
        agreement="Протокол за прихващане",
        sentence="Насрещните вземания се погасяват до размера на по-малкото от тях (чл. 103 и 104 ЗЗД).",
        currency="EUR",
    ),
    "ES": SetOffLaw(
        law="Código Civil art. 1195–1202",
        theirs_must_be_due=True,
        declaration="Comunicación de compensación",
        agreement="Acuerdo de compensación de saldos",
        sentence="Las deudas recíprocas se extinguen en la cantidad concurrente (arts. 1195 y 1202 del Código Civil).",
        currency="EUR",
    ),
    "PL": SetOffLaw(
        law="k.c. art. 498–508",
        theirs_must_be_due=True,
        declaration="Oświadczenie o potrąceniu",
        agreement="Porozumienie o kompensacie",
        sentence="Wierzytelności umarzają się nawzajem do wysokości wierzytelności niższej (art. 498 § 2 k.c.).",
        currency="PLN",
    ),
}
