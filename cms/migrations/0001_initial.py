import django.core.validators
import django.db.models.deletion
import lms.lib.clock
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GlossaryPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("intro", models.TextField(blank=True, verbose_name="introduction")),
                ("intro_en", models.TextField(blank=True, verbose_name="English introduction")),
            ],
            options={
                "verbose_name": "glossary",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="GlossaryTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "term",
                    models.CharField(
                        error_messages={"unique": "This term is in the glossary already. Edit that one."},
                        max_length=100,
                        unique=True,
                        verbose_name="term",
                    ),
                ),
                (
                    "reading",
                    models.CharField(
                        help_text="How it is said, in kana: ぴーびーえる for PBL. It decides the place in the list.",
                        max_length=200,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[ぁ-ゖァ-ヶー・\\s]+$", "Write the reading in hiragana or katakana alone."
                            )
                        ],
                        verbose_name="reading in kana",
                    ),
                ),
                ("english", models.CharField(blank=True, max_length=200, verbose_name="in English")),
                ("meaning", models.TextField(verbose_name="meaning")),
                ("meaning_en", models.TextField(blank=True, verbose_name="meaning in English")),
                (
                    "source",
                    models.CharField(
                        choices=[("plan", "defined in the plan"), ("own", "explained here")],
                        default="own",
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                ("search_key", models.TextField(blank=True, editable=False)),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "terms of the glossary",
            },
        ),
        migrations.CreateModel(
            name="HelpIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "help list",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="HelpPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("title_en", models.CharField(blank=True, max_length=255, verbose_name="English title")),
                (
                    "intro",
                    models.TextField(
                        blank=True, help_text="One or two sentences, shown in lists.", verbose_name="introduction"
                    ),
                ),
                ("intro_en", models.TextField(blank=True, verbose_name="English introduction")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("figure", 4),
                            ("video", 10),
                            ("audio", 13),
                            ("slides", 18),
                            ("accordion", 23),
                            ("callout", 25),
                            ("code", 29),
                            ("file", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "link", "ul", "ol"],
                                    "icon": "pilcrow",
                                    "label": "text",
                                },
                            ),
                            1: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "image"}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                            4: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 2), ("caption", 3)]], {}),
                            5: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "video file"}),
                            6: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "captions (WebVTT)", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "The video has no sound", "required": False},
                            ),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "transcript"}),
                            9: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "What counts is what was really played, not where the slider was drawn to.",
                                    "label": "The lesson is finished only when this was played",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("file", 5),
                                        ("captions", 6),
                                        ("is_silent", 7),
                                        ("transcript", 8),
                                        ("must_watch", 9),
                                    ]
                                ],
                                {},
                            ),
                            11: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 200}),
                            12: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "audio file"}),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 11), ("file", 12), ("transcript", 8), ("must_watch", 9)]],
                                {},
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the slide tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            15: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "what is said with it", "required": False, "rows": 2},
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 14), ("notes", 15)]], {}),
                            17: ("wagtail.blocks.ListBlock", (16,), {"label": "slides", "min_num": 1}),
                            18: ("wagtail.blocks.StructBlock", [[("title", 11), ("slides", 17)]], {}),
                            19: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 200}),
                            20: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "link", "ul", "ol"], "label": "text"},
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("title", 19), ("text", 20)]], {}),
                            22: ("wagtail.blocks.ListBlock", (21,), {"label": "sections that open", "min_num": 1}),
                            23: ("wagtail.blocks.StructBlock", [[("items", 22)]], {}),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("point", "point"), ("caution", "caution"), ("example", "example")],
                                    "label": "tone",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("tone", 24), ("text", 20)]], {}),
                            26: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("code", "code"), ("formula", "formula")], "label": "kind"},
                            ),
                            27: ("wagtail.blocks.TextBlock", (), {"label": "code or formula", "rows": 4}),
                            28: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One sentence in words, for those who listen to the page.",
                                    "label": "what it says",
                                    "required": False,
                                },
                            ),
                            29: ("wagtail.blocks.StructBlock", [[("kind", 26), ("text", 27), ("words", 28)]], {}),
                            30: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "file"}),
                            31: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "what it is for", "max_length": 200, "required": False},
                            ),
                            32: ("wagtail.blocks.StructBlock", [[("file", 30), ("description", 31)]], {}),
                        },
                        verbose_name="text",
                    ),
                ),
                (
                    "body_en",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("figure", 4),
                            ("video", 10),
                            ("audio", 13),
                            ("slides", 18),
                            ("accordion", 23),
                            ("callout", 25),
                            ("code", 29),
                            ("file", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "link", "ul", "ol"],
                                    "icon": "pilcrow",
                                    "label": "text",
                                },
                            ),
                            1: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "image"}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                            4: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 2), ("caption", 3)]], {}),
                            5: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "video file"}),
                            6: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "captions (WebVTT)", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "The video has no sound", "required": False},
                            ),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "transcript"}),
                            9: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "What counts is what was really played, not where the slider was drawn to.",
                                    "label": "The lesson is finished only when this was played",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("file", 5),
                                        ("captions", 6),
                                        ("is_silent", 7),
                                        ("transcript", 8),
                                        ("must_watch", 9),
                                    ]
                                ],
                                {},
                            ),
                            11: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 200}),
                            12: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "audio file"}),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 11), ("file", 12), ("transcript", 8), ("must_watch", 9)]],
                                {},
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the slide tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            15: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "what is said with it", "required": False, "rows": 2},
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 14), ("notes", 15)]], {}),
                            17: ("wagtail.blocks.ListBlock", (16,), {"label": "slides", "min_num": 1}),
                            18: ("wagtail.blocks.StructBlock", [[("title", 11), ("slides", 17)]], {}),
                            19: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 200}),
                            20: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "link", "ul", "ol"], "label": "text"},
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("title", 19), ("text", 20)]], {}),
                            22: ("wagtail.blocks.ListBlock", (21,), {"label": "sections that open", "min_num": 1}),
                            23: ("wagtail.blocks.StructBlock", [[("items", 22)]], {}),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("point", "point"), ("caution", "caution"), ("example", "example")],
                                    "label": "tone",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("tone", 24), ("text", 20)]], {}),
                            26: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("code", "code"), ("formula", "formula")], "label": "kind"},
                            ),
                            27: ("wagtail.blocks.TextBlock", (), {"label": "code or formula", "rows": 4}),
                            28: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One sentence in words, for those who listen to the page.",
                                    "label": "what it says",
                                    "required": False,
                                },
                            ),
                            29: ("wagtail.blocks.StructBlock", [[("kind", 26), ("text", 27), ("words", 28)]], {}),
                            30: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "file"}),
                            31: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "what it is for", "max_length": 200, "required": False},
                            ),
                            32: ("wagtail.blocks.StructBlock", [[("file", 30), ("description", 31)]], {}),
                        },
                        verbose_name="English text",
                    ),
                ),
                ("search_key", models.TextField(blank=True, editable=False)),
                (
                    "reader",
                    models.CharField(
                        choices=[
                            ("everyone", "For everyone"),
                            ("supervisors", "For supervisors"),
                            ("hr", "For HR"),
                            ("authors", "For course authors"),
                        ],
                        default="everyone",
                        max_length=15,
                        verbose_name="reader",
                    ),
                ),
            ],
            options={
                "verbose_name": "help page",
                "verbose_name_plural": "help pages",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "portal",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="InitiativeIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "list of priority initiatives",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="InitiativePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("title_en", models.CharField(blank=True, max_length=255, verbose_name="English title")),
                (
                    "intro",
                    models.TextField(
                        blank=True, help_text="One or two sentences, shown in lists.", verbose_name="introduction"
                    ),
                ),
                ("intro_en", models.TextField(blank=True, verbose_name="English introduction")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("figure", 4),
                            ("video", 10),
                            ("audio", 13),
                            ("slides", 18),
                            ("accordion", 23),
                            ("callout", 25),
                            ("code", 29),
                            ("file", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "link", "ul", "ol"],
                                    "icon": "pilcrow",
                                    "label": "text",
                                },
                            ),
                            1: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "image"}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                            4: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 2), ("caption", 3)]], {}),
                            5: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "video file"}),
                            6: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "captions (WebVTT)", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "The video has no sound", "required": False},
                            ),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "transcript"}),
                            9: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "What counts is what was really played, not where the slider was drawn to.",
                                    "label": "The lesson is finished only when this was played",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("file", 5),
                                        ("captions", 6),
                                        ("is_silent", 7),
                                        ("transcript", 8),
                                        ("must_watch", 9),
                                    ]
                                ],
                                {},
                            ),
                            11: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 200}),
                            12: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "audio file"}),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 11), ("file", 12), ("transcript", 8), ("must_watch", 9)]],
                                {},
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the slide tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            15: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "what is said with it", "required": False, "rows": 2},
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 14), ("notes", 15)]], {}),
                            17: ("wagtail.blocks.ListBlock", (16,), {"label": "slides", "min_num": 1}),
                            18: ("wagtail.blocks.StructBlock", [[("title", 11), ("slides", 17)]], {}),
                            19: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 200}),
                            20: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "link", "ul", "ol"], "label": "text"},
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("title", 19), ("text", 20)]], {}),
                            22: ("wagtail.blocks.ListBlock", (21,), {"label": "sections that open", "min_num": 1}),
                            23: ("wagtail.blocks.StructBlock", [[("items", 22)]], {}),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("point", "point"), ("caution", "caution"), ("example", "example")],
                                    "label": "tone",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("tone", 24), ("text", 20)]], {}),
                            26: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("code", "code"), ("formula", "formula")], "label": "kind"},
                            ),
                            27: ("wagtail.blocks.TextBlock", (), {"label": "code or formula", "rows": 4}),
                            28: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One sentence in words, for those who listen to the page.",
                                    "label": "what it says",
                                    "required": False,
                                },
                            ),
                            29: ("wagtail.blocks.StructBlock", [[("kind", 26), ("text", 27), ("words", 28)]], {}),
                            30: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "file"}),
                            31: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "what it is for", "max_length": 200, "required": False},
                            ),
                            32: ("wagtail.blocks.StructBlock", [[("file", 30), ("description", 31)]], {}),
                        },
                        verbose_name="text",
                    ),
                ),
                (
                    "body_en",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("figure", 4),
                            ("video", 10),
                            ("audio", 13),
                            ("slides", 18),
                            ("accordion", 23),
                            ("callout", 25),
                            ("code", 29),
                            ("file", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "link", "ul", "ol"],
                                    "icon": "pilcrow",
                                    "label": "text",
                                },
                            ),
                            1: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "image"}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                            4: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 2), ("caption", 3)]], {}),
                            5: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "video file"}),
                            6: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "captions (WebVTT)", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "The video has no sound", "required": False},
                            ),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "transcript"}),
                            9: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "What counts is what was really played, not where the slider was drawn to.",
                                    "label": "The lesson is finished only when this was played",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("file", 5),
                                        ("captions", 6),
                                        ("is_silent", 7),
                                        ("transcript", 8),
                                        ("must_watch", 9),
                                    ]
                                ],
                                {},
                            ),
                            11: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 200}),
                            12: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "audio file"}),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 11), ("file", 12), ("transcript", 8), ("must_watch", 9)]],
                                {},
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the slide tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            15: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "what is said with it", "required": False, "rows": 2},
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 14), ("notes", 15)]], {}),
                            17: ("wagtail.blocks.ListBlock", (16,), {"label": "slides", "min_num": 1}),
                            18: ("wagtail.blocks.StructBlock", [[("title", 11), ("slides", 17)]], {}),
                            19: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 200}),
                            20: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "link", "ul", "ol"], "label": "text"},
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("title", 19), ("text", 20)]], {}),
                            22: ("wagtail.blocks.ListBlock", (21,), {"label": "sections that open", "min_num": 1}),
                            23: ("wagtail.blocks.StructBlock", [[("items", 22)]], {}),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("point", "point"), ("caution", "caution"), ("example", "example")],
                                    "label": "tone",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("tone", 24), ("text", 20)]], {}),
                            26: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("code", "code"), ("formula", "formula")], "label": "kind"},
                            ),
                            27: ("wagtail.blocks.TextBlock", (), {"label": "code or formula", "rows": 4}),
                            28: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One sentence in words, for those who listen to the page.",
                                    "label": "what it says",
                                    "required": False,
                                },
                            ),
                            29: ("wagtail.blocks.StructBlock", [[("kind", 26), ("text", 27), ("words", 28)]], {}),
                            30: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "file"}),
                            31: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "what it is for", "max_length": 200, "required": False},
                            ),
                            32: ("wagtail.blocks.StructBlock", [[("file", 30), ("description", 31)]], {}),
                        },
                        verbose_name="English text",
                    ),
                ),
                ("search_key", models.TextField(blank=True, editable=False)),
                ("key", models.SlugField(unique=True, verbose_name="priority initiative")),
            ],
            options={
                "verbose_name": "priority initiative",
                "verbose_name_plural": "priority initiatives",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NewsIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "news list",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NewsPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("title_en", models.CharField(blank=True, max_length=255, verbose_name="English title")),
                (
                    "intro",
                    models.TextField(
                        blank=True, help_text="One or two sentences, shown in lists.", verbose_name="introduction"
                    ),
                ),
                ("intro_en", models.TextField(blank=True, verbose_name="English introduction")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("figure", 4),
                            ("video", 10),
                            ("audio", 13),
                            ("slides", 18),
                            ("accordion", 23),
                            ("callout", 25),
                            ("code", 29),
                            ("file", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "link", "ul", "ol"],
                                    "icon": "pilcrow",
                                    "label": "text",
                                },
                            ),
                            1: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "image"}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                            4: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 2), ("caption", 3)]], {}),
                            5: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "video file"}),
                            6: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "captions (WebVTT)", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "The video has no sound", "required": False},
                            ),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "transcript"}),
                            9: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "What counts is what was really played, not where the slider was drawn to.",
                                    "label": "The lesson is finished only when this was played",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("file", 5),
                                        ("captions", 6),
                                        ("is_silent", 7),
                                        ("transcript", 8),
                                        ("must_watch", 9),
                                    ]
                                ],
                                {},
                            ),
                            11: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 200}),
                            12: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "audio file"}),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 11), ("file", 12), ("transcript", 8), ("must_watch", 9)]],
                                {},
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the slide tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            15: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "what is said with it", "required": False, "rows": 2},
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 14), ("notes", 15)]], {}),
                            17: ("wagtail.blocks.ListBlock", (16,), {"label": "slides", "min_num": 1}),
                            18: ("wagtail.blocks.StructBlock", [[("title", 11), ("slides", 17)]], {}),
                            19: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 200}),
                            20: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "link", "ul", "ol"], "label": "text"},
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("title", 19), ("text", 20)]], {}),
                            22: ("wagtail.blocks.ListBlock", (21,), {"label": "sections that open", "min_num": 1}),
                            23: ("wagtail.blocks.StructBlock", [[("items", 22)]], {}),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("point", "point"), ("caution", "caution"), ("example", "example")],
                                    "label": "tone",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("tone", 24), ("text", 20)]], {}),
                            26: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("code", "code"), ("formula", "formula")], "label": "kind"},
                            ),
                            27: ("wagtail.blocks.TextBlock", (), {"label": "code or formula", "rows": 4}),
                            28: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One sentence in words, for those who listen to the page.",
                                    "label": "what it says",
                                    "required": False,
                                },
                            ),
                            29: ("wagtail.blocks.StructBlock", [[("kind", 26), ("text", 27), ("words", 28)]], {}),
                            30: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "file"}),
                            31: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "what it is for", "max_length": 200, "required": False},
                            ),
                            32: ("wagtail.blocks.StructBlock", [[("file", 30), ("description", 31)]], {}),
                        },
                        verbose_name="text",
                    ),
                ),
                (
                    "body_en",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("figure", 4),
                            ("video", 10),
                            ("audio", 13),
                            ("slides", 18),
                            ("accordion", 23),
                            ("callout", 25),
                            ("code", 29),
                            ("file", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "link", "ul", "ol"],
                                    "icon": "pilcrow",
                                    "label": "text",
                                },
                            ),
                            1: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "image"}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                            4: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 2), ("caption", 3)]], {}),
                            5: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "video file"}),
                            6: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "captions (WebVTT)", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "The video has no sound", "required": False},
                            ),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "transcript"}),
                            9: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "What counts is what was really played, not where the slider was drawn to.",
                                    "label": "The lesson is finished only when this was played",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("file", 5),
                                        ("captions", 6),
                                        ("is_silent", 7),
                                        ("transcript", 8),
                                        ("must_watch", 9),
                                    ]
                                ],
                                {},
                            ),
                            11: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 200}),
                            12: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "audio file"}),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 11), ("file", 12), ("transcript", 8), ("must_watch", 9)]],
                                {},
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the slide tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            15: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "what is said with it", "required": False, "rows": 2},
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 14), ("notes", 15)]], {}),
                            17: ("wagtail.blocks.ListBlock", (16,), {"label": "slides", "min_num": 1}),
                            18: ("wagtail.blocks.StructBlock", [[("title", 11), ("slides", 17)]], {}),
                            19: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 200}),
                            20: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "link", "ul", "ol"], "label": "text"},
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("title", 19), ("text", 20)]], {}),
                            22: ("wagtail.blocks.ListBlock", (21,), {"label": "sections that open", "min_num": 1}),
                            23: ("wagtail.blocks.StructBlock", [[("items", 22)]], {}),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("point", "point"), ("caution", "caution"), ("example", "example")],
                                    "label": "tone",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("tone", 24), ("text", 20)]], {}),
                            26: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("code", "code"), ("formula", "formula")], "label": "kind"},
                            ),
                            27: ("wagtail.blocks.TextBlock", (), {"label": "code or formula", "rows": 4}),
                            28: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One sentence in words, for those who listen to the page.",
                                    "label": "what it says",
                                    "required": False,
                                },
                            ),
                            29: ("wagtail.blocks.StructBlock", [[("kind", 26), ("text", 27), ("words", 28)]], {}),
                            30: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "file"}),
                            31: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "what it is for", "max_length": 200, "required": False},
                            ),
                            32: ("wagtail.blocks.StructBlock", [[("file", 30), ("description", 31)]], {}),
                        },
                        verbose_name="English text",
                    ),
                ),
                ("search_key", models.TextField(blank=True, editable=False)),
                ("published_on", models.DateField(default=lms.lib.clock.today, verbose_name="date")),
                ("shown_from", models.DateField(blank=True, null=True, verbose_name="shown from")),
                (
                    "shown_until",
                    models.DateField(
                        blank=True,
                        help_text="The last day. Left empty, it stays.",
                        null=True,
                        verbose_name="shown until",
                    ),
                ),
                ("for_groups", models.JSONField(blank=True, default=list, verbose_name="for talent groups")),
                ("for_roles", models.JSONField(blank=True, default=list, verbose_name="for roles")),
                ("for_departments", models.JSONField(blank=True, default=list, verbose_name="for departments")),
            ],
            options={
                "verbose_name": "news item",
                "verbose_name_plural": "news items",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="StoryIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "list of stories of results",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="StoryPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("title_en", models.CharField(blank=True, max_length=255, verbose_name="English title")),
                (
                    "intro",
                    models.TextField(
                        blank=True, help_text="One or two sentences, shown in lists.", verbose_name="introduction"
                    ),
                ),
                ("intro_en", models.TextField(blank=True, verbose_name="English introduction")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("figure", 4),
                            ("video", 10),
                            ("audio", 13),
                            ("slides", 18),
                            ("accordion", 23),
                            ("callout", 25),
                            ("code", 29),
                            ("file", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "link", "ul", "ol"],
                                    "icon": "pilcrow",
                                    "label": "text",
                                },
                            ),
                            1: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "image"}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                            4: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 2), ("caption", 3)]], {}),
                            5: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "video file"}),
                            6: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "captions (WebVTT)", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "The video has no sound", "required": False},
                            ),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "transcript"}),
                            9: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "What counts is what was really played, not where the slider was drawn to.",
                                    "label": "The lesson is finished only when this was played",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("file", 5),
                                        ("captions", 6),
                                        ("is_silent", 7),
                                        ("transcript", 8),
                                        ("must_watch", 9),
                                    ]
                                ],
                                {},
                            ),
                            11: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 200}),
                            12: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "audio file"}),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 11), ("file", 12), ("transcript", 8), ("must_watch", 9)]],
                                {},
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the slide tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            15: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "what is said with it", "required": False, "rows": 2},
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 14), ("notes", 15)]], {}),
                            17: ("wagtail.blocks.ListBlock", (16,), {"label": "slides", "min_num": 1}),
                            18: ("wagtail.blocks.StructBlock", [[("title", 11), ("slides", 17)]], {}),
                            19: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 200}),
                            20: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "link", "ul", "ol"], "label": "text"},
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("title", 19), ("text", 20)]], {}),
                            22: ("wagtail.blocks.ListBlock", (21,), {"label": "sections that open", "min_num": 1}),
                            23: ("wagtail.blocks.StructBlock", [[("items", 22)]], {}),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("point", "point"), ("caution", "caution"), ("example", "example")],
                                    "label": "tone",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("tone", 24), ("text", 20)]], {}),
                            26: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("code", "code"), ("formula", "formula")], "label": "kind"},
                            ),
                            27: ("wagtail.blocks.TextBlock", (), {"label": "code or formula", "rows": 4}),
                            28: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One sentence in words, for those who listen to the page.",
                                    "label": "what it says",
                                    "required": False,
                                },
                            ),
                            29: ("wagtail.blocks.StructBlock", [[("kind", 26), ("text", 27), ("words", 28)]], {}),
                            30: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "file"}),
                            31: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "what it is for", "max_length": 200, "required": False},
                            ),
                            32: ("wagtail.blocks.StructBlock", [[("file", 30), ("description", 31)]], {}),
                        },
                        verbose_name="text",
                    ),
                ),
                (
                    "body_en",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("figure", 4),
                            ("video", 10),
                            ("audio", 13),
                            ("slides", 18),
                            ("accordion", 23),
                            ("callout", 25),
                            ("code", 29),
                            ("file", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "link", "ul", "ol"],
                                    "icon": "pilcrow",
                                    "label": "text",
                                },
                            ),
                            1: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "image"}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                            4: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 2), ("caption", 3)]], {}),
                            5: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "video file"}),
                            6: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "captions (WebVTT)", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "The video has no sound", "required": False},
                            ),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "transcript"}),
                            9: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "What counts is what was really played, not where the slider was drawn to.",
                                    "label": "The lesson is finished only when this was played",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("file", 5),
                                        ("captions", 6),
                                        ("is_silent", 7),
                                        ("transcript", 8),
                                        ("must_watch", 9),
                                    ]
                                ],
                                {},
                            ),
                            11: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 200}),
                            12: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "audio file"}),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 11), ("file", 12), ("transcript", 8), ("must_watch", 9)]],
                                {},
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the slide tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            15: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "what is said with it", "required": False, "rows": 2},
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("image", 1), ("alt", 14), ("notes", 15)]], {}),
                            17: ("wagtail.blocks.ListBlock", (16,), {"label": "slides", "min_num": 1}),
                            18: ("wagtail.blocks.StructBlock", [[("title", 11), ("slides", 17)]], {}),
                            19: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 200}),
                            20: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "link", "ul", "ol"], "label": "text"},
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("title", 19), ("text", 20)]], {}),
                            22: ("wagtail.blocks.ListBlock", (21,), {"label": "sections that open", "min_num": 1}),
                            23: ("wagtail.blocks.StructBlock", [[("items", 22)]], {}),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("point", "point"), ("caution", "caution"), ("example", "example")],
                                    "label": "tone",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("tone", 24), ("text", 20)]], {}),
                            26: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("code", "code"), ("formula", "formula")], "label": "kind"},
                            ),
                            27: ("wagtail.blocks.TextBlock", (), {"label": "code or formula", "rows": 4}),
                            28: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One sentence in words, for those who listen to the page.",
                                    "label": "what it says",
                                    "required": False,
                                },
                            ),
                            29: ("wagtail.blocks.StructBlock", [[("kind", 26), ("text", 27), ("words", 28)]], {}),
                            30: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "file"}),
                            31: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "what it is for", "max_length": 200, "required": False},
                            ),
                            32: ("wagtail.blocks.StructBlock", [[("file", 30), ("description", 31)]], {}),
                        },
                        verbose_name="English text",
                    ),
                ),
                ("search_key", models.TextField(blank=True, editable=False)),
                ("told_on", models.DateField(default=lms.lib.clock.today, verbose_name="date")),
                (
                    "told_by",
                    models.CharField(
                        help_text="The department or working group, such as 市民課 窓口係.",
                        max_length=100,
                        verbose_name="who did it",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        help_text="A fact with a number where there is one, such as 待ち時間 25分→12分.",
                        max_length=150,
                        verbose_name="result in one line",
                    ),
                ),
                ("result_en", models.CharField(blank=True, max_length=150, verbose_name="result in English")),
                ("initiative", models.SlugField(blank=True, verbose_name="priority initiative")),
            ],
            options={
                "verbose_name": "story of results",
                "verbose_name_plural": "stories of results",
            },
            bases=("wagtailcore.page",),
        ),
    ]
