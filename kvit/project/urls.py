"""Every door of the house."""

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver
from django.views.i18n import set_language

from kvit.api import gateway_events
from kvit.api.door import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("language", set_language, name="set_language"),
    path("api/v1/", api.urls),
    path("gateways/<str:public_id>/events", gateway_events.take, name="gateway_events"),
    path("portal/", include("kvit.portal.urls")),
    path("", include("kvit.web.urls")),
]
