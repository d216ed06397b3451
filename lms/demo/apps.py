from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo city; installed only where `settings.DEMO` allows it."""

    name = "lms.demo"
    label = "demo"
