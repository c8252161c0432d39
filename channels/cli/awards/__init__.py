"""ipdesk awards"""

import typer

from channels.cli.awards import explain, lint, test

app = typer.Typer(help="奖补规则：核对、验算、讲解。", no_args_is_help=True)
app.command()(lint.lint)
app.command()(test.test)
app.command()(explain.explain)
