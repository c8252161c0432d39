"""ipdesk kb export"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def export(
    as_json: Annotated[bool, typer.Option("--json", help="输出完整内容（JSON）")] = False,
    catalogue: Annotated[
        Path | None, typer.Option(help="把审核过的内容和原文写进这个文件夹，可以用 kb build 再建一遍")
    ] = None,
) -> None:
    """导出整个知识库；不加 --json 时只列出每份文件有多少内容。"""
    import json

    from channels.loading import open_knowledge_base
    from policy_kb.settings import settings
    from policy_kb.store.export import export as export_knowledge_base

    if catalogue is not None:
        _files(catalogue)
        return
    with open_knowledge_base(settings()) as session:
        whole = export_knowledge_base(session)
    if as_json:
        print(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    for document in whole["documents"]:
        counts = (("条款", "clauses"), ("奖补措施", "awards"), ("机构", "stations"), ("目标", "targets"))
        print(f"{document['title']}：" + "，".join(f"{name} {len(document[key])}" for name, key in counts))


def _files(folder: Path) -> None:
    from channels.errors import UserError
    from channels.loading import open_database, probe_knowledge_base
    from policy_kb.review.catalogue_files import export_catalogue
    from policy_kb.review.errors import ReviewError
    from policy_kb.settings import settings

    probe_knowledge_base(settings())
    with open_database(settings()) as engine:
        try:
            found = export_catalogue(engine, folder)
        except ReviewError as error:
            raise UserError(str(error)) from error
        except OSError as error:
            raise UserError(f"“{folder}”写不进去：{error.strerror}。请换一个文件夹。") from error
    print(f"已导出 {len(found.reviewed)} 份审核过的文件。")
    if found.unreviewed:
        print(f"还没有审核、只导出了原文的：{'、'.join(found.unreviewed)}")
    print(f"再建一遍：ipdesk kb build --catalogue {folder} --sources {folder / 'sources'}")
