"""逐个核对本资料包内文件的 SHA-256。只需 Python 3，无需联网，无需安装。

    python3 verify.py                 在解开的文件夹里运行 in the unpacked folder
    python3 verify.py dossier.zip     核对压缩包 checks the zip

Compares the SHA-256 of every file with manifest.json. It does not check the signature: that is done
by `luheng verify dossier.zip`, which also finds changes to the form of the archive.
"""

import hashlib
import json
import sys
import zipfile
from pathlib import Path

UNSIGNED = {"manifest.json", "signature.json"}


def from_zip(path):
    """The names of the files and how to read one."""
    archive = zipfile.ZipFile(path)
    return set(archive.namelist()), archive.read


def from_folder(folder):
    """As `from_zip`, of the unpacked folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = {path.relative_to(folder).as_posix() for path in files}
    return names, lambda name: (folder / name).read_bytes()


def main(arguments):
    """0 where all files are as listed, else 1 with each difference on a line."""
    here, read = from_zip(arguments[0]) if arguments else from_folder(Path(__file__).parent)
    listed = {one["name"]: one["sha256"] for one in json.loads(read("manifest.json"))["files"]}
    problems = [f"缺少 missing: {name}" for name in sorted(set(listed) - here)]
    problems += [f"多出 added: {name}" for name in sorted(here - set(listed) - UNSIGNED)]
    for name in sorted(set(listed) & here):
        if hashlib.sha256(read(name)).hexdigest() != listed[name]:
            problems.append(f"已被改动 changed: {name}")
    print("\n".join(problems) or f"{len(listed)} 个文件与清单一致 files as listed（未核对签名 signature not checked）")  # fmt: skip
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
