"""The database that tests run on, which is a copy of one migrated before, is whole."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import migrated


@pytest.mark.django_db
def test_every_migration_is_applied():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_the_next_run_finds_a_copy():
    kept = migrated.copy().exists() if connection.vendor == "sqlite" else migrated.template() in migrated.templates()
    assert kept
