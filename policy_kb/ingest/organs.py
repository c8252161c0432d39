"""Names of public bodies, recognised by how they end."""

from __future__ import annotations

import re

_ENDING = (
    "人民政府办公厅|人民政府办公室|人民政府|政府办公室|常务委员会|委员会办公室|委员会|委员会机关|仲裁委员会办公室"
    "|办公厅|办公室|服务促进中心|促进中心|服务中心|中心|监管分局|管理局|监督局|分局|总局|海关|法院|检察院|分行|支行|银行"
    "|管委会|厅|局|部|委|院|署|会"
)
DATE_LINE = re.compile(
    r"(?P<year>(?:19|20)\d\d|[一二][〇○零Ｏ一二三四五六七八九]{3})\s*年\s*"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)


def is_organ_line(content: str) -> bool:
    """Whether a line consists of nothing but names of public bodies."""
    return len(content) <= 120 and all(
        len(piece) >= 4 and re.fullmatch(rf"[\u4e00-\u9fff（）]+(?:{_ENDING})", piece) is not None
        for piece in re.split(r"[ 　\t、]+", content)
    )


def is_date_line(content: str) -> bool:
    """Whether a line is a date and nothing else."""
    return DATE_LINE.fullmatch(content) is not None


def split_organs(content: str) -> list[str]:
    """Names of a line of public bodies, also where two stand together: a new one begins where the place repeats."""
    names: list[str] = []
    for piece in re.split(r"[ 　\t、]+", content.strip()):
        place = re.match(r"[\u4e00-\u9fff]{2,3}(?:省|市|自治区|县|区)", piece)
        start = 0
        if place:
            for match in re.finditer(re.escape(place.group()), piece):
                if match.start() > start and re.search(rf"(?:{_ENDING})$", piece[start : match.start()]):
                    names.append(piece[start : match.start()])
                    start = match.start()
        if piece[start:]:
            names.append(piece[start:])
    return names
