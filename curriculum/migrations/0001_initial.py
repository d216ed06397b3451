import curriculum.models.courses
import django.db.models.deletion
import lms.lib.ids
import modelcluster.fields
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CourseApproval",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "course approval",
                "verbose_name_plural": "course approvals",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="FrameworkVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until (exclusive)")),
                ("code", models.CharField(max_length=50, unique=True, verbose_name="code")),
                ("name_ja", models.CharField(max_length=200, verbose_name="name")),
                ("target_statement_ja", models.TextField(blank=True, verbose_name="target statement")),
                ("target_statement_en", models.TextField(blank=True)),
                ("purpose_notice_ja", models.TextField(blank=True, verbose_name="purpose notice")),
                ("purpose_notice_en", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "framework version",
                "verbose_name_plural": "framework versions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="framework_version_dates",
                        violation_error_message="The end date must come after the start date.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
            ],
            options={
                "verbose_name": "package",
                "verbose_name_plural": "packages",
            },
        ),
        migrations.CreateModel(
            name="QuestionBank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("title", models.CharField(max_length=200, unique=True, verbose_name="title")),
                ("description", models.TextField(blank=True, verbose_name="what the questions are about")),
                (
                    "questions",
                    wagtail.fields.StreamField(
                        [
                            ("question", 6),
                            ("true_false", 9),
                            ("ordering", 12),
                            ("matching", 19),
                            ("numeric", 23),
                            ("short_text", 27),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.TextBlock", (), {"label": "question", "rows": 2}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "choice"}),
                            2: ("wagtail.blocks.BooleanBlock", (), {"label": "right answer", "required": False}),
                            3: ("wagtail.blocks.StructBlock", [[("text", 1), ("is_correct", 2)]], {}),
                            4: (
                                "wagtail.blocks.ListBlock",
                                (3,),
                                {"default": [{}, {}], "label": "choices", "min_num": 2},
                            ),
                            5: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "explanation shown after answering", "required": False, "rows": 2},
                            ),
                            6: ("wagtail.blocks.StructBlock", [[("text", 0), ("choices", 4), ("explanation", 5)]], {}),
                            7: ("wagtail.blocks.TextBlock", (), {"label": "statement", "rows": 2}),
                            8: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("true", "True"), ("false", "False")], "label": "right answer"},
                            ),
                            9: ("wagtail.blocks.StructBlock", [[("text", 7), ("answer", 8), ("explanation", 5)]], {}),
                            10: ("wagtail.blocks.CharBlock", (), {"label": "step"}),
                            11: (
                                "wagtail.blocks.ListBlock",
                                (10,),
                                {
                                    "default": ["", "", ""],
                                    "help_text": "Learners meet them shuffled.",
                                    "label": "steps in their right order",
                                    "min_num": 2,
                                },
                            ),
                            12: ("wagtail.blocks.StructBlock", [[("text", 0), ("steps", 11), ("explanation", 5)]], {}),
                            13: ("wagtail.blocks.CharBlock", (), {"label": "left side"}),
                            14: ("wagtail.blocks.CharBlock", (), {"label": "what belongs to it"}),
                            15: ("wagtail.blocks.StructBlock", [[("text", 13), ("match", 14)]], {}),
                            16: (
                                "wagtail.blocks.ListBlock",
                                (15,),
                                {"default": [{}, {}], "label": "pairs", "min_num": 2},
                            ),
                            17: ("wagtail.blocks.CharBlock", (), {"label": "possibility"}),
                            18: (
                                "wagtail.blocks.ListBlock",
                                (17,),
                                {"default": [], "label": "further possibilities that match nothing"},
                            ),
                            19: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 0), ("pairs", 16), ("distractors", 18), ("explanation", 5)]],
                                {},
                            ),
                            20: ("wagtail.blocks.DecimalBlock", (), {"label": "right number"}),
                            21: (
                                "wagtail.blocks.DecimalBlock",
                                (),
                                {"default": 0, "label": "how far off an answer may be", "min_value": 0},
                            ),
                            22: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "unit", "max_length": 20, "required": False},
                            ),
                            23: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 0), ("value", 20), ("tolerance", 21), ("unit", 22), ("explanation", 5)]],
                                {},
                            ),
                            24: ("wagtail.blocks.CharBlock", (), {"label": "accepted answer"}),
                            25: (
                                "wagtail.blocks.ListBlock",
                                (24,),
                                {
                                    "default": [""],
                                    "help_text": "Width, case, hiragana or katakana, and the long vowel at a word's end make no difference.",
                                    "label": "accepted answers",
                                    "min_num": 1,
                                },
                            ),
                            26: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "The spelling must be exact", "required": False},
                            ),
                            27: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 0), ("accepted", 25), ("is_exact", 26), ("explanation", 5)]],
                                {},
                            ),
                        },
                        verbose_name="questions",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
            ],
            options={
                "verbose_name": "question bank",
                "verbose_name_plural": "question banks",
            },
        ),
        migrations.CreateModel(
            name="PackageVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="curriculum.package"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("file", models.FileField(upload_to="packages/%Y/", verbose_name="original file")),
                ("filename", models.CharField(max_length=255, verbose_name="file name")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                (
                    "standard",
                    models.CharField(
                        choices=[("scorm12", "SCORM 1.2"), ("scorm2004", "SCORM 2004")],
                        max_length=10,
                        verbose_name="standard",
                    ),
                ),
                ("edition", models.CharField(blank=True, max_length=30, verbose_name="edition")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("launch", models.CharField(max_length=2000, verbose_name="launch address")),
                ("report", models.JSONField(default=dict, verbose_name="import report")),
                (
                    "imported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("imported_at", models.DateTimeField(verbose_name="imported at")),
            ],
            options={
                "verbose_name": "package version",
                "verbose_name_plural": "package versions",
                "constraints": [models.UniqueConstraint(fields=("package", "number"), name="package_version_number")],
            },
        ),
        migrations.CreateModel(
            name="Tier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_ja", models.CharField(max_length=200, verbose_name="Japanese name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tiers",
                        to="curriculum.frameworkversion",
                    ),
                ),
                ("key", models.SlugField(verbose_name="key")),
                ("image_ja", models.TextField(blank=True, verbose_name="what it stands for")),
                ("image_en", models.TextField(blank=True)),
                ("order", models.PositiveIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("framework", "key"), name="tier_once")],
            },
        ),
        migrations.CreateModel(
            name="PackageItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="curriculum.packageversion",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="curriculum.packageitem",
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("identifier", models.CharField(max_length=500)),
                ("title", models.CharField(max_length=500)),
                ("launch", models.CharField(blank=True, max_length=2000)),
                ("is_sco", models.BooleanField(default=True)),
                ("is_visible", models.BooleanField(default=True)),
                ("mastery_score", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("data_from_lms", models.TextField(blank=True)),
                ("max_time_allowed", models.CharField(blank=True, max_length=50)),
                ("time_limit_action", models.CharField(blank=True, max_length=50)),
                ("prerequisites", models.TextField(blank=True)),
                ("completion_threshold", models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ("sequencing", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "order"), name="package_item_order"),
                    models.UniqueConstraint(fields=("version", "identifier"), name="package_item_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageUpload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("file", models.FileField(blank=True, upload_to="package-uploads/", verbose_name="file")),
                ("filename", models.CharField(max_length=255, verbose_name="file name")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                ("received", models.PositiveBigIntegerField(default=0)),
                ("modified", models.CharField(blank=True, max_length=40)),
                (
                    "package",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to="curriculum.package",
                        verbose_name="package to replace",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("receiving", "being sent"),
                            ("waiting", "waiting"),
                            ("running", "being imported"),
                            ("imported", "imported"),
                            ("refused", "refused"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField(default=0, verbose_name="per cent done")),
                ("report", models.JSONField(default=dict, verbose_name="import report")),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to="curriculum.packageversion",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
            ],
            options={
                "verbose_name": "package upload",
                "verbose_name_plural": "package uploads",
            },
        ),
        migrations.CreateModel(
            name="TalentGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_ja", models.CharField(max_length=200, verbose_name="Japanese name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="curriculum.frameworkversion",
                    ),
                ),
                (
                    "tier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="groups", to="curriculum.tier"
                    ),
                ),
                ("key", models.SlugField(verbose_name="key")),
                ("precedence", models.PositiveIntegerField(verbose_name="precedence")),
                ("headcount_approx", models.PositiveIntegerField(default=0, verbose_name="planned headcount")),
                ("direction_ja", models.TextField(blank=True, verbose_name="direction of development")),
                ("direction_en", models.TextField(blank=True)),
                ("takes_wg_members", models.BooleanField(default=False, verbose_name="takes working-group members")),
                ("takes_everyone", models.BooleanField(default=False, verbose_name="takes everyone else")),
                ("ranks", models.ManyToManyField(blank=True, related_name="talent_groups", to="people.rank")),
            ],
            options={
                "verbose_name": "talent group",
                "verbose_name_plural": "talent groups",
                "constraints": [
                    models.UniqueConstraint(fields=("framework", "key"), name="talent_group_once"),
                    models.UniqueConstraint(fields=("framework", "precedence"), name="talent_group_precedence"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ability",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_ja", models.CharField(max_length=200, verbose_name="Japanese name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abilities",
                        to="curriculum.frameworkversion",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abilities",
                        to="curriculum.talentgroup",
                    ),
                ),
                ("key", models.SlugField(verbose_name="key")),
                ("is_example", models.BooleanField(default=False, verbose_name="an example in the plan")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "ability",
                "verbose_name_plural": "abilities",
                "constraints": [models.UniqueConstraint(fields=("framework", "key"), name="ability_once")],
            },
        ),
        migrations.CreateModel(
            name="LevelDescriptor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="descriptors",
                        to="curriculum.talentgroup",
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(verbose_name="level")),
                ("text_ja", models.TextField(verbose_name="Japanese")),
                ("text_en", models.TextField(blank=True, verbose_name="English")),
            ],
            options={
                "verbose_name": "level sentence",
                "verbose_name_plural": "level sentences",
                "constraints": [
                    models.UniqueConstraint(fields=("group", "level"), name="descriptor_once"),
                    models.CheckConstraint(
                        condition=models.Q(("level__range", (1, 5))), name="descriptor_level_1_to_5"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_ja", models.CharField(max_length=200, verbose_name="Japanese name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="curriculum.frameworkversion",
                    ),
                ),
                ("key", models.SlugField(verbose_name="key")),
                (
                    "modality",
                    models.CharField(
                        choices=[
                            ("elearning", "e-learning"),
                            ("classroom", "classroom training"),
                            ("practice", "practice"),
                            ("pbl", "project-based learning"),
                            ("exchange", "exchange with other bodies"),
                            ("blended", "blended"),
                        ],
                        max_length=10,
                        verbose_name="modality",
                    ),
                ),
                (
                    "is_hr_policy",
                    models.BooleanField(default=False, verbose_name="part of the HR development policy (※)"),
                ),
                ("order", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("groups", models.ManyToManyField(blank=True, related_name="programmes", to="curriculum.talentgroup")),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
                "constraints": [models.UniqueConstraint(fields=("framework", "key"), name="programme_once")],
            },
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="The last part of the page's address. Left empty, it is made from the code.",
                        unique=True,
                        validators=[curriculum.models.courses.not_reserved],
                        verbose_name="address",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=20, verbose_name="code")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="English title")),
                (
                    "reading",
                    models.CharField(
                        blank=True,
                        help_text="How the title is said, and other words people look for, such as せいせいAI. Only search uses it.",
                        max_length=400,
                        verbose_name="reading in kana",
                    ),
                ),
                (
                    "purpose",
                    models.TextField(
                        blank=True,
                        help_text="One sentence on the course's first page: what it is for.",
                        verbose_name="purpose",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courses",
                        to="curriculum.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "supports_level_from",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="from level"),
                ),
                (
                    "supports_level_to",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="leads to level"),
                ),
                (
                    "minutes",
                    models.PositiveIntegerField(
                        blank=True,
                        default=0,
                        help_text="Left at 0, the minutes of the modules are added up.",
                        verbose_name="minutes",
                    ),
                ),
                ("is_mandatory", models.BooleanField(default=False, verbose_name="mandatory")),
                ("is_trial", models.BooleanField(default=False, editable=False)),
                ("initiatives", models.JSONField(blank=True, default=list, verbose_name="priority initiatives")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who answers questions about the course.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "review_on",
                    models.DateField(
                        blank=True,
                        help_text="When the content is to be looked at again.",
                        null=True,
                        verbose_name="review date",
                    ),
                ),
                (
                    "modules",
                    wagtail.fields.StreamField(
                        [("lesson", 45), ("quiz", 78), ("scorm", 80), ("project", 92), ("class", 94), ("handin", 97)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 200}),
                            1: ("wagtail.blocks.IntegerBlock", (), {"default": 5, "label": "minutes", "min_value": 1}),
                            2: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": True, "label": "required to complete the course", "required": False},
                            ),
                            3: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "link", "ul", "ol"],
                                    "icon": "pilcrow",
                                    "label": "text",
                                },
                            ),
                            4: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "image"}),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            6: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                            7: ("wagtail.blocks.StructBlock", [[("image", 4), ("alt", 5), ("caption", 6)]], {}),
                            8: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "video file"}),
                            9: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "captions (WebVTT)", "required": False},
                            ),
                            10: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "The video has no sound", "required": False},
                            ),
                            11: ("wagtail.blocks.TextBlock", (), {"label": "transcript"}),
                            12: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "What counts is what was really played, not where the slider was drawn to.",
                                    "label": "The lesson is finished only when this was played",
                                    "required": False,
                                },
                            ),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("file", 8),
                                        ("captions", 9),
                                        ("is_silent", 10),
                                        ("transcript", 11),
                                        ("must_watch", 12),
                                    ]
                                ],
                                {},
                            ),
                            14: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "audio file"}),
                            15: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("file", 14), ("transcript", 11), ("must_watch", 12)]],
                                {},
                            ),
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the slide tells someone who cannot see it.",
                                    "label": "alternative text",
                                },
                            ),
                            17: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "what is said with it", "required": False, "rows": 2},
                            ),
                            18: ("wagtail.blocks.StructBlock", [[("image", 4), ("alt", 16), ("notes", 17)]], {}),
                            19: ("wagtail.blocks.ListBlock", (18,), {"label": "slides", "min_num": 1}),
                            20: ("wagtail.blocks.StructBlock", [[("title", 0), ("slides", 19)]], {}),
                            21: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 200}),
                            22: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "link", "ul", "ol"], "label": "text"},
                            ),
                            23: ("wagtail.blocks.StructBlock", [[("title", 21), ("text", 22)]], {}),
                            24: ("wagtail.blocks.ListBlock", (23,), {"label": "sections that open", "min_num": 1}),
                            25: ("wagtail.blocks.StructBlock", [[("items", 24)]], {}),
                            26: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("point", "point"), ("caution", "caution"), ("example", "example")],
                                    "label": "tone",
                                },
                            ),
                            27: ("wagtail.blocks.StructBlock", [[("tone", 26), ("text", 22)]], {}),
                            28: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("code", "code"), ("formula", "formula")], "label": "kind"},
                            ),
                            29: ("wagtail.blocks.TextBlock", (), {"label": "code or formula", "rows": 4}),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One sentence in words, for those who listen to the page.",
                                    "label": "what it says",
                                    "required": False,
                                },
                            ),
                            31: ("wagtail.blocks.StructBlock", [[("kind", 28), ("text", 29), ("words", 30)]], {}),
                            32: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "file"}),
                            33: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "what it is for", "max_length": 200, "required": False},
                            ),
                            34: ("wagtail.blocks.StructBlock", [[("file", 32), ("description", 33)]], {}),
                            35: ("wagtail.blocks.TextBlock", (), {"label": "question", "rows": 2}),
                            36: ("wagtail.blocks.CharBlock", (), {"label": "choice"}),
                            37: ("wagtail.blocks.BooleanBlock", (), {"label": "right answer", "required": False}),
                            38: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Why it is right, or what leads on to the right one.",
                                    "label": "said when it is chosen",
                                    "required": False,
                                },
                            ),
                            39: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 36), ("is_correct", 37), ("feedback", 38)]],
                                {},
                            ),
                            40: (
                                "wagtail.blocks.ListBlock",
                                (39,),
                                {"default": [{}, {}], "label": "choices", "min_num": 2},
                            ),
                            41: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "explanation shown with the right answer", "required": False, "rows": 2},
                            ),
                            42: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "label": "The lesson is finished only when this was answered right",
                                    "required": False,
                                },
                            ),
                            43: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 35), ("choices", 40), ("explanation", 41), ("must_answer", 42)]],
                                {},
                            ),
                            44: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("text", 3),
                                        ("figure", 7),
                                        ("video", 13),
                                        ("audio", 15),
                                        ("slides", 20),
                                        ("accordion", 25),
                                        ("callout", 27),
                                        ("code", 31),
                                        ("file", 34),
                                        ("check_question", 43),
                                    ]
                                ],
                                {"label": "text"},
                            ),
                            45: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("minutes", 1), ("is_required", 2), ("body", 44)]],
                                {},
                            ),
                            46: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 80, "label": "pass mark in per cent", "max_value": 100, "min_value": 0},
                            ),
                            47: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "help_text": "Empty means as often as needed.",
                                    "label": "attempts allowed",
                                    "min_value": 1,
                                    "required": False,
                                },
                            ),
                            48: (
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
                            49: ("wagtail.blocks.StructBlock", [[("text", 36), ("is_correct", 37)]], {}),
                            50: (
                                "wagtail.blocks.ListBlock",
                                (49,),
                                {"default": [{}, {}], "label": "choices", "min_num": 2},
                            ),
                            51: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "explanation shown after answering", "required": False, "rows": 2},
                            ),
                            52: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 35), ("choices", 50), ("explanation", 51)]],
                                {},
                            ),
                            53: ("wagtail.blocks.TextBlock", (), {"label": "statement", "rows": 2}),
                            54: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("true", "True"), ("false", "False")], "label": "right answer"},
                            ),
                            55: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 53), ("answer", 54), ("explanation", 51)]],
                                {},
                            ),
                            56: ("wagtail.blocks.CharBlock", (), {"label": "step"}),
                            57: (
                                "wagtail.blocks.ListBlock",
                                (56,),
                                {
                                    "default": ["", "", ""],
                                    "help_text": "Learners meet them shuffled.",
                                    "label": "steps in their right order",
                                    "min_num": 2,
                                },
                            ),
                            58: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 35), ("steps", 57), ("explanation", 51)]],
                                {},
                            ),
                            59: ("wagtail.blocks.CharBlock", (), {"label": "left side"}),
                            60: ("wagtail.blocks.CharBlock", (), {"label": "what belongs to it"}),
                            61: ("wagtail.blocks.StructBlock", [[("text", 59), ("match", 60)]], {}),
                            62: (
                                "wagtail.blocks.ListBlock",
                                (61,),
                                {"default": [{}, {}], "label": "pairs", "min_num": 2},
                            ),
                            63: ("wagtail.blocks.CharBlock", (), {"label": "possibility"}),
                            64: (
                                "wagtail.blocks.ListBlock",
                                (63,),
                                {"default": [], "label": "further possibilities that match nothing"},
                            ),
                            65: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 35), ("pairs", 62), ("distractors", 64), ("explanation", 51)]],
                                {},
                            ),
                            66: ("wagtail.blocks.DecimalBlock", (), {"label": "right number"}),
                            67: (
                                "wagtail.blocks.DecimalBlock",
                                (),
                                {"default": 0, "label": "how far off an answer may be", "min_value": 0},
                            ),
                            68: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "unit", "max_length": 20, "required": False},
                            ),
                            69: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 35), ("value", 66), ("tolerance", 67), ("unit", 68), ("explanation", 51)]],
                                {},
                            ),
                            70: ("wagtail.blocks.CharBlock", (), {"label": "accepted answer"}),
                            71: (
                                "wagtail.blocks.ListBlock",
                                (70,),
                                {
                                    "default": [""],
                                    "help_text": "Width, case, hiragana or katakana, and the long vowel at a word's end make no difference.",
                                    "label": "accepted answers",
                                    "min_num": 1,
                                },
                            ),
                            72: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "The spelling must be exact", "required": False},
                            ),
                            73: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 35), ("accepted", 71), ("is_exact", 72), ("explanation", 51)]],
                                {},
                            ),
                            74: (
                                "curriculum.questions.blocks.QuestionBankChooserBlock",
                                (),
                                {"label": "question bank"},
                            ),
                            75: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "default": 3,
                                    "help_text": "Drawn anew for each attempt.",
                                    "label": "how many questions",
                                    "min_value": 1,
                                },
                            ),
                            76: ("wagtail.blocks.StructBlock", [[("bank", 74), ("count", 75)]], {}),
                            77: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("question", 52),
                                        ("true_false", 55),
                                        ("ordering", 58),
                                        ("matching", 65),
                                        ("numeric", 69),
                                        ("short_text", 73),
                                        ("draw", 76),
                                    ]
                                ],
                                {"label": "questions", "min_num": 1},
                            ),
                            78: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("title", 0),
                                        ("minutes", 1),
                                        ("is_required", 2),
                                        ("pass_percent", 46),
                                        ("max_attempts", 47),
                                        ("time_limit", 48),
                                        ("questions", 77),
                                    ]
                                ],
                                {},
                            ),
                            79: ("curriculum.blocks.PackageVersionChooserBlock", (), {"label": "package version"}),
                            80: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("minutes", 1), ("is_required", 2), ("package", 79)]],
                                {},
                            ),
                            81: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "what the project is about", "required": False},
                            ),
                            82: ("wagtail.blocks.CharBlock", (), {"label": "phase"}),
                            83: ("wagtail.blocks.TextBlock", (), {"label": "guidance", "required": False, "rows": 2}),
                            84: ("wagtail.blocks.CharBlock", (), {"label": "deliverable", "required": False}),
                            85: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 82), ("guidance", 83), ("deliverable", 84)]],
                                {},
                            ),
                            86: ("wagtail.blocks.StreamBlock", [[("phase", 85)]], {"label": "phases", "min_num": 1}),
                            87: ("wagtail.blocks.CharBlock", (), {"label": "criterion"}),
                            88: ("wagtail.blocks.CharBlock", (), {}),
                            89: (
                                "wagtail.blocks.ListBlock",
                                (88,),
                                {"default": ["", "", "", ""], "label": "levels 1 to 4", "max_num": 4, "min_num": 4},
                            ),
                            90: ("wagtail.blocks.StructBlock", [[("title", 87), ("levels", 89)]], {}),
                            91: (
                                "wagtail.blocks.StreamBlock",
                                [[("criterion", 90)]],
                                {"label": "rubric", "min_num": 1},
                            ),
                            92: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("title", 0),
                                        ("minutes", 1),
                                        ("is_required", 2),
                                        ("brief", 81),
                                        ("phases", 86),
                                        ("rubric", 91),
                                    ]
                                ],
                                {},
                            ),
                            93: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "what happens in the class", "required": False},
                            ),
                            94: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("minutes", 1), ("is_required", 2), ("description", 93)]],
                                {},
                            ),
                            95: ("wagtail.blocks.TextBlock", (), {"label": "what to hand in"}),
                            96: (
                                "wagtail.blocks.StreamBlock",
                                [[("criterion", 90)]],
                                {
                                    "help_text": "What the reviewer judges by; learners see it before they hand in. May stay empty.",
                                    "label": "rubric",
                                    "required": False,
                                },
                            ),
                            97: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("minutes", 1), ("is_required", 2), ("prompt", 95), ("rubric", 96)]],
                                {},
                            ),
                        },
                        verbose_name="modules",
                    ),
                ),
                ("search_key", models.TextField(blank=True, editable=False)),
                (
                    "groups",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="courses", to="curriculum.talentgroup", verbose_name="talent groups"
                    ),
                ),
                (
                    "abilities",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="courses", to="curriculum.ability", verbose_name="abilities"
                    ),
                ),
            ],
            options={
                "verbose_name": "course",
                "verbose_name_plural": "courses",
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name="CourseVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="curriculum.course"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="English title")),
                ("purpose", models.TextField(blank=True, verbose_name="purpose")),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="minutes")),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                ("published_at", models.DateTimeField(verbose_name="published at")),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "course version",
                "verbose_name_plural": "course versions",
                "constraints": [models.UniqueConstraint(fields=("course", "number"), name="course_version_number")],
            },
        ),
        migrations.CreateModel(
            name="Module",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "course_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="modules",
                        to="curriculum.courseversion",
                    ),
                ),
                ("key", models.UUIDField()),
                ("order", models.PositiveIntegerField(verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lesson", "lesson"),
                            ("quiz", "quiz"),
                            ("scorm", "e-learning package"),
                            ("project", "project"),
                            ("class", "class"),
                            ("handin", "hand-in"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="minutes")),
                ("is_required", models.BooleanField(default=True, verbose_name="required to complete the course")),
            ],
            options={
                "verbose_name": "module",
                "verbose_name_plural": "modules",
                "constraints": [
                    models.UniqueConstraint(fields=("course_version", "order"), name="module_order"),
                    models.UniqueConstraint(fields=("course_version", "key"), name="module_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "module",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="class_content",
                        to="curriculum.module",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="what happens in the class")),
            ],
        ),
        migrations.CreateModel(
            name="HandinContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "module",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handin", to="curriculum.module"
                    ),
                ),
                ("prompt", models.TextField(verbose_name="what to hand in")),
                ("rubric", models.JSONField(default=list, verbose_name="rubric")),
            ],
        ),
        migrations.CreateModel(
            name="LessonContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "module",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lesson", to="curriculum.module"
                    ),
                ),
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
                            ("check_question", 41),
                        ],
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
                            33: ("wagtail.blocks.TextBlock", (), {"label": "question", "rows": 2}),
                            34: ("wagtail.blocks.CharBlock", (), {"label": "choice"}),
                            35: ("wagtail.blocks.BooleanBlock", (), {"label": "right answer", "required": False}),
                            36: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Why it is right, or what leads on to the right one.",
                                    "label": "said when it is chosen",
                                    "required": False,
                                },
                            ),
                            37: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 34), ("is_correct", 35), ("feedback", 36)]],
                                {},
                            ),
                            38: (
                                "wagtail.blocks.ListBlock",
                                (37,),
                                {"default": [{}, {}], "label": "choices", "min_num": 2},
                            ),
                            39: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "explanation shown with the right answer", "required": False, "rows": 2},
                            ),
                            40: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "label": "The lesson is finished only when this was answered right",
                                    "required": False,
                                },
                            ),
                            41: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 33), ("choices", 38), ("explanation", 39), ("must_answer", 40)]],
                                {},
                            ),
                        },
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProjectContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "module",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="project", to="curriculum.module"
                    ),
                ),
                ("brief", models.TextField(blank=True, verbose_name="what the project is about")),
                ("phases", models.JSONField(verbose_name="phases")),
                ("rubric", models.JSONField(verbose_name="rubric")),
            ],
        ),
        migrations.CreateModel(
            name="QuizContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "module",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="quiz", to="curriculum.module"
                    ),
                ),
                ("pass_percent", models.PositiveSmallIntegerField(default=80, verbose_name="pass mark in per cent")),
                ("max_attempts", models.PositiveSmallIntegerField(null=True, verbose_name="attempts allowed")),
                ("time_limit", models.PositiveSmallIntegerField(null=True, verbose_name="time limit in minutes")),
                ("draws", models.JSONField(default=list, verbose_name="random draws")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pass_percent__range", (0, 100))), name="quiz_pass_percent"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScormContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "module",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scorm", to="curriculum.module"
                    ),
                ),
                (
                    "package_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorm_modules",
                        to="curriculum.packageversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LessonDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="curriculum.lessoncontent",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wagtaildocs.document"
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a published lesson",
                "verbose_name_plural": "files of published lessons",
                "constraints": [models.UniqueConstraint(fields=("lesson", "document"), name="lesson_document_once")],
            },
        ),
        migrations.CreateModel(
            name="LessonImage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="curriculum.lessoncontent",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wagtailimages.image"
                    ),
                ),
            ],
            options={
                "verbose_name": "picture of a published lesson",
                "verbose_name_plural": "pictures of published lessons",
                "constraints": [models.UniqueConstraint(fields=("lesson", "image"), name="lesson_image_once")],
            },
        ),
        migrations.CreateModel(
            name="QuizItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "quiz",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="curriculum.quizcontent"
                    ),
                ),
                ("key", models.UUIDField()),
                ("order", models.PositiveIntegerField(verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "one right answer"),
                            ("multiple", "several right answers"),
                            ("true_false", "true or false"),
                            ("ordering", "ordering"),
                            ("matching", "matching"),
                            ("numeric", "number"),
                            ("short_text", "short text"),
                        ],
                        default="single",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(verbose_name="question")),
                ("choices", models.JSONField(verbose_name="choices")),
                ("answer", models.JSONField(default=dict, verbose_name="how it is answered")),
                ("draw", models.UUIDField(null=True)),
                ("explanation", models.TextField(blank=True, verbose_name="explanation")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("quiz", "order"), name="quiz_item_order"),
                    models.UniqueConstraint(fields=("quiz", "key"), name="quiz_item_key"),
                ],
            },
        ),
    ]
