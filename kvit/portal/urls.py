"""Every page of the portal."""

from django.urls import path

from kvit.portal import advices, answers, bills, doors, own

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
]
