"""StreamField blocks: lesson bodies, and one block per module kind in the course editor."""

from typing import Any

from django.db.models import Model
from django.forms import Widget
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.coreutils import resolve_model_string
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from curriculum.kinds import ModuleKind
from curriculum.questions.blocks import CheckQuestionBlock, QuizStreamBlock


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("alternative text"), help_text=_("What the picture tells someone who cannot see it.")
    )
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        icon = "image"
        label = _("figure")
        template = "curriculum/blocks/figure.html"


def must_watch() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(
        label=_("The lesson is finished only when this was played"),
        required=False,
        help_text=_("What counts is what was really played, not where the slider was drawn to."),
    )


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("title"), max_length=200, required=False, help_text=_("Left empty, the title of the file names it.")
    )
    file = DocumentChooserBlock(label=_("video file"))
    captions = DocumentChooserBlock(label=_("captions (WebVTT)"), required=False)
    is_silent = blocks.BooleanBlock(label=_("The video has no sound"), required=False)
    transcript = blocks.TextBlock(label=_("transcript"))
    must_watch = must_watch()

    class Meta:
        icon = "media"
        label = _("video")
        template = "curriculum/blocks/video.html"


class AudioBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=200)
    file = DocumentChooserBlock(label=_("audio file"))
    transcript = blocks.TextBlock(label=_("transcript"))
    must_watch = must_watch()

    class Meta:
        icon = "media"
        label = _("audio")
        template = "curriculum/blocks/audio.html"


class SlideBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(label=_("alternative text"), help_text=_("What the slide tells someone who cannot see it."))
    notes = blocks.TextBlock(label=_("what is said with it"), rows=2, required=False)


class SlidesBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=200)
    slides = blocks.ListBlock(SlideBlock(), label=_("slides"), min_num=1)

    class Meta:
        icon = "image"
        label = _("slides")
        template = "curriculum/blocks/slides.html"


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("heading"), max_length=200)
    text = blocks.RichTextBlock(label=_("text"), features=["bold", "link", "ul", "ol"])


class AccordionBlock(blocks.StructBlock):
    items = blocks.ListBlock(AccordionItemBlock(), label=_("sections that open"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("accordion")
        preview_value = {
            "items": [{"title": _("What is open to everyone?"), "text": _("<p>What a learner is to remember.</p>")}]
        }
        template = "curriculum/blocks/accordion.html"


class CodeBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("kind"), choices=[("code", _("code")), ("formula", _("formula"))], default="code")
    text = blocks.TextBlock(label=_("code or formula"), rows=4)
    words = blocks.CharBlock(
        label=_("what it says"),
        required=False,
        help_text=_("One sentence in words, for those who listen to the page."),
    )

    class Meta:
        icon = "code"
        label = _("code or formula")
        preview_value = {"kind": "formula", "text": "削減率 = (見直し前 − 見直し後) ÷ 見直し前", "words": ""}
        template = "curriculum/blocks/code.html"


class FileBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("file"))
    description = blocks.CharBlock(label=_("what it is for"), required=False, max_length=200)

    class Meta:
        icon = "download"
        label = _("file")
        template = "curriculum/blocks/file.html"


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("tone"),
        choices=[("point", _("point")), ("caution", _("caution")), ("example", _("example"))],
        default="point",
    )
    text = blocks.RichTextBlock(label=_("text"), features=["bold", "link", "ul", "ol"])

    class Meta:
        icon = "info-circle"
        label = _("callout")
        preview_value = {"tone": "point", "text": _("<p>What a learner is to remember.</p>")}
        template = "curriculum/blocks/callout.html"


class LessonStreamBlock(blocks.StreamBlock):
    """The few semantic blocks that articles and lessons are made of."""

    text = blocks.RichTextBlock(label=_("text"), icon="pilcrow", features=["h2", "h3", "bold", "link", "ul", "ol"])
    figure = FigureBlock()
    video = VideoBlock()
    audio = AudioBlock()
    slides = SlidesBlock()
    accordion = AccordionBlock()
    callout = CalloutBlock()
    code = CodeBlock()
    file = FileBlock()


class LessonBodyStreamBlock(LessonStreamBlock):
    """A lesson's body: what articles are made of, and questions, for which somebody must be learning."""

    check_question = CheckQuestionBlock()


class ModuleBlock(blocks.StructBlock):
    """What every module has, whatever its kind."""

    title = blocks.CharBlock(label=_("title"), max_length=200)
    title_en = blocks.CharBlock(label=_("English title"), max_length=200, required=False)
    minutes = blocks.IntegerBlock(label=_("minutes"), min_value=1, default=5)
    is_required = blocks.BooleanBlock(label=_("required to complete the course"), required=False, default=True)


class LessonModuleBlock(ModuleBlock):
    body = LessonBodyStreamBlock(label=_("text"))

    class Meta:
        icon = "doc-full"
        label = _("lesson")


class QuizModuleBlock(ModuleBlock):
    pass_percent = blocks.IntegerBlock(label=_("pass mark in per cent"), min_value=0, max_value=100, default=80)
    max_attempts = blocks.IntegerBlock(
        label=_("attempts allowed"),
        min_value=1,
        required=False,
        help_text=_("Empty means as often as needed."),
    )
    time_limit = blocks.IntegerBlock(
        label=_("time limit in minutes"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=_("Empty means no limit, which is the kinder choice. People granted more time get it by themselves."),
    )
    questions = QuizStreamBlock(label=_("questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("quiz")


class PackageVersionChooserBlock(blocks.ChooserBlock):
    """Chooses an uploaded package version; stored as its primary key."""

    @cached_property
    def target_model(self) -> type[Model]:
        model: type[Model] = resolve_model_string("curriculum.PackageVersion")
        return model

    @cached_property
    def widget(self) -> Widget:
        from curriculum.choosers import package_version_chooser  # Wagtail's admin needs the models loaded

        widget: Widget = package_version_chooser.widget_class()
        return widget

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return blocks.Block.deconstruct(self)

    class Meta:
        icon = "media"


class ScormModuleBlock(ModuleBlock):
    package = PackageVersionChooserBlock(label=_("package version"))

    class Meta:
        icon = "media"
        label = _("e-learning package")


class PhaseBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("phase"))
    guidance = blocks.TextBlock(label=_("guidance"), rows=2, required=False)
    deliverable = blocks.CharBlock(label=_("deliverable"), required=False)


class CriterionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("criterion"))
    levels = blocks.ListBlock(
        blocks.CharBlock(), label=_("levels 1 to 4"), min_num=4, max_num=4, default=["", "", "", ""]
    )


class ProjectModuleBlock(ModuleBlock):
    brief = blocks.TextBlock(label=_("what the project is about"), required=False)
    phases = blocks.StreamBlock([("phase", PhaseBlock())], label=_("phases"), min_num=1)
    rubric = blocks.StreamBlock([("criterion", CriterionBlock())], label=_("rubric"), min_num=1)

    class Meta:
        icon = "group"
        label = _("project")


class ClassModuleBlock(ModuleBlock):
    description = blocks.TextBlock(label=_("what happens in the class"), required=False)

    class Meta:
        icon = "calendar"
        label = _("class")


class HandinModuleBlock(ModuleBlock):
    prompt = blocks.TextBlock(label=_("what to hand in"))
    rubric = blocks.StreamBlock(
        [("criterion", CriterionBlock())],
        label=_("rubric"),
        required=False,
        help_text=_("What the reviewer judges by; learners see it before they hand in. May stay empty."),
    )

    class Meta:
        icon = "upload"
        label = _("hand-in")


class ModuleStreamBlock(blocks.StreamBlock):
    """A course's modules in order; each block type is a `ModuleKind`."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            [
                (ModuleKind.LESSON.value, LessonModuleBlock()),
                (ModuleKind.QUIZ.value, QuizModuleBlock()),
                (ModuleKind.SCORM.value, ScormModuleBlock()),
                (ModuleKind.PROJECT.value, ProjectModuleBlock()),
                (ModuleKind.CLASS.value, ClassModuleBlock()),
                (ModuleKind.HANDIN.value, HandinModuleBlock()),
            ],
            **options,
        )
