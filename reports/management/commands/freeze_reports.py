"""Freezes what is due: releases of closed cycles and months that are over."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.lib import clock
from reports import place_tables
from reports.frozen import is_intact
from reports.models import CompletionTable, DepartmentTable, Snapshot
from reports.schedule import freeze_tables, freeze_what_is_due, send_links


class Command(BaseCommand):
    help = "Freeze what is due, send links, and check the hash of everything frozen; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        freeze_what_is_due(at=at)
        freeze_tables(at=at)
        sent = send_links(at=at)
        snapshots = list(Snapshot.objects.order_by("id"))
        for snapshot in snapshots:
            state = "ok" if is_intact(snapshot) else "CHANGED"
            self.stdout.write(f"{snapshot.number}  {snapshot.as_of}  {snapshot.sha256[:16]}  {state}")
        for kind in (DepartmentTable, CompletionTable):
            for table in kind.objects.select_related("snapshot").order_by("id"):
                state = "ok" if place_tables.is_intact(table) else "CHANGED"
                self.stdout.write(f"{table}  {table.snapshot.as_of}  {table.sha256[:16]}  {state}")
        self.stdout.write(f"{len(snapshots)} frozen, {sent} links sent")
