"""A small disk for the data alone, which can be filled to the last byte."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Disk:
    folder: Path
    can_be_filled: bool

    @property
    def ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self) -> None:
        """Leave not a byte, whoever else writes at the same time."""
        with self.ballast.open("wb") as file:
            for piece in (2**20, 2**12):
                with suppress(OSError):
                    while True:
                        os.posix_fallocate(file.fileno(), file.tell(), piece)
                        file.seek(piece, os.SEEK_CUR)

    def empty(self) -> None:
        self.ballast.unlink(missing_ok=True)


@contextmanager
def own_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """A file system in memory, where whoever runs this may mount one; else the folder as it is."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "tmpfs", str(folder)]
    is_mounted = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield Disk(folder, is_mounted)
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
