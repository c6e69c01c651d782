from django.urls import path

from followups.views import feedback, incoming, nudges, outbox, touchpoints
from followups.views.links import nudge_link
from followups.views.today import today

urlpatterns = [
    path("", today, name="today"),
    path("touchpoints/new/", touchpoints.touchpoint_new, name="touchpoint_new"),
    path("touchpoints/<int:pk>/edit/", touchpoints.touchpoint_edit, name="touchpoint_edit"),
    path("touchpoints/<int:pk>/delete/", touchpoints.touchpoint_delete, name="touchpoint_delete"),
    path("incoming-messages/new/", incoming.incoming_message_new, name="incoming_message_new"),
    path("incoming-messages/<int:pk>/edit/", incoming.incoming_message_edit, name="incoming_message_edit"),
    path("incoming-messages/<int:pk>/delete/", incoming.incoming_message_delete, name="incoming_message_delete"),
    path("feedback-requests/<int:pk>/draft/", feedback.feedback_draft, name="feedback_draft"),
    path("feedback-requests/<int:pk>/letter.eml", feedback.feedback_eml, name="feedback_eml"),
    path("feedback-requests/<int:pk>/asked/", feedback.feedback_asked, name="feedback_asked"),
    path("feedback-requests/<int:pk>/not-asked/", feedback.feedback_not_asked, name="feedback_not_asked"),
    path("feedback-requests/<int:pk>/reconsider/", feedback.feedback_reconsider, name="feedback_reconsider"),
    path("feedback-requests/<int:pk>/answer/", feedback.feedback_answer, name="feedback_answer"),
    path("feedback-requests/<int:pk>/thanks/draft/", feedback.thanks_draft, name="thanks_draft"),
    path("feedback-requests/<int:pk>/thanks/letter.eml", feedback.thanks_eml, name="thanks_eml"),
    path("feedback-requests/<int:pk>/thanked/", feedback.feedback_thanked, name="feedback_thanked"),
    path(
        "feedback-requests/<int:pk>/thanks/declined/",
        feedback.feedback_thanks_declined,
        name="feedback_thanks_declined",
    ),
    path("contacts/<int:pk>/sent/", nudges.contact_sent, name="contact_sent"),
    path("contacts/<int:pk>/not-this-month/", nudges.contact_put_off, name="contact_put_off"),
    path("contacts/<int:pk>/check-in.eml", nudges.check_in_eml, name="check_in_eml"),
    path("nudges/<int:pk>/sent/", nudges.nudge_sent, name="nudge_sent"),
    path("nudges/<int:pk>/not-this-month/", nudges.nudge_not_this_month, name="nudge_not_this_month"),
    path("nudges/<int:pk>/undo/", nudges.nudge_undo, name="nudge_undo"),
    path("n/<str:token>/", nudge_link, name="nudge_link"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.outbox_mail, name="outbox_mail"),
    path("outbox/<int:pk>/retry/", outbox.outbox_retry, name="outbox_retry"),
    path("outbox/<int:pk>/arrived/", outbox.outbox_arrived, name="outbox_arrived"),
    path("outbox/<int:pk>/lost/", outbox.outbox_lost, name="outbox_lost"),
]
