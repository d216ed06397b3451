"""The collector of strings for translation."""

from pathlib import Path

import polib
import pytest

from scripts import messages

TEMPLATE = """{% load i18n %}
<h1 title="{% translate 'It is due' %}">{% translate "Home" context "page" %}</h1>
  {% blocktranslate trimmed count days=days %}
    One day for {{ name }}
  {% plural %}
    {{ days }} days for {{ name }}
  {% endblocktranslate %}
"""
CODE = """from django.utils.translation import gettext as _
def greet(name):
    return _("Hello, %(name)s") % {"name": name}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path / "lms/greeting.py", CODE)
    write(tmp_path / "lms/room/templates/room.html", TEMPLATE)
    (tmp_path / "lms/room/locale").mkdir()
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def catalogue(project: Path, folder: str) -> polib.POFile:
    return polib.pofile(str(project / folder / messages.CATALOGUE))


def translate(project: Path, folder: str, **texts: str) -> None:
    """Fill in translations by the first word of their source."""
    entries = catalogue(project, folder)
    for entry in entries:
        text = texts.get(entry.msgid.split()[0].strip(","), "")
        if entry.msgid_plural:
            entry.msgstr_plural = {0: text}
        else:
            entry.msgstr = text
    entries.save()


def test_each_folder_with_a_locale_owns_the_strings_below_it(project):
    messages.update(project)
    assert [entry.msgid for entry in catalogue(project, "lms")] == ["Hello, %(name)s"]
    found = [(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue(project, "lms/room")]
    assert found == [
        (None, "It is due", ""),
        ("page", "Home", ""),
        (None, "One day for %(name)s", "%(days)s days for %(name)s"),
    ]


def test_check_passes_once_everything_is_translated(project):
    messages.update(project)
    translate(project, "lms", Hello="%(name)sさん、こんにちは")
    translate(project, "lms/room", It="期限です", Home="ホーム", One="%(name)sはあと%(days)s日")
    assert messages.check(project) == 0


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ({}, "not translated"),
        ({"Hello": "%(nama)sさん、こんにちは"}, "other placeholders"),
        ({"Hello": "こんにちは"}, "other placeholders"),
    ],
)
def test_check_names_what_is_wrong_with_a_translation(project, capsys, texts, problem):
    messages.update(project)
    translate(project, "lms/room", It="期限です", Home="ホーム", One="%(name)sはあと%(days)s日")
    translate(project, "lms", **texts)
    assert messages.check(project) == 1
    assert f"lms/{messages.CATALOGUE}: {problem}" in capsys.readouterr().out


def test_check_refuses_strings_not_collected_or_used_nowhere(project, capsys):
    messages.update(project)
    write(project / "lms/greeting.py", CODE.replace("Hello", "Goodbye"))
    assert messages.check(project) == 1
    said = capsys.readouterr().out
    assert "not collected from lms/greeting.py: 'Goodbye, %(name)s'" in said
    assert "used nowhere: 'Hello, %(name)s'" in said


def test_check_refuses_two_translations_of_one_string(project, capsys):
    write(project / "lms/room/view.py", CODE)
    messages.update(project)
    translate(project, "lms", Hello="%(name)sさん")
    translate(project, "lms/room", Hello="%(name)s様", It="期限です", Home="ホーム", One="%(name)sはあと%(days)s日")
    assert messages.check(project) == 1
    assert "'%(name)s様' here and '%(name)sさん' in lms/locale" in capsys.readouterr().out


def test_update_keeps_translations_and_leaves_out_what_went(project):
    messages.update(project)
    translate(project, "lms", Hello="%(name)sさん、こんにちは")
    write(project / "lms/parting.py", CODE.replace("Hello", "Goodbye"))
    messages.update(project)
    assert {entry.msgid: entry.msgstr for entry in catalogue(project, "lms")} == {
        "Hello, %(name)s": "%(name)sさん、こんにちは",
        "Goodbye, %(name)s": "",
    }
    (project / "lms/greeting.py").unlink()
    messages.update(project)
    assert [entry.msgid for entry in catalogue(project, "lms")] == ["Goodbye, %(name)s"]


def test_override_of_a_library_string_stays_and_is_not_called_unused(project, capsys):
    messages.update(project)
    entries = catalogue(project, "lms")
    entries.append(polib.POEntry(msgid="Snippets", msgstr="部品", comment="overrides Wagtail"))
    entries.save()
    messages.update(project)
    assert catalogue(project, "lms").find("Snippets").msgstr == "部品"
    messages.check(project)
    assert "Snippets" not in capsys.readouterr().out


def test_compiled_catalogue_is_what_gettext_reads(project):
    import gettext

    messages.update(project)
    translate(project, "lms", Hello="%(name)sさん、こんにちは")
    messages.compile_catalogues(project)
    found = gettext.translation("django", project / "lms/locale", ["ja"])
    assert found.gettext("Hello, %(name)s") == "%(name)sさん、こんにちは"


def test_string_new_to_a_folder_takes_the_translation_another_has(project):
    messages.update(project)
    translate(project, "lms", Hello="%(name)sさん、こんにちは")
    write(project / "lms/room/view.py", CODE)
    messages.update(project, [project / "lms/room"])
    assert catalogue(project, "lms/room").find("Hello, %(name)s").msgstr == "%(name)sさん、こんにちは"


def test_update_of_one_folder_leaves_the_others_alone(project):
    messages.update(project, [project / "lms/room"])
    assert not (project / "lms" / messages.CATALOGUE).exists()
    assert (project / "lms/room" / messages.CATALOGUE).exists()
