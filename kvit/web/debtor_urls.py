"""The pages about customers who do not simply pay: what is charged, disputed, agreed, given up, and what they say."""

from django.urls import path

from kvit.web import balance_letters, by_hand, collecting, disputes, late_fee_policy, plans, points, ratings, write_offs

ROUTES = [
    path("late-fees", collecting.index, name="late_fees"),
    path("late-fees/<str:public_id>", collecting.show_fee, name="late_fee"),
    path("late-fees/<str:public_id>/pdf", collecting.fee_pdf, name="late_fee_pdf"),
    path("late-fees/<str:public_id>/send", collecting.act_fee, {"verb": "send"}, name="late_fee_send"),
    path("late-fees/<str:public_id>/cancel", collecting.act_fee, {"verb": "cancel"}, name="late_fee_cancel"),
    path("late-fees/demands/<str:public_id>", collecting.show_demand, name="demand"),
    path("late-fees/demands/<str:public_id>/pdf", collecting.demand_pdf, name="demand_pdf"),
    path("late-fees/demands/<str:public_id>/send", collecting.send_demand, name="demand_send"),
    path("customers/<str:public_id>/collecting", collecting.of_customer, name="customer_collecting"),
    path("customers/<str:public_id>/charge", collecting.charge, name="customer_charge"),
    path("customers/<str:public_id>/demand", collecting.demand, name="customer_demand"),
    path("customers/<str:public_id>/court-file", collecting.court_file, name="customer_court_file"),
    path("balance-letters", balance_letters.index, name="balance_letters"),
    path("balance-letters/<str:public_id>", balance_letters.show, name="balance_letter"),
    path("balance-letters/<str:public_id>/pdf", balance_letters.pdf, name="balance_letter_pdf"),
    path("balance-letters/<str:public_id>/send", balance_letters.send, name="balance_letter_send"),
    path("settings/late-fees", late_fee_policy.index, name="settings_late_fees"),
    path("ratings/<str:public_id>", ratings.show, name="rating"),
    path("write-offs", write_offs.index, name="write_offs"),
    path("write-offs/<str:public_id>", write_offs.show, name="write_off"),
    *(
        path(f"write-offs/<str:public_id>/{verb}", write_offs.act, {"verb": verb}, name=f"write_off_{verb}")
        for verb in ("approve", "reject", "withdraw", "take_back")
    ),
    path("customers/<str:public_id>/write-off", write_offs.new, name="write_off_new"),
    path("disputes", disputes.index, name="disputes"),
    path("disputes/<str:public_id>", disputes.show, name="dispute"),
    path("disputes/<str:public_id>/reject", disputes.reject, name="dispute_reject"),
    path("disputes/<str:public_id>/withdraw", disputes.withdraw, name="dispute_withdraw"),
    path("invoices/<str:public_id>/dispute", disputes.note, name="invoice_dispute"),
    path("plans", plans.index, name="plans"),
    path("plans/<str:public_id>", plans.show, name="plan"),
    path("plans/<str:public_id>/agree", plans.act, {"verb": "agree"}, name="plan_agree"),
    path("plans/<str:public_id>/decline", plans.act, {"verb": "decline"}, name="plan_decline"),
    path("plans/<str:public_id>/cancel", plans.act, {"verb": "cancel"}, name="plan_cancel"),
    path("customers/<str:public_id>/plan", plans.make, name="customer_plan"),
    path("settings/plans", plans.limits, name="settings_plans"),
    path("settings/points", points.settings, name="settings_points"),
    path("settings/points/end", points.end, name="settings_points_end"),
    path("points-by-hand", by_hand.index, name="points_by_hand"),
    path("points-by-hand/<str:public_id>/agree", by_hand.agree, name="points_by_hand_agree"),
    path("points-by-hand/<str:public_id>/refuse", by_hand.turn_down, name="points_by_hand_refuse"),
    path("customers/<str:public_id>/points-by-hand", by_hand.ask, name="customer_points_by_hand"),
    path("customers/<str:public_id>/points", points.of_customer, name="customer_points"),
    path("invoices/<str:public_id>/points", points.use, name="invoice_points"),
]
