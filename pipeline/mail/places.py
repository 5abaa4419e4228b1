"""Where a ledger must not lie: on a network share or in a folder that a service copies about, where locks and order of writing fail."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from pipeline.problems import Message, Place, Problem, say

_NETWORK_FILE_SYSTEMS = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "9p", "webdav", "davfs", "ncpfs", "ceph", "glusterfs", "lustre",
    "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.s3fs", "fuse.google-drive-ocamlfuse", "fuse.onedriver",
})  # fmt: skip
_SYNC_FOLDER = re.compile(
    r"(onedrive|dropbox|google ?drive|googledrive-.*|my drive|min enhet|icloud ?drive|icloud~.*|mobile documents|cloudstorage"
    r"|nextcloud|owncloud|box( sync)?|pcloud ?drive|mega(sync)?|seafile|proton ?drive|kdrive|sync(thing)?|jottacloud|sharepoint)"
    r"( [-–(].*|\d*)?",
    re.IGNORECASE,
)
_SYNC_MARKS = (".dropbox", ".dropbox.cache", ".stfolder", ".nextcloudsync.log", ".owncloudsync.log", ".tmp.drivedownload", ".seafile-data")
_SYNC_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_DRIVE_REMOTE = 4


def unsafe_place(ledger: Path) -> Problem | None:
    """What is wrong with this place for a ledger, or None; nothing is created."""
    folder = ledger.parent.expanduser().resolve()
    words = _network(_nearest_folder(folder)) or _synced(folder)
    if words is None:
        return None
    return Problem(Place(ledger.as_posix()), "ledger", words, say("name a folder on this computer's own disk with --ledger"))


def _nearest_folder(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _network(folder: Path) -> Message | None:
    kind = _windows_share(folder) if sys.platform == "win32" else _file_system(folder)
    if kind is None:
        return None
    return say("expected a folder on this computer, found one on a network share ({kind})", kind=kind)


def _windows_share(folder: Path) -> str | None:
    if str(folder).startswith("\\\\"):
        return "UNC"
    if sys.platform == "win32":
        import ctypes

        if ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _DRIVE_REMOTE:
            return folder.anchor
    return None


def _file_system(folder: Path) -> str | None:
    """The type of the file system with the longest mount point above the folder, when it is one of the network's."""
    best, kind = "", ""
    for point, name in _mounts():
        inside = str(folder) == point or str(folder).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, name
    return kind if kind in _NETWORK_FILE_SYSTEMS else None


def _mounts() -> list[tuple[str, str]]:
    """Mount points and types: from the kernel's list, or from mount(8) where there is none."""
    table = Path("/proc/self/mounts")
    if table.exists():
        rows = (line.split(" ") for line in table.read_text(encoding="utf-8", errors="replace").splitlines())
        return [(re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), row[1]), row[2]) for row in rows if len(row) > 2]
    try:
        listing = subprocess.run(["mount"], capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return [(match[1], match[2]) for match in re.finditer(r" on (/.*?) \(([\w.]+)[,)]", listing)]


def _synced(folder: Path) -> Message | None:
    for variable in _SYNC_VARIABLES:
        root = os.environ.get(variable, "")
        if root and folder.is_relative_to(Path(root).resolve()):
            return _copied(Path(root).name)
    for above in (folder, *folder.parents):
        if _SYNC_FOLDER.fullmatch(above.name) or any((above / mark).exists() for mark in _SYNC_MARKS):
            return _copied(above.name)
    return None


def _copied(name: str) -> Message:
    return say("expected a folder on this computer only, found one that a service copies elsewhere ({name})", name=name)
