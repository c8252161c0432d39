"""ipdesk kb"""

import typer

from channels.cli.kb import build, check, clause, export, extract

app = typer.Typer(help="知识库：建立、核对、查看、导出。", no_args_is_help=True)
app.command()(build.build)
app.command()(check.check)
app.command()(clause.clause)
app.command()(export.export)
app.command()(extract.extract)
