"""Keeping the system running: background jobs and how they fare, backups and their tests (story 25)."""
