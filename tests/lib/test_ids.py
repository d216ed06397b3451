from lms.lib.ids import uuid7


def test_ids_are_version_7_unique_and_in_order_of_time() -> None:
    ids = [uuid7() for _ in range(1000)]
    assert {made.version for made in ids} == {7}
    assert {made.variant for made in ids} == {"specified in RFC 4122"}
    assert len(set(ids)) == 1000
    assert [made.int >> 80 for made in ids] == sorted(made.int >> 80 for made in ids)
