"""Tokens for the classifier: jieba words, with the names of things replaced by what they are.

漳州, 重庆 and a city that is imported tomorrow all become 〈region〉, 12件 and 三十件 become 〈件〉. The intent of a question
does not depend on which region or award it names, so the classifier must not be able to learn that it does.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.reader import READING
from policy_kb.language.reading import Reading
from policy_kb.language.words import cut

#: Kinds of mention that are replaced. Topics and terms keep their words: 调解 and 维权 say what is asked.
MASKED_KINDS = ("region", "document", "institution", "award", "target", "clause", "unit", "applicant")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class PolicyTokenizer(Tokenizer):  # type: ignore[misc]
    """jieba tokens over the normalised text with mentions and quantities masked."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's required settings and the kinds of mention to mask."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
            "masked_kinds": list(MASKED_KINDS),
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of the message; a masked span is one token whose text names its kind."""
        text: str = message.get(attribute)
        reading: Reading | None = message.get(READING) if attribute == TEXT else None
        spans = _masks(reading, frozenset(self._config["masked_kinds"])) if reading else []
        tokens: list[Token] = []
        position = 0
        for start, end, mask in [*spans, (len(text), len(text), "")]:
            tokens += [Token(word, offset) for word, offset in _words(text, position, start)]
            if mask:
                tokens.append(Token(mask, start, end))
            position = end
        return tokens or [Token(text or " ", 0)]


def _masks(reading: Reading, kinds: frozenset[str]) -> list[tuple[int, int, str]]:
    spans = []
    for mention in reading.mentions:
        masked = [kind for kind, _ in mention.targets if kind in kinds]
        if masked and len(masked) == len(mention.targets):
            spans.append((mention.start, mention.end, f"〈{masked[0]}〉"))
        elif not mention.exact:
            spans.append((mention.start, mention.end, mention.surface))
    spans += [(q.start, q.end, f"〈{q.unit or q.kind}〉") for q in reading.quantities]
    return sorted(spans)


def _words(text: str, start: int, end: int) -> list[tuple[str, int]]:
    found, offset = [], start
    for word in cut(text[start:end]):
        at = text.find(word, offset, end)
        offset = at if at >= 0 else offset
        found.append((word, offset))
        offset += len(word) if at >= 0 else 0
    return found
