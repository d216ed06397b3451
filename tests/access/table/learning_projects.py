"""A project is its team's and its mentor's (`second`), who reviews and never hands in; results are everyone's."""

from collections.abc import Mapping

from lms.learning.projects import services
from tests.access.rows import Row
from tests.cast import Cast
from tests.factories.projects import AT, complete, hand_in, make_team


def project(cast: Cast) -> Mapping[str, object]:
    return {"project": make_team(cast).project.uuid}


def completed(cast: Cast) -> Mapping[str, object]:
    team = make_team(cast)
    complete(team)
    return {"project": team.project.uuid}


def phase(cast: Cast) -> Mapping[str, object]:
    return {"phase": make_team(cast).phases[0].uuid}


def task(cast: Cast) -> Mapping[str, object]:
    first = make_team(cast).phases[0]
    made = services.add_task(first, title="聞き取り", assignee=None, due_on=None, request_key="k", by=cast.alice)
    return {"task": made.uuid}


def deliverable(cast: Cast) -> Mapping[str, object]:
    return {"deliverable": hand_in(make_team(cast).phases[0], cast.alice).uuid}


def accepted_deliverable(cast: Cast) -> Mapping[str, object]:
    team = make_team(cast)
    complete(team)
    version = team.phases[0].versions.get()
    return {"deliverable": version.uuid}


def entry(cast: Cast) -> Mapping[str, object]:
    spent = services.Spent(on=AT.date(), minutes=60)
    made = services.log_time(make_team(cast).project, spent, person=cast.alice, request_key="k", at=AT)
    return {"entry": made.uuid}


TEAM = {"alice": 302}
TEAM_FORM = {"alice": 422}
ROWS = [
    Row(url="learning:projects", others=200),
    # Only leaders and mentors of a working group may start a project; nobody of the cast is one here.
    Row(url="learning:projects", method="POST", others=403),
    Row(url="learning:project", build=project, others=404, roles={"alice": 200, "second": 200}),
    Row(url="learning:project-results", build=project, others=404),
    Row(url="learning:project-results", build=completed, others=200),
    Row(url="learning:project-summary", build=project, method="POST", others=404, roles=TEAM_FORM),
    Row(url="learning:project-time", build=project, method="POST", others=404, roles=TEAM_FORM),
    Row(url="learning:project-time-withdraw", build=entry, method="POST", others=404, roles=TEAM),
    Row(url="learning:project-time-export", others=403, roles={"hr": 422}),
    Row(url="learning:project-hand-in", build=phase, method="POST", others=404, roles=TEAM_FORM),
    Row(url="learning:project-task-add", build=phase, method="POST", others=404, roles=TEAM_FORM),
    Row(url="learning:project-task", build=task, method="POST", others=404, roles=TEAM),
    Row(url="learning:project-file", build=deliverable, others=404, roles={"alice": 200, "second": 200}),
    Row(url="learning:project-file", build=accepted_deliverable, others=200),
    Row(url="learning:project-review", build=deliverable, others=404, roles={"second": 200}),
    Row(url="learning:project-review", build=deliverable, method="POST", others=404, roles={"second": 422}),
]
