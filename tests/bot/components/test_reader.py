from __future__ import annotations

from bot.components.reader import entities_of


def test_names_become_entities_with_ids(reader):
    [region, award] = entities_of(reader("漳州的专利转让奖励"))
    assert (region["entity"], region["value"], region["start"], region["end"]) == ("region", "350600", 0, 2)
    assert (award["entity"], award["value"], award["exact"]) == ("award", "zhangzhou-2024#transfer", True)


def test_quantities_become_entities_with_units(reader):
    [quantity] = entities_of(reader("十二件"))
    assert quantity["entity"] == "quantity"
    assert quantity["value"] == {"kind": "count", "value": "12", "unit": "件", "qualifier": "exact"}


def test_a_message_without_names_has_no_entities(reader):
    assert entities_of(reader("今天天气")) == []
