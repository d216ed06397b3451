"""Writes the plan's 30-module catalogue as courses with real lessons, quizzes, packages, projects and classes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml
from django.utils.html import escape

from curriculum.kinds import ModuleKind
from curriculum.models import Ability, Course, FrameworkVersion, PackageVersion, Programme, TalentGroup
from lms.people.models import User

LESSONS_FILE = Path(__file__).parent / "fixtures" / "lessons.yaml"
SCORM_COURSE = "A02"
QUIZ_MINUTES = 5
PROJECT_PHASES = (
    ("課題設定", "現場を観察し、誰が何に困っているかを1文にします。", "課題設定書"),
    ("試行", "小さく試し、前と後の時間や件数を測ります。", "試行計画と記録"),
    ("検証", "比べる相手を決めて効果を確かめ、直します。", "効果測定"),
    ("報告", "何が分かり、どこへ展開できるかをまとめます。", "成果報告書"),
)
RUBRIC = (
    (
        "課題の捉え方",
        ("困りごとが曖昧", "誰の困りごとか分かる", "事実で裏付けている", "原因まで構造化している"),
    ),
    ("試行の進め方", ("計画がない", "計画どおり試した", "測りながら直した", "関係課を巻き込んで試した")),
    ("効果の確かめ方", ("感想だけ", "前後を測った", "比べる相手がある", "限界も示している")),
    ("共有", ("共有していない", "WG内で共有した", "課で共有した", "他のWGや課で使われた")),
)

HANDIN_RUBRIC = (
    ("課題の具体性", ("思いつきにとどまる", "困りごとが分かる", "件数や時間で示している", "原因まで示している")),
    ("前後の比べ方", ("比べていない", "感想で比べた", "同じ数え方で測った", "続けて測り、ばらつきも示した")),
)
# What people type when they look for a course by ear; the words of the titles follow from it.
READINGS = {
    "生成AI": "せいせいえーあい",
    "情報セキュリティ": "じょうほうせきゅりてぃ",
    "電子申請": "でんししんせい",
    "業務": "ぎょうむ",
    "推進計画": "すいしんけいかく",
    "仕事": "しごと",
    "令和": "れいわ",
    "改善": "かいぜん",
    "基本": "きほん",
    "活用": "かつよう",
    "共同編集": "きょうどうへんしゅう",
    "文章": "ぶんしょう",
    "作法": "さほう",
    "入門": "にゅうもん",
    "自動化": "じどうか",
    "RPA": "あーるぴーえー",
    "実習": "じっしゅう",
    "台帳": "だいちょう",
    "庁内": "ちょうない",
    "利用": "りよう",
    "実践": "じっせん",
    "文書作成": "ぶんしょさくせい",
    "要約": "ようやく",
    "照会回答": "しょうかいかいとう",
    "提出": "ていしゅつ",
    "可視化": "かしか",
    "業務量調査": "ぎょうむりょうちょうさ",
    "係長級": "かかりちょうきゅう",
    "階層別研修": "かいそうべつけんしゅう",
    "変革": "へんかく",
    "伴走支援": "ばんそうしえん",
    "規制": "きせい",
    "点検": "てんけん",
    "見直し": "みなおし",
    "上司": "じょうし",
    "心得": "こころえ",
    "事務分担表": "じむぶんたんひょう",
    "見取り": "みとり",
    "面談": "めんだん",
    "評価者": "ひょうかしゃ",
    "基礎": "きそ",
    "市民視点": "しみんしてん",
    "課題": "かだい",
    "意思決定": "いしけってい",
    "整備": "せいび",
    "公開": "こうかい",
    "試行": "しこう",
    "検証": "けんしょう",
    "成果報告会": "せいかほうこくかい",
    "共有": "きょうゆう",
    "他団体": "ただんたい",
    "交流": "こうりゅう",
    "自治体": "じちたい",
    "意見交換": "いけんこうかん",
    "専門家": "せんもんか",
    "特別研修": "とくべつけんしゅう",
    "部長級": "ぶちょうきゅう",
    "課長級": "かちょうきゅう",
    "人材": "じんざい",
    "育成": "いくせい",
    "管理職": "かんりしょく",
    "技術判断": "ぎじゅつはんだん",
    "連携": "れんけい",
    "部門横断": "ぶもんおうだん",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The framework's rows by key, which course drafts point to."""

    groups: dict[str, TalentGroup]
    abilities: dict[str, Ability]
    programmes: dict[str, Programme]

    @classmethod
    def of(cls, framework: FrameworkVersion) -> "Shelf":
        return cls(
            groups={row.key: row for row in framework.groups.all()},
            abilities={row.key: row for row in framework.abilities.all()},
            programmes={row.key: row for row in framework.programmes.all()},
        )


@cache
def read_lessons() -> dict[str, list[dict[str, Any]]]:
    lessons: dict[str, list[dict[str, Any]]] = yaml.safe_load(LESSONS_FILE.read_text(encoding="utf-8"))
    return lessons


def pages(entry: dict[str, Any]) -> list[dict[str, str]]:
    """Return a course's lessons as a package's pages."""
    return [
        {"title": outline["ja"], "text": lesson["text"], "point": lesson["point"]}
        for outline, lesson in zip(entry["outline"], read_lessons()[entry["code"]], strict=True)
    ]


def draft_course(entry: dict[str, Any], shelf: Shelf, *, owner: User, package: PackageVersion | None) -> Course:
    """Return a saved course whose draft holds the catalogue entry's modules."""
    course = Course(
        slug=entry["code"].lower(),
        code=entry["code"],
        title=entry["title_ja"],
        title_en=entry["title_en"],
        reading=" ".join(kana for words, kana in READINGS.items() if words in entry["title_ja"]),
        purpose=_purpose(entry),
        purpose_en=_purpose_en(entry),
        programme=shelf.programmes[entry["programme"]],
        supports_level_from=entry["supports_level_from"],
        supports_level_to=entry["supports_level_to"],
        is_mandatory=entry["mandatory"],
        initiatives=entry["initiatives"],
        owner=owner,
        review_on="2027-03-31",
        live=False,
        modules=_modules(entry, package),
    )
    course.save()
    course.groups.set(shelf.groups[key] for key in entry["groups"])
    course.abilities.set(shelf.abilities[key] for key in entry["abilities"])
    return course


def _purpose(entry: dict[str, Any]) -> str:
    topics = "、".join(outline["ja"] for outline in entry.get("outline", []))
    return f"{topics}を学びます。" if topics else f"提出するもの: {entry['evidence_ja']}"


def _purpose_en(entry: dict[str, Any]) -> str:
    topics = "; ".join(outline["en"] for outline in entry.get("outline", []))
    return f"You learn: {topics}." if topics else f"You hand in: {entry['evidence_en']}."


def _modules(entry: dict[str, Any], package: PackageVersion | None) -> list[dict[str, Any]]:
    """Return the course's stream: what learners do depends on the entry's modality."""
    match entry["modality"]:
        case "elearning":
            parts = [_package(entry, package)] if package else _lessons(entry)
            return parts + ([_quiz(entry)] if "test" in entry else [])
        case "pbl":
            return [_project(entry)]
        case "classroom":
            handin = [_handin(entry)] if "evidence_ja" in entry else []
            return [_class(entry), *handin]
        case _:
            return [_handin(entry)]


def _block(entry: dict[str, Any], kind: ModuleKind, part: int, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind.value, "id": str(_key(entry["code"], kind, part)), "value": {"is_required": True} | value}


def _key(code: str, kind: str, part: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"demo:{code}:{kind}:{part}")


def _lessons(entry: dict[str, Any]) -> list[dict[str, Any]]:
    rows = zip(entry["outline"], read_lessons()[entry["code"]], strict=True)
    return [
        _block(
            entry,
            ModuleKind.LESSON,
            part,
            {
                "title": outline["ja"],
                "title_en": outline["en"],
                "minutes": outline["minutes"],
                "body": [
                    {"type": "text", "value": f"<p>{escape(lesson['text'])}</p>"},
                    {"type": "callout", "value": {"tone": "point", "text": f"<p>{escape(lesson['point'])}</p>"}},
                ],
            },
        )
        for part, (outline, lesson) in enumerate(rows)
    ]


def _package(entry: dict[str, Any], package: PackageVersion) -> dict[str, Any]:
    value = {
        "title": f"教材で学ぶ({len(entry['outline'])}つの場面)",
        "title_en": f"Work through the material ({len(entry['outline'])} scenes)",
        "minutes": entry["minutes"] - (QUIZ_MINUTES if "test" in entry else 0),
        "package": package.pk,
    }
    return _block(entry, ModuleKind.SCORM, 0, value)


def _quiz(entry: dict[str, Any]) -> dict[str, Any]:
    random = Random(entry["code"])
    questions = [lesson for lesson in read_lessons()[entry["code"]] if "q" in lesson]
    value = {
        "title": "確認テスト",
        "title_en": "Confirmation test",
        "minutes": QUIZ_MINUTES,
        "pass_percent": entry["test"]["pass_percent"],
        "max_attempts": None,
        "questions": [
            {
                "type": "question",
                "id": str(_key(entry["code"], "question", part)),
                "value": {
                    "text": lesson["q"],
                    "choices": _choices(lesson["a"], random),
                    "explanation": lesson["e"],
                },
            }
            for part, lesson in enumerate(questions)
        ],
    }
    return _block(entry, ModuleKind.QUIZ, 0, value)


def _choices(answers: list[str], random: Random) -> list[dict[str, Any]]:
    """Return the choices in a fixed shuffled order; the data file has the right one first."""
    choices = [{"text": text, "is_correct": number == 0} for number, text in enumerate(answers)]
    random.shuffle(choices)
    return [{"type": "item", "value": choice} for choice in choices]


def _project(entry: dict[str, Any]) -> dict[str, Any]:
    value = {
        "title": entry["title_ja"],
        "title_en": entry["title_en"],
        "minutes": entry["minutes"],
        "brief": _purpose(entry),
        "phases": [
            {"type": "phase", "value": {"title": title, "guidance": guidance, "deliverable": deliverable}}
            for title, guidance, deliverable in PROJECT_PHASES
        ],
        "rubric": _criteria(RUBRIC),
    }
    return _block(entry, ModuleKind.PROJECT, 0, value)


def _class(entry: dict[str, Any]) -> dict[str, Any]:
    topics = "\n".join(f"{outline['ja']}({outline['minutes']}分)" for outline in entry.get("outline", []))
    value = {
        "title": entry["title_ja"],
        "title_en": entry["title_en"],
        "minutes": entry["minutes"],
        "description": topics,
    }
    return _block(entry, ModuleKind.CLASS, 0, value)


def _handin(entry: dict[str, Any]) -> dict[str, Any]:
    minutes = 30 if entry["modality"] == "classroom" else entry["minutes"]
    value = {"title": "提出", "title_en": "Hand-in", "minutes": minutes, "prompt": entry["evidence_ja"]}
    # Practice is judged by what it changed; a class's short hand-in is only looked at.
    value["rubric"] = _criteria(HANDIN_RUBRIC) if entry["modality"] != "classroom" else []
    return _block(entry, ModuleKind.HANDIN, 0, value)


def _criteria(rubric: Iterable[tuple[str, tuple[str, ...]]]) -> list[dict[str, Any]]:
    return [
        {
            "type": "criterion",
            "value": {"title": title, "levels": [{"type": "item", "value": level} for level in levels]},
        }
        for title, levels in rubric
    ]
