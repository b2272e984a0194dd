"""What customers answer: own words, language, wants, days; and what may be done about it without a person."""

from datetime import date
from email import message_from_string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import mail_heads
from kvit.core.replies import acting, begun
from kvit.core.replies.acting import Standing, decision
from kvit.core.replies.cutting import MOST, own_words
from kvit.core.replies.days import days_said
from kvit.core.replies.sentences import sentences_of
from kvit.core.replies.told import amount_in, reference_in
from kvit.core.replies.understanding import understood
from kvit.core.replies.words import TABLES
from kvit.core.replies.words.table import WANTS

ON = date(2026, 3, 10)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Paid.\n\nOn Mon, 2 Mar 2026, Nord <a@nord.example> wrote:\n> Please pay", "Paid."),
        ("> Please pay\n> by Friday\n\nWe will.", "We will."),
        ("Am plătit.\nÎn lun., 2 mar. 2026 la 10:00, Nord <a@nord.example> a scris:\n> x", "Am plătit."),
        ("Платено.\nНа 02.03.2026 г. Норд написа:\n> x", "Платено."),
        ("Pagado.\nEl 2 mar 2026, Nord <a@nord.example> escribió:\n> x", "Pagado."),
        ("Zapłacone.\nW dniu 2.03.2026 o 10:00, Nord pisze:\n> x", "Zapłacone."),
        ("Paid.\n\nFrom: Nord\nSent: Monday\nTo: me\nPlease pay", "Paid."),
        ("Paid.\n-- \nTom\nAccounting until 12 May", "Paid."),
        ("Paid.\nBest regards\nTom, we will pay nobody", "Paid.\nBest regards"),
        ("Paid.\n\nSent from my iPhone", "Paid."),
        ("Paid.\nOn Mon, 2 Mar 2026, Nord\n<a@nord.example> wrote:\n> x", "Paid."),
    ],
)
def test_only_what_the_writer_says_is_read(text: str, own: str) -> None:
    assert own_words(text) == own


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [
        ("en", "we pay on Friday", "2026-03-13"),
        ("en", "we pay next Friday", "2026-03-20"),
        ("en", "we pay on Tuesday", "2026-03-17"),
        ("en", "by 15 April", "2026-04-15"),
        ("en", "on March 15th", "2026-03-15"),
        ("en", "within 10 days", "2026-03-20"),
        ("en", "in two weeks", "2026-03-24"),
        ("en", "by the end of the month", "2026-03-31"),
        ("en", "next week", "2026-03-20"),
        ("en", "tomorrow", "2026-03-11"),
        ("en", "the day after tomorrow", "2026-03-12"),
        ("en", "on the 15th", "2026-03-15"),
        ("en", "paid on 12 February", "2026-02-12"),
        ("ro", "plătim vineri", "2026-03-13"),
        ("ro", "vinerea viitoare", "2026-03-20"),
        ("ro", "pe 15 martie", "2026-03-15"),
        ("ro", "până la sfârșitul lunii", "2026-03-31"),
        ("ro", "în 10 zile", "2026-03-20"),
        ("ro", "poimâine", "2026-03-12"),
        ("bg", "до петък", "2026-03-13"),
        ("bg", "следващия петък", "2026-03-20"),
        ("bg", "на 15 април", "2026-04-15"),
        ("bg", "до края на месеца", "2026-03-31"),
        ("bg", "до 10 дни", "2026-03-20"),
        ("es", "el viernes", "2026-03-13"),
        ("es", "el viernes que viene", "2026-03-13"),
        ("es", "el 15 de abril de 2026", "2026-04-15"),
        ("es", "antes de fin de mes", "2026-03-31"),
        ("es", "el viernes de la semana que viene", "2026-03-20"),
        ("pl", "w piątek", "2026-03-13"),
        ("pl", "w przyszły piątek", "2026-03-20"),
        ("pl", "15 marca", "2026-03-15"),
        ("pl", "do końca miesiąca", "2026-03-31"),
        ("pl", "w ciągu 10 dni", "2026-03-20"),
        ("pl", "28.03.2026", "2026-03-28"),
        ("en", "28/03/2026", "2026-03-28"),
        ("en", "2026-03-28", "2026-03-28"),
    ],
)
def test_days_are_read_as_people_say_them(language: str, words: str, day: str) -> None:
    [sentence] = sentences_of(words)
    [said] = days_said(sentence.words, languages=(language,), on=ON)
    assert said.near(ON).isoformat() == day


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("We have NOT received the goods", "dispute"),
        ("We won't pay.", "dispute"),
        ("NU am primit marfa", "dispute"),
        ("НЕ сме получили стоката", "dispute"),
        ("NO hemos recibido la mercancía", "dispute"),
        ("NIE otrzymaliśmy towaru", "dispute"),
    ],
)
def test_a_negation_turns_it_round(text: str, want: str) -> None:
    assert understood(text, on=ON).want == want


@pytest.mark.parametrize("text", ["We have not paid yet.", "Did we pay this?", "Nie zapłaciliśmy.", "Не сме платили."])
def test_what_was_not_said_is_never_sure(text: str) -> None:
    found = understood(text, on=ON)
    assert found.want != "paid" or found.confidence <= 40


def test_what_has_no_cue_is_only_suggested_by_likeness() -> None:
    found = understood("Przelew wychodzi w czwartek.", on=ON)
    assert (found.want, found.is_sure) == ("promise", False)


def test_a_promise_that_hangs_on_something_is_not_sure() -> None:
    assert understood("We will pay on Friday.", on=ON).is_sure
    assert not understood("We will pay on Friday if the bank agrees.", on=ON).is_sure
    assert not understood("Vom plăti imediat ce încasăm.", on=ON).is_sure


def test_what_is_said_of_the_payment_is_kept() -> None:
    found = understood("Am plătit pe 2 martie, 1.210,00 lei, referința OP-2231.", on=ON)
    assert (found.want, found.day, found.amount) == ("paid", date(2026, 3, 2), "1210.00")
    assert (found.currency, found.reference) == ("RON", "OP-2231")
    assert amount_in("half is 600 EUR, the rest 610 EUR") == ("", "")
    assert reference_in("see reference below") == ""


def test_what_a_program_wrote_wants_nothing() -> None:
    assert understood("We will pay on Friday.", on=ON, program="reply").want == "absence"
    assert understood("550 no such user", on=ON, program="report").want == "address"


@given(st.text(max_size=200), st.sampled_from(["", *TABLES]))
def test_any_text_is_understood_as_something(text: str, hint: str) -> None:
    found = understood(text, on=ON, hint=hint)
    assert found.want in WANTS and 0 <= found.confidence <= 100
    assert found.language in TABLES and len(found.words) <= MOST
    assert found.want == "promise" or found.day is None or found.day <= ON


HEADS = {
    "Auto-Submitted: auto-replied": "reply",
    "Auto-Submitted: auto-generated (rejected)": "reply",
    "Auto-Submitted: no": "",
    "X-Autoreply: yes": "reply",
    "Precedence: bulk": "bulk",
    "Precedence: auto_reply": "reply",
    "List-Id: <news.example>": "bulk",
    "Return-Path: <>": "report",
    "From: MAILER-DAEMON@x.example": "report",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b": "report",
    "From: Ana <ana@x.example>": "",
}


@pytest.mark.parametrize("head", HEADS)
def test_programs_are_known_by_their_heads(head: str) -> None:
    assert mail_heads.made_by(message_from_string(f"{head}\n\nx")) == HEADS[head]


def test_what_a_mail_answers_comes_nearest_first_and_only_our_own_server_is_believed() -> None:
    told = "In-Reply-To: <c@x.example>\nReferences: <a@x.example> <b@x.example> <c@x.example>\n"
    mail = message_from_string(
        told + "Authentication-Results: mx.us; dmarc=pass\nAuthentication-Results: liar; dmarc=fail\n\nx"
    )
    assert mail_heads.answered(mail) == ("c@x.example", "b@x.example", "a@x.example")
    assert not mail_heads.is_doubted(mail)
    assert mail_heads.is_doubted(message_from_string("Authentication-Results: mx.us; spf=pass; DMARC = Fail\n\nx"))
    for tried, is_doubted in {
        "spf=fail; dkim=none; dmarc=none": True,
        "spf=softfail; dkim=fail; dkim=pass": False,
        "none": False,
    }.items():
        mail = message_from_string(f"Authentication-Results: mx.us; {tried}\n\nx")
        assert mail_heads.is_doubted(mail) == is_doubted


def test_an_answer_of_ours_names_ids_that_may_stand_in_a_head() -> None:
    ours, evil = "msg_01@nord.example", "a@x.example>\r\nBcc: all@x.example"
    assert mail_heads.thread_of(ours, "a@x.example") == (ours, "a@x.example")
    assert mail_heads.thread_of("", evil, "й@x.example", "a b@x.example", "x" * 200) == ()


KNOWN = Standing(level="auto", has_party=True, has_document=True, is_known=True)


def test_a_sure_promise_of_a_known_sender_is_kept_and_every_doubt_stops_it() -> None:
    sure = understood("We will pay on Friday.", on=ON)
    assert decision(sure, KNOWN, on=ON).is_done
    doubts = {
        "level": {"level": "suggest"},
        "unknown_sender": {"is_known": False},
        "doubted": {"is_doubted": True},
        "promised_before": {"promised_before": True},
    }
    for reason, facts in doubts.items():
        got = decision(sure, Standing(**{**vars(KNOWN), **facts}), on=ON)
        assert (got.act, got.against) == (acting.PROMISED, (reason,))


def test_already_paid_is_believed_once() -> None:
    paid = understood("We have already paid the invoice on 2 March.", on=ON)
    assert (decision(paid, KNOWN, on=ON).act, decision(paid, KNOWN, on=ON).is_done) == (acting.HELD, True)
    again = decision(paid, Standing(**{**vars(KNOWN), "held_before": True}), on=ON)
    assert (again.act, again.against) == (acting.HELD, ("held_before",))


def test_a_dispute_of_a_known_line_and_a_plan_of_a_known_count_are_begun() -> None:
    said = understood("The chair is damaged, we do not accept it.", on=ON)
    can = Standing(**{**vars(KNOWN), "has_line": True, "has_plans": True})
    assert said.want == "dispute" and decision(said, can, on=ON) == acting.Decision(acting.DISPUTED, ())
    assert decision(said, KNOWN, on=ON) == acting.Decision(acting.ASKED, ("no_line",))
    asked = understood("Can we pay in 3 instalments?", on=ON)
    assert decision(asked, can, on=ON) == acting.Decision(acting.PLANNED, ())
    assert decision(asked, KNOWN, on=ON) == acting.Decision(acting.ASKED, ("person",))
    vague = understood("Can we pay in instalments?", on=ON)
    assert decision(vague, can, on=ON) == acting.Decision(acting.ASKED, ("no_count",))
    stranger = Standing(**{**vars(can), "is_known": False})
    assert decision(said, stranger, on=ON).against == decision(asked, stranger, on=ON).against == ("unknown_sender",)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Can we pay in three equal monthly payments?", 3),
        ("Se poate plăti în 3 rate lunare?", 3),
        ("Можем ли да платим на три вноски?", 3),
        ("¿Podemos pagar en tres plazos?", 3),
        ("Czy możemy zapłacić w 3 ratach?", 3),
        ("In 3 instalments, or 4 payments if you like.", None),
        ("We pay within 30 days.", None),
        ("In 1 payment", None),
        ("In 99 instalments", None),
    ],
)
def test_how_many_instalments_are_asked_for(words: str, count: int | None) -> None:
    assert begun.instalments_in(words) == count


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("We have NOT received the goods.", "not_delivered"),
        ("NU am primit marfa.", "not_delivered"),
        ("Scaunul a sosit deteriorat.", "damaged"),
        ("Цената е грешна.", "wrong_price"),
        ("No lo hemos pedido.", "not_ordered"),
        ("Brakuje dwóch sztuk.", "wrong_quantity"),
        ("We do not agree.", "other"),
    ],
)
def test_what_is_wrong_is_read_from_the_words(words: str, reason: str) -> None:
    assert begun.reason_in(words) == reason


def test_a_line_is_meant_where_one_alone_is_named() -> None:
    names = ["Table", "Office chair"]
    assert begun.named_in("The OFFICE  CHAIR is broken", names) == 1
    assert begun.named_in("table and office chair", names) is begun.named_in("chairs", names) is None
    assert begun.named_in("...", ["", "–"]) is None


def test_nothing_but_a_promise_a_rest_a_copy_or_a_note_is_ever_done() -> None:
    for text in ("Please cancel the order.", "Can we pay in 3 instalments?", "We have NOT received the goods."):
        got = decision(understood(text, on=ON), KNOWN, on=ON)
        assert (got.act, got.is_done) == (acting.ASKED, False)
