"""Addresses of the quizzes room."""

from django.urls import path

from lms.learning.quizzes import keeping, views

urlpatterns = [
    path("learn/questions/<slug:slug>/", keeping.statistics, name="quiz-statistics"),
    path("hr/quiz-time/", keeping.extra_time, name="quiz-extra-time"),
    path("hr/quiz-time/<uuid:uuid>/end/", keeping.end_extra_time, name="quiz-extra-time-end"),
    path("learn/e/<uuid:enrolment>/<uuid:module>/attempts/", views.start, name="quiz-start"),
    path("learn/quizzes/<uuid:attempt>/", views.result, name="quiz-result"),
    path("learn/quizzes/<uuid:attempt>/submit/", views.submit, name="quiz-submit"),
    path("learn/quizzes/<uuid:attempt>/<uuid:item>/", views.answer, name="quiz-answer"),
]
