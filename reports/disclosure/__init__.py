"""Disclosure (開示): what the system holds about one person, handed to that person on request."""
