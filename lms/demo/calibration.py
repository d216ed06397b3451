"""Two calibrations: one that is over, for everyone's raters, and one that is open, for the raters of section chiefs."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from assessments.calibration import services
from assessments.calibration.models import Calibration, CalibrationCase, CalibrationRater, CalibrationRating
from assessments.calibration.services import Planned, Written
from curriculum.models import FrameworkVersion
from lms.people.models import User

BATCH = 2000
ANSWERED = 0.93
NO_GROUNDS = 0.03
OPEN_ANSWERED = 0.4

# Fictitious people; the level is the one the writer had in mind.
EVERYONES_CASES = (
    Written(
        title="庁内チャットを使い始めた主事",
        text="研修で庁内チャットの使い方を習い、連絡は電話より速いと話している。自分から使うことはまだなく、"
        "届いた連絡に返事をする程度である。業務のどこに使えるかを尋ねると「特に思いつかない」と答えた。",
        expected_level=1,
        expected_because="役に立つことは分かっているが、自分の業務の非効率に気づいた様子がない。",
    ),
    Written(
        title="二重入力に気づいた窓口担当",
        text="申請書の内容を台帳と表計算の両方に入力していることを課題として係会議で挙げた。"
        "やめられない理由を3人に聞いて回った。どの機能を使えば一度で済むかは、まだ調べていない。",
        expected_level=2,
        expected_because="非効率に気づき前向きに動いたが、道具の使い方の理解はこれから。",
    ),
    Written(
        title="電子申請の仕組みを説明できる担当",
        text="電子申請フォームの作成研修を修了し、項目の作り方と通知の設定を同僚に説明できる。"
        "担当業務で使えそうな申請を2つ挙げた。フォームの公開は来月の予定で、まだ利用者はいない。",
        expected_level=3,
        expected_because="目的と使い方を理解しているが、業務の効率化はまだ実現していない。",
    ),
    Written(
        title="集計を自動にした主任",
        text="毎月4時間かかっていた集計を、表計算の関数と取込の手順書で40分にした。7月から3か月続けて使い、"
        "係の2人も同じ手順で行っている。ほかの業務への展開はまだ考えていない。",
        expected_level=4,
        expected_because="道具を使って効率化を実現した事実がある。継続的な改善は次の段階。",
    ),
    Written(
        title="改善を続ける保育所の職員",
        text="連絡帳のデジタル化で昨年度の残業を月6時間減らした。今年度は延長保育の申込を電子申請に切り替え、"
        "保護者の声を聞いて2回直した。隣の保育所にも手順を渡し、月1回の相談を受けている。",
        expected_level=5,
        expected_because="2年にわたり改善を続け、ほかの職場にも広げている。",
    ),
    Written(
        title="異動してきたばかりの職員",
        text="10月に異動してきた。前の職場では生成AIの庁内ルールの研修を受けている。"
        "新しい職場での仕事ぶりはまだ1か月分しか見ておらず、本人と面談もしていない。",
    ),
)
CHIEFS_CASES = (
    Written(
        title="住民の声を聞いた係長",
        text="窓口で30分待つ住民の様子を見て、記入台の案内が分かりにくいと感じた。係の朝礼で話題にしたが、次の行動は決めていない。",
        expected_level=1,
        expected_because="住民視点の違和感に気づいた段階。",
    ),
    Written(
        title="様式の目的を問い直した係長",
        text="減免申請の添付書類が何のために必要かを係で洗い出し、2種類は不要ではないかという案をまとめた。庁内の調整はこれから。",
        expected_level=2,
        expected_because="目的を問い直し、改革の案を構想している。",
    ),
    Written(
        title="業務の見直しの手法を学んだ係長",
        text="BPRの研修を修了し、担当業務の流れ図を作った。ムダの候補を5つ挙げ、効果の測り方も説明できる。試行はまだ始めていない。",
        expected_level=3,
        expected_because="試行に必要な手法を理解している。",
    ),
    Written(
        title="予約制を試行した係長",
        text="相談窓口の予約制を3か月試行し、平均待ち時間を22分から9分にした。係員の役割を決め、関係課との調整も自分で行った。",
        expected_level=4,
        expected_because="改善のプロジェクトを実行する力を示した。",
    ),
    Written(
        title="成果を広げた係長",
        text="予約制の試行結果を庁内で発表し、3つの課が同じ方法を取り入れた。自分も立ち上げに加わり、次の題材を募っている。",
        expected_level=5,
        expected_because="成果を庁内に展開し、変革を主導している。",
    ),
    Written(
        title="部下に任せている係長",
        text="係では電子申請の導入が進み、利用率は6割になった。進めたのは主任で、係長は決裁をした。係長自身の関わりは記録に残っていない。",
    ),
)


def run_calibrations(framework: FrameworkVersion, *, today: date, hr: User, seed: int) -> None:
    """Plan both rounds, judge the first to its end and the second in part."""
    random = Random(seed)
    autumn = date(2026, 9, 7)
    over = _round(
        framework, "all_staff", "R8中間評価の前の目線合わせ", EVERYONES_CASES, autumn, autumn + timedelta(11), hr
    )
    _judge(over, EVERYONES_CASES, answered=ANSWERED, at=_moment(autumn + timedelta(4)), random=random)
    services.close_calibration(over, by=hr, at=_moment(autumn + timedelta(12)))
    begun = today - timedelta(days=5)
    now = _round(framework, "leader_section", "係長級の評価の目線合わせ", CHIEFS_CASES, begun, today + timedelta(9), hr)
    _judge(now, CHIEFS_CASES, answered=OPEN_ANSWERED, at=_moment(begun + timedelta(1)), random=random)


def _round(
    framework: FrameworkVersion,
    group: str,
    name: str,
    cases: Sequence[Written],
    opens_on: date,
    closes_on: date,
    hr: User,
) -> Calibration:
    at = _moment(opens_on)
    planned = Planned(
        name=name,
        group=framework.groups.get(key=group),
        opens_on=opens_on,
        closes_on=closes_on,
        planned_cases=len(cases),
        with_second_raters=False,
    )
    calibration = services.plan(planned, request_key=f"demo-{group}", by=hr, at=at)
    for number, case in enumerate(cases):
        services.write_case(calibration, case, request_key=f"demo-{group}-{number}", by=hr, at=at)
    services.open_calibration(calibration, by=hr, at=at)
    return calibration


def _judge(
    calibration: Calibration, cases: Sequence[Written], *, answered: float, at: datetime, random: Random
) -> None:
    """Let raters judge around what the writer had in mind; each a little strict or lenient throughout."""
    rows = []
    places = list(CalibrationCase.objects.filter(calibration=calibration).order_by("order"))
    for rater in CalibrationRater.objects.filter(calibration=calibration).order_by("person__staff_no"):
        if random.random() > answered:
            continue
        habit = random.gauss(0, 0.35)
        for place, case in zip(places, cases, strict=True):
            rows.append(_rating(rater, place, case.expected_level, habit, at, random))
    CalibrationRating.objects.bulk_create(rows, batch_size=BATCH)


def _rating(
    rater: CalibrationRater, case: CalibrationCase, intended: int | None, habit: float, at: datetime, random: Random
) -> CalibrationRating:
    has_grounds = random.random() > (NO_GROUNDS if intended is not None else 0.6)
    near = round(random.gauss((2.4 if intended is None else intended) + habit, 0.55))
    return CalibrationRating(
        rater=rater, case=case, level=min(5, max(0, near)) if has_grounds else None, request_key="demo", at=at
    )


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(10, 0)))
