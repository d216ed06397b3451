"""The manifest's bytes: SCORM packages come in every encoding, declared truly, falsely or not at all."""

import time
from dataclasses import replace

import pytest

from curriculum.packages.decoding import decode, guess_encoding
from tests.scorm.generator import PackageSpec, manifest_bytes
from tests.scorm.zipfiles import Entry, build

from .conftest import Inspect, codes

JAPANESE = PackageSpec(title="情報セキュリティ研修（基礎）髙橋")
FRENCH = PackageSpec(title="Sécurité à l’école – été")


@pytest.mark.parametrize(
    ("spec", "warnings"),
    [
        (JAPANESE, set()),
        (replace(JAPANESE, bom=True), set()),
        (replace(JAPANESE, encoding="utf-16"), set()),
        (replace(JAPANESE, encoding="utf-16-le", declared="utf-16"), set()),
        (replace(JAPANESE, encoding="utf-16-be", declared="utf-16"), set()),
        (replace(JAPANESE, encoding="utf-16", declared="utf-8"), set()),
        (replace(JAPANESE, encoding="utf-16-le", leading="\n"), {"manifest_text_before_xml"}),
        (replace(JAPANESE, encoding="cp932", declared="Shift_JIS"), set()),
        (replace(JAPANESE, encoding="cp932", declared="Windows-31J"), set()),
        (replace(JAPANESE, encoding="cp932", declared="UTF-8"), {"manifest_encoding_wrong"}),
        (replace(JAPANESE, encoding="cp932", declared=""), {"manifest_encoding_undeclared"}),
        (replace(JAPANESE, encoding="euc_jp", declared="EUC-JP", title="研修の手引き"), set()),
        (replace(JAPANESE, encoding="euc_jp", declared="UTF-8", title="研修の手引き"), {"manifest_encoding_wrong"}),
        (replace(JAPANESE, encoding="euc_jp", declared="", title="研修の手引き"), {"manifest_encoding_undeclared"}),
        (replace(JAPANESE, encoding="iso2022_jp", declared="ISO-2022-JP", title="研修の手引き"), set()),
        (replace(JAPANESE, declared="UTF-16"), {"manifest_encoding_wrong"}),
        (replace(JAPANESE, declared="Shift_JIS"), {"manifest_encoding_wrong"}),
        (replace(JAPANESE, declared="ISO-8859-1"), {"manifest_encoding_wrong"}),
        (replace(JAPANESE, declared="x-nobody-knows"), {"manifest_encoding_wrong"}),
        (replace(JAPANESE, declared=""), set()),
        (replace(FRENCH, encoding="cp1252", declared="windows-1252", items=FRENCH.items[:0]), set()),
        (replace(FRENCH, encoding="cp1252", declared="ISO-8859-1"), set()),
        (replace(FRENCH, encoding="cp1252", declared="UTF-8"), {"manifest_encoding_wrong"}),
        (replace(FRENCH, encoding="cp1252", declared=""), {"manifest_encoding_undeclared"}),
        (replace(JAPANESE, leading="\n\n  "), {"manifest_text_before_xml"}),
        (replace(JAPANESE, newline="\r\n"), set()),
    ],
    ids=lambda value: f"{value.encoding}-as-{value.declared}" if isinstance(value, PackageSpec) else None,
)
def test_title_reads_right_in_every_encoding(look: Inspect, spec: PackageSpec, warnings: set[str]) -> None:
    items = tuple(replace(item, title="1") for item in PackageSpec().items)
    report = look(replace(spec, items=items))
    assert report.title == spec.title
    assert codes(report) == warnings
    assert not report.is_refused


def _with_manifest(text: str) -> bytes:
    return build([Entry(name="imsmanifest.xml", data=text.encode()), Entry(name="index.html", data=b"x")])


def _text(spec: PackageSpec = JAPANESE) -> str:
    return manifest_bytes(spec).decode()


def test_html_entities_become_their_characters_and_xml_ones_stay(look: Inspect) -> None:
    text = _text().replace(JAPANESE.title, "R&eacute;sum&eacute;&nbsp;&amp;&lt;b&gt;&nosuch;")
    report = look(_with_manifest(text))
    assert report.title == "Résumé &<b>&nosuch;"
    assert codes(report) == {"manifest_html_entity"}


def test_entities_inside_cdata_are_left_alone(look: Inspect) -> None:
    text = _text().replace(JAPANESE.title, "<![CDATA[a &nbsp; & b]]>")
    report = look(_with_manifest(text))
    assert report.title == "a &nbsp; & b"
    assert codes(report) == set()


def test_bare_ampersand_is_taken_as_itself_with_its_line(look: Inspect) -> None:
    text = _text().replace(JAPANESE.title, "Q&A & more")
    report = look(_with_manifest(text))
    assert report.title == "Q&A & more"
    finding = next(finding for finding in report.findings if finding.code == "manifest_bare_ampersand")
    assert (finding.where, finding.line) == ("imsmanifest.xml", 5)


def test_control_characters_become_spaces(look: Inspect) -> None:
    report = look(_with_manifest(_text().replace(JAPANESE.title, "One\x0bTwo\x02")))
    assert report.title == "One Two"
    assert codes(report) == {"manifest_control_character"}


def test_text_behind_the_end_is_ignored(look: Inspect) -> None:
    assert codes(look(_with_manifest(_text() + "\x00\x00"))) == set()
    assert codes(look(_with_manifest(_text() + "<more/>"))) == {"manifest_junk_after_end"}


def test_syntax_error_names_the_line_of_the_file_as_uploaded(look: Inspect) -> None:
    broken = "\n\n" + _text().replace("</organizations>", "")
    report = look(_with_manifest(broken))
    finding = next(finding for finding in report.findings if finding.severity == "error")
    assert finding.code == "manifest_not_well_formed"
    assert finding.line == broken.count("\n", 0, broken.index("</manifest>")) + 1


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("ソフトウェア表十貼能", "cp932"),
        ("ｿﾌﾄ研修の資料です", "cp932"),
        ("人材育成の手引き", "euc_jp"),
        ("カタカナ", "euc_jp"),
        ("Über die Größe", "cp1252"),
        ("naïve café “quoted”", "cp1252"),
        ("日本語", "utf-8"),
    ],
)
def test_guesses_what_undescribed_bytes_are(text: str, encoding: str) -> None:
    assert guess_encoding(f"<title>{text}</title>".encode(encoding)) == encoding


def test_half_width_kana_declared_as_shift_jis_are_not_taken_for_utf8() -> None:
    raw = '<?xml version="1.0" encoding="Shift_JIS"?><t>ﾃｱﾄｱ</t>'.encode("cp932")
    assert raw.decode("utf-8")  # the bytes happen to be valid UTF-8
    assert "ﾃｱﾄｱ" in decode(raw, "imsmanifest.xml").text


@pytest.mark.parametrize("opening", ["<!--", "<![CDATA[", "<?", "&a", "&#"])
def test_openings_without_end_are_read_in_linear_time(opening: str) -> None:
    raw = b"<manifest>" + opening.encode() * 300_000
    start = time.perf_counter()
    decode(raw, "imsmanifest.xml")
    assert time.perf_counter() - start < 2
