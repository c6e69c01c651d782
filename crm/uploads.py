"""Files that are uploaded stay in memory, up to a limit: what is private never lies on the disk unencrypted."""

from __future__ import annotations

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class CappedUploadHandler(FileUploadHandler):
    """Keeps no more than `LARGEST_UPLOAD` bytes of a file, and tells its true size: forms refuse what was cut off.

    What is sent to `/import/` may have `LARGEST_IMPORT` bytes.

    The rest is read and dropped, so that whoever sends too much gets a page that says so, not a broken line.
    """

    file: BytesIO
    limit: int

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.file = BytesIO()
        is_import = self.request is not None and self.request.path == "/import/"
        self.limit = settings.LARGEST_IMPORT if is_import else settings.LARGEST_UPLOAD

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = self.limit - start
        if room > 0:
            self.file.write(raw_data[:room])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.file.seek(0)
        return InMemoryUploadedFile(
            file=self.file,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type or "",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
