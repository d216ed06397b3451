"""Accounts: roles with their reach, and temporary passwords."""
