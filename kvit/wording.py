"""The words for every refusal and finding, keyed by its code. Imports nothing of ours.

A sentence says which rule and what to do; {names} are the facts of the refusal. They are translated where they
are shown, in the language of the reader.
"""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    # money and identifiers
    "currency.unknown": _("{currency} is not a currency of ISO 4217. Use its three letters, such as EUR or RON."),
    "money.not_a_number": _("{value} is not an amount. Write digits, such as 1234.50."),
    "money.mixed_currencies": _("{one} and {other} cannot be added. Convert one of them first."),
    # companies, users, rights
    "permission.denied": _(
        "Your role in {company} does not allow this ({verb}). Ask an owner to do it or to change your role."
    ),
    "company.unknown": _("There is no such company for you."),
    "company.needed": _("You work for several companies. Say which one with --company."),
    "company.country_unsupported": _("{country} is not a country code of ISO 3166. Use two letters, such as RO."),
    "user.unknown": _("There is no user {user} here."),
    "user.known": _("A user with the address {email} exists already."),
    "api_key.bad": _("The API key is unknown or was revoked. Make a new one in the settings."),
    # number series
    "series.missing": _("To issue this in {company}, add a number series for {kind}."),
    "series.out_of_order": _(
        "The last document of this series is of {last_on}; one of {on} would stand before it. "
        "Issue it on {last_on} or later."
    ),
    # amounts and days people type
    "money.missing": _("Write an amount."),
    "money.ambiguous": _("{value} can be read as {readings}. Write it so that it can mean only one of them."),
    "money.too_long": _("{value} is too long for an amount: {most} characters at most."),
    "money.too_large": _("{value} is too large: an amount has at most {most} digits before the decimals."),
    "money.too_many_decimals": _("{value} has too many decimals: {most} at most are possible here."),
    "money.other_currency": _("{value} names another currency; {currency} is expected here."),
    "date.missing": _("Write a date."),
    "date.unreadable": _("{value} is not a day. Write it like 05.03.2026, 2026-03-05, fri or +14."),
    "date.ambiguous": _("{value} can be read as {readings}. Write the year with four figures."),
    "date.out_of_range": _("{value} is outside the years {first} to {last}."),
    "language.unknown": _("Kvit does not speak {language}. It speaks en, ro, bg, es and pl."),
    # bank statements
    "statement.running_day": _(
        "This is camt.052, a running day. Its lines come again in the statement of the day: import that one (camt.053)."
    ),
    "statement.notice": _(
        "This is camt.054, a notice of single payments. They come again in the statement (camt.053): import that one."
    ),
    "statement.not_camt": _("This is no bank statement Kvit can read: it begins with {found}, not with camt.053."),
    "statement.too_many_lines": _("The file has more than {most} lines. Ask the bank for shorter periods."),
    "statement.balance_mismatch": _(
        "Opening balance {opening} and lines of {moved} do not make the closing balance {closing}: {difference} is "
        "missing or too much. Lines may be missing from the file."
    ),
    "statement.balance_unreadable": _("A balance of the file cannot be read ({element})."),
    "statement.line_unreadable": _("This line was left out: its {element} is missing or cannot be read."),
    "statement.not_booked": _(
        "{count} lines were left out: the bank has announced them ({status}) but not booked them."
    ),
    "statement.other_currency": _("The account is in {currency}, and the file also has {others}."),
    # how documents look: fonts, logos, colours, columns
    "font.missing_character": _(
        "No font here can draw {characters}. Use other letters, or put a font into the folder that KVIT_FONT_DIR names."
    ),
    "font.no_folder": _("There is no folder {folder}. Correct KVIT_FONT_DIR."),
    "font.unreadable": _("{file} is not a font that can be read. Take it out of the folder in KVIT_FONT_DIR."),
    "appearance.no_colour": _("{colour} is not a colour. Write it as # and six digits, such as #14506b."),
    "appearance.accent_too_light": _(
        "{colour} cannot be read on white (contrast {contrast}, {needed} is needed). Choose a darker colour."
    ),
    "appearance.unknown_column": _("There is no column {column}. There are: {known}."),
    "appearance.column_needed_once": _("The column {column} must be there once."),
    "appearance.description_too_narrow": _(
        "The columns leave {left} mm for the description; it needs {needed} mm. Make another column narrower."
    ),
    # what an invoice comes to
    "vat.unknown_category": _(
        "{category} is not a VAT category. Use S, Z, E, AE, K, G or O, or L and M for the Canaries, Ceuta and Melilla."
    ),
    "vat.rate_not_allowed": _(
        "VAT category {category} does not allow the rate {rate}. Only S, L and M have one, from 0 to 100 percent."
    ),
    "line.not_a_number": _("Line {line} has a quantity, price or discount that is not a number. Write digits."),
    "line.base_quantity_not_positive": _("The price of line {line} is for no quantity. Say for how many it is."),
    "invoice.not_a_number": _("An allowance, charge, rate or sum paid before is not a number. Write digits."),
    "invoice.amount_too_large": _("An amount reaches {limit}, more than Kvit can keep. Check quantities and prices."),
    "surcharge.no_rate": _(
        "There is no recargo de equivalencia for VAT at {rate} percent. Use 21, 10 or 4, or take the surcharge off."
    ),
    "correction.unknown_reason": _("{reason} is no reason for a correction. There are: {known}."),
    "correction.cannot_raise": _(
        "A correction for this reason cannot raise what is owed. Choose price, quantity or VAT."
    ),
    # what may follow what
    "invoice.not_draft": _("This document is issued or discarded already. Correct it by a new document."),
    "invoice.not_issued": _("Only an issued document can be corrected. Edit the draft instead."),
    "proforma.not_draft": _("This proforma is issued already. Withdraw it and make a new one."),
    "proforma.not_issued": _("Only an issued proforma that was neither invoiced nor withdrawn allows this."),
    "schedule.not_active": _("This schedule is not active. Resume it first."),
    "schedule.not_paused": _("This schedule is not paused."),
    "schedule.cannot_edit": _("This schedule has ended. Make a new one."),
    "schedule.cannot_end": _("This schedule has ended already."),
    "payment.not_recorded": _("This payment was reversed. Record it again."),
    "statement_line.cannot_propose": _("This line is reconciled or ignored. Undo that first."),
    "statement_line.cannot_reconcile": _("This line is reconciled or ignored already. Undo that first."),
    "statement_line.cannot_ignore": _("This line is reconciled or ignored already."),
    "statement_line.not_proposed": _("There is no proposal on this line."),
    "statement_line.not_reconciled": _("This line is not reconciled, so there is nothing to undo."),
    "statement_line.not_ignored": _("This line is not ignored."),
    "message.not_queued": _("This message has left the queue already."),
    "message.not_sent": _("This message was not sent, so it cannot have come back."),
    "message.cannot_retry": _("Only a message that failed or came back can be sent again."),
    "work.cannot_claim": _("This work is done or given up."),
    "work.not_running": _("This work is not being done by anybody."),
    "work.not_dead": _("Only work that was given up can be tried again by hand."),
    "webhook_delivery.not_pending": _("This delivery is no longer waiting."),
    "webhook_delivery.cannot_replay": _("This delivery is still waiting for its first answers."),
    "task.not_open": _("This task is closed already."),
    "task.cannot_reopen": _("This task is open already."),
    # electronic invoices: reading, writing and judging XML
    "xml.too_big": _("The file has {bytes} bytes; {limit} at most are read. Ask for it without large attachments."),
    "xml.too_many_elements": _("The file has more than {limit} elements. No invoice has; ask the sender for another."),
    "xml.too_many_attributes": _("An element of the file has more than {limit} attributes. Ask for another file."),
    "xml.too_deep": _("The elements of the file are nested too deep for an invoice. Ask the sender for another file."),
    "xml.doctype": _("The file brings a DOCTYPE, which may pull in other files. Ask for it without one."),
    "xml.wrong_encoding": _("The file is not text in {encoding}. Save it as UTF-8, or ask the sender for it in UTF-8."),
    "xml.encoding_lies": _("The file says it is {declared}, but it is {found}: it can be read two ways. Ask anew."),
    "xml.bad_character": _("The character {character} cannot stand in an electronic invoice. Remove it from the text."),
    "xml.malformed": _("The file is not XML (line {line}: {reason}). Ask the sender for it again."),
    "xml.not_ubl": _("The file is {root}, not an invoice or credit note in UBL 2.1."),
    "xml.unreadable": _("{value} at {place} is not {kind}. Ask the sender for a corrected file."),
    "xml.number_missing": _("The document does not wait for a number, or the number is empty. Draft it again."),
    "xml.no_place": _("A UBL document has no place for {term} here. Leave it out, or name the currency of the VAT."),
    "judge.no_sheet": _("The official rules for {profile} are not here. Name their folder in KVIT_RULES_DIR."),
    "judge.does_not_start": _("The official rules could not be run ({reason}), so nobody has checked the document."),
    "judge.gone": _("The checker stopped before it answered, so the document was not checked. Try again."),
    "judge.late": _("The checker did not answer in time, so the document was not checked. Try again."),
    "judge.broke_off": _("The official rules broke off ({message}), so the document was not checked. See its values."),
    # countries, numbers, calendars, schedules
    "account.no_role": _("The accounts of {country} have none for {role}. Report this: every chart must have one."),
    "country.unknown": _("{country} is not a country code of ISO 3166. Use two letters, such as RO."),
    "document.no_title": _("{country} has no title for a document of the kind {kind}."),
    "schedule.bad_rule": _("This schedule makes no sense: {field} is {value}. Correct it."),
    "series.bad_pattern": _(
        "{pattern} cannot number documents ({reason}: {piece}). Write letters, digits, / . - _ and exactly one "
        "counter such as {{n}} or {{n:05}}, with {{year}}, {{yy}} or {{month}} if you like."
    ),
    "series.full": _("The series {pattern} is used up at {counter}. Open a new one with another first digit or width."),
    "series.not_ten_digits": _(
        "{pattern} prints {sample}. In Bulgaria a number has exactly {digits} digits and nothing else: use {{n:010}}."
    ),
    "series.not_consecutive": _(
        "{pattern} prints {sample}, and the next number would not follow it. Put the counter last, "
        "and leave the month out."
    ),
    "series.same_pattern": _(
        "{pattern} numbers {kind} already, so numbers would repeat. Give this kind its own series."
    ),
    "terms.bad_days": _("{days} days cannot be payment terms. Write 0 to {most}."),
    "vat.reason_missing": _("{country} has no standard reason for VAT category {category}. Write the reason yourself."),
    "vat_code.not_valid": _("{vat_code} is not a VAT rate of {country} on {on}. Choose one that is valid on that day."),
    "zone.unknown": _("{zone} is not a time zone. Use a name such as Europe/Bucharest."),
    # identifiers
    "vat_id.missing": _("Write the VAT number."),
    "vat_id.bad_length": _("{value} has the wrong length for a VAT number of this country. Check it."),
    "vat_id.bad_format": _("{value} is not written like a VAT number of this country. Check it."),
    "vat_id.bad_checksum": _("{value} has a wrong check digit, so a digit is mistyped. Check it."),
    "vat_id.other_country": _(
        "{value} is a VAT number of {named}, and the address is in {country}. Correct one of them."
    ),
    "national_id.missing": _("Write the number."),
    "national_id.bad_length": _("{value} has the wrong length. Check it."),
    "national_id.bad_format": _("{value} is not written like such a number. Check it."),
    "national_id.bad_checksum": _("{value} has a wrong check digit, so a digit is mistyped. Check it."),
    "national_id.unknown_kind": _("{country} has no number of the kind {kind}."),
    "iban.missing": _("Write the IBAN."),
    "iban.bad_length": _("{value} has the wrong length for an IBAN of its country. Check it."),
    "iban.bad_format": _("{value} is not written like an IBAN of its country. Check it."),
    "iban.bad_checksum": _("{value} has wrong check digits, so a character is mistyped. Ask for the IBAN again."),
    "iban.bad_country": _("{value} begins with letters of no country that has IBANs. Check it."),
    "bic.missing": _("Write the BIC."),
    "bic.bad_length": _("{value} is not a BIC: it has 8 or 11 characters."),
    "bic.bad_format": _("{value} is not a BIC. Copy it from the bank's page."),
    "bic.bad_country": _("{value} names no country at its fifth and sixth letter. Check it."),
    "email.missing": _("Write the e-mail address."),
    "email.bad_length": _("{value} is too long for an e-mail address."),
    "email.bad_format": _("{value} is not an e-mail address. Write one address only, such as ana@example.com."),
    "phone.missing": _("Write the phone number."),
    "phone.bad_length": _("{value} is too long for a phone number."),
    "phone.bad_format": _("{value} is not a phone number. Write it with + and the country in front."),
    "phone.bad_number": _("{value} is no phone number of {country}. Write it with + and the country in front."),
    # late payment
    "interest.rate_missing": _(
        "The late-payment rate of {country} for {half_year} is not in Kvit's table. Enter it with its source, or agree "
        "a rate in the contract."
    ),
    "compensation.rate_missing": _(
        "The recovery compensation of {country} on {on} is not in Kvit's table. Enter the amount yourself."
    ),
    "compensation.rate_needed": _("The compensation is {amount} EUR. Say how many {currency} one EUR was on {on}."),
    "discount.bad_terms": _("{percent} percent within {days} days is no early-payment discount. Correct the terms."),
}
