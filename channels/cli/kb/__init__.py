"""ipdesk kb"""

import typer

from channels.cli.kb import add, build, check, clause, export, extract, history, import_, reindex, review, versions

app = typer.Typer(help="知识库：建立、导入、审核、补充、核对、比较、查看、导出。", no_args_is_help=True)
app.command()(build.build)
app.command("import")(import_.import_)
app.command()(review.review)
app.command()(add.add)
app.command()(history.history)
app.command()(versions.diff)
app.command()(versions.supersede)
app.command()(versions.retire)
app.command()(check.check)
app.command()(reindex.reindex)
app.command()(clause.clause)
app.command()(export.export)
app.command()(extract.extract)
