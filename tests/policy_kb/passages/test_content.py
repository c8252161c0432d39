from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.reading import read
from policy_kb.passages.content import content_words, is_asking

_OWN = ("500000", "350600")


def test_words_of_asking_and_of_places_are_left_out(kb: KnowledgeBase) -> None:
    words = content_words(read("请问重庆的文件里有没有提到专利拍卖？", kb.lexicon), _OWN)
    assert words == ("专利", "拍卖")


def test_a_smaller_place_may_be_what_a_sentence_is_about(kb: KnowledgeBase) -> None:
    assert "江津" in content_words(read("江津那边怎么说", kb.lexicon), _OWN)


def test_characters_that_make_no_known_word_stay_together(kb: KnowledgeBase) -> None:
    assert "陶琉" in content_words(read("陶琉怎么支持", kb.lexicon), _OWN)


def test_numbers_of_the_asker_say_nothing(kb: KnowledgeBase) -> None:
    assert content_words(read("12件呢", kb.lexicon), _OWN) == ()


def test_asking_words() -> None:
    assert is_asking("怎么")
    assert not is_asking("拍卖")


def test_a_name_made_of_numbers_is_one_word(kb: KnowledgeBase) -> None:
    assert "1+1+4" in content_words(read("重庆1+1+4机制", kb.lexicon), _OWN)


def test_how_many_of_something_is_no_word(kb: KnowledgeBase) -> None:
    assert content_words(read("原则有哪四条，第一步几年", kb.lexicon), _OWN) == ("原则",)


def test_an_area_in_a_region_may_be_what_a_sentence_is_about(kb: KnowledgeBase) -> None:
    assert "两江新区" in content_words(read("两江新区在重庆方案里要干什么", kb.lexicon), _OWN)
    assert "重庆" not in content_words(read("重庆要干什么", kb.lexicon), _OWN)
