"""The admin's lists of packages and of the talent framework; courses are tested where their views are Wagtail's.

Colleagues who edit nothing get 403 below /admin/; an editor without the right is sent back to the admin's first page.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from django.db.models import Model

from curriculum.models import (
    Ability,
    LevelDescriptor,
    Package,
    PackageUpload,
    PackageVersion,
    Programme,
    QuestionBank,
    TalentGroup,
)
from lms.people.models import Rank, TitleRank
from tests.access.rows import Row
from tests.cast import Cast
from tests.factories import CourseFactory

AT = datetime(2026, 11, 23, tzinfo=UTC)
EDITORS = ("author", "hr", "admin")
COURSE_EDITORS = ("author", "admin")
KEEPERS = ("hr", "admin")
NOBODY = ()
CHOOSE_VIEWS = ("choose", "choose_results", "chosen_multiple")
ROW_VIEWS = ("edit", "history", "history_results", "usage")


def packaged() -> PackageVersion:
    package = Package.objects.create(title="教材", created_at=AT)
    return PackageVersion.objects.create(
        package=package, number=1, sha256="a" * 64, standard="scorm12", title="教材", imported_at=AT
    )


def first(model: type[Model]) -> Callable[[Cast], Mapping[str, object]]:
    return lambda cast: {"pk": model._default_manager.order_by("pk")[0].pk}


def package(cast: Cast) -> Mapping[str, object]:
    return {"pk": packaged().package.pk}


def bank(cast: Cast) -> Mapping[str, object]:
    return {"pk": QuestionBank.objects.create(title="問題集").pk}


def course(cast: Cast) -> Mapping[str, object]:
    return {"pk": CourseFactory().pk}


def version(cast: Cast) -> Mapping[str, object]:
    return {"pk": packaged().pk}


def person(cast: Cast) -> Mapping[str, object]:
    return {"pk": cast.alice.pk}


def upload(cast: Cast) -> Mapping[str, object]:
    return {"uuid": PackageUpload.objects.create(filename="a.zip", uploaded_at=AT).uuid}


def row(url: str, open_to: tuple[str, ...], build: Callable[[Cast], Mapping[str, object]] | None = None) -> Row:
    roles = {role: 200 if role in open_to else 302 for role in EDITORS}
    return Row(url=url, others=403, roles=roles, build=build)


def viewset(
    name: str,
    *,
    readers: tuple[str, ...],
    keepers: tuple[str, ...],
    adders: tuple[str, ...],
    removers: tuple[str, ...],
    build: Callable[[Cast], Mapping[str, object]],
) -> list[Row]:
    return [
        *[row(f"{name}:{view}", readers) for view in ("index", "index_results")],
        *[row(f"{name}:{view}", keepers, build) for view in ROW_VIEWS],
        row(f"{name}:add", adders),
        row(f"{name}:delete", removers, build),
    ]


ROWS = [
    *viewset(
        "packages", readers=EDITORS, keepers=COURSE_EDITORS, adders=COURSE_EDITORS, removers=NOBODY, build=package
    ),
    *[row(f"question_banks:{view}", COURSE_EDITORS) for view in ("index", "index_results", "add")],
    *[row(f"question_banks:{view}", COURSE_EDITORS, bank) for view in (*ROW_VIEWS, "delete")],
    *[row(f"question_banks:{view}", COURSE_EDITORS, bank) for view in ("import",)],
    row("question_banks:example", COURSE_EDITORS),
    *[row(f"wagtailsnippets_curriculum_course:{view}", COURSE_EDITORS, course) for view in ("unpublish", "bring_back")],
    *[row(f"choose_question_bank:{view}", EDITORS) for view in CHOOSE_VIEWS],
    row("choose_question_bank:chosen", EDITORS, bank),
    row("packages:inspect", EDITORS, package),
    row("packages:upload", COURSE_EDITORS, upload),
    # What is no upload of one's own does not exist; what is no file is refused.
    Row(url="packages:upload_begin", others=403, roles={"author": 400, "admin": 400, "hr": 302}, method="POST"),
    *[
        Row(url=url, others=403, roles={"author": 404, "admin": 404, "hr": 302}, method="POST", build=upload)
        for url in ("packages:upload_finish", "packages:upload_cancel")
    ],
    Row(
        url="packages:upload_piece",
        others=403,
        roles={"author": 400, "admin": 400, "hr": 302},
        method="POST",
        build=upload,
    ),
    *[
        each
        for model in (TalentGroup, LevelDescriptor, Ability, Programme)
        for each in viewset(
            model._meta.model_name or "",
            readers=EDITORS,
            keepers=KEEPERS,
            adders=NOBODY,
            removers=NOBODY,
            build=first(model),
        )
    ],
    *[
        each
        for model in (TitleRank, Rank)
        for each in viewset(
            model._meta.model_name or "",
            readers=KEEPERS,
            keepers=KEEPERS,
            adders=KEEPERS,
            removers=KEEPERS,
            build=first(model),
        )
    ],
    *[row(f"choose_package:{view}", EDITORS) for view in ("choose", "choose_results", "chosen_multiple")],
    row("choose_package:chosen", EDITORS, version),
    *[row(f"choose_person:{view}", EDITORS) for view in ("choose", "choose_results", "chosen_multiple")],
    row("choose_person:chosen", EDITORS, person),
]
