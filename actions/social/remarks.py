"""Greetings, goodbyes, apologies and complaints in wordings that the classifier may miss.

Only a message that names nothing of the knowledge base and holds no number can be one of these.
"""

from __future__ import annotations

import re

from actions.evidence import shown_by
from actions.request import Request

#: From this confidence on the classifier is believed, unless it takes the message for something out of scope.
_SURE = 0.9
_LONGEST = 30
#: Taken for one of these, a question about the desk itself was not understood.
_UNLIKELY = ("out_of_scope", "nlu_fallback", "human", "complaint")
#: The one remark that is no intent of the classifier.
APOLOGY = "apology"
_HELLO = (
    r"(?:你|您|大家|老师|各位)好|哈[喽啰罗]|嗨|hello|hi|hey|(?:早上|上午|中午|下午|晚上)好|早安|早[啊呀哇]"
    r"|在吗|在不|在么|有人吗|有人在|打扰"
)
_PARTICLES = r"[啊呀哇哦噢喔呢吧嘛撒噻哈嘞咧哩咯喽啦了呐的~～！!。.，,、\s👋😊🙂]*"
_GREETING = re.compile(rf"^{_PARTICLES}(?:{_HELLO}){_PARTICLES}(?P<rest>.*)$")
_SMALL_TALK = re.compile(
    r"(?:还|都|也|一直)?(?:在线|在[吗么不没]?|没睡|没下班|不睡|加班|上班|忙)|这么(?:晚|早)|第一次|头一回|新来|初次"
    r"|请多关照|好久不见|吃了[吗没]|打扰|辛苦"
)
_APOLOGY = re.compile(r"不好意思|对不起|对不住|抱歉|莫怪|别介意|见谅|错怪")
_FOR_WORDS = re.compile(
    r"[骂凶吼怪]|态度|语气|脾气|发火|急了|说话|冲你|[话说]重|难听|错怪|冤枉|打扰|麻烦|耽误|别介意|见谅|莫怪"
)
_LEAVING = re.compile(
    r"(?:拜拜|再见|再会|回见|晚安|告辞|失陪|[溜撤闪走下睡][了啦咯]|先[走下撤]|下线|睡觉去?|休息了|(?:就|先)这样|到此为止"
    r"|先到这(?:儿|里)|(?:回头|改天|明[天早儿]|下次|下回|以后|有空|有事|过两天|改日)[再又]?(?:来|过来)?"
    rf"(?:聊|摆|问|说|找|见|来|请教|打扰|咨询|唠|谈|讲|联系)[你您]?){_PARTICLES}(?=$|[，,。!！])"
    rf"|(?:^|[\s，,。!！])(?:886?|bye|byebye|拜){_PARTICLES}$"
)
_HELP = re.compile(
    r"(?:你|您)们?[^，,。]{0,4}(?:能|会|可以|懂)[^，,。]{0,3}(?:干|做|帮|答|查|问|办)[^，,。]{0,3}(?:嘛|么|啥|什么|哪些)"
    rf"{_PARTICLES}$|(?:你|您)们?[^，,。]{{0,3}}(?:有什么|有啥)(?:用|功能|本事|作用){_PARTICLES}$"
)
_THANKS = re.compile(r"谢谢|多谢|谢了|谢啦|感谢|谢过|辛苦(?:了|你|您)|thx|thanks?|thank you|3q|蟹蟹")
_LITTLE_ELSE = 10
_EIGHTY_EIGHT = re.compile(rf"(?:^|[\s，,。!！])886?{_PARTICLES}$")
_TO_GO_ON = re.compile(r"[?？]|吗|多少|怎么|什么|哪|谁|几")
_YOUR_ANSWERS = r"[你您]们?[这那的个]*(?:答|说|讲|话|机器人|程序|系统|助手|东西|玩意)|回答|回复|答案|答复|[说讲]了半天"
_DISPLEASED = (
    r"太(?:绕|长|乱|啰嗦|罗嗦|慢|差|笨|死板|官方|复杂|敷衍|烂|水|离谱|难懂|含糊|笼统)|啰[里哩]?[巴八]?嗦"
    r"|[看听][不没](?:懂|明白)|头[疼痛晕大]|答非所问|[驴牛][唇头]不对马嘴|不[着靠]边|没(?:一点)?用|不靠谱|敷衍|糊弄"
    r"|打太极|绕来绕去|车轱辘|废话|复读|不满意|失望|[好真]差"
)
_COMPLAINT = re.compile(rf"(?:{_YOUR_ANSWERS})[^?？]*(?:{_DISPLEASED})")
_CURT = re.compile(rf"^{_PARTICLES}(?!头)(?:{_DISPLEASED})")
_DESK = r"(?:[你您](?:们|这[里儿边]?)?|这(?:里|儿|边|个?(?:窗口|系统|助手|机器人|程序|平台|东西|网页|小程序)))"
_WHICH = r"(?:什么|啥|哪些|哪方面|哪几样|哪几类|些什么)"
#: 你会干啥, 我在这里能问哪些方面的问题, 给我举几个例子: what this desk is good for.
_HELP = re.compile(
    rf"{_DESK}[^，,。?？]{{0,8}}(?:能|会|可以|可|主要|都|是)[^，,。?？]{{0,4}}(?:干|做|查|管|帮|答|回答|解决|受理|懂|用来)[^，,。?？]{{0,4}}{_WHICH}"
    rf"|{_DESK}[^，,。?？]{{0,6}}(?:能|会|可以)(?:干|做)(?:嘛|{_WHICH})|我(?:能|可以|该)?(?:在{_DESK})?(?:能|可以|该)?问[你您]?{_WHICH}(?:方面|的?问题|事|$)"
    r"|(?:举|打|说)几?个?(?:例子|比方|样)"
)
_PERSON = r"(?:真?人|活人|人类|工作人员|客服)"
_MACHINE = r"(?:机器人?|电脑|程序|软件|人工智能|ai|系统|robot|bot|chatgpt)"
#: 你是人还是机器, 跟我聊的是真人吗, are you a real person, 你说的是不是编的: what answers here.
_WHO = re.compile(
    rf"(?:{_PERSON}|{_MACHINE})[^，,。]{{0,3}}还是[^，,。]{{0,4}}(?:{_PERSON}|{_MACHINE})"
    rf"|(?:[你您]|对面|跟我(?:聊|说话|讲话)[^，,。]{{0,3}})[^，,。]{{0,4}}(?:是|系)(?:不是)?(?:一?个)?(?:{_PERSON}|{_MACHINE})(?![工费])"
    r"|(?:^|\s)(?:are|r) (?:you|u) (?:an? )?(?:real |human|robot|bot|machine|person|ai\b)"
    r"|[你您](?:们)?[^，,。]{0,14}(?:自己|瞎|乱|胡)(?:编|说|讲|造)"
)
#: 安排个工作人员跟我通电话, 找个懂的人当面讲: a person is wanted, whatever else is told.
_A_PERSON = re.compile(
    rf"(?:安排|派|找|叫|请|转|换|约)(?:一下)?[一个位名]{{0,2}}(?:{_PERSON}|专人|同志|值班(?:人员|的)|懂(?:行|政策)?的人|人工)"
    r"[^，,。]{0,6}(?:通个?电?话|打(?:个|一个)?电话|回(?:个|一个)?电话|联系|当面|面谈|跟我|和我|与我)"
)
_YOU = re.compile("[你您]")
_LONGEST_OF_ITSELF = 120


def about_the_desk(text: str) -> str | None:
    """``bot_challenge`` or ``help`` where a message without any name asks who or what answers here; else None."""
    if len(text) > _LONGEST_OF_ITSELF:
        return None
    return "bot_challenge" if _WHO.search(text) else "help" if _HELP.search(text) else None


def wants_a_person(text: str) -> bool:
    """Whether a message asks by its words for a person to speak to."""
    return _A_PERSON.search(text) is not None


def remark(request: Request, intent: str) -> str | None:
    """The remark that a message is by its words (``greet``, ``help``, ``thanks``, ``apology`` …); else None."""
    turn = request.turn
    text = turn.text
    itself = about_the_desk(text) if not turn.reading.mentions and not turn.reading.quantities else None
    if itself == "help" and request.dialogue.focus and not _YOU.search(text):
        itself = None  # 这个平台能帮我做什么 goes on about an institution
    if itself is not None and request.elliptic and (intent in _UNLIKELY or turn.confidence < _SURE):
        return itself
    sure = turn.confidence >= _SURE and intent not in ("out_of_scope", "nlu_fallback", "follow_up", "inform", "correct")
    if sure or len(text) > _LONGEST or not request.elliptic or turn.reading.mentions:
        return None
    if turn.reading.quantities and not _EIGHTY_EIGHT.search(text):
        return None
    found = _found(text)
    return found if found is not None and intent != found and shown_by(request) is None else None


def _found(text: str) -> str | None:
    if (hello := _GREETING.match(text)) and (not hello["rest"] or _SMALL_TALK.search(hello["rest"])):
        return "greet"
    if _APOLOGY.search(text) and _FOR_WORDS.search(text):
        return APOLOGY
    if _HELP.search(text):
        return "help"
    if _THANKS.search(text) and not _TO_GO_ON.search(text) and len(_THANKS.sub("", text)) <= _LITTLE_ELSE:
        return "thanks"
    if (_COMPLAINT.search(text) or _CURT.match(text)) and not _TO_GO_ON.search(text):
        return "complaint"
    if _LEAVING.search(text) and not _TO_GO_ON.search(text):
        return "goodbye"
    return None
