"""Addresses of calibration; they belong to `assessments`."""

from django.urls import path

from assessments.calibration import hr, judging

urlpatterns = [
    path("hr/calibration/", hr.calibrations, name="calibrations"),
    path("hr/calibration/new/", hr.new, name="calibration_new"),
    path("hr/calibration/<uuid:uuid>/", hr.calibration, name="calibration"),
    path("hr/calibration/<uuid:uuid>/cases/", hr.write_case, name="calibration_write"),
    path("hr/calibration/<uuid:uuid>/cases/<uuid:vignette>/take/", hr.take_case, name="calibration_take"),
    path("hr/calibration/<uuid:uuid>/cases/<uuid:vignette>/drop/", hr.drop_case, name="calibration_drop"),
    path("hr/calibration/<uuid:uuid>/open/", hr.open_calibration, name="calibration_open"),
    path("hr/calibration/<uuid:uuid>/close/", hr.close_calibration, name="calibration_close"),
    path("hr/agreement/", hr.agreement, name="agreement"),
    path("assess/calibration/<uuid:uuid>/", judging.cases, name="calibration_cases"),
    path("assess/calibration/<uuid:uuid>/<int:order>/", judging.judge, name="calibration_judge"),
]
