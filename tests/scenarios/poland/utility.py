"""The facts of the ministry's examples 24 and 25: two months of electricity, as a user of Kvit's API enters them."""


def named(**values):
    return [{"name": name, "value": value} for name, value in values.items()]


def columns(**kinds):
    return [{"name": name, "kind": kind} for name, kind in kinds.items()]


EXCISE = named(**{"Informacja o akcyzie": "Od 20 kWh energii elektrycznej czynnej naliczono akcyzę w kwocie 0,10 zł"})
READINGS = {
    "title": "Odczyty",
    "columns": columns(
        **{
            "Licznik/Strefa": "txt",
            "Data": "date",
            "Wskazanie bieżące": "int",
            "Wskazanie poprzednie": "int",
            "Mnożna": "int",
            "Ilość": "int",
            "Sposób odczytu": "txt",
            "Straty": "int",
            "Razem": "int",
        }
    ),
    "rows": [
        ["Licznik rozliczeniowy  energii czynnej nr 99999999"],
        ["całodobowa", "2026-02-28", "1020", "1000", "1", "20", "Fizyczny", "0", "20"],
    ],
}


def energy(*, empty):
    """What was sold; `empty` is how a cell without a value is written."""
    return {
        "title": "Rozliczenie - sprzedaż energii",
        "facts": EXCISE,
        "columns": columns(
            **{
                "Opis/Strefa": "txt",
                "j. m.": "txt",
                "Ilość": "int",
                "Cena jedn. netto (zł)": "dec",
                "Należność netto (zł)": "dec",
                "Stawka VAT(%)": "int",
            }
        ),
        "rows": [["Energia elektryczna czynna"], ["całodobowa", "kWh", "20", "0.9000", "18.00", "23"]],
        "sums": ["Ogółem wartość - sprzedaż energii:", empty, empty, empty, "18.00", empty],
    }


def distribution(*, empty):
    """What was carried: eight fees, each under its own head."""
    monthly = lambda price, due: [empty, "zł/mc", "2026-02-28", empty, "2", "0.0000", price, due, "23"]  # noqa: E731
    metered = lambda price, due: ["całodobowa", "kWh", "2026-02-28", "20", empty, empty, price, due, "23"]  # noqa: E731
    fees = [
        ("Opłata stała sieciowa - układ 1-fazowy", monthly("7.3000", "14.60")),
        ("Opłata przejściowa <500 kWh", monthly("0.0300", "0.06")),
        ("Opłata mocowa <500 kWh", monthly("0.0000", "0.00")),
        ("Opłata zmienna sieciowa", metered("0.2500", "5.00")),
        ("Opłata jakościowa", metered("0.0400", "0.80")),
        ("Opłata OZE", metered("0.0040", "0.08")),
        ("Opłata kogeneracyjna", metered("0.0030", "0.06")),
        ("Opłata abonamentowa", monthly("2.5000", "5.00")),
    ]
    return {
        "title": "Rozliczenie - usługa dystrybucji energii",
        "columns": columns(
            **{
                "Opis/Strefa": "txt",
                "j. m.": "txt",
                "Data": "date",
                "Ilość": "int",
                "Ilość m-cy": "int",
                "Współczynniki": "dec",
                "Cena jedn. netto (zł)": "dec",
                "Należność netto (zł)": "dec",
                "Stawka VAT(%)": "int",
            }
        ),
        "rows": [row for head, fee in fees for row in ([head], fee)],
        "sums": ["Ogółem wartość - usługa dystrybucji:", *[empty] * 6, "25.60", empty],
    }


def the_attachment(*, since, empty):
    """One meter with its readings, what was sold and what was carried."""
    facts = {
        "Miejsce poboru energii": "ul. Polna 1, 00-001 Warszawa",
        "Kod PPE": "999999999999999999",
        "Nr kontrahenta (odbiorcy)": "99999999",
        "Za okres od": since,
        "Za okres do": "2026-02-28",
        "Grupa taryfowa": "G11",
        "Energia zużyta w roku 2025": "999 kWh",
        "Energia zużyta w analogicznym okresie poprzedniego roku kalendarzowego": "118 kWh",
    }
    tables = [READINGS, energy(empty=empty), distribution(empty=empty)]
    return [{"facts": named(**facts), "tables": tables}]
