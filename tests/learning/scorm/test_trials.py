"""Trying a package from the shell: what is printed, what is recorded, and that it counts for nothing."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from curriculum.models import Course, PackageVersion
from curriculum.outline import Scorm, read_modules
from lms.learning.models import Certificate, Enrolment
from lms.learning.record.queries import completed_items, home_items
from lms.learning.record.states import EnrolmentState
from lms.learning.scorm import services
from lms.learning.scorm.queries import items_of
from tests.cast import Cast
from tests.factories.curriculum import CourseFactory
from tests.factories.scorm import AT
from tests.scorm.generator import Damage, ItemSpec, PackageSpec, make_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "course.zip"
    path.write_bytes(make_package(PackageSpec()))
    return path


def run(*arguments: object) -> Any:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return json.loads(out.getvalue())


def tried(file: Path, cast: Cast) -> dict[str, Any]:
    printed: dict[str, Any] = run("try_package", file, "--as", cast.alice.staff_no, "--json")
    return printed


def play(enrolment: Enrolment, *commits: tuple[str, dict[str, Any]]) -> None:
    module = enrolment.course_version.modules.get()
    version = PackageVersion.objects.get(scorm_modules__module=module)
    launched = services.launch(enrolment, module, items_of(version.uuid)[0], at=AT)
    for sequence, (kind, core) in enumerate(commits, start=1):
        body = json.dumps({"kind": kind, "cmi": core}).encode()
        reply = services.commit(launched.token, sequence, body, at=AT + timedelta(minutes=sequence))
        assert reply.status == 200


def test_trial_prints_where_to_open_it_and_its_record(client: Client, file: Path, cast: Cast) -> None:
    printed = tried(file, cast)
    client.force_login(cast.alice)
    path = printed["address"].removeprefix("http://testserver")
    assert client.get(path).status_code == 200
    record = run("learning_record", printed["enrolment"], "--json")
    assert record["staff_no"] == cast.alice.staff_no
    assert [len(item["sessions"]) for item in record["items"]] == [1]


def test_record_tells_what_was_left_and_how_the_next_launch_enters(file: Path, cast: Cast) -> None:
    enrolment = Enrolment.objects.get(uuid=tried(file, cast)["enrolment"])
    data = "しおり\ud83d\u0000"
    core = {"lesson_status": "incomplete", "lesson_location": "p7", "session_time": "00:01:30"}
    play(enrolment, ("commit", {"core": core, "suspend_data": data}))
    (item,) = run("learning_record", enrolment.uuid, "--json")["items"]
    assert (item["completion"], item["success"], item["location"]) == ("incomplete", "unknown", "p7")
    assert (item["suspend_data"], item["total_time"], item["entry"]) == (data, "0000:01:30", "resume")
    (session,) = item["sessions"]
    assert (session["entry"], session["state"]) == ("ab-initio", "open")
    assert session["commits"][0]["values"]["cmi.core.lesson_location"] == "p7"


def test_finished_trial_counts_for_nothing(file: Path, cast: Cast) -> None:
    enrolment = Enrolment.objects.get(uuid=tried(file, cast)["enrolment"])
    play(enrolment, ("terminate", {"core": {"lesson_status": "passed", "score": {"raw": "80"}}}))
    enrolment.refresh_from_db()
    (item,) = run("learning_record", enrolment.uuid, "--json")["items"]
    assert (item["completion"], item["success"], item["score"]) == ("completed", "passed", {"scaled": 0.8, "raw": 80.0})
    assert enrolment.state == EnrolmentState.COMPLETED
    assert not Certificate.objects.exists()
    assert not home_items(cast.alice)
    assert not completed_items(cast.alice)


def test_each_trial_begins_with_an_empty_record(file: Path, cast: Cast) -> None:
    first, second = tried(file, cast), tried(file, cast)
    assert first["enrolment"] != second["enrolment"]
    assert run("learning_record", second["enrolment"], "--json")["items"] == []


def test_trial_course_is_in_no_list(client: Client, file: Path, cast: Cast) -> None:
    tried(file, cast)
    title = Course.objects.get(is_trial=True).title
    client.force_login(cast.author)
    assert title not in client.get("/admin/courses/").content.decode()
    assert title not in client.get("/learn/catalogue/").content.decode()


def test_refused_package_is_told_and_leaves_no_course(tmp_path: Path, cast: Cast) -> None:
    file = tmp_path / "hostile.zip"
    file.write_bytes(make_package(PackageSpec(damage=Damage.TRAVERSAL)))
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("try_package", str(file), "--as", cast.alice.staff_no, "--json", stdout=out)
    printed = json.loads(out.getvalue())
    assert (end.value.code, printed["verdict"], printed["enrolment"]) == (1, "refused", None)
    assert not Course.objects.exists()


def test_unknown_person_and_unknown_enrolment_are_told(file: Path, cast: Cast) -> None:
    with pytest.raises(CommandError, match="999999"):
        call_command("try_package", str(file), "--as", "999999")
    with pytest.raises(CommandError, match="nothing-such"):
        call_command("learning_record", "nothing-such")


def packages_of(course: Course) -> list[int | None]:
    draft = Course.objects.get(pk=course.pk).get_latest_revision_as_object()
    modules = read_modules(draft.modules.get_prep_value())
    return [module.content.package for module in modules if isinstance(module.content, Scorm)]


def test_package_goes_into_a_course_s_draft_once(file: Path, cast: Cast) -> None:
    course = CourseFactory()
    for _again in range(2):
        run("import_package", file, "--json", "--course", course.slug)
    assert packages_of(course) == [PackageVersion.objects.get().pk]
    assert not course.versions.exists()


def test_newer_version_takes_the_place_of_the_older_in_the_draft(tmp_path: Path, file: Path, cast: Cast) -> None:
    from curriculum.course_drafts import add_package
    from curriculum.packages.services import import_package

    course = CourseFactory()
    older = import_package(file, by=None, at=AT)
    changed = tmp_path / "changed.zip"
    changed.write_bytes(make_package(PackageSpec(items=(ItemSpec(id="i", title="第2版", file="a.html"),))))
    newer = import_package(changed, by=None, at=AT, package=older.package)
    assert add_package(course, older, by=cast.author)
    assert add_package(Course.objects.get(pk=course.pk), newer, by=cast.author)
    assert packages_of(course) == [newer.pk]


def test_unknown_course_stops_before_anything_is_imported(file: Path, cast: Cast) -> None:
    with pytest.raises(CommandError, match="no-such"):
        call_command("import_package", str(file), "--course", "no-such")
    assert not PackageVersion.objects.exists()
