"""Files that do not hold what the schema asks for are refused with file, line and reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policy_kb.catalogue.load import CatalogueError, load_catalogue

Damage = Callable[[str, str, str], Path]


def _line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    ("file", "old", "new", "marker", "reason"),
    [
        ("topics.yaml", "    broader: patent_transfer", "    wider: patent_transfer", "wider:", "没有这一项，请删掉。"),
        ("topics.yaml", "id: pledge_finance", "id: Pledge Finance", "id: Pledge Finance", "写法不对"),
        ("glossary.yaml", "kind: named_only", "kind: explained", "kind: explained", "只能是defined、described"),
        ("zibo-2023/institutions.yaml", "status: existing", "status: open", "status: open", "只能是existing、planned"),
        (
            "zibo-2023/institutions.yaml",
            "roles: [dispute_mediation,",
            "roles: [court,",
            "roles: [court,",
            "只能是",
        ),
        ("zibo-2023/document.yaml", "issued_on: 2023-11-09", "issued_on: 今天", "issued_on: 今天", "2025-06-01"),
        ("zibo-2023/document.yaml", "    doc_number: {", "    valid_until: {", "metadata:", "缺少引文"),
        ("zibo-2023/document.yaml", 'region: "370300"', "region: 370300", "region: 370300", "应当是文字"),
        ("zibo-2023/document.yaml", "amounts: none", "amounts: maybe", "amounts: maybe", "只能是none、yes"),
        ("zibo-2023/document.yaml", "horizon: []", "horizon: []\nkind: 意见", "horizon: []", "写了两次"),
        ("jingjiang-2017/targets.yaml", 'value: "13"', 'value: "十三"', "十三", "应当是"),
        ("jingjiang-2017/document.yaml", "period_until: 2019-01-31", "period_until: null", "validity:", "要一起写"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(
    damage: Damage, *, file: str, old: str, new: str, marker: str, reason: str
) -> None:
    directory = damage(file, old, new)
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(directory)
    path = directory / file
    faults = [fault for fault in refused.value.faults if reason in fault.reason]
    assert faults, str(refused.value)
    assert all(fault.file == path for fault in refused.value.faults)
    assert abs(faults[0].line - _line_of(path, marker)) <= 1
    assert str(faults[0]).startswith(f"{path}:{faults[0].line}: ")


def test_broken_yaml_names_the_line(damage: Damage) -> None:
    directory = damage("glossary.yaml", "  - term: 贯标", "  - term: [贯标")
    with pytest.raises(CatalogueError, match=r"glossary\.yaml:\d+: YAML 的写法不对"):
        load_catalogue(directory)


@pytest.mark.parametrize(
    "file", ["topics.yaml", "glossary.yaml", "zibo-2023/document.yaml", "zibo-2023/institutions.yaml"]
)
def test_a_missing_file_is_named(damage: Damage, file: str) -> None:
    directory = damage("topics.yaml", "topics:", "topics:")
    (directory / file).unlink()
    with pytest.raises(CatalogueError, match="缺少这个文件"):
        load_catalogue(directory)


@pytest.mark.parametrize(("content", "reason"), [("", "是空的"), ("- 1\n", "topics.yaml"), ("\udcff", "读不出来")])
def test_a_file_of_something_else_is_refused(damage: Damage, content: str, reason: str) -> None:
    directory = damage("topics.yaml", "topics:", "topics:")
    (directory / "topics.yaml").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(CatalogueError, match=reason):
        load_catalogue(directory)


def test_a_folder_of_another_name_is_refused(damage: Damage) -> None:
    directory = damage("topics.yaml", "topics:", "topics:")
    (directory / "zibo-2023").rename(directory / "zibo-2024")
    with pytest.raises(CatalogueError, match="doc_id 是 zibo-2023，文件夹却叫 zibo-2024"):
        load_catalogue(directory)


def test_all_faults_are_reported_at_once(damage: Damage) -> None:
    damage("topics.yaml", "id: pledge_finance", "id: 质押")
    directory = damage("glossary.yaml", "kind: named_only", "kind: explained")
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(directory)
    assert {fault.file.name for fault in refused.value.faults} == {"topics.yaml", "glossary.yaml"}
