"""The person's own editor, for an entry as YAML."""

from __future__ import annotations


def edited(text: str) -> str:
    """The text as the editor leaves it. Raises ReviewError where there is no editor or it fails."""
    import os
    import shlex
    import subprocess
    import tempfile
    from pathlib import Path

    from policy_kb.review.errors import ReviewError

    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "draft.yaml"
        file.write_text(text, encoding="utf-8")
        try:
            finished = subprocess.run([*command, str(file)], check=False)  # noqa: S603 -- the user's own editor
        except OSError as error:
            raise ReviewError(f"编辑器“{command[0]}”打不开，请用环境变量 EDITOR 指定一个。") from error
        if finished.returncode != 0:
            raise ReviewError("编辑器没有正常结束，草稿没有改动。")
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ReviewError("编辑后的内容读不出来，请存成 UTF-8 编码的文本。") from error
