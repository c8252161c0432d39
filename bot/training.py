"""Training the model: only when something that decides about it has changed."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "bot" / "config.yml"
DOMAIN = ROOT / "bot" / "domain"
TRAINING_DATA = (ROOT / "nlu_data", ROOT / "bot" / "rules.yml")
_COMPONENTS = (
    ROOT / "bot" / "components",
    ROOT / "policy_kb" / "language",
    ROOT / "policy_kb" / "search" / "words.txt",
)
FINGERPRINT_FILE = "fingerprint.json"


class TrainingFailed(Exception):
    """Rasa gave no model; the text says what to look at."""


def fingerprint() -> str:
    """A hash of all files that decide what the model is."""
    digest = hashlib.sha256()
    for path in _deciding_files():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _deciding_files() -> Iterator[Path]:
    for place in (CONFIG, DOMAIN, *TRAINING_DATA, *_COMPONENTS):
        if place.is_file():
            yield place
            continue
        yield from sorted(p for p in place.rglob("*") if p.suffix in (".yml", ".yaml", ".py", ".txt"))


def is_up_to_date(model_dir: Path) -> bool:
    """Whether the newest model in the folder was trained from the files as they are now."""
    try:
        written = json.loads((model_dir / FINGERPRINT_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if not isinstance(written, dict) or written.get("fingerprint") != fingerprint():
        return False
    return (model_dir / str(written.get("model"))).is_file()


async def train(model_dir: Path, progress: Callable[[str], None]) -> Path:
    """Train and put the model in place; an earlier one stays in use until then. Raises TrainingFailed."""
    wanted = fingerprint()
    progress("正在训练…")
    model = await asyncio.to_thread(_train_into, model_dir, wanted)
    progress("模型已保存。")
    return model


def _train_into(model_dir: Path, wanted: str) -> Path:
    model_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=model_dir) as workshop:
        model = model_dir / f"ipdesk-{wanted[:12]}.tar.gz"
        shutil.move(_train(Path(workshop)), model)
    entry = json.dumps({"fingerprint": wanted, "model": model.name})
    (model_dir / FINGERPRINT_FILE).write_text(entry, encoding="utf-8")
    for old in model_dir.glob("*.tar.gz"):
        if old != model:
            old.unlink()
    return model


def _train(workshop: Path) -> Path:
    return rasa_model(workshop, TRAINING_DATA)


def rasa_model(workshop: Path, data: Iterable[Path]) -> Path:
    """Train in a folder on some data. Raises TrainingFailed."""
    from rasa.model_training import train as rasa_train

    result = rasa_train(
        domain=str(DOMAIN),
        config=str(CONFIG),
        training_files=[str(place) for place in data],
        output=str(workshop),
        force_training=True,
        fixed_model_name="model",
    )
    if result.code != 0 or not result.model:
        raise TrainingFailed("训练没有成功，请看上面的错误信息；多半是 nlu_data/ 或 bot/ 里的文件写错了。")
    return Path(result.model)
