"""What people send. Nothing of an upload can be read before the scanner has cleared it.

The settings name the two handlers below, so every form of the site and every operation of the API
gets its files from here: a view that reads one has it scanned, whether it thought of that or not.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.scanning import scan


class _Sealed:
    """An upload whose content is handed out once it was cleared: every way of reading asks `file`.

    Reading raises `file_infected` or `scanner_failed` of `scan`, the first time and ever after.
    """

    _content: Any = None
    _sealed = False  # while it arrives it is written, and nobody else has it yet
    _refusal: LuhengError | None = None

    @property
    def file(self) -> Any:
        """The content. Raises what `scan` raises."""
        if self._sealed:
            self._clear()
        return self._content

    @file.setter
    def file(self, content: Any) -> None:
        self._content = content

    def seal(self) -> None:
        """From now on nothing is read without a look at it."""
        self._sealed = True

    def close(self) -> None:
        """Closes the content; what nobody read is not scanned for that."""
        with suppress(FileNotFoundError):  # a temporary file that the view moved away
            self._content.close()

    def _clear(self) -> None:
        if self._refusal is not None:
            raise self._refusal
        try:
            _scan(self._content, getattr(self, "name", "") or "upload")
        except LuhengError as refusal:
            self._refusal = refusal
            raise
        self._sealed = False


class SealedInMemory(_Sealed, InMemoryUploadedFile):
    """A small upload."""


class SealedTemporary(_Sealed, TemporaryUploadedFile):
    """A large upload, in a temporary file."""


class ToMemory(MemoryFileUploadHandler):
    """Small uploads, sealed."""

    def file_complete(self, file_size: int) -> SealedInMemory | None:
        """The upload, sealed; None for a large one."""
        plain = super().file_complete(file_size)
        if not isinstance(plain, InMemoryUploadedFile):
            return None
        sealed = SealedInMemory(
            self.file, plain.field_name, plain.name, plain.content_type, plain.size,
            plain.charset, plain.content_type_extra,
        )  # fmt: skip
        sealed.seal()
        return sealed


class ToDisk(TemporaryFileUploadHandler):
    """Large uploads, sealed."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Opens the temporary file."""
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        self.file = SealedTemporary(
            self.file_name or "", self.content_type, 0, self.charset, self.content_type_extra
        )

    def file_complete(self, file_size: int) -> SealedTemporary:
        """The upload, sealed."""
        complete = super().file_complete(file_size)
        assert isinstance(complete, SealedTemporary)
        complete.seal()
        return complete


def _scan(content: Any, name: str) -> None:
    """As `scan`, of something open; where it is read from next stays."""
    if not settings.LUHENG_VIRUS_SCANNER:
        return
    at = content.tell()
    content.seek(0)
    with NamedTemporaryFile(prefix="luheng-upload-") as copy:
        while chunk := content.read(1 << 20):
            copy.write(chunk)
        copy.flush()
        content.seek(at)
        scan(Path(copy.name), name)
