import json
from io import BytesIO
from zipfile import ZipFile

from fontTools.ttLib import TTFont

from lms.demo.package import make_package
from lms.demo.sequenced import make_drill, read_drill

PAGES = [{"title": "髙﨑さんの窓口", "text": "㈱と①を書くとき", "point": "読みやすく"}]


def letters_in(package: bytes) -> set[str]:
    with ZipFile(BytesIO(package)) as archive:
        font = TTFont(BytesIO(archive.read("letters.woff")))
    return {chr(code) for code in font.getBestCmap()}


def test_a_package_brings_every_letter_it_shows() -> None:
    assert set("".join(PAGES[0].values())) <= letters_in(make_package("T1", "窓口の作法", PAGES))
    drill = read_drill()
    shown = set(json.dumps(drill["parts"], ensure_ascii=False)) | set(drill["title"])
    assert shown <= letters_in(make_drill(drill))


def test_the_same_pages_give_the_same_bytes() -> None:
    assert make_package("T1", "窓口の作法", PAGES) == make_package("T1", "窓口の作法", PAGES)
