"""A list handed out: what stands in it can be read back, in every kind of file."""

import csv
from datetime import date
from fractions import Fraction
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from reports.learning.lists import Listing, as_csv, as_pdf, as_workbook, columns_of

LISTING = Listing(
    title="情報セキュリティ",
    notes=["2026-11-23 現在", "出力: 髙橋 𠮷子"],
    columns=columns_of([("職員番号", 0.2), ("氏名", 0.3), ("修了日", 0.2), ("件数", 0.1), ("率", 0.1)]),
    rows=[
        ("000123", "髙橋 𠮷子", date(2026, 6, 1), 1200, Fraction(1, 3)),
        ("000124", "=HYPERLINK(1)", None, 0, None),
        ("000125", "とても長い所属の名前" * 8, None, 3, Fraction(1)),
    ],
)


def test_csv_is_what_excel_reads() -> None:
    body = as_csv(LISTING)
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(body.decode("utf-8-sig"))))
    assert rows[0] == ["情報セキュリティ"]
    assert rows[3] == ["職員番号", "氏名", "修了日", "件数", "率"]
    assert rows[4] == ["000123", "髙橋 𠮷子", "2026-06-01", "1200", "0.3333"]
    assert rows[5] == ["000124", "'=HYPERLINK(1)", "", "0", ""]


def test_the_workbook_holds_numbers_days_and_shares_as_such() -> None:
    sheet = load_workbook(BytesIO(as_workbook(LISTING))).worksheets[0]
    assert [cell.value for cell in sheet[5]][:2] == ["000123", "髙橋 𠮷子"]
    assert sheet["C5"].value.date() == date(2026, 6, 1)
    assert (sheet["D5"].value, sheet["D5"].number_format) == (1200, "#,##0")
    assert (sheet["E5"].value, sheet["E5"].number_format) == (pytest.approx(1 / 3), "0.0%")
    assert sheet["B6"].value == "'=HYPERLINK(1)"
    assert sheet["B6"].data_type == "s"
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)


def test_the_pdf_can_be_read_back_and_brings_its_fonts() -> None:
    document = PdfReader(BytesIO(as_pdf(LISTING)))
    text = document.pages[0].extract_text()
    for words in ("情報セキュリティ", "000123", "髙橋", "𠮷", "2026-06-01", "1,200", "33.3%"):
        assert words in text
    fonts = [font.get_object()["/BaseFont"] for font in document.pages[0]["/Resources"]["/Font"].values()]
    assert any("BIZUDPGothic" in font for font in fonts)
    assert any("NotoSansJP" in font for font in fonts)


def test_the_heading_stands_on_every_page() -> None:
    many = Listing(title="一覧", notes=["脚注"], columns=LISTING.columns, rows=[LISTING.rows[0]] * 200)
    document = PdfReader(BytesIO(as_pdf(many)))
    assert len(document.pages) > 3
    assert all("職員番号" in page.extract_text() for page in document.pages)
    assert sum(page.extract_text().count("000123") for page in document.pages) == 200


def test_a_list_of_nobody_is_a_list() -> None:
    nobody = Listing(title="一覧", notes=[], columns=LISTING.columns, rows=[])
    assert "職員番号" in PdfReader(BytesIO(as_pdf(nobody))).pages[0].extract_text()
    assert load_workbook(BytesIO(as_workbook(nobody))).worksheets[0]["A2"].value == "職員番号"
