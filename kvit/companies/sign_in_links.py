"""Links that sign a person in: made for a mail or the console, good for a short while and once."""

from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction

from kvit.companies import whose
from kvit.companies.models import Company, User
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events

SALT = "kvit.sign-in"
LASTS = timedelta(minutes=15)
LASTS_IN_DEMO = timedelta(days=30)


@transaction.atomic
def make(company: Company, reference: str, *, base: str, by: Actor, on: date) -> tuple[User, str]:
    """A link for a colleague, by somebody who may let people in; `base` is where people reach this Kvit."""
    require(by, "user.edit", company)
    user = whose.colleague(company, reference)
    events.record("user.link_made", company, by=by, on=on, facts={"user": user.public_id})
    return user, link_for(user, base=base)


def token_for(user: User) -> str:
    """What stands in the link. The next sign-in makes it worthless, except in the demo, where nothing is worth much."""
    return _signer(user).sign(user.public_id)


def user_of(token: str) -> User:
    """Whom the link signs in. Refuses `link.bad` when it is forged, too old or was used."""
    user = User.objects.filter(public_id=token.partition(":")[0], is_active=True).first()
    if user is None:
        raise Refused("link.bad")
    try:
        _signer(user).unsign(token, max_age=LASTS_IN_DEMO if settings.KVIT_DEMO else LASTS)
    except signing.BadSignature:
        raise Refused("link.bad") from None
    return user


def link_for(user: User, *, base: str) -> str:
    """The whole link, at the address under which people reach this Kvit."""
    return f"{base.rstrip('/')}/sign-in/{token_for(user)}"


def _signer(user: User) -> signing.TimestampSigner:
    """Signs with the last sign-in, so that the next one changes every signature."""
    seen = user.last_login.isoformat() if user.last_login and not settings.KVIT_DEMO else ""
    return signing.TimestampSigner(salt=f"{SALT} {seen}")
