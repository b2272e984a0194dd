"""Which procedure a file for the court is made for, by the creditor's country, in its language (`final-demands.md`)."""

PROCEDURES = {
    "RO": "Ordonanță de plată (C. proc. civ. art. 1014–1025) sau cerere cu valoare redusă (art. 1026–1033).",
    "BG": "Заявление за издаване на заповед за изпълнение (ГПК чл. 410).",
    "ES": "Petición inicial de proceso monitorio (Ley 1/2000, arts. 812–818).",
    "PL": "Pozew o zapłatę: postępowanie upominawcze (k.p.c. art. 497(1)–505) lub elektroniczne (art. 505(28)–(39)).",
}
EUROPEAN = "European order for payment (Regulation (EC) 1896/2006) where the debtor is in another member state."
