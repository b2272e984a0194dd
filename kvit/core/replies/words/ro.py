"""Romanian."""

from kvit.core.replies.words.table import Table

TABLE = Table(
    common=(
        "și si de la pe cu în nu este sunt am ați ati va vă rog factura pentru că ca mai din o un noi "
        "aceasta această sa să ne buna ziua bună multumesc mulțumesc vom deja"
    ),
    negations="nu|n-am|nici|niciodată|fără|neachitat*|neplătit*|n-a",
    conditions="dacă|după|când|până|condiția|imediat|îndată|numai / cu condiția / de îndată ce",
    cues={
        "paid": """
            85 banii|suma|plata|viramentul ~ plecat|ieșit|debitat*|intrat|ajuns
            85 apare|figurează|înregistrată|trecută ~ ca? achitată|plătită
            80 debitat*
            95 am|ați|a|s-a|fost|deja ~ plătit|achitat|virat|transferat|decontat
            95 este|e|fost|deja|integral ~ plătită|achitată|plătit|achitat|decontată
            90 factura ~ achitată|plătită
            85 plata|suma|viramentul|banii ~ făcut|efectuat*|plecat|virat*|fost|achitat
            85 am ~ făcut|dat|efectuat|ordonat ~ plata|viramentul|transferul|op
            85 v-am ~ virat|plătit|achitat|trimis|transferat
            85 suma|banii|plata ~ a plecat|ajuns|intrat
            50 ordin* de plată
            50 atașat|atașez|anexat ~ extras*|ordin*|dovada|op
            40 trebuie să ~ ajuns|intrat
        """,
        "pays": """
            70 plătim|plătesc|achităm|achit|virăm|transferăm|decontăm
            65 facem|fac|dau|dăm ~ plata|viramentul|transferul
        """,
        "dispute": """
            90 nu ~ sosit|ajuns|venit|primit ~ nimic
            85 nimic ~ ajuns|sosit
            85 nu ~ sunt|este|e ~ cele|ce|cea ~ convenite|stabilite|comandat|comandate|stabilit|convenit
            85 nu ~ facem|fac ~ nicio|nici ~ plată
            75 ore*|servicii* ~ nu ~ corect*|prestat*
            95 nu|n-am ~ primit|comandat|livrat|ajuns|sosit ~ \
                marfa|produsele|comanda|coletul|serviciul|serviciu|livrarea|acest*
            90 marfa|produsele|comanda|coletul|livrarea|serviciul ~ nu ~ ajuns|sosit|livrat*|venit|prestat
            90 nu ~ comandat
            95 nu ~ acord|acceptăm|accept|recunoaștem|recunosc|corespunde|corespund|accepta
            90 refuz*|refuzăm ~ plata|să|factura
            80 nu ~ plătim|plătesc|achităm|plăti
            90 defect*|spart*|deteriorat*|stricat*|lipsesc|lipsă|incomplet*|avariat*
            90 suma|prețul|cantitatea|factura|tva*|cota|valoarea|totalul ~ nu ~ corect*|corespunde|bună
            90 suma|prețul|cantitatea|factura|tva*|cota|valoarea ~ greșit*|eronat*|eroare|greșeală
            85 greșeală|eroare|greșit* ~ factura|factură|sumei|tva*
            80 am stabilit|convenit ~ #
            80 prețul ~ stabilit|convenit|altul
            90 facturat|taxat ~ ori|dublu|greșit
            85 contest*|reclam*|litigiu|disput*
            85 nota|notă|factura de? ~ credit|storn*|credit
            90 factura ~ nu ~ noastră|noi
            70 returnat
            55 corectați|corectarea|corectată
            60 ce este factura
        """,
        "promise": """
            80 dă|dăm|dau drumul la? plată|plata|plății
            80 aveți|primiți|veți ~ banii|suma
            80 vom|o ~ rezolva|onora
            85 vom|voi|o|vei|urmează ~ plăti|achita|vira|transfera|deconta|plătim|plătesc|achităm|achit|virăm
            85 vom|voi|o ~ face|efectua|facem|fac ~ plata|viramentul|transferul
            80 veți primi|încasa|avea ~ banii|suma|plata
            75 factura|plata ~ programat*|planificat*|aprobat* ~ plată|pe|pentru
            60 o facem|fac
            65 promit|promitem
        """,
        "plan": """
            85 # ~ acum ~ # ~ fiecare|lună|lunar
            80 # ~ fiecare lună
            75 lunar|săptămânal ~ câte
            70 nu ~ putem ~ toată|integral|tot|toți
            95 rate|eșalon*|reeșalon*
            95 plan|grafic de plată|plăți
            90 în tranșe|etape|tranșe
            85 amân*|păsuire
            85 doar jumătate|parțial
            85 doar o parte
            80 # ~ pe lună
            50 dificultate|dificultăți
        """,
        "document": """
            85 factura|copia|documentul ~ încă|o ~ dată
            80 șters|pierdut|rătăcit ~ mailul|factura|emailul
            70 linkul ~ nu
            70 pdf* ~ gol|defect|corupt
            95 retrimit*
            90 trimite*|trimiteți-mi|trimiteți-ne|mai ~ nou|copie|dată
            85 trimite*|trimiteți-mi ~ factura
            90 copie a? ~ facturii|factura|factură|după
            85 nu|n-am ~ primit|găsesc|găsim|avem|am ~ factura|factură|document*
            85 nu ~ deschide|deschid*
            60 atașamentul ~ nu|lipsește
            60 duplicat
        """,
        "address": """
            85 pensionat|demisionat|plecat din firmă
            85 facturile ~ primește|ocupă|trimiteți ~ acum|de
            80 noul|noua ~ contact|coleg|contabil|contabilă
            90 nu ~ lucrez|angajat*|angajată|ocup
            90 greșit ~ persoana|adresa|destinatar*
            85 nouă|noua|noul adresă|adresa|sediu|mail
            90 adresa ~ nu ~ folosită|bună|corectă|valabilă|activă
            80 scrieți|trimiteți ~ la @*
            80 scoateți|ștergeți ~ listă|lista
            80 ne-am mutat
            75 schimbat ~ sediul|adresa
            75 căsuța|mailul|e-mailul ~ nu ~ folosit*|activ*|valabil*
        """,
        "cancellation": """
            90 nu ~ mai? ~ prelungim|prelungi|continuăm|reînnoim
            85 oprim|închidem|stopăm ~ abonamentul|contractul|colaborarea
            95 anula*|anulați|anulăm|anularea
            95 rezili*|denunț*
            90 renunț* ~ abonament*|comand*|contract*|servic*|la
            90 încetarea|încetăm|încheiem ~ contract*|abonament*|colabor*
            60 nu ~ nevoie
        """,
        "absence": """
            85 delegație|deplasare
            85 citesc|răspund|citi|răspunde ~ mail*|mesaj*|email* ~ după|din
            85 indisponibil|absent|plecată|plecat
            95 în|de ~ concediu
            95 răspuns automat
            85 lipsesc din? birou|birou
            85 nu ~ sunt|birou|fi ~ la|birou ~ birou|până|pe
            75 mă întorc|revin
            75 pentru|în urgențe|urgență|urgente
            80 fără acces ~ e-mail|mail|email
            60 plecat* până|din|în
        """,
        "other": """
            70 mulțumesc|mulțumim
            75 am|a|primit ~ factura|mesajul ~ verific*
            70 am primit
            75 verificăm|verific
            75 cine|ce|când|unde|care|cum
            70 dat|transmis ~ mai? departe|contabilitate
            75 mulți ani|sărbători
            70 numărul comenzii
        """,
    },
    voids={
        "paid": "vom|voi|să|urmează|dacă|când",
        "promise": "dacă|nu / refuz*",
        "pays": "dacă|nu|putem|putea|poate / refuz*",
        "absence": "produs*|marf*",
    },
    near={"azi": 0, "astăzi": 0, "mâine": 1, "poimâine": 2, "ieri": -1, "alaltăieri": -2},
    weekdays=(
        "luni|lunea",
        "marți|marțea",
        "miercuri|miercurea",
        "joi|joia",
        "vineri|vinerea",
        "sâmbătă|sâmbăta",
        "duminică|duminica",
    ),
    months=(
        "ianuarie|ian",
        "februarie|feb",
        "martie|mar",
        "aprilie|apr",
        "mai",
        "iunie|iun",
        "iulie|iul",
        "august|aug",
        "septembrie|sept",
        "octombrie|oct",
        "noiembrie|nov",
        "decembrie|dec",
    ),
    following="viitoare|următoare|viitor|următoarea",
    last="trecută|trecut|trecuta",
    week="săptămâna|săptămână|săptămânii",
    month="luna|lună|lunii",
    days="zile|zi|zilele",
    within="în|peste|maxim|termen de|cel mult",
    ends="sfârșitul|finalul|sfârșit|final",
    the="pe|data de|pe data de|pe ziua de",
    numbers={"o": 1, "una": 1, "două": 2, "doua": 2, "trei": 3, "patru": 4, "cinci": 5, "șase": 6, "zece": 10},
)
