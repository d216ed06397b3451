"""Addresses of assessments."""

from django.urls import include, path

from assessments.views import confirming, cycles, governing, home, objecting, own, planning, rating

app_name = "assessments"

urlpatterns = [
    path("assess/", home.home, name="home"),
    path("assess/self/<uuid:uuid>/", own.own, name="self"),
    path("assess/self/<uuid:uuid>/draft/", own.draft, name="draft"),
    path("assess/self/<uuid:uuid>/evidence/<int:level>/", own.attach, name="attach"),
    path("assess/evidence/<uuid:uuid>/withdraw/", own.withdraw, name="withdraw"),
    path("assess/rate/<slug:cycle>/", rating.rate, name="rate"),
    path("assess/rate/<slug:cycle>/sheets.pdf", rating.sheets, name="sheets"),
    path("assess/rate/<slug:cycle>/<uuid:uuid>/", rating.save, name="rate_one"),
    path("assess/rate/<slug:cycle>/<uuid:uuid>/detail/", rating.detail, name="rate_detail"),
    path("assess/confirm/<slug:cycle>/", confirming.confirm, name="confirm"),
    path("assess/confirm/<slug:cycle>/<uuid:uuid>/return/", confirming.send_back, name="return"),
    path("", include("assessments.calibration.urls")),
    path("team/", home.team, name="team"),
    path("assess/self/<uuid:uuid>/object/", objecting.object_to, name="object"),
    path("hr/cycles/", cycles.cycles, name="cycles"),
    path("hr/cycles/new/", planning.new, name="new_cycle"),
    path("hr/cycles/<slug:code>/", cycles.cycle, name="cycle"),
    path("hr/cycles/<slug:code>/plan/", planning.edit, name="edit_cycle"),
    path("hr/cycles/<slug:code>/settings/", planning.settings, name="settings"),
    path("hr/cycles/<slug:code>/preview/", planning.look, name="preview"),
    path("hr/cycles/<slug:code>/open/", cycles.open_cycle, name="open_cycle"),
    path("hr/cycles/<slug:code>/close/", planning.close, name="close_cycle"),
    path("hr/cycles/<slug:code>/people/", governing.people, name="people"),
    path("hr/cycles/<slug:code>/people/act/", governing.act, name="act"),
    path("hr/cycles/<slug:code>/people/add/", governing.add_person, name="add_person"),
    path("hr/cycles/<slug:code>/remind/", governing.remind, name="remind"),
    path("hr/cycles/<slug:code>/deputies/", governing.deputies, name="deputies"),
    path("hr/cycles/<slug:code>/deputies/<uuid:uuid>/end/", governing.end_deputy, name="end_deputy"),
    path("hr/objections/", objecting.index, name="objections"),
    path("hr/objections/<uuid:uuid>/", objecting.reply, name="objection"),
]
