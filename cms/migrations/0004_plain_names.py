"""The names Wagtail gives what it makes for itself, in Japanese; and no approval that nobody could give."""

from django.db import migrations

APPROVAL = "Moderators approval"
GROUPS = ("Moderators", "Editors")


def name_roots(apps, schema_editor):
    """Name the tops of the two trees, unless the city has named them."""
    Page = apps.get_model("wagtailcore", "Page")
    Page.objects.filter(depth=1, title="Root").update(title="サイト全体", draft_title="サイト全体")
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name="Root").update(name="全体")


def drop_the_approval_of_groups(apps, schema_editor):
    """Take away Wagtail's approval by its group of moderators: roles decide here, so that group is always empty.

    An approval that was ever asked for is part of a page's history and stays, switched off.
    """
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Task = apps.get_model("wagtailcore", "GroupApprovalTask")
    Group = apps.get_model("auth", "Group")
    for workflow in Workflow.objects.filter(name=APPROVAL):
        apps.get_model("wagtailcore", "WorkflowPage").objects.filter(workflow=workflow).delete()
        if workflow.workflow_states.exists():
            Workflow.objects.filter(pk=workflow.pk).update(active=False)
        else:
            workflow.delete()
    Task.objects.filter(name=APPROVAL, workflow_tasks=None, task_states=None).delete()
    Group.objects.filter(name__in=GROUPS, user=None, groupapprovaltask=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_sections"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(name_roots, migrations.RunPython.noop),
        migrations.RunPython(drop_the_approval_of_groups, migrations.RunPython.noop),
    ]
