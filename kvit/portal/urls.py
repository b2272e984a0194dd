"""Every page of the portal."""

from django.urls import path

from kvit.portal import advices, answers, arrangements, bills, customers, doors, own, ratings

urlpatterns = [
    path("open/<str:token>", doors.enter, name="portal_enter"),
    path("", bills.index, name="portal"),
    path("bills/<str:public_id>", bills.show, name="portal_bill"),
    path("advices/<str:public_id>/pdf", advices.pdf, name="portal_advice"),
    path("send", bills.send, name="portal_send"),
    path("questions/<str:public_id>/answer", bills.answer, name="portal_answer"),
    path("offers/<str:public_id>/accept", bills.accept, name="portal_accept"),
    path("own", own.facts, name="portal_own"),
    path("own/account", own.account, name="portal_account"),
    path("answers", answers.index, name="portal_answers"),
    path("language", doors.language, name="portal_language"),
    path("leave", doors.leave, name="portal_leave"),
    path("pay/<str:token>", doors.enter_to_pay, name="portal_enter_to_pay"),
    path("customer/", customers.index, name="portal_customer"),
    path("customer/account", customers.account, name="portal_customer_account"),
    path("customer/pay", customers.pay, name="portal_pay"),
    path("customer/checkouts/<str:public_id>", customers.checkout, name="portal_checkout"),
    path("customer/invoices/<str:public_id>/pdf", customers.pdf, name="portal_invoice_pdf"),
    path("customer/invoices/<str:public_id>/xml", customers.xml, name="portal_invoice_xml"),
    path("customer/invoices/<str:public_id>", arrangements.invoice, name="portal_invoice"),
    path("customer/invoices/<str:public_id>/lines/<int:position>/dispute", arrangements.dispute, name="portal_dispute"),
    path("customer/invoices/<str:public_id>/rating", ratings.rate, name="portal_rating"),
    path("customer/disputes/<str:public_id>/withdraw", arrangements.withdraw, name="portal_dispute_withdraw"),
    path("customer/instalments", arrangements.plan, name="portal_plan_ask"),
    path("customer/plans/<str:public_id>", arrangements.show_plan, name="portal_plan"),
    path("customer/plans/<str:public_id>/cancel", arrangements.cancel_plan, name="portal_plan_cancel"),
    path("customer/promise", arrangements.promise, name="portal_promise"),
    path("customer/language", customers.language, name="portal_customer_language"),
    path("customer/leave", customers.leave, name="portal_customer_leave"),
]
