"""Who sits in a rater's chair on a date: the rater bound to the assessment, or their deputy. Never the person rated."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from assessments.models import Assessment, Chair, Deputy
from lms.people.models import User


def rates_first(user: User, on: date) -> Q:
    return _sits(user, Chair.FIRST, "first_rater", on)


def rates_second(user: User, on: date) -> Q:
    return _sits(user, Chair.SECOND, "second_rater", on)


def _sits(user: User, chair: Chair, rater: str, on: date) -> Q:
    stands_in = Deputy.objects.on(on).filter(
        deputy=user, chair=chair, cycle=OuterRef("cycle"), rater=OuterRef(f"{rater}_id")
    )
    return (Q(**{rater: user}) | Exists(stands_in)) & ~Q(person=user)


def chairs_of(user: User, assessment: Assessment, *, on: date) -> frozenset[Chair]:
    """Return which chairs of one assessment a person sits in."""
    if assessment.person_id == user.pk:
        return frozenset()
    bound = {Chair.FIRST: assessment.first_rater_id, Chair.SECOND: assessment.second_rater_id}
    sits = {chair for chair, rater_id in bound.items() if rater_id == user.pk}
    deputyships = Deputy.objects.on(on).filter(deputy=user, cycle=assessment.cycle_id)
    stands_for = {(row.chair, row.rater_id) for row in deputyships}
    return frozenset(sits | {chair for chair, rater_id in bound.items() if (chair, rater_id) in stands_for})
