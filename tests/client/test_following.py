"""Changes of a real service, heard as they happen."""

from projektbank_client import Projektbank


def test_changes_are_heard_as_they_happen(writer: Projektbank) -> None:
    *_, last = writer.changes(region="SE12").pages()
    heard = writer.follow(
        since=last.more["latest"], epoch=last.more["dataset_epoch"], region="SE12", seconds=30
    )
    writer.update("2020-00713", {"phase": "Genomförande"})
    first = next(heard)
    assert (first["op"], first["id"], first["changed_fields"]) == (
        "update",
        "2020-00713",
        ["phase"],
    )
    assert first["matches"]
    writer.update("2020-00713", {"region": "SE33"})
    writer.delete("2020-00713")
    assert not next(heard)["matches"]
    assert [row["op"] for row in writer.changes(since=first["seq"])] == ["update", "delete"]
