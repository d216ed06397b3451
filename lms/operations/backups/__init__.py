"""Backups of the database, files and keys, restored on trial as soon as they are made."""
