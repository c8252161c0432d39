"""The ``ipdesk`` command. What can be expected to go wrong ends in one sentence that says what to do."""

from __future__ import annotations

import os
import sys
import warnings

import typer

from channels.cli import (
    ask,
    awards,
    backup,
    bench,
    chat,
    conversations,
    doctor,
    kb,
    match,
    nlu,
    retrain,
    serve,
    train,
    users,
)
from channels.cli.eval import evaluate
from channels.errors import UserError

app = typer.Typer(
    name="ipdesk",
    help="知识产权政策咨询助手：回答都写明出自哪份文件、哪一条。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(serve.serve)
app.command()(ask.ask)
app.command()(chat.chat)
app.command()(match.match)
app.command()(train.train)
app.command()(bench.bench)
app.command()(doctor.doctor)
app.command()(backup.backup)
app.command()(backup.restore)
app.command(name="copy-database")(backup.copy_database)
app.command(hidden=True)(retrain.retrain)
app.command(name="eval")(evaluate)
app.add_typer(conversations.app, name="conversations")
app.add_typer(kb.app, name="kb")
app.add_typer(awards.app, name="awards")
app.add_typer(nlu.app, name="nlu")
app.add_typer(users.app, name="users")


def main() -> None:
    """Run the command line. Exit code 1 with a sentence on standard error for an expected error."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    # Of a library's own making, and nothing the person at the keyboard could act on.
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    try:
        app()
    except BrokenPipeError:
        # The reader of a pipe has seen enough; the interpreter must not try to flush into it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if not _expected(error):
            raise
        print(error, file=sys.stderr)
        sys.exit(1)


def _expected(error: Exception) -> bool:
    from policy_kb.settings import SettingsError

    return isinstance(error, UserError | SettingsError)


if __name__ == "__main__":
    main()
