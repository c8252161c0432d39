from __future__ import annotations

import pytest

from policy_kb.language.document_numbers import written_numbers
from policy_kb.language.normalise import normalise


@pytest.mark.parametrize(
    "written",
    ["靖政办发〔2017〕130号", "靖政办发[2017]130号", "（2017）130号", "2017年130号", "130号文", "【2017】130号"],
)
def test_ways_to_write_a_number(written: str) -> None:
    assert normalise(written) in map(normalise, written_numbers("靖政办发〔2017〕130号"))


def test_a_number_of_another_form_is_itself() -> None:
    assert list(written_numbers("第12号令")) == ["第12号令"]
    assert list(written_numbers(None)) == []


def test_the_office_and_the_number_without_the_year() -> None:
    assert "靖政办发130号" in written_numbers("靖政办发〔2017〕130号")
