"""Signing in by a link; a second factor that the person has is still asked for."""

from allauth.account.forms import ResetPasswordForm
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kvit.companies import sign_in_links
from kvit.companies.models import User
from kvit.web.current import without_sign_in


@without_sign_in
@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open the link that a mail or the console gave. Refuses `link.bad`."""
    user = sign_in_links.user_of(token)
    if request.method == "HEAD":  # mail programs look at links before a person does: that is no sign-in
        return HttpResponse()
    return perform_login(request, user, email_verification="none")


def invite(request: HttpRequest, user: User) -> bool:
    """Mail a new colleague the page on which they choose a password; False where this Kvit sends no mail.

    Only they get the link: who is shown it could act as two persons (`docs/rules/approval.md`).
    """
    if not settings.KVIT_MAIL_SERVER:
        return False
    asked = ResetPasswordForm({"email": user.email})
    if asked.is_valid():
        asked.save(request)
    return True
