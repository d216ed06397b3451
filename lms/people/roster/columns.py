"""Which column of a roster holds what: Japanese headings with their synonyms, and the city's own mapping on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.people.roster.values import folded

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "staff_no": ("職員番号", "職員コード", "職員no", "社員番号", "個人番号", "職番", "staff_no", "staffno"),
    "name": ("氏名", "名前", "職員氏名", "職員名", "氏名漢字", "漢字氏名", "name"),
    "family_name": ("姓", "氏", "名字", "苗字", "family_name"),
    "given_name": ("名", "given_name"),
    "kana": (
        "フリガナ",
        "ふりがな",
        "カナ",
        "カナ氏名",
        "氏名カナ",
        "カナ名",
        "氏名フリガナ",
        "シメイ",
        "kana",
    ),
    "bureau_code": ("部コード", "部局コード", "局コード", "部cd"),
    "bureau": ("部", "部名", "部局", "部局名", "局", "局名", "部名称"),
    "division_code": ("課コード", "課室コード", "課cd"),
    "division": ("課", "課名", "課室", "課室名", "室", "課所", "課所名", "課名称"),
    "section_code": ("係コード", "担当コード", "班コード", "係cd"),
    "section": ("係", "係名", "担当", "班", "グループ", "係名称"),
    "department_code": ("所属コード", "部署コード", "組織コード", "所属cd"),
    "department": ("所属", "所属名", "部署", "部署名", "組織名", "所属名称"),
    "title": ("職名", "職", "役職", "役職名", "職位", "補職", "補職名"),
    "post_kind": ("発令区分", "発令", "本兼区分", "本務兼務区分", "兼務区分", "在籍区分"),
    "employment": ("任用区分", "任用形態", "雇用区分", "雇用形態", "職員区分", "任用種別"),
    "joined_on": ("採用日", "採用年月日", "入庁日", "入庁年月日", "任用開始日"),
    "last_day": ("退職日", "退職年月日", "任用終了日", "離職日"),
    "email": ("メール", "メールアドレス", "eメール", "電子メール", "email", "e-mail", "mail"),
    "weekly_minutes": ("週勤務時間", "勤務時間", "週所定勤務時間", "週の勤務時間", "勤務時間(週)"),
    "first_rater": ("一次評価者", "一次評価者職員番号", "1次評価者", "1次評価者職員番号", "第一次評価者"),
    "second_rater": ("二次評価者", "二次評価者職員番号", "2次評価者", "2次評価者職員番号", "第二次評価者"),
}
FIELDS = tuple(SYNONYMS)
IGNORED = ""
# The name may come in one column or in two.
NAME_FIELDS = ("name", "family_name", "given_name")


def heading_key(heading: str) -> str:
    """Return a heading for comparison: width and case folded, spaces and parentheses gone."""
    return folded(heading).lower().translate(str.maketrans("", "", "()[]「」・:*※"))


_KNOWN = {heading_key(word): field for field, words in SYNONYMS.items() for word in words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each field stands, and what could not be placed."""

    position: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields that no column holds."""
        has_name = "name" in self.position or {"family_name", "given_name"} <= self.position.keys()
        absent = [] if "staff_no" in self.position else ["staff_no"]
        return tuple(absent if has_name else [*absent, "name"])

    @property
    def is_usable(self) -> bool:
        return not (self.unknown or self.repeated or self.missing)


def recognise(headings: Sequence[str], saved: Mapping[str, str]) -> Columns:
    """Place each heading: the city's saved mapping first, then the known words.

    `saved` maps a heading to a field, or to nothing for a column that is to be left out.
    """
    mapping = {heading_key(heading): field for heading, field in saved.items()}
    position: dict[str, int] = {}
    unknown, repeated, ignored = [], [], []
    for index, heading in enumerate(headings):
        key = heading_key(heading)
        field = mapping.get(key, _KNOWN.get(key))
        if field is None:
            if key:
                unknown.append(heading.strip())
        elif field == IGNORED:
            ignored.append(heading.strip())
        elif field in position:
            repeated.append(heading.strip())
        else:
            position[field] = index
    return Columns(position=position, unknown=tuple(unknown), repeated=tuple(repeated), ignored=tuple(ignored))
