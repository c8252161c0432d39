"""Reads what serving needs of a model file: the graph that predicts, and not the one that trained it, whose components
would be imported with all they need."""

from __future__ import annotations

import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.storage.local_model_storage import MODEL_ARCHIVE_METADATA_FILE, LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.exceptions import ModelNotFound
from rasa.shared.utils.io import read_json_file

from bot.graph_runner import OrderedRunner


class PredictingStorage(LocalModelStorage):
    """Rasa's storage of a model file, without the graph of its training."""

    @staticmethod
    def _load_metadata(directory: Path) -> ModelMetadata:
        written = read_json_file(directory / MODEL_ARCHIVE_METADATA_FILE)
        return ModelMetadata.from_dict({**written, "train_schema": {"nodes": {}}})


def load_predicting(file: Path) -> tuple[ModelMetadata, OrderedRunner]:
    """A model file's description, and its components ready to predict. Raises ModelNotFound, and OSError."""
    if not file.is_file():
        raise ModelNotFound(f"no model at {file}")
    with TemporaryDirectory() as folder:
        try:
            metadata, runner = load_predict_graph_runner(Path(folder), file, PredictingStorage, OrderedRunner)
        except tarfile.ReadError as error:
            raise ModelNotFound(f"{file} is no model") from error
    if not isinstance(runner, OrderedRunner):
        raise TypeError(f"{type(runner).__name__} is not the runner that was asked for")
    return metadata, runner
