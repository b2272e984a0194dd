"""Orders on pages: written by one person, approved by another, received in part, and named below a bill's lines."""

import pytest
from django.test import Client
from django.urls import reverse

from kvit.companies.models import User
from kvit.purchasing.models import GoodsReceipt, PurchaseOrder
from tests.builders import a_company, a_user, somebody

pytestmark = pytest.mark.django_db
TYPED = {
    "supplier": "Lemn SRL",
    "vat_id": "RO14399840",
    "lines-count": "1",
    "lines-0-name": "Oak boards",
    "lines-0-quantity": "100",
    "lines-0-unit": "MTR",
    "lines-0-price": "10,50",
}


@pytest.fixture
def company():
    return a_company(owner=a_user("ana@ateliernord.example"))


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def test_one_person_orders_another_approves_and_a_part_comes(company):
    ana = browser(User.objects.get(email="ana@ateliernord.example"))
    bogdan = browser(User.objects.get(pk=somebody(company, "accountant").id))
    assert ana.post(reverse("order_new"), TYPED).status_code == 302
    order = PurchaseOrder.objects.get()
    assert (order.net, order.status) == (1050, "draft")
    ana.post(reverse("order_send", args=[order.public_id]))
    page = reverse("order", args=[order.public_id])
    assert "Another person approves it." in ana.get(page).content.decode()
    order.refresh_from_db()
    assert ana.post(reverse("order_approve", args=[order.public_id]), {"version": order.version}).status_code == 403
    bogdan.post(reverse("order_approve", args=[order.public_id]), {"version": order.version})
    receive = reverse("order_receive", args=[order.public_id])
    assert "100 to come" in ana.get(receive).content.decode()
    assert ana.post(receive, {"line_1": "60", "delivery_note": "AV-7"}).status_code == 302
    assert GoodsReceipt.objects.get().delivery_note == "AV-7"
    shown = ana.get(page).content.decode()
    assert "60 of 100 are here" in shown
    assert "GR-" in shown
    refused = ana.post(receive, {"line_1": "60"})
    assert refused.status_code == 422
    assert "only 100 were ordered" in refused.content.decode()
    assert order.number in ana.get(reverse("orders") + "?view=approved").content.decode()


def test_an_order_without_a_line_is_refused_beside_the_field(company):
    ana = browser(User.objects.get(email="ana@ateliernord.example"))
    answer = ana.post(reverse("order_new"), {"supplier": "Lemn SRL"})
    assert answer.status_code == 422
    assert not PurchaseOrder.objects.exists()
