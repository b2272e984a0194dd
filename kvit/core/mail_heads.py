"""What the head of a mail tells of an answer: what it answers, whether a program wrote it, whether it may be forged.

Rules: docs/rules/replies.md.
"""

import re
from email.message import Message
from email.utils import parseaddr

MOST_ANSWERED = 20
LONGEST_KEY = 320
REPLY, REPORT, BULK = PROGRAMS = ("reply", "report", "bulk")
"""An automatic answer (RFC 3834), a report of a mail server (RFC 6522), a mail to many (RFC 2919)."""
_KEY = re.compile(r"<([^<>\s]{3,320})>")
_PLAIN = re.compile(r"[!-;=?-~]{3,199}")
_DAEMONS = ("mailer-daemon@", "postmaster@", "mail-daemon@")


def answered(mail: Message) -> tuple[str, ...]:
    """The Message-IDs of what it answers (RFC 5322, 3.6.4): that of In-Reply-To, then References from its end."""
    direct = _KEY.findall(str(mail.get("In-Reply-To", "")))
    further = _KEY.findall(str(mail.get("References", "")))
    return tuple(dict.fromkeys([*direct, *reversed(further)]))[:MOST_ANSWERED]


def thread_of(*keys: str) -> tuple[str, ...]:
    """The Message-IDs of an answer's References, those of what it answers, the nearest last, as they may stand in a
    head. One that is long enough to have been cut when it was kept is left out."""
    return tuple(dict.fromkeys(key for key in keys if _PLAIN.fullmatch(key)))


def made_by(mail: Message) -> str:
    """Which kind of program wrote it, as its head says; empty where it may be a person."""
    if _says(mail, "Auto-Submitted").startswith("auto-replied") or _is_there(mail, "X-Autoreply", "X-Autorespond"):
        return REPLY
    sender = parseaddr(str(mail.get("From", "")))[1].lower()
    is_report = mail.get_content_type() == "multipart/report" or sender.startswith(_DAEMONS)
    if is_report or str(mail.get("Return-Path", "")).strip() == "<>":
        return REPORT
    if _says(mail, "Precedence") == "auto_reply":
        return REPLY
    if _says(mail, "Precedence") in ("bulk", "junk", "list") or _is_there(mail, "List-Id", "List-Unsubscribe"):
        return BULK
    told = _says(mail, "Auto-Submitted")
    return REPLY if told and told.partition(";")[0].strip() != "no" else ""


def is_doubted(mail: Message) -> bool:
    """Whether the last server that took it, ours, could not find it true (RFC 8601): its line stands on top.

    It failed by DMARC, or none of the ways that were tried passed; a server that tried nothing doubts nothing.
    """
    results = mail.get_all("Authentication-Results") or []
    tried = re.findall(r"\b(dmarc|dkim|spf)\s*=\s*([a-z]+)", str(results[0]).lower() if results else "")
    return bool(tried) and (("dmarc", "fail") in tried or all(found != "pass" for _way, found in tried))


def _says(mail: Message, name: str) -> str:
    return str(mail.get(name, "")).strip().lower()


def _is_there(mail: Message, *names: str) -> bool:
    return any(mail[name] is not None for name in names)
