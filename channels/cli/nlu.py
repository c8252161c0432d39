"""ipdesk nlu"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.lint import Problem

TESTS = Path("tests/conversations")

_KINDS = {
    "region": "地区",
    "document": "文件",
    "award": "奖补",
    "institution": "机构",
    "target": "目标",
    "figure": "数字",
    "topic": "主题",
    "term": "术语",
    "applicant": "单位类型",
}

app = typer.Typer(help="语言理解：检查训练例句和名称。", no_args_is_help=True)


# With a single command Typer would make it the group itself.
@app.callback()
def _nlu() -> None:
    """语言理解：检查训练例句和名称。"""


@app.command()
def lint(
    data: Annotated[Path | None, typer.Option(help="训练例句所在的文件夹，默认是随程序附带的")] = None,
    tests: Annotated[Path, typer.Option(help="测试问题所在的文件夹；训练例句不能和它们一样")] = TESTS,
) -> None:
    """检查训练例句有没有重复、混进测试问题、多少不均，名称有没有一名两用。"""
    import nlu_data
    from bot.lint import lint as lint_examples
    from bot.lint_names import lint_names, shared_names
    from channels.cli.console import say
    from channels.errors import UserError
    from channels.loading import probe_knowledge_base
    from policy_kb.knowledge import current
    from policy_kb.settings import settings

    examples = data or Path(nlu_data.__file__).parent
    for folder in (examples, tests):
        if not folder.is_dir():
            raise UserError(f"没有 {folder} 这个文件夹。请在项目文件夹里运行，或用 --data、--tests 指定。")
    probe_knowledge_base(settings())
    knowledge = current()
    problems = lint_examples(examples, tests)
    problems += lint_names(knowledge.names(), knowledge.lexicon, shared_names())
    for problem in problems:
        say(_sentence(problem))
    if problems:
        raise UserError(f"有 {len(problems)} 处要改。请按上面说的处理。")
    say("训练例句和名称都没有问题。")


def _sentence(problem: Problem) -> str:
    where, text, other = problem.where, problem.text, problem.other
    match problem.kind:
        case "unreadable":
            return f"文件 {where} 读不出来：{problem.detail}。"
        case "same_sentence":
            return f"{where} 里的“{text}”和 {other} 里的重复，请删掉一处。"
        case "near_sentence":
            return f"{where} 里的“{text}”和 {other} 几乎一样，意图却不同，请改掉一处。"
        case "test_sentence":
            return f"{where} 里的“{text}”是测试问题，不能用来训练，请删掉。"
        case "near_test_sentence":
            return f"{where} 里的“{text}”和测试问题“{other}”太像，请删掉或者换一种问法。"
        case "unbalanced":
            return f"意图 {where} 有 {problem.count} 个例句，{_imbalance(problem.count)}。"
        case "shared_name":
            both = f"“{text}”既是{_thing(where)}的名称，又是{_thing(other)}的名称"
            return f"{both}；请改掉一处，或在 {_shared()} 里写明是有意的。"
        case "needless_entry":
            return f"{where} 里写了“{text}”一名两用，现在已经不是了，请删掉。"


def _imbalance(count: int) -> str:
    from bot.lint import FEWEST_EXAMPLES, MOST_TIMES_MEDIAN

    if count < FEWEST_EXAMPLES:
        return f"少于 {FEWEST_EXAMPLES} 个，请补一些"
    return f"超过了中间水平的 {MOST_TIMES_MEDIAN:g} 倍，请删一些或者给别的意图补一些"


def _thing(target: str) -> str:
    kind, _, name = target.partition(" ")
    return f"{_KINDS.get(kind, kind)} {name} "


def _shared() -> str:
    from bot.lint_names import SHARED_NAMES_FILE

    return f"bot/{SHARED_NAMES_FILE.name}"
