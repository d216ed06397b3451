"""The overall sequencing process: from a navigation request to what is delivered (OP.1, NB.2, SB.2.5-SB.2.13, DB)."""

from lms.learning.scorm.sequencing.activities import Action, Activity
from lms.learning.scorm.sequencing.course import Course
from lms.learning.scorm.sequencing.ending import end_attempt, end_descendants, terminate
from lms.learning.scorm.sequencing.requests import Denied, Request, Result, Word
from lms.learning.scorm.sequencing.traversal import WalkedOff, Way, check_choice_step, flow, neighbour

ENDS_ACTIVITY = frozenset({Word.CONTINUE, Word.PREVIOUS, Word.CHOICE, Word.JUMP})
TERMINATIONS = frozenset({Word.EXIT, Word.EXIT_ALL, Word.ABANDON, Word.ABANDON_ALL, Word.SUSPEND_ALL})


def process(course: Course, request: Request) -> Result:
    """Follow a navigation request [OP.1]. A refused one leaves the course as far as it has come, with the reason."""
    course.prepare()
    course.tracking.steps += 1
    try:
        check_navigation(course, request)
        return _follow(course, _ended(course, request))
    except Denied as denial:
        return Result(code=denial.code)


def _ended(course: Course, request: Request) -> Request:
    """End what the request ends; rules may put another request in its place [OP.1, 1.2]."""
    current = course.current
    if request.word in TERMINATIONS:
        follows = terminate(course, request.word)
        return follows or Request(word=Word.EXIT)
    if request.word in ENDS_ACTIVITY and current is not None and course.is_active(current):
        return terminate(course, Word.EXIT) or request
    return request


def _follow(course: Course, request: Request) -> Result:
    try:
        found = sequence(course, request)
    except WalkedOff:
        end_session(course)
        return Result(has_ended=True)
    if found is None:
        if course.current is course.root or course.current is None:
            course.current = None
            return Result(has_ended=True)
        return Result()
    check_delivery(course, found)
    _deliver(course, found)
    return Result(delivered=found)


def end_session(course: Course) -> None:
    """Leave the tree by its end: all attempts are over."""
    end_descendants(course, course.root)
    end_attempt(course, course.root)
    course.current = None


# Navigation [NB.2.1]


def check_navigation(course: Course, request: Request) -> None:
    """Raise Denied when a request is not valid where the learner is."""
    current = course.current
    match request.word:
        case Word.START:
            _demand(current is None, "NB.2.1-1")
        case Word.RESUME_ALL:
            _demand(current is None, "NB.2.1-1")
            _demand(course.suspended is not None, "NB.2.1-3")
        case Word.CONTINUE:
            parent = _parent_of_current(course)
            _demand(parent.controls.flow, "NB.2.1-4")
        case Word.PREVIOUS:
            parent = _parent_of_current(course)
            _demand(parent.controls.flow and not parent.controls.forward_only, "NB.2.1-5")
        case Word.CHOICE:
            _check_choice(course, request.target)
        case Word.JUMP:
            _demand(current is not None, "NB.2.1-2")
            target = course.tree.by_id.get(request.target)
            _demand(target is not None and target in course.siblings(target), "NB.2.1-11")
        case Word.EXIT | Word.ABANDON:
            _demand(current is not None, "NB.2.1-2")
            _demand(current is not None and course.is_active(current), "NB.2.1-12")
        case _:
            _demand(current is not None, "NB.2.1-2")


def _demand(holds: bool, code: str) -> None:
    if not holds:
        raise Denied(code)


def _parent_of_current(course: Course) -> Activity:
    current = course.current
    if current is None:
        raise Denied("NB.2.1-2")
    parent = course.parent(current)
    if parent is None:
        raise Denied("NB.2.1-4")
    return parent


def _check_choice(course: Course, identifier: str) -> None:
    target = course.tree.by_id.get(identifier)
    if target is None:
        raise Denied("NB.2.1-11")
    parent, current = course.parent(target), course.current
    _demand(parent is None or parent.controls.choice, "NB.2.1-10")
    if current is None:
        return
    left = course.tree.between(current, course.tree.common_ancestor(current, target)) or [current]
    _demand(all(place.controls.choice_exit for place in left if course.is_active(place)), "NB.2.1-8")


# Sequencing requests [SB.2.12]


def sequence(course: Course, request: Request) -> Activity | None:
    """Return the activity that a sequencing request finds; None where it ends the session or leaves the place open."""
    current = course.current
    match request.word:
        case Word.START:
            _demand(current is None, "SB.2.5-1")
            return _start(course)
        case Word.RESUME_ALL:
            _demand(current is None, "SB.2.6-1")
            _demand(course.suspended is not None, "SB.2.6-2")
            return course.suspended
        case Word.CONTINUE:
            return _flow_on(course, current, Way.FORWARD, "SB.2.7")
        case Word.PREVIOUS:
            return _flow_on(course, current, Way.BACKWARD, "SB.2.8")
        case Word.CHOICE:
            return choose(course, request.target)
        case Word.RETRY:
            return _retry(course, current)
        case Word.JUMP:
            _demand(current is not None, "SB.2.13-1")
            return course.tree.by_id[request.target]
    _demand(current is not None, "SB.2.11-1")
    _demand(current is not None and not course.is_active(current), "SB.2.11-2")
    return None


def _start(course: Course) -> Activity:
    if course.root.is_leaf:
        return course.root
    return flow(course, course.root, Way.FORWARD, into_children=True)


def _flow_on(course: Course, current: Activity | None, way: Way, clause: str) -> Activity:
    if current is None:
        raise Denied(f"{clause}-1")
    parent = course.parent(current)
    _demand(parent is None or parent.controls.flow, f"{clause}-2")
    return flow(course, current, way, into_children=False)


def _retry(course: Course, current: Activity | None) -> Activity:
    if current is None:
        raise Denied("SB.2.10-1")
    kept = course.of(current)
    _demand(not kept.is_active and not kept.is_suspended, "SB.2.10-2")
    if current.is_leaf:
        return current
    return flow(course, current, Way.FORWARD, into_children=True)


# Choice [SB.2.9]


def choose(course: Course, identifier: str, *, is_tried: bool = False) -> Activity:
    """Return the activity that choosing a target delivers; a cluster leads on by flow. `is_tried` changes nothing."""
    target = course.tree.by_id.get(identifier)
    if target is None:
        raise Denied("SB.2.9-1")
    check_choosable(course, target)
    current = course.current
    ancestor = course.root if current is None else course.tree.common_ancestor(current, target)
    _check_way(course, current, target, ancestor)
    if target.is_leaf:
        return target
    try:
        return flow(course, target, Way.FORWARD, into_children=True)
    except (Denied, WalkedOff) as failure:
        if not is_tried:
            # The learner has left where they were and stands before the chosen cluster.
            end_descendants(course, ancestor)
            end_attempt(course, ancestor)
            course.current = target
        raise Denied("SB.2.9-9") from failure


def check_choosable(course: Course, target: Activity) -> None:
    """Raise Denied for what is not on offer, hidden from choice, or in a cluster without choice."""
    for place in course.tree.down(target):
        _demand(place in course.siblings(place), "SB.2.9-2")
        _demand(course.action(place, Action.HIDDEN_FROM_CHOICE) is None, "SB.2.9-3")
    parent = course.parent(target)
    _demand(parent is None or parent.controls.choice, "SB.2.9-4")


def _check_way(course: Course, current: Activity | None, target: Activity, ancestor: Activity) -> None:
    if current is target:
        return
    if current is not None and course.parent(current) is course.parent(target):
        _check_siblings(course, current, target)
    elif current is None or current is ancestor:
        _check_down(course, ancestor, target, is_forward=True)
    elif target is ancestor:
        _check_up(course, current, ancestor)
    else:
        _check_across(course, current, target, ancestor)


def _check_siblings(course: Course, current: Activity, target: Activity) -> None:
    siblings = course.siblings(target)
    if current not in siblings:
        return  # selection has put the learner's place away; nothing lies between
    start, end = siblings.index(current), siblings.index(target)
    way = Way.FORWARD if end > start else Way.BACKWARD
    for place in siblings[start : end : way.value]:
        check_choice_step(course, place, way)


def _check_down(course: Course, ancestor: Activity, target: Activity, *, is_forward: bool) -> None:
    """Check the way from the common ancestor to the target, whose own rules do not stand in its way."""
    if target is ancestor:
        return
    below = course.tree.between(target, ancestor)
    for place in (ancestor, *below[:0:-1]) if is_forward else ():
        check_choice_step(course, place, Way.FORWARD)
    for place in below:
        _demand(course.is_active(place) or not place.prevents_activation, "SB.2.9-6")


def _check_up(course: Course, current: Activity, ancestor: Activity) -> None:
    for place in course.tree.between(current, ancestor):
        _demand(place.controls.choice_exit, "SB.2.9-7")


def _check_across(course: Course, current: Activity, target: Activity, ancestor: Activity) -> None:
    """Check a choice in another branch. Constraints are those of the clusters that are left, not of the leaf."""
    left = [place for place in course.tree.between(current, ancestor) if not place.is_leaf]
    is_forward = _is_forward(course, current, target, ancestor)
    for place in left:
        _demand(place.controls.choice_exit, "SB.2.9-7")
    constrained = next((place for place in left if place.constrains_choice), None)
    if constrained is not None and target is not constrained:
        near = neighbour(course, constrained, Way.FORWARD if is_forward else Way.BACKWARD)
        _demand(any(place is near for place in course.tree.up(target)), "SB.2.9-8")
    _check_down(course, ancestor, target, is_forward=is_forward)


def _is_forward(course: Course, current: Activity, target: Activity, ancestor: Activity) -> bool:
    """Tell whether a target comes after the current activity, from the branches of their common ancestor."""
    branches = [course.tree.between(place, ancestor)[-1] for place in (current, target)]
    here, there = (next((i for i, child in enumerate(course.children(ancestor)) if child is b), -1) for b in branches)
    return there > here


# Delivery [DB.1.1, DB.2]


def check_delivery(course: Course, activity: Activity) -> None:
    """Raise Denied for what cannot be shown: a cluster, or what lies below something disabled or used up."""
    _demand(activity.is_leaf, "DB.1.1-1")
    for place in course.tree.down(activity):
        _demand(not course.is_barred(place), "DB.1.1-3")


def _deliver(course: Course, activity: Activity) -> None:
    """Begin, or go on with, the attempts from the root down to an activity [DB.2]."""
    current = course.current
    _demand(current is None or not course.is_active(current) or not current.is_leaf, "DB.2-1")
    if course.tracking.suspended and course.tracking.suspended != activity.id:
        _clear_suspended(course, activity)
    end_descendants(course, activity)
    for place in course.tree.down(activity):
        _begin_attempt(course, place)
    course.current = activity
    course.tracking.suspended = ""
    course.tracking.is_waiting = True


def _clear_suspended(course: Course, activity: Activity) -> None:
    """Let go of what was suspended: another activity is shown instead [DB.2.1]."""
    suspended = course.suspended
    if suspended is not None:
        ancestor = course.tree.common_ancestor(activity, suspended)
        for place in (*course.tree.between(suspended, ancestor), ancestor):
            kept = course.of(place)
            holds_suspended = any(course.of(child).is_suspended for child in place.children)
            kept.is_suspended = kept.is_suspended and holds_suspended
    course.tracking.suspended = ""


def _begin_attempt(course: Course, activity: Activity) -> None:
    kept = course.of(activity)
    if kept.is_active:
        return
    if kept.is_suspended:
        kept.is_suspended = False
    elif activity.is_tracked:
        kept.attempts += 1
        course.forget(activity)
        # What children did belongs to the attempt that is over, unless the manifest lets it count (SN 3.2.6, 3.2.7).
        for child in activity.children if kept.attempts > 1 else ():
            course.forget(
                child,
                objectives=activity.controls.use_current_attempt_objectives,
                progress=activity.controls.use_current_attempt_progress,
            )
    kept.is_active = True
