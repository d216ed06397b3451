"""Writes the demo city's roster as HR would export it: CP932 CSV, one line a posting."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO

from lms.demo.city import Member, Place

HEADER = (
    *("職員番号", "氏名", "姓", "名", "フリガナ", "部コード", "部", "課コード", "課", "係コード", "係"),
    *("職名", "発令区分", "任用区分", "採用日", "退職日"),
)


def roster_csv(members: Iterable[Member], *, encoding: str = "cp932") -> bytes:
    """Return the roster file; raise UnicodeEncodeError for a name the encoding cannot hold."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADER)
    for member in members:
        writer.writerows(_lines(member))
    return buffer.getvalue().encode(encoding)


def _lines(member: Member) -> Iterator[list[str]]:
    yield _line(member, "本務", member.place, member.title)
    for kind, place, title in member.extra:
        yield _line(member, kind, place, title)


def _line(member: Member, kind: str, place: Place, title: str) -> list[str]:
    where = [*place.bureau, *place.division, *place.section]
    who = [member.staff_no, member.name, member.family, member.given, member.kana]
    return [*who, *where, title, kind, member.employment, _day(member.joined_on), _day(member.left_on)]


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
