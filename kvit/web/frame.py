"""What every page stands in: the company, who looks, the rail with its counts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kvit.web import nav


def frame(request: HttpRequest) -> dict[str, Any]:
    """For the templates; pages before sign-in have no company and no rail."""
    company = getattr(request, "company", None)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo": settings.KVIT_DEMO}
    if company is None:
        return {"demo": settings.KVIT_DEMO, "me": user}
    return {
        "company": company,
        "companies": request.companies,  # type: ignore[attr-defined]
        "me": request.user,
        "places": nav.rail(request.path, counts=getattr(request, "counts", {})),
        "demo": settings.KVIT_DEMO,
        "single_keys": request.user.single_keys,  # type: ignore[union-attr]
    }
