"""English words of courses and modules, titles of videos, which course was copied from which.

Courses are found by what their modules are called: that is folded into the search keys of courses saved before.
"""

import re
import unicodedata

import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models

HEADING = re.compile(r"<h[234][^>]*>(.*?)</h[234]>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def fill(apps, schema_editor):
    """Write each search key anew, as saving the course would; a second run writes the same again."""
    Course = apps.get_model("curriculum", "Course")
    for course in Course.objects.order_by("pk").iterator(chunk_size=100):
        words = [course.title, course.reading, course.title_en, course.purpose, course.purpose_en, course.code]
        for block in course.modules.raw_data:
            words += called(block["value"] or {})
        key = "\n".join(filter(None, map(folded, words)))
        Course.objects.filter(pk=course.pk).update(search_key=key)


def called(module):
    """Yield what a module and the parts of a lesson are called."""
    yield from (module.get("title"), module.get("title_en"))
    for part in module.get("body") or ():
        value = part["value"] or {}
        texts = [value] if part["type"] == "text" else []
        if part["type"] in ("callout", "accordion"):
            items = [item.get("value", item) for item in value.get("items") or ()]
            texts = [value.get("text"), *(item.get("text") for item in items)]
            yield from (item.get("title") for item in items)
        elif part["type"] in ("video", "audio", "slides"):
            yield value.get("title")
        for html in filter(None, texts):
            yield from (TAG.sub("", heading) for heading in HEADING.findall(html))


def folded(words):
    """Fold as lms.lib.text.search_key does on the day of this migration."""
    return "".join(unicodedata.normalize("NFKC", words or "").lower().translate(KATAKANA).split())


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0005_names_of_framework_fields"),
    ]

    operations = [
        migrations.AddField(
            model_name="course",
            name="copied_from",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="copies",
                to="curriculum.course",
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="purpose_en",
            field=models.TextField(blank=True, default="", verbose_name="English purpose"),
        ),
        migrations.AddField(
            model_name="courseversion",
            name="purpose_en",
            field=models.TextField(blank=True, default="", verbose_name="English purpose"),
        ),
        migrations.AddField(
            model_name="module",
            name="title_en",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="English title"),
        ),
        migrations.AlterField(
            model_name="course",
            name="modules",
            field=wagtail.fields.StreamField(
                [("lesson", 47), ("quiz", 80), ("scorm", 82), ("project", 94), ("class", 96), ("handin", 99)],
                blank=True,
                block_lookup={
                    0: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 200}),
                    1: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "English title", "max_length": 200, "required": False},
                    ),
                    2: ("wagtail.blocks.IntegerBlock", (), {"default": 5, "label": "minutes", "min_value": 1}),
                    3: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {"default": True, "label": "required to complete the course", "required": False},
                    ),
                    4: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["h2", "h3", "bold", "link", "ul", "ol"], "icon": "pilcrow", "label": "text"},
                    ),
                    5: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "image"}),
                    6: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What the picture tells someone who cannot see it.", "label": "alternative text"},
                    ),
                    7: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                    8: ("wagtail.blocks.StructBlock", [[("image", 5), ("alt", 6), ("caption", 7)]], {}),
                    9: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Left empty, the title of the file names it.",
                            "label": "title",
                            "max_length": 200,
                            "required": False,
                        },
                    ),
                    10: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "video file"}),
                    11: (
                        "wagtail.documents.blocks.DocumentChooserBlock",
                        (),
                        {"label": "captions (WebVTT)", "required": False},
                    ),
                    12: ("wagtail.blocks.BooleanBlock", (), {"label": "The video has no sound", "required": False}),
                    13: ("wagtail.blocks.TextBlock", (), {"label": "transcript"}),
                    14: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {
                            "help_text": "What counts is what was really played, not where the slider was drawn to.",
                            "label": "The lesson is finished only when this was played",
                            "required": False,
                        },
                    ),
                    15: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("title", 9),
                                ("file", 10),
                                ("captions", 11),
                                ("is_silent", 12),
                                ("transcript", 13),
                                ("must_watch", 14),
                            ]
                        ],
                        {},
                    ),
                    16: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "audio file"}),
                    17: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 0), ("file", 16), ("transcript", 13), ("must_watch", 14)]],
                        {},
                    ),
                    18: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What the slide tells someone who cannot see it.", "label": "alternative text"},
                    ),
                    19: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "what is said with it", "required": False, "rows": 2},
                    ),
                    20: ("wagtail.blocks.StructBlock", [[("image", 5), ("alt", 18), ("notes", 19)]], {}),
                    21: ("wagtail.blocks.ListBlock", (20,), {"label": "slides", "min_num": 1}),
                    22: ("wagtail.blocks.StructBlock", [[("title", 0), ("slides", 21)]], {}),
                    23: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 200}),
                    24: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "link", "ul", "ol"], "label": "text"},
                    ),
                    25: ("wagtail.blocks.StructBlock", [[("title", 23), ("text", 24)]], {}),
                    26: ("wagtail.blocks.ListBlock", (25,), {"label": "sections that open", "min_num": 1}),
                    27: ("wagtail.blocks.StructBlock", [[("items", 26)]], {}),
                    28: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [("point", "point"), ("caution", "caution"), ("example", "example")],
                            "label": "tone",
                        },
                    ),
                    29: ("wagtail.blocks.StructBlock", [[("tone", 28), ("text", 24)]], {}),
                    30: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": [("code", "code"), ("formula", "formula")], "label": "kind"},
                    ),
                    31: ("wagtail.blocks.TextBlock", (), {"label": "code or formula", "rows": 4}),
                    32: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "One sentence in words, for those who listen to the page.",
                            "label": "what it says",
                            "required": False,
                        },
                    ),
                    33: ("wagtail.blocks.StructBlock", [[("kind", 30), ("text", 31), ("words", 32)]], {}),
                    34: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "file"}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "what it is for", "max_length": 200, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("file", 34), ("description", 35)]], {}),
                    37: ("wagtail.blocks.TextBlock", (), {"label": "question", "rows": 2}),
                    38: ("wagtail.blocks.CharBlock", (), {"label": "choice"}),
                    39: ("wagtail.blocks.BooleanBlock", (), {"label": "right answer", "required": False}),
                    40: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Why it is right, or what leads on to the right one.",
                            "label": "said when it is chosen",
                            "required": False,
                        },
                    ),
                    41: ("wagtail.blocks.StructBlock", [[("text", 38), ("is_correct", 39), ("feedback", 40)]], {}),
                    42: ("wagtail.blocks.ListBlock", (41,), {"default": [{}, {}], "label": "choices", "min_num": 2}),
                    43: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "explanation shown with the right answer", "required": False, "rows": 2},
                    ),
                    44: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {"label": "The lesson is finished only when this was answered right", "required": False},
                    ),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 37), ("choices", 42), ("explanation", 43), ("must_answer", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.StreamBlock",
                        [
                            [
                                ("text", 4),
                                ("figure", 8),
                                ("video", 15),
                                ("audio", 17),
                                ("slides", 22),
                                ("accordion", 27),
                                ("callout", 29),
                                ("code", 33),
                                ("file", 36),
                                ("check_question", 45),
                            ]
                        ],
                        {"label": "text"},
                    ),
                    47: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 0), ("title_en", 1), ("minutes", 2), ("is_required", 3), ("body", 46)]],
                        {},
                    ),
                    48: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 80, "label": "pass mark in per cent", "max_value": 100, "min_value": 0},
                    ),
                    49: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {
                            "help_text": "Empty means as often as needed.",
                            "label": "attempts allowed",
                            "min_value": 1,
                            "required": False,
                        },
                    ),
                    50: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {
                            "help_text": "Empty means no limit, which is the kinder choice. People granted more time get it by themselves.",
                            "label": "time limit in minutes",
                            "max_value": 600,
                            "min_value": 1,
                            "required": False,
                        },
                    ),
                    51: ("wagtail.blocks.StructBlock", [[("text", 38), ("is_correct", 39)]], {}),
                    52: ("wagtail.blocks.ListBlock", (51,), {"default": [{}, {}], "label": "choices", "min_num": 2}),
                    53: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "explanation shown after answering", "required": False, "rows": 2},
                    ),
                    54: ("wagtail.blocks.StructBlock", [[("text", 37), ("choices", 52), ("explanation", 53)]], {}),
                    55: ("wagtail.blocks.TextBlock", (), {"label": "statement", "rows": 2}),
                    56: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": [("true", "True"), ("false", "False")], "label": "right answer"},
                    ),
                    57: ("wagtail.blocks.StructBlock", [[("text", 55), ("answer", 56), ("explanation", 53)]], {}),
                    58: ("wagtail.blocks.CharBlock", (), {"label": "step"}),
                    59: (
                        "wagtail.blocks.ListBlock",
                        (58,),
                        {
                            "default": ["", "", ""],
                            "help_text": "Learners meet them shuffled.",
                            "label": "steps in their right order",
                            "min_num": 2,
                        },
                    ),
                    60: ("wagtail.blocks.StructBlock", [[("text", 37), ("steps", 59), ("explanation", 53)]], {}),
                    61: ("wagtail.blocks.CharBlock", (), {"label": "left side"}),
                    62: ("wagtail.blocks.CharBlock", (), {"label": "what belongs to it"}),
                    63: ("wagtail.blocks.StructBlock", [[("text", 61), ("match", 62)]], {}),
                    64: ("wagtail.blocks.ListBlock", (63,), {"default": [{}, {}], "label": "pairs", "min_num": 2}),
                    65: ("wagtail.blocks.CharBlock", (), {"label": "possibility"}),
                    66: (
                        "wagtail.blocks.ListBlock",
                        (65,),
                        {"default": [], "label": "further possibilities that match nothing"},
                    ),
                    67: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 37), ("pairs", 64), ("distractors", 66), ("explanation", 53)]],
                        {},
                    ),
                    68: ("wagtail.blocks.DecimalBlock", (), {"label": "right number"}),
                    69: (
                        "wagtail.blocks.DecimalBlock",
                        (),
                        {"default": 0, "label": "how far off an answer may be", "min_value": 0},
                    ),
                    70: ("wagtail.blocks.CharBlock", (), {"label": "unit", "max_length": 20, "required": False}),
                    71: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 37), ("value", 68), ("tolerance", 69), ("unit", 70), ("explanation", 53)]],
                        {},
                    ),
                    72: ("wagtail.blocks.CharBlock", (), {"label": "accepted answer"}),
                    73: (
                        "wagtail.blocks.ListBlock",
                        (72,),
                        {
                            "default": [""],
                            "help_text": "Width, case, hiragana or katakana, and the long vowel at a word's end make no difference.",
                            "label": "accepted answers",
                            "min_num": 1,
                        },
                    ),
                    74: ("wagtail.blocks.BooleanBlock", (), {"label": "The spelling must be exact", "required": False}),
                    75: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 37), ("accepted", 73), ("is_exact", 74), ("explanation", 53)]],
                        {},
                    ),
                    76: ("curriculum.questions.blocks.QuestionBankChooserBlock", (), {"label": "question bank"}),
                    77: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {
                            "default": 3,
                            "help_text": "Drawn anew for each attempt.",
                            "label": "how many questions",
                            "min_value": 1,
                        },
                    ),
                    78: ("wagtail.blocks.StructBlock", [[("bank", 76), ("count", 77)]], {}),
                    79: (
                        "wagtail.blocks.StreamBlock",
                        [
                            [
                                ("question", 54),
                                ("true_false", 57),
                                ("ordering", 60),
                                ("matching", 67),
                                ("numeric", 71),
                                ("short_text", 75),
                                ("draw", 78),
                            ]
                        ],
                        {"label": "questions", "min_num": 1},
                    ),
                    80: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("title", 0),
                                ("title_en", 1),
                                ("minutes", 2),
                                ("is_required", 3),
                                ("pass_percent", 48),
                                ("max_attempts", 49),
                                ("time_limit", 50),
                                ("questions", 79),
                            ]
                        ],
                        {},
                    ),
                    81: ("curriculum.blocks.PackageVersionChooserBlock", (), {"label": "package version"}),
                    82: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 0), ("title_en", 1), ("minutes", 2), ("is_required", 3), ("package", 81)]],
                        {},
                    ),
                    83: ("wagtail.blocks.TextBlock", (), {"label": "what the project is about", "required": False}),
                    84: ("wagtail.blocks.CharBlock", (), {"label": "phase"}),
                    85: ("wagtail.blocks.TextBlock", (), {"label": "guidance", "required": False, "rows": 2}),
                    86: ("wagtail.blocks.CharBlock", (), {"label": "deliverable", "required": False}),
                    87: ("wagtail.blocks.StructBlock", [[("title", 84), ("guidance", 85), ("deliverable", 86)]], {}),
                    88: ("wagtail.blocks.StreamBlock", [[("phase", 87)]], {"label": "phases", "min_num": 1}),
                    89: ("wagtail.blocks.CharBlock", (), {"label": "criterion"}),
                    90: ("wagtail.blocks.CharBlock", (), {}),
                    91: (
                        "wagtail.blocks.ListBlock",
                        (90,),
                        {"default": ["", "", "", ""], "label": "levels 1 to 4", "max_num": 4, "min_num": 4},
                    ),
                    92: ("wagtail.blocks.StructBlock", [[("title", 89), ("levels", 91)]], {}),
                    93: ("wagtail.blocks.StreamBlock", [[("criterion", 92)]], {"label": "rubric", "min_num": 1}),
                    94: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("title", 0),
                                ("title_en", 1),
                                ("minutes", 2),
                                ("is_required", 3),
                                ("brief", 83),
                                ("phases", 88),
                                ("rubric", 93),
                            ]
                        ],
                        {},
                    ),
                    95: ("wagtail.blocks.TextBlock", (), {"label": "what happens in the class", "required": False}),
                    96: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 0), ("title_en", 1), ("minutes", 2), ("is_required", 3), ("description", 95)]],
                        {},
                    ),
                    97: ("wagtail.blocks.TextBlock", (), {"label": "what to hand in"}),
                    98: (
                        "wagtail.blocks.StreamBlock",
                        [[("criterion", 92)]],
                        {
                            "help_text": "What the reviewer judges by; learners see it before they hand in. May stay empty.",
                            "label": "rubric",
                            "required": False,
                        },
                    ),
                    99: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("title", 0),
                                ("title_en", 1),
                                ("minutes", 2),
                                ("is_required", 3),
                                ("prompt", 97),
                                ("rubric", 98),
                            ]
                        ],
                        {},
                    ),
                },
                verbose_name="modules",
            ),
        ),
        migrations.AlterField(
            model_name="lessoncontent",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("text", 0),
                    ("figure", 4),
                    ("video", 11),
                    ("audio", 14),
                    ("slides", 19),
                    ("accordion", 24),
                    ("callout", 26),
                    ("code", 30),
                    ("file", 33),
                    ("check_question", 42),
                ],
                block_lookup={
                    0: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["h2", "h3", "bold", "link", "ul", "ol"], "icon": "pilcrow", "label": "text"},
                    ),
                    1: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "image"}),
                    2: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What the picture tells someone who cannot see it.", "label": "alternative text"},
                    ),
                    3: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                    4: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 2), ("caption", 3)]], {}),
                    5: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Left empty, the title of the file names it.",
                            "label": "title",
                            "max_length": 200,
                            "required": False,
                        },
                    ),
                    6: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "video file"}),
                    7: (
                        "wagtail.documents.blocks.DocumentChooserBlock",
                        (),
                        {"label": "captions (WebVTT)", "required": False},
                    ),
                    8: ("wagtail.blocks.BooleanBlock", (), {"label": "The video has no sound", "required": False}),
                    9: ("wagtail.blocks.TextBlock", (), {"label": "transcript"}),
                    10: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {
                            "help_text": "What counts is what was really played, not where the slider was drawn to.",
                            "label": "The lesson is finished only when this was played",
                            "required": False,
                        },
                    ),
                    11: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("title", 5),
                                ("file", 6),
                                ("captions", 7),
                                ("is_silent", 8),
                                ("transcript", 9),
                                ("must_watch", 10),
                            ]
                        ],
                        {},
                    ),
                    12: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 200}),
                    13: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "audio file"}),
                    14: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 12), ("file", 13), ("transcript", 9), ("must_watch", 10)]],
                        {},
                    ),
                    15: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What the slide tells someone who cannot see it.", "label": "alternative text"},
                    ),
                    16: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "what is said with it", "required": False, "rows": 2},
                    ),
                    17: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 15), ("notes", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "slides", "min_num": 1}),
                    19: ("wagtail.blocks.StructBlock", [[("title", 12), ("slides", 18)]], {}),
                    20: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 200}),
                    21: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "link", "ul", "ol"], "label": "text"},
                    ),
                    22: ("wagtail.blocks.StructBlock", [[("title", 20), ("text", 21)]], {}),
                    23: ("wagtail.blocks.ListBlock", (22,), {"label": "sections that open", "min_num": 1}),
                    24: ("wagtail.blocks.StructBlock", [[("items", 23)]], {}),
                    25: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [("point", "point"), ("caution", "caution"), ("example", "example")],
                            "label": "tone",
                        },
                    ),
                    26: ("wagtail.blocks.StructBlock", [[("tone", 25), ("text", 21)]], {}),
                    27: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": [("code", "code"), ("formula", "formula")], "label": "kind"},
                    ),
                    28: ("wagtail.blocks.TextBlock", (), {"label": "code or formula", "rows": 4}),
                    29: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "One sentence in words, for those who listen to the page.",
                            "label": "what it says",
                            "required": False,
                        },
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("kind", 27), ("text", 28), ("words", 29)]], {}),
                    31: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "file"}),
                    32: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "what it is for", "max_length": 200, "required": False},
                    ),
                    33: ("wagtail.blocks.StructBlock", [[("file", 31), ("description", 32)]], {}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "question", "rows": 2}),
                    35: ("wagtail.blocks.CharBlock", (), {"label": "choice"}),
                    36: ("wagtail.blocks.BooleanBlock", (), {"label": "right answer", "required": False}),
                    37: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Why it is right, or what leads on to the right one.",
                            "label": "said when it is chosen",
                            "required": False,
                        },
                    ),
                    38: ("wagtail.blocks.StructBlock", [[("text", 35), ("is_correct", 36), ("feedback", 37)]], {}),
                    39: ("wagtail.blocks.ListBlock", (38,), {"default": [{}, {}], "label": "choices", "min_num": 2}),
                    40: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "explanation shown with the right answer", "required": False, "rows": 2},
                    ),
                    41: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {"label": "The lesson is finished only when this was answered right", "required": False},
                    ),
                    42: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 34), ("choices", 39), ("explanation", 40), ("must_answer", 41)]],
                        {},
                    ),
                },
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
