"""Messages that were not understood: a question with readable choices, and a person after two misses in a row."""

from __future__ import annotations

from actions.answer import Answer
from actions.dialogue import Choice
from actions.reply import Handler, Reply
from actions.request import Request
from actions.silence import subject_name
from actions.social.phrases import say
from actions.wording import contact_sentence, lines

#: What a question of each kind is called when it is offered as a choice.
_READINGS = {
    "award_amount": "能拿多少钱",
    "eligibility": "需要什么条件",
    "how_to_apply": "怎么申请",
    "responsible_unit": "归哪个部门管",
    "clause_content": "文件是怎么写的",
    "dispute_station": "纠纷维权找哪里",
    "service_station": "去哪里办服务",
    "validity": "文件还有效吗",
    "target": "定了什么目标",
    "definition": "这个词是什么意思",
    "list_awards": "有哪些奖励",
    "document_info": "文件是谁发的",
    "stacking": "能不能和别的一起拿",
    "contact": "联系方式",
}
_MOST_READINGS = 3


def unclear(request: Request, handlers: dict[str, Handler]) -> Reply:
    """Ask back where the subject is known, decline where it is not."""
    if request.dialogue.misses >= 1:
        return _offer_person(request)
    if not request.focus or request.elliptic:
        return say("out_of_scope", request, missed=True)
    likely = [name for name, _ in request.turn.ranking if name in _READINGS][:_MOST_READINGS]
    if len(likely) == 1:
        return handlers[likely[0]](request)
    subject = subject_name(request)
    choices = tuple(Choice(title=_READINGS[name], focus=request.focus, kind=name) for name in likely)
    shown = [f"{i}. {choice.title}" for i, choice in enumerate(choices, 1)]
    text = lines(
        f"关于{'“' + subject + '”' if subject else '这件事'}，您是想问：", *shown, "回复序号，或者换个说法都行。"
    )
    return Reply(
        Answer(kind="question", text=text, suggestions=tuple(choice.title for choice in choices)),
        focus=request.focus,
        choices=choices,
        missed=True,
    )


def _offer_person(request: Request) -> Reply:
    text = lines("抱歉，我还是没听明白。", contact_sentence(), "您也可以换个说法，告诉我是哪个地方、哪件事。")
    return Reply(Answer(kind="handover", text=text, suggestions=("转人工", "你能做什么")), aside=True, missed=True)
