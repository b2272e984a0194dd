"""Who asks: keys, people who are signed in, and nobody."""

from collections import Counter

import pytest
from django.test import Client

from kvit.api.door import api
from kvit.api.tests.program import A_DRAFT, Program, a_program
from kvit.api.values import Given, Shown
from kvit.companies import companies
from kvit.companies.limits import Buckets
from kvit.core.errors import Refused
from kvit.receivables.models import Invoice
from tests.builders import DAY, a_company, a_draft, a_user, the_owner

pytestmark = pytest.mark.django_db


def test_without_a_key_nothing_is_told():
    for heads in ({}, {"Authorization": "Bearer kv_live_wrong"}, {"Authorization": "Basic YTpi"}):
        answer = Client().get("/api/v1/invoices", headers=heads)
        assert answer.status_code == 401
        assert answer.json()["error"]["type"] == "authentication_error"
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_and_a_key_of_somebody_who_left_open_nothing():
    program = a_program()
    program.get("/invoices")
    other = Program(program.company)
    companies.revoke_api_key(program.company, program.key, by=the_owner(program.company), on=DAY)
    assert program.refused("GET", "/invoices", status=401)["code"] == "api_key.bad"
    program.company.memberships.filter(user=other.key.user).delete()
    assert other.refused("GET", "/invoices", status=401)["code"] == "api_key.bad"
    program.company.memberships.create(user=other.key.user, role="clerk")
    other.get("/invoices")
    other.key.user.is_active = False
    other.key.user.save()
    assert other.refused("GET", "/invoices", status=401)["code"] == "api_key.bad"


def test_the_company_comes_from_the_key_alone():
    """Headers, parameters and bodies that name another company change nothing (Bigcapital issue 990)."""
    program = a_program()
    strange = a_company("PL")
    theirs = a_draft(strange)
    heads = {"X_Company": strange.public_id, "organization_id": strange.public_id, "Kvit_Company": strange.public_id}
    assert program.get("/invoices", **heads)["data"] == []
    assert program.refused("GET", f"/invoices/{theirs.public_id}", status=404, **heads)["code"] == "invoice.unknown"
    error = program.refused("POST", "/invoices", {**A_DRAFT, "company": strange.public_id}, status=422)
    assert error["errors"][0]["code"] == "field.unknown"
    assert error["errors"][0]["param"] == "company"
    program.post("/invoices", A_DRAFT, status=201)
    assert Invoice.objects.filter(company=strange).count() == 1


def test_somebody_signed_in_needs_the_token_for_a_change():
    user = a_user("ana@example.com", password="a-long-password-1")
    company = a_company("RO", owner=user)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert client.login(username=user.email, password="a-long-password-1")
    assert client.get("/api/v1/invoices").status_code == 200
    answer = client.post("/api/v1/invoices", A_DRAFT, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "request.no_csrf"
    client.get("/api/v1/docs")
    token = client.cookies["csrftoken"].value
    made = client.post("/api/v1/invoices", A_DRAFT, content_type="application/json", headers={"X-CSRFToken": token})
    assert made.status_code == 201, made.content
    assert Invoice.objects.get().company == company


def test_a_wrong_key_is_not_made_good_by_a_session():
    user = a_user("ana@example.com", password="a-long-password-1")
    a_company("RO", owner=user)
    client = Client(raise_request_exception=False)
    client.login(username=user.email, password="a-long-password-1")
    assert client.get("/api/v1/invoices", headers={"Authorization": "Bearer kv_live_no"}).status_code == 401


def test_the_description_and_its_page_are_for_everybody_and_load_nothing_from_elsewhere():
    client = Client()
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "bearer" in str(described["components"]["securitySchemes"])
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert b"https://" not in page.content
    assert b"/static/ninja/swagger-ui-bundle.js" in page.content


def test_every_shape_has_a_name_of_its_own():
    """The description keeps shapes by their bare names: of two it would show one in both places."""

    def below(shape):
        for one in shape.__subclasses__():
            yield one
            yield from below(one)

    shapes = {one for base in (Given, Shown) for one in below(base) if one.__module__.startswith("kvit.api.")}
    names = Counter(one.__name__.partition("[")[0] for one in shapes if not one.__pydantic_generic_metadata__["args"])
    described = api.get_openapi_schema()["components"]["schemas"]
    assert "vat_id" in described["CustomerShown"]["properties"]
    assert [name for name, times in names.items() if times > 1] == []


def test_who_asks_too_often_waits():
    buckets = Buckets(a_second=2, at_once=3)
    for _ in range(3):
        buckets.take("key:1", now=100.0)
    with pytest.raises(Refused) as refused:
        buckets.take("key:1", now=100.0)
    assert refused.value.facts["seconds"] == 1
    buckets.take("key:2", now=100.0)
    buckets.take("key:1", now=100.5)


def test_too_many_requests_are_answered_with_the_seconds_to_wait(monkeypatch):
    program = a_program()
    monkeypatch.setattr("kvit.companies.limits.BUCKETS", Buckets(a_second=1, at_once=1))
    program.get("/invoices")
    answer = program.ask("GET", "/invoices")
    assert answer.status_code == 429
    assert answer.json()["error"]["type"] == "rate_limit_error"
    assert int(answer.headers["Retry-After"]) >= 1
