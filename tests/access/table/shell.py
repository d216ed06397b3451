"""Addresses of the shell itself."""

from tests.access.rows import Row

ROWS = [
    # The style page stands only where demo data or debugging is on; elsewhere it is absent for everyone.
    Row(url="design", others=404, roles={"anonymous": 404}),
]
