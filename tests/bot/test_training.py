"""When a model counts as up to date, and how training puts it in place. Nothing is trained here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import training
from bot.training import FINGERPRINT_FILE, TrainingFailed, fingerprint, is_up_to_date, train


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one file of each kind that decides about the model."""
    for name in ("bot/config.yml", "bot/rules.yml", "bot/domain/a.yml", "nlu_data/a.yml", "bot/components/a.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    monkeypatch.setattr(training, "ROOT", tmp_path)
    monkeypatch.setattr(training, "CONFIG", tmp_path / "bot" / "config.yml")
    monkeypatch.setattr(training, "DOMAIN", tmp_path / "bot" / "domain")
    monkeypatch.setattr(training, "TRAINING_DATA", (tmp_path / "nlu_data", tmp_path / "bot" / "rules.yml"))
    monkeypatch.setattr(training, "_COMPONENTS", (tmp_path / "bot" / "components",))
    return tmp_path


def _write_model(folder: Path, content: str | None = None, *, archive: bool = True) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if archive:
        (folder / "m.tar.gz").write_bytes(b"model")
    entry = content if content is not None else json.dumps({"fingerprint": fingerprint(), "model": "m.tar.gz"})
    (folder / FINGERPRINT_FILE).write_text(entry, encoding="utf-8")


def test_the_fingerprint_of_the_real_files_is_stable() -> None:
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 64


@pytest.mark.parametrize(
    "name", ["bot/config.yml", "bot/rules.yml", "bot/domain/a.yml", "nlu_data/a.yml", "bot/components/a.py"]
)
def test_any_deciding_file_changes_it(project: Path, name: str) -> None:
    before = fingerprint()
    (project / name).write_text("changed", encoding="utf-8")
    assert fingerprint() != before


def test_a_new_a_renamed_and_a_removed_file_change_it(project: Path) -> None:
    before = fingerprint()
    extra = project / "nlu_data" / "b.yml"
    extra.write_text("more", encoding="utf-8")
    added = fingerprint()
    extra.rename(project / "nlu_data" / "c.yml")
    renamed = fingerprint()
    (project / "nlu_data" / "c.yml").unlink()
    assert len({before, added, renamed}) == 3
    assert fingerprint() == before


def test_what_does_not_decide_does_not_change_it(project: Path) -> None:
    before = fingerprint()
    (project / "nlu_data" / "notes.md").write_text("x", encoding="utf-8")
    (project / "bot" / "components" / "a.pyc").write_bytes(b"x")
    (project / "actions").mkdir()
    (project / "actions" / "a.py").write_text("x", encoding="utf-8")
    assert fingerprint() == before


def test_up_to_date(project: Path) -> None:
    _write_model(project / "model")
    assert is_up_to_date(project / "model")
    (project / "nlu_data" / "a.yml").write_text("changed", encoding="utf-8")
    assert not is_up_to_date(project / "model")


@pytest.mark.parametrize("content", ["", "no json", "{}", '{"fingerprint": "x", "model": "m.tar.gz"}'])
def test_what_cannot_be_read_is_out_of_date(project: Path, content: str) -> None:
    _write_model(project / "model", content)
    assert not is_up_to_date(project / "model")


@pytest.mark.parametrize("content", ["[]", "null", "3"])
def test_json_that_is_no_object_is_out_of_date(project: Path, content: str) -> None:
    _write_model(project / "model", content)
    assert not is_up_to_date(project / "model")


def test_a_fingerprint_without_its_model_is_out_of_date(project: Path) -> None:
    assert not is_up_to_date(project / "nowhere")
    _write_model(project / "model", archive=False)
    assert not is_up_to_date(project / "model")


async def test_training_replaces_the_model(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project / "model"
    _write_model(folder, "{}")
    told: list[str] = []

    def fake(workshop: Path) -> Path:
        assert (folder / "m.tar.gz").exists(), "the earlier model stays in use until the new one is there"
        (workshop / "model.tar.gz").write_bytes(b"new")
        return workshop / "model.tar.gz"

    monkeypatch.setattr(training, "_train", fake)
    model = await train(folder, told.append)
    assert model.read_bytes() == b"new"
    assert [path.name for path in folder.glob("*.tar.gz")] == [model.name]
    assert is_up_to_date(folder)
    assert told[0].startswith("正在训练")
    assert told[-1] == "模型已保存。"
    assert [path for path in folder.iterdir() if path.is_dir()] == []


async def test_a_failed_training_leaves_the_earlier_model(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project / "model"
    _write_model(folder)

    def fake(_workshop: Path) -> Path:
        raise TrainingFailed("训练没有成功")

    monkeypatch.setattr(training, "_train", fake)
    with pytest.raises(TrainingFailed):
        await train(folder, lambda _: None)
    assert is_up_to_date(folder)
    assert [path for path in folder.iterdir() if path.is_dir()] == []


async def test_files_that_change_during_training_ask_for_another(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project / "model"

    def fake(workshop: Path) -> Path:
        (project / "nlu_data" / "a.yml").write_text("edited meanwhile", encoding="utf-8")
        (workshop / "model.tar.gz").write_bytes(b"new")
        return workshop / "model.tar.gz"

    monkeypatch.setattr(training, "_train", fake)
    await train(folder, lambda _: None)
    assert not is_up_to_date(folder)
