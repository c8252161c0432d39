from __future__ import annotations

import numpy as np
import pytest

from bot.components.model import IntentModel, Settings

EXAMPLES = {
    "award_amount": ["能奖多少", "漳州能补多少钱", "专利转让奖励多少", "一件给多少", "最多奖多少钱", "补助多少"],
    "how_to_apply": ["怎么申请", "重庆怎么申报", "专利转让奖励怎么申请", "要交什么材料", "去哪里申报", "咋申领"],
    "dispute_station": ["纠纷去哪调解", "被侵权找谁", "维权援助在哪", "漳州哪里能仲裁", "有人仿冒找谁", "去哪维权"],
    "out_of_scope": [
        "今天天气怎么样",
        "讲个笑话",
        "火锅哪家好吃",
        "股票能买吗",
        "唱首歌",
        "几点发车",
        "？？？",
        "哈哈哈",
    ],
}
POLICY = frozenset(("专利", "转让", "奖励", "补助", "申报", "纠纷", "调解", "仲裁", "维权", "援助"))


@pytest.fixture(scope="module")
def examples(reader):
    return [(reader(text), intent) for intent, texts in EXAMPLES.items() for text in texts]


@pytest.fixture(scope="module")
def model(examples) -> IntentModel:
    return IntentModel.train(examples, POLICY, Settings(minimum_count=1))


def test_unseen_ways_of_asking_are_understood(model, reader):
    for text, intent in {
        "重庆可以补几多": "award_amount",
        "点样申报": "how_to_apply",
        "重庆纠纷哪里仲裁": "dispute_station",
        "明天会下雨吗": "out_of_scope",
    }.items():
        assert model.probabilities(reader(text), POLICY)[0][0] == intent, text


def test_all_intents_are_ranked_with_shares_that_add_up_to_one(model, reader):
    ranking = model.probabilities(reader("能奖多少"), POLICY)
    assert {name for name, _ in ranking} == set(EXAMPLES)
    shares = [share for _, share in ranking]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1.0)


def test_a_name_does_not_decide(model, reader):
    one, other = (model.probabilities(reader(f"{name}怎么申报"), POLICY)[0][0] for name in ("漳州", "重庆"))
    assert one == other == "how_to_apply"


@pytest.mark.parametrize("text", ["", "。", "……", "@@@", "🚀🚀", "ภาษาไทย", "呃", "哦", "a" * 5000, "专利" * 2500])
def test_nothing_breaks_it(model, reader, text):
    ranking = model.probabilities(reader(text), POLICY)
    assert all(np.isfinite(share) for _, share in ranking)


@pytest.mark.parametrize("text", ["。", "……", "？？", "哈哈哈哈"])
def test_noise_is_out_of_scope(model, reader, text):
    assert model.probabilities(reader(text), POLICY)[0][0] == "out_of_scope"


def test_foreign_words_count_against_a_question_and_words_of_the_notices_do_not(model, reader):
    def share(policy: frozenset[str]) -> float:
        return dict(model.probabilities(reader("湿地多少"), policy))["out_of_scope"]

    assert share(POLICY | {"湿地"}) < share(POLICY)


def test_a_stored_model_answers_alike(model, reader, tmp_path):
    model.save(tmp_path)
    assert {file.suffix for file in tmp_path.iterdir()} == {".json", ".npz"}
    loaded = IntentModel.load(tmp_path)
    for text in ("漳州能奖多少", "今天天气", ""):
        before, after = (dict(m.probabilities(reader(text), POLICY)) for m in (model, loaded))
        assert after == pytest.approx(before, abs=1e-5)


def test_training_twice_gives_the_same_model(model, examples, reader):
    again = IntentModel.train(examples, POLICY, Settings(minimum_count=1))
    text = reader("漳州能奖多少")
    assert again.probabilities(text, POLICY) == model.probabilities(text, POLICY)


def test_the_bias_moves_doubtful_messages_out_of_scope(examples, reader):
    shares = [
        dict(
            IntentModel.train(
                examples, POLICY, Settings(minimum_count=1, calibration_share=0, out_of_scope_bias=bias)
            ).probabilities(reader("石头多少"), POLICY)
        )["out_of_scope"]
        for bias in (0.0, 0.5)
    ]
    assert shares[0] < shares[1]


def test_two_intents_are_told_apart(reader):
    pairs = [(reader(text), intent) for intent in ("award_amount", "how_to_apply") for text in EXAMPLES[intent]]
    model = IntentModel.train(pairs, POLICY, Settings(minimum_count=1))
    assert model.probabilities(reader("能奖多少"), POLICY)[0][0] == "award_amount"
    assert model.probabilities(reader("怎么申请"), POLICY)[0][0] == "how_to_apply"


def test_copies_are_learnt_with_their_example(examples, reader):
    number = next(i for i, (_, intent) in enumerate(examples) if intent == "how_to_apply")
    copied = [(number, reader("咖喱粉怎么弄"))]
    plain, taught = (IntentModel.train(examples, POLICY, Settings(minimum_count=1), more) for more in ((), copied))
    text = reader("咖喱粉怎么弄")
    assert (
        dict(taught.probabilities(text, POLICY))["how_to_apply"]
        > dict(plain.probabilities(text, POLICY))["how_to_apply"]
    )


def test_one_intent_can_not_be_learnt(reader):
    with pytest.raises(ValueError, match="two intents"):
        IntentModel.train([(reader("能奖多少"), "award_amount")], POLICY)
