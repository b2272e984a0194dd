"""Names as a bank takes them and as a person still reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.latin import ALLOWED, BULGARIAN, cut, latin, letters_lost


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        # the worked example of docs/rules/latin-letters.md
        ("Łukasz Żółć", "Lukasz Zolc"),
        ("SC Ștefănescu & Fiii SRL", "SC Stefanescu + Fiii SRL"),
        ("„Мария Щерева“ ООД, София", "'Maria Shtereva' OOD, Sofia"),
        ("ЯВОР ЮНАКОВ ЕООД", "YAVOR YUNAKOV EOOD"),
        ("Muñoz_Peña; Logroño", "Munoz-Pena, Logrono"),
        ("Република България", "Republika Bulgaria"),
        # the five of domain.md, and letters that do not decompose
        ("Aimée", "Aimee"),
        ("Zażółć gęślą jaźń", "Zazolc gesla jazn"),
        ("Întreprinderea Țăndărei", "Intreprinderea Tandarei"),
        ("Straße, Ærø, Łódź", "Strasse, Aero, Lodz"),
        ("ŁÓDŹ", "LODZ"),
    ],
)
def test_pain_25_names_stay_readable(written: str, spelled: str) -> None:
    assert latin(written) == spelled


@pytest.mark.parametrize(
    ("bulgarian", "official"),
    [
        # as the state's road signs and identity cards spell them
        ("Стара Загора", "Stara Zagora"),
        ("Търговище", "Targovishte"),
        ("Кърджали", "Kardzhali"),
        ("Шумен", "Shumen"),
        ("Ямбол", "Yambol"),
        ("Кюстендил", "Kyustendil"),
        ("Хасково", "Haskovo"),
        ("Цветан Чакъров", "Tsvetan Chakarov"),
        ("Георгиев", "Georgiev"),
        ("Синьо", "Sinyo"),
        ("Йордан", "Yordan"),
        ("Иглика Илиянова", "Iglika Iliyanova"),
        ("СОФИЯ", "SOFIA"),
        ("БЪЛГАРИЯ", "BULGARIA"),
        ("Българска банка", "Balgarska banka"),
        ("Щ", "Sht"),
    ],
)
def test_bulgarian_is_spelled_by_the_law(bulgarian: str, official: str) -> None:
    assert latin(bulgarian) == official


def test_letters_with_their_marks_written_apart_are_the_same() -> None:
    assert latin("Stefa\u0306nescu S\u0326") == "Stefanescu S"
    assert latin("Никола\u0438\u0306") == "Nikolay"


def test_a_letter_with_a_stress_or_a_mark_is_the_letter() -> None:
    assert latin("Кажѝ ѝ а\u0300 Ѝ") == "Kazhi i a I"
    assert latin("Ǽ ǽ Ǿ ǿ") == "Ae ae O o"
    assert not letters_lost("ѝ Щ\u0301 Ǽ")


def test_what_has_no_letter_is_marked_and_said() -> None:
    assert latin("Αλφα AE") == "???? AE"
    assert letters_lost("Αλφα AE")
    assert not letters_lost("Quo vadis?")
    assert not letters_lost("Łukasz „Щерев“ – 5 €")


def test_spelling_comes_before_cutting() -> None:
    assert cut("Щ" * 10, 7) == "SHTSHTS"
    assert cut("Alfa Beta", 5) == "Alfa"


@given(st.text(max_size=60))
def test_any_text_becomes_letters_of_the_set_and_stays_so(text: str) -> None:
    spelled = latin(text)
    assert set(spelled) <= ALLOWED
    assert latin(spelled) == spelled
    assert spelled == spelled.strip()
    assert "  " not in spelled


CYRILLIC = [*BULGARIAN, "ѝ"]


@given(st.text(alphabet=st.sampled_from([*CYRILLIC, *(letter.upper() for letter in CYRILLIC)]), max_size=30))
def test_no_bulgarian_letter_is_ever_lost(text: str) -> None:
    assert not letters_lost(text)
    assert len(latin(text)) >= len(text)
