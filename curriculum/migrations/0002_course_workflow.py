"""公開前の確認: the workflow every course goes through before it is published."""

from django.db import migrations

NAME = "公開前の確認"


def make_workflow(apps, schema_editor):
    """Make the workflow with its one step, unless courses already have one."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowContentType = apps.get_model("wagtailcore", "WorkflowContentType")
    CourseApproval = apps.get_model("curriculum", "CourseApproval")

    # Content types are made after all migrations have run; here they are needed before.
    course, _ = ContentType.objects.get_or_create(app_label="curriculum", model="course")
    approval, _ = ContentType.objects.get_or_create(app_label="curriculum", model="courseapproval")
    if WorkflowContentType.objects.filter(content_type=course).exists():
        return
    task = CourseApproval.objects.create(name=NAME, content_type=approval, active=True)
    workflow = Workflow.objects.create(name=NAME, active=True)
    WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    WorkflowContentType.objects.create(workflow=workflow, content_type=course)


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("curriculum", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_workflow, migrations.RunPython.noop)]
