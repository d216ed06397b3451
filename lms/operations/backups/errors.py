"""Why a backup cannot be made or used."""


class BackupRefused(Exception):
    """The sentence says what is wrong and what to do, in the language that is active."""
