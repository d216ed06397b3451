"""The folder broker of an installation on one machine: kombu's, with messages that appear whole."""

import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Writes a message beside its place and renames it.

    kombu opens the file first and writes into it, so a worker that looks in between takes an empty message and
    stops on it.
    """

    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:
        folder = Path(self.data_folder_out)
        name = f"{time.monotonic_ns():020d}_{uuid4()}"
        unfinished = folder / f"{name}.unfinished"
        unfinished.write_text(dumps(payload), encoding="utf-8")
        unfinished.replace(folder / f"{name}.{queue}.msg")


class Transport(filesystem.Transport):
    Channel = Channel
