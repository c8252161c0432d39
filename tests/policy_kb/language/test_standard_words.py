from __future__ import annotations

import pytest

from policy_kb.language.normalise import normalise


@pytest.mark.parametrize(
    ("said", "standard"),
    [
        ("三级咧？", "三级呢?"),
        ("那个嘞", "那个呢"),
        ("拿到了咧", "拿到了"),
        ("能拿伐，老师", "能拿吗,老师"),
        ("好嘞", "好的"),
        ("呐喊声", "呐喊声"),
        ("讨伐侵权", "讨伐侵权"),
    ],
)
def test_particles_end_a_clause(said: str, standard: str) -> None:
    assert normalise(said) == standard
