"""What a feed refuses, what a round of it found, and why a provider does not answer."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "feed.unknown": _("There is no feed {feed}."),
    "feed.no_provider": _("{provider} is no provider of bank data. There are: {known}."),
    "feed.known": _("The accounts at {bank} are fetched already."),
    "feed.too_many": _("A company has {most} feeds at most. Remove one that is not needed."),
    "feed.no_gap": _("Nothing is missing on {account} as far as Kvit knows."),
    "feed.access_refused": _(
        "{provider} does not accept the id or the key. Remove the feed; add it with the right ones."
    ),
    "feed.consent_ended": _("The consent has ended. Ask for a new one, and agree to it on the bank's page."),
    "feed.refused": _("{provider} refuses: {reason}"),
    "feed.not_understood": _(
        "{provider} answers something else than movements ({reason}). Kvit tries again by itself."
    ),
    "feed.same_id": _("{id} names two movements that differ. The first was taken; look at the bank for the other."),
    "feed.other_currency": _("Movements of {account} in another currency were left out. Import a statement of them."),
    "feed.no_iban": _("The bank names an account without an IBAN ({account}). It was left out."),
    "feed.other_feed": _("{account} is fetched by another feed already. It was left out here."),
}
