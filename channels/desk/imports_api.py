"""POST and GET /api/v1/desk/imports, GET …/{job}"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from channels.api.call import Act, Call
from channels.api.endpoint import Upload, UploadLimits, endpoint
from channels.api.incoming import NOTHING_HERE
from channels.api.refused import Refused
from channels.desk.import_models import ImportList, ImportPart, ImportPath

if TYPE_CHECKING:
    from channels.desk.importing import Importer

#: As much as the reader takes (policy_kb.ingest.cleaning.decoding.MAX_BYTES), which a test holds to it.
MAX_FILE = 20 * 1024 * 1024
_LIMITS = UploadLimits(MAX_FILE, "文件超过了20MB的上限，请只提交文件正文，或者拆成几份再提交。", ("region",))


class ImportsApi:
    """Files handed in, imported one after the other."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._importer: Importer | None = None

    @endpoint(
        "POST",
        "/api/v1/desk/imports",
        role="editor",
        summary="Hand in a notice (.txt, .html, .docx, .pdf). `region` is a name or code.",
        status=202,
        upload=_LIMITS,
    )
    def hand_in(self, call: Call, upload: Upload) -> ImportPart:
        """The job; its state is asked for by its id."""
        from channels.desk.importing import TooManyImports, find_import

        region = upload.fields.get("region") or None
        if region is not None:
            _check_region(region)
        try:
            job = self._ready().take(upload, call.person.name, call.address, region)
        except TooManyImports:
            raise Refused(503, "等着导入的文件太多了，请等前面的导完再传。", retry_after=30) from None
        after = {"file": upload.name, "size": upload.size, "region": region, "job": job}
        call.acts.append(Act("import.hand_in", upload.name, None, after))
        return _known(find_import(self._engine(), job))

    @endpoint("GET", "/api/v1/desk/imports", role="editor", summary="The latest imports.")
    def imports(self) -> ImportList:
        """The latest, newest first."""
        from channels.desk.importing import latest_imports

        return ImportList(imports=latest_imports(self._engine()))

    @endpoint("GET", "/api/v1/desk/imports/{job}", role="editor", summary="How far an import has come.")
    def job(self, path: ImportPath) -> ImportPart:
        """The import."""
        from channels.desk.importing import find_import

        return _known(find_import(self._engine(), path.job))

    def shut_down(self) -> None:
        """Stops importing."""
        if self._importer is not None:
            self._importer.close()

    def _ready(self) -> Importer:
        from channels.desk.importing import Importer

        with self._lock:
            if self._importer is None:
                self._importer = Importer(self._engine)
            return self._importer


def _known(part: ImportPart | None) -> ImportPart:
    if part is None:
        raise Refused(404, NOTHING_HERE)
    return part


def _check_region(region: str) -> None:
    """Said at once, not after the file was read."""
    from policy_kb.review.errors import ReviewError
    from policy_kb.review.place import find_place

    try:
        find_place(region)
    except ReviewError as error:
        raise Refused(422, str(error), {"region": str(error)}) from None
