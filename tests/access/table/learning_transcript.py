"""Everybody takes out their own record; there is no address for anybody else's."""

from tests.access.rows import Row

ROWS = [Row(url="learning:transcript-pdf", others=200), Row(url="learning:transcript-xlsx", others=200)]
