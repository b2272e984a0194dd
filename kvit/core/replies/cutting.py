"""The words of an answer that are the writer's own: without what was quoted, forwarded below, or signed."""

import re

MOST = 4000
"""Letters that are looked at: who writes more is read by a person."""
LONGEST_LINE = 1000

_QUOTED = re.compile(r"^\s*(?:>|\|)")
_SIGNED = re.compile(r"^(?:--\s*|__+|—{2,})$")
_FROM_DEVICE = re.compile(
    r"(?i)^\s*(?:sent from my|trimis de pe|изпратено от|enviado desde|wys[lł]ano z|get outlook for|pobierz outlook)\b"
)
_BEGINS_QUOTE = re.compile(
    r"(?i)^\s*(?:-{2,}\s*(?:original message|mesaj original|mesajul original|оригинално съобщение|mensaje original|"
    r"wiadomo[sś][cć] oryginalna|forwarded message|pierwotna wiadomo[sś][cć]|mesaj redirec[tț]ionat).*"
    r"|on .{6,120} wrote:|[iî]n .{6,120} a scris:?|pe .{6,120} a scris:?|на .{6,120} (?:написа|пише):?"
    r"|el .{6,120} escribi[oó]:?|(?:w dniu|dnia) .{6,120} (?:napisa[lł]\(?a?\)?|pisze):?"
    r"|.{6,120}(?:napisał\(a\)|написа|escribió|a scris|wrote):)\s*$"
)
_OPENS = re.compile(r"(?i)^\s*(?:on|pe|[iî]n|на|el|w dniu|dnia)\s")
_HEADS = re.compile(
    r"(?i)^\s*\*?(?:from|sent|to|subject|date|de la|de|trimis|c[aă]tre|subiect|от|изпратено|до|относно|дата|"
    r"para|enviado|asunto|od|wys[lł]ano|do|temat|data)\s*:\*?\s*\S"
)
_GOODBYE = re.compile(
    r"(?i)^\s*(?:(?:best|kind|warm)?\s*regards|cheers|sincerely|yours|cu (?:stim[aă]|respect|drag)\w*|toate cele bune|"
    r"с уважение|поздрави|saludos\w*|atentamente|un saludo|z powa[zż]aniem|pozdrawiam\w*"
    r"|(?:kind|best) wishes)\b.{0,40}$"
)


def own_words(text: str) -> str:
    """What the writer says, one line after the other, at most 4,000 letters.

    Quoted lines, what a mail program puts below its line of "On … wrote:", heads of a mail below, a signature after
    `-- ` or a word of goodbye are left out. Where that leaves nothing, as when one answers inside of the quote, the
    lines that are not quoted stay.
    """
    lines = [line[:LONGEST_LINE].rstrip() for line in text[: 4 * MOST].splitlines()]
    kept: list[str] = []
    for at, line in enumerate(lines):
        if _SIGNED.match(line) or _FROM_DEVICE.match(line) or _begins_quote(lines, at):
            break
        if _QUOTED.match(line):
            continue
        kept.append(line)
        if _GOODBYE.match(line) and any(one.strip() for one in kept[:-1]):
            break
    own = "\n".join(kept).strip()
    if not own:
        own = "\n".join(line for line in lines if not _QUOTED.match(line)).strip()
    return own[:MOST]


def _begins_quote(lines: list[str], at: int) -> bool:
    """Whether what an answer is about begins here: by its line, also broken in two, or by two heads of a mail."""
    line = lines[at]
    if _BEGINS_QUOTE.match(line):
        return True
    following = lines[at + 1] if at + 1 < len(lines) else ""
    if _OPENS.match(line) and len(line) + len(following) < 200 and _BEGINS_QUOTE.match(f"{line} {following.strip()}"):
        return True
    return bool(_HEADS.match(line) and following and _HEADS.match(following))
