"""Polish."""

from kvit.core.replies.words.table import Table

TABLE = Table(
    common=(
        "i w na z do nie się sie że ze jest to o za po od dla już juz proszę prosze dzień dobry państwo "
        "faktura faktury fakturę fakture ta tę tej jestem czy są dziękuję dziękujemy"
    ),
    negations="nie|nigdy|bez|ani|brak",
    conditions="jeśli|jeżeli|jak|gdy|kiedy|dopóki|jak / pod warunkiem",
    cues={
        "paid": """
            85 pieniądze|kwota|środki|przelew ~ wyszły|wyszła|wyszedł|zeszły|poszły|pobrane
            85 widnieje|figuruje|oznaczona ~ jako ~ opłacon*|zapłacon*|uregulowan*
            85 obciążon* ~ konto
            95 zapłaciliśmy|zapłaciłem|zapłaciłam|opłaciliśmy|opłaciłem
            95 opłaciłam|przelaliśmy|przelałem|przelałam|uregulowaliśmy|uregulowałem
            95 została|jest|została|było|zostało|były|już|całości ~ opłacon*|zapłacon*|uregulowan*|przelan*
            90 faktura|faktury|kwota|należność ~ opłacon*|zapłacon*|uregulowan*|przelan*
            85 przelew|kwota|płatność|pieniądze ~ \
                wyszł*|wyszedł|poszedł|poszedl|poszła|zrobion*|wykonan*|zlecon*|wysłan*
            90 zrobiłem|zrobiłam|zrobiliśmy|wykonaliśmy|zleciliśmy|wysłaliśmy|puściłem ~ przelew|płatność
            50 potwierdzenie|wyciąg ~ załączniku|przelewu?
            45 w załączniku wyciąg|potwierdzenie
        """,
        "pays": """
            70 płacimy|płacę|przelewamy|regulujemy
            75 robimy|robię|robie|zlecam|zlecamy|puszczam ~ przelew
        """,
        "dispute": """
            90 nic ~ nie ~ przyszło|dotarło|dostaliśmy|doszło
            85 nie ~ dotrze|dotarł|przyszedł ~ towar
            85 nie ~ te|ta|to ~ które|która|co ~ uzgodniliśmy|ustaliliśmy|zamówiliśmy
            85 nie ~ będziemy|będę ~ przelewać|płacić
            75 godziny ~ nie ~ zgadz*|te
            95 nie|nigdy ~ otrzymaliśmy|dostaliśmy|zamawialiśmy|otrzymalismy|dostalismy|zamówiliśmy ~ \
                towaru|usługi|zamówienia|dostawy|przesyłki|materiału
            90 towar|przesyłka|dostawa|zamówienie|usługa ~ nie ~ dotarł*|dostarczon*|przyszł*|wykonan*|doszł*
            90 nie|nigdy ~ zamawialiśmy|zamawialismy|zamówiliśmy|zamawiałem|zamawiałam
            95 nie ~ zgadzamy|zgadzam|akceptujemy|akceptuję|uznajemy|zgadza|zgadzają|uznaję
            90 odmawia* ~ zapłaty|płatności|zapłacenia
            80 nie ~ zapłacimy|płacimy|zapłacę|płacić
            90 wadliw*|uszkodzon*|zepsut*|brakuje|niekompletn*|popsut*|niezgodn*
            90 kwota|cena|ilość|faktura|stawka|vat|suma|fakturze ~ \
                błędn*|niepoprawn*|nieprawidłow*|zła|zawyżon*|błąd|pomyłka|inna
            85 błąd|pomyłka|pomyłkę na|w ~ fakturze
            85 umówiliśmy|ustaliliśmy|umawialiśmy ~ #
            80 ustalona cena
            90 dwa razy|dwukrotnie|podwójnie
            85 reklamac*|reklamuj*|kwestion*|sprzeciw|spór
            90 korekt*|korygując*
            90 nie ~ nasza faktura
            90 faktura ~ nie ~ nasza|nas
            70 zwrócon*|zwróciliśmy|zwracamy
            60 za co ~ faktura
        """,
        "promise": """
            85 puści|zleci|zatwierdzi|zwolni ~ przelew|płatność
            80 pieniądze|środki|przelew ~ będą|będzie|dotrą|dojdą ~ u|państwa
            75 zajmiemy się
            90 zapłacimy|zapłacę|opłacimy|opłacę|przelejemy|przeleję|uregulujemy|ureguluję|zaplace
            90 zrobimy|zrobię|wykonamy|zlecimy|wyślemy ~ przelew|płatność
            90 przelew ~ zrobimy|zrobię|wykonamy|zlecimy|wyślemy
            85 zostanie|będzie ~ zapłacon*|opłacon*|uregulowan*|przelan*
            80 otrzymają|dostaną|otrzyma ~ pieniądze|przelew|płatność|środki
            80 płatność|faktura|przelew ~ zaplanowan*|zatwierdzon*
            60 to zrobimy|zrobię
            65 obiecuję|obiecujemy
        """,
        "plan": """
            85 # ~ teraz ~ # ~ co|miesięcznie|miesiąc
            80 # ~ co miesiąc|tydzień
            75 po # ~ miesięcznie
            70 nie ~ możemy ~ całej|całości|wszystkiego|naraz
            95 raty|ratach|rat|ratalnie|rozłoż*|rozłożenie
            95 plan|harmonogram spłat*
            90 w częściach|etapach|transzach
            85 odrocz*|prolong*
            85 tylko|teraz połow*|część
            80 # ~ miesięcznie
            60 problemy z płynnością|płatnościami
        """,
        "document": """
            85 fakturę|fakture|kopię|dokument ~ jeszcze raz
            80 skasował*|zgubił*|usunął|usunęła ~ mail*|fakturę|wiadomość
            70 link ~ nie
            95 ponowne|ponownie ~ przesłanie|wysłanie|przesłać|wysłać
            90 przesłać|wysłać|prześl*|wyśl*|przysłać|przesłanie ~ ponownie|jeszcze|kopię|kopii|raz|fakturę
            90 o? kopię|kopii|kopie|duplikat ~ faktury
            85 o kopię|kopie|duplikat
            90 nie|nigdy ~ otrzymaliśmy|dostaliśmy|dostalismy|otrzymalismy|mamy|dostałem|mogę|widzę ~ \
                faktury|fakturę|jej
            85 nie ~ otworzyć|otwiera
            70 wysłać|przesłać ponownie
        """,
        "address": """
            85 emeryturę|emeryturze
            85 faktury ~ dostaje|odbiera|otrzymuje|prowadzi ~ teraz?
            80 nowy|nowa ~ kontakt|osoba|księgowa|księgowy
            85 odeszł*|odszedł ~ firmy
            90 nie ~ pracuję|pracownikiem|zajmuję|pracuje|zajmuje
            90 pomylili|pomyłka|zły|błędny|niewłaściw* ~ osobę|adres|adresat*|osoba
            85 nowy|nowego|zmianie|zmiana ~ adres|adresu|siedziby|e-mail
            90 adres|skrzynka|mail ~ nie ~ używan*|aktualn*|aktywn*
            90 adres ~ nieprawidłow*|nieaktualn*|błędny
            85 pisać|wysyłać|kierować|przesyłać ~ na @*
            80 usunąć|usunięcie|wykreślić ~ mnie|listy
            80 przeprowadzi*|przenieśli*
        """,
        "cancellation": """
            90 nie ~ przedłuż*|odnawia*|odnowi*|kontynuow* ~ abonament*|umow*
            85 kończymy|zakończyć|zakończenie ~ współprac*|umow*|abonament*
            95 anulow*|anuluj*
            95 wypowied*|wypowiad*|rozwiąz* ~ umow*
            90 zrezygnow*|rezygnuj*|rezygnacj*
            60 nie potrzebuj*
            60 nie ~ potrzebuj*
        """,
        "absence": """
            85 w ~ podróży|delegacji
            85 przeczytam|odpowiem|odpiszę|odczytam ~ po|pocztę|dopiero
            85 nieobecn*
            95 na ~ urlopie|zwolnieniu|urlop
            95 odpowiedź automatyczna
            95 automatyczna odpowiedź
            95 poza ~ biurem
            75 wracam|wrócę|powrót
            80 bez dostępu
            75 pilnych sprawach
        """,
        "other": """
            70 dziękuję|dziękujemy|dzieki|dzięki
            75 otrzymaliśmy|dostałem|dotarło|dotarła ~ fakturę|wiadomość|sprawdz*?
            70 sprawdzimy|sprawdzę
            75 kto|co|kiedy|gdzie|jaka|jaki|jak
            70 przekazałem|przekazałam|przekazaliśmy
            75 najlepszego|wesołych
            70 numer zamówienia
        """,
    },
    voids={
        "paid": "jeśli|gdy|zostanie|będzie|jeżeli|kiedy|trzeba",
        "promise": "jeśli|nie|jeżeli|nigdy",
        "pays": "jeśli|nie|możemy|jeżeli",
    },
    near={"dziś": 0, "dzisiaj": 0, "jutro": 1, "pojutrze": 2, "wczoraj": -1, "przedwczoraj": -2},
    weekdays=(
        "poniedziałek|poniedziałku|poniedzialek|poniedzialku",
        "wtorek|wtorku",
        "środa|środę|środy",
        "czwartek|czwartku",
        "piątek|piątku",
        "sobota|sobotę|soboty",
        "niedziela|niedzielę|niedzieli",
    ),
    months=(
        "stycznia|styczeń|styczniu",
        "lutego|luty|lutym",
        "marca|marzec|marcu",
        "kwietnia|kwiecień|kwietniu",
        "maja|maj|maju",
        "czerwca|czerwiec|czerwcu",
        "lipca|lipiec|lipcu",
        "sierpnia|sierpień|sierpniu",
        "września|wrzesień|wrześniu",
        "października|październik|październiku",
        "listopada|listopad|listopadzie",
        "grudnia|grudzień|grudniu",
    ),
    following="przyszły|przyszłym|następny|następnym|przyszła|przyszłą|przyszłego|następnego",
    coming="najbliższy|najbliższym",
    last="zeszły|zeszłym|ubiegły|ubiegłym|poprzedni|minionym|zeszłego|ubiegłego",
    week="tydzień|tygodniu|tygodnia|tygodni|tygodnie",
    month="miesiąc|miesiącu|miesiąca",
    days="dni|dzień",
    within="w ciągu|za|ciągu|do",
    ends="końca|koniec|końcu|końcem",
    the="do|na|dnia",
    numbers={
        "jeden": 1,
        "dwa": 2,
        "dwóch": 2,
        "trzy": 3,
        "trzech": 3,
        "cztery": 4,
        "pięć": 5,
        "pięciu": 5,
        "dziesięciu": 10,
        "dziesięć": 10,
    },
)
