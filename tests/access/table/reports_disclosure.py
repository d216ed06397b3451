from tests.access.rows import Row

HR = {"hr": 200}

ROWS = [
    Row(url="reports:disclosure", roles=HR, others=403),
    Row(url="reports:disclosure_file", method="POST", roles={"hr": 422}, others=403),
]
