"""Unpacks the folder `go/` of a wheel, keeping the modes that Python's own `zipfile` command drops.

    unpack.py WHEEL FOLDER      FOLDER becomes the GOROOT; it must not exist
"""

import os
import sys
import zipfile

PREFIX = "go/"
# The wheel's own, not of the SDK.
FOREIGN = {"go/__init__.py"}


def main(wheel: str, folder: str) -> None:
    os.makedirs(folder)
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            if not entry.filename.startswith(PREFIX) or entry.filename in FOREIGN or entry.is_dir():
                continue
            parts = entry.filename[len(PREFIX):].split("/")
            if ".." in parts or "" in parts:
                raise SystemExit(f"{wheel}: unexpected name {entry.filename!r}")
            path = os.path.join(folder, *parts)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with archive.open(entry) as source, open(path, "xb") as target:
                target.write(source.read())
            mode = entry.external_attr >> 16 & 0o777
            if mode and os.name != "nt":
                os.chmod(path, mode)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
