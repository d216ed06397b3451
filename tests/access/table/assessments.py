"""Who reaches which page of assessments: Alice's are hers and her raters'; HR opens and closes cycles."""

from collections.abc import Mapping

from assessments.models import Chair
from assessments.objections import object_to
from assessments.services import attach_evidence
from assessments.staffing import appoint_deputy
from tests.access.rows import Row
from tests.cast import Cast
from tests.factories.assessments import AT, CycleFactory, assessment_of, confirm_at, open_cycle_for


def cycle(cast: Cast) -> Mapping[str, object]:
    return {"cycle": open_cycle_for(cast).code}


def code(cast: Cast) -> Mapping[str, object]:
    return {"code": open_cycle_for(cast).code}


def alice(cast: Cast) -> Mapping[str, object]:
    open_cycle_for(cast)
    return {"uuid": assessment_of(cast.alice).uuid}


def alice_in_cycle(cast: Cast) -> Mapping[str, object]:
    return cycle(cast) | alice(cast)


def alice_level(cast: Cast) -> Mapping[str, object]:
    return alice(cast) | {"level": 4}


def evidence(cast: Cast) -> Mapping[str, object]:
    open_cycle_for(cast)
    item = attach_evidence(
        assessment_of(cast.alice),
        level=4,
        note="窓口の様式を直した",
        happened_on=AT.date(),
        request_key="k",
        by=cast.alice,
        at=AT,
    )
    return {"uuid": item.uuid}


def planned(cast: Cast) -> Mapping[str, object]:
    return {"code": CycleFactory().code}


def deputyship(cast: Cast) -> Mapping[str, object]:
    round_ = open_cycle_for(cast)
    row = appoint_deputy(
        round_,
        cast.supervisor,
        cast.charlie,
        [Chair.SECOND],
        since=AT.date(),
        until=None,
        reason="出張",
        by=cast.hr,
        at=AT,
    )[0]
    return {"code": round_.code, "uuid": row.uuid}


def objection(cast: Cast) -> Mapping[str, object]:
    open_cycle_for(cast)
    row = assessment_of(cast.alice)
    confirm_at(row, 2, cast=cast)
    return {"uuid": object_to(row, "違います", request_key="k", by=cast.alice, at=AT).uuid}


ROWS = [
    Row(url="assessments:home", others=200),
    Row(url="assessments:self", build=alice, others=404, roles={"alice": 200}),
    Row(url="assessments:self", build=alice, method="POST", others=404, roles={"alice": 422}),
    Row(url="assessments:draft", build=alice, method="POST", others=404, roles={"alice": 400}),
    Row(url="assessments:attach", build=alice_level, method="POST", others=404, roles={"alice": 302}),
    Row(url="assessments:withdraw", build=evidence, method="POST", others=404, roles={"alice": 302}),
    Row(url="assessments:rate", build=cycle, others=403, roles={"supervisor": 200}),
    Row(url="assessments:sheets", build=cycle, others=403, roles={"supervisor": 200}),
    Row(url="assessments:rate_one", build=alice_in_cycle, method="POST", others=404, roles={"supervisor": 302}),
    Row(url="assessments:rate_detail", build=alice_in_cycle, others=404, roles={"supervisor": 302}),
    # HR confirms for those without a second rater: here everyone but Alice.
    Row(url="assessments:confirm", build=cycle, others=403, roles={"second": 200, "hr": 200}),
    Row(url="assessments:confirm", build=cycle, method="POST", others=403, roles={"second": 302, "hr": 302}),
    Row(url="assessments:return", build=alice_in_cycle, others=404, roles={"second": 200}),
    Row(url="assessments:return", build=alice_in_cycle, method="POST", others=404, roles={"second": 422}),
    Row(url="assessments:team", others=403, roles={"supervisor": 200, "second": 200}),
    Row(url="assessments:cycles", others=403, roles={"hr": 200}),
    Row(url="assessments:cycle", build=code, others=403, roles={"hr": 200}),
    Row(url="assessments:open_cycle", build=code, method="POST", others=403, roles={"hr": 302}),
    Row(url="assessments:close_cycle", build=code, method="POST", others=403, roles={"hr": 302}),
    Row(url="assessments:object", build=alice, others=404, roles={"alice": 200}),
    Row(url="assessments:object", build=alice, method="POST", others=404, roles={"alice": 422}),
    Row(url="assessments:new_cycle", others=403, roles={"hr": 200}),
    Row(url="assessments:new_cycle", method="POST", others=403, roles={"hr": 422}),
    Row(url="assessments:edit_cycle", build=planned, others=403, roles={"hr": 200}),
    Row(url="assessments:edit_cycle", build=planned, method="POST", others=403, roles={"hr": 422}),
    Row(url="assessments:settings", build=planned, others=403, roles={"hr": 200}),
    Row(url="assessments:settings", build=planned, method="POST", others=403, roles={"hr": 422}),
    Row(url="assessments:preview", build=planned, others=403, roles={"hr": 200}),
    Row(url="assessments:people", build=code, others=403, roles={"hr": 200}),
    Row(url="assessments:act", build=code, method="POST", others=403, roles={"hr": 302}),
    Row(url="assessments:add_person", build=code, method="POST", others=403, roles={"hr": 422}),
    Row(url="assessments:remind", build=code, others=403, roles={"hr": 200}),
    Row(url="assessments:remind", build=code, method="POST", others=403, roles={"hr": 302}),
    Row(url="assessments:deputies", build=code, others=403, roles={"hr": 200}),
    Row(url="assessments:deputies", build=code, method="POST", others=403, roles={"hr": 422}),
    Row(url="assessments:end_deputy", build=deputyship, method="POST", others=403, roles={"hr": 302}),
    Row(url="assessments:objections", others=403, roles={"hr": 200}),
    Row(url="assessments:objection", build=objection, others=403, roles={"hr": 200}),
    Row(url="assessments:objection", build=objection, method="POST", others=403, roles={"hr": 422}),
]
