"""A kept table is believed whole or not at all."""

import pytest

from explainer import tables


def test_what_is_written_is_read(tmp_path):
    table = {"a": [1, "zwei – drei"], "b": {}}
    tables.write(tmp_path / "new" / "table.json", table, "me")
    assert tables.read(tmp_path / "new" / "table.json", "me") == table
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["table.json"]


def test_what_another_made_is_nothing(tmp_path):
    tables.write(tmp_path / "table.json", {"a": 1}, "me")
    assert tables.read(tmp_path / "table.json", "you") == {}


def test_what_is_not_there_is_nothing(tmp_path):
    assert tables.read(tmp_path / "table.json") == {}


@pytest.mark.parametrize("harm", [b"", b"\xff", b"{}", b"\n{}", None])
def test_what_is_damaged_is_nothing(tmp_path, harm):
    file = tmp_path / "table.json"
    tables.write(file, {"a": 1})
    file.write_bytes(file.read_bytes().replace(b"1", b"2") if harm is None else harm)
    assert tables.read(file) == {}
