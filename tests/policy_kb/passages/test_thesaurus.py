from pathlib import Path

import yaml

from policy_kb.passages import thesaurus as module
from policy_kb.passages.thesaurus import Thesaurus, thesaurus


def test_the_longest_everyday_word_wins() -> None:
    found = Thesaurus({"存量": ["睡大觉"], "休眠": ["睡大觉的专利"]}).find("一堆睡大觉的专利")
    assert found == [(2, 8, ("休眠",))]


def test_a_word_may_stand_for_several() -> None:
    assert Thesaurus({"商标": ["牌子"], "品牌": ["牌子"]}).find("牌子")[0][2] == ("商标", "品牌")


def test_the_file_is_read_and_no_word_stands_for_itself() -> None:
    entries = yaml.safe_load(Path(module.__file__).with_name("thesaurus.yaml").read_text(encoding="utf-8"))
    assert all(official not in everyday for official, everyday in entries.items())
    assert thesaurus().find("抄袭")
