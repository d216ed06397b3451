"""Addresses of reports and of HR's start page."""

from django.urls import include, path

from reports.views import cohorts, committee, departments, desk, releases

app_name = "reports"

urlpatterns = [
    path("hr/", desk.desk, name="hr"),
    path("reports/", committee.levels, name="levels"),
    path("", include("reports.learning.urls")),
    path("", include("reports.files.urls")),
    path("", include("reports.disclosure.urls")),
    path("reports/levels.svg", committee.levels_svg, name="levels_svg"),
    path("reports/levels.xlsx", committee.levels_xlsx, name="levels_xlsx"),
    path("reports/levels.pdf", committee.levels_pdf, name="levels_pdf"),
    path("reports/levels.csv", committee.levels_csv, name="levels_csv"),
    path("reports/departments/", departments.departments, name="departments"),
    path("reports/departments/table.<slug:kind>", departments.departments_file, name="departments_file"),
    path("reports/departments/completion/", departments.completion, name="department_completion"),
    path(
        "reports/departments/completion/table.<slug:kind>",
        departments.completion_file,
        name="department_completion_file",
    ),
    path("reports/cohorts/", cohorts.cohorts, name="cohorts"),
    path("reports/cohorts.svg", cohorts.cohorts_svg, name="cohorts_svg"),
    path("reports/cohorts/by-department/", cohorts.by_department, name="cohort_departments"),
    path("reports/cohorts/by-department.svg", cohorts.by_department_svg, name="cohort_departments_svg"),
    path("reports/cohorts/by-department/table.<slug:kind>", cohorts.by_department_file, name="cohort_departments_file"),
    path("reports/cohorts/names/", cohorts.cohort_names, name="cohort_names"),
    path("reports/cohorts/names/file/", cohorts.names_file, name="cohort_names_file"),
    path("reports/cohorts/views/", cohorts.save_view, name="save_view"),
    path("reports/cohorts/views/<uuid:uuid>/forget/", cohorts.forget_view, name="forget_view"),
    path("reports/releases/", releases.releases, name="releases"),
    path("reports/releases/of/<slug:code>/", releases.release, name="release"),
    path("reports/releases/links/", releases.subscribe, name="subscribe"),
    path("reports/releases/links/<slug:kind>/<uuid:person>/stop/", releases.unsubscribe, name="unsubscribe"),
    path("reports/targets/", releases.targets, name="targets"),
]
