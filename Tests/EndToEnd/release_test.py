"""The tarball of `make release` on a Debian 12 that has no Swift: an unpacked root with the libraries README names."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from harness.leat import ROOT, Leat, Source

LIBRARIES = "libmariadb3,libisal2,libzstd1,liblz4-1,zlib1g"
APT_SOURCES = Path("/etc/apt/sources.list.d/debian.sources")


@pytest.fixture
def plain_debian(tmp_path):
    if os.geteuid() != 0 or not shutil.which("mmdebstrap") or not APT_SOURCES.exists():
        pytest.skip("needs root, mmdebstrap and Debian's own apt sources")
    root = tmp_path / "debian"
    command = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={LIBRARIES}", "bookworm", root, APT_SOURCES]
    subprocess.run(command, check=True, timeout=300)
    return root


@pytest.mark.long
@pytest.mark.seconds(900)
def test_the_tarball_runs_doctor_where_there_is_no_swift(plain_debian, servers):
    server = servers("mariadb")
    server.reset()
    server.execute("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY)")
    subprocess.run(["make", "release"], cwd=ROOT, check=True, timeout=600)
    tarball = max((ROOT / "dist").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    subprocess.run(["tar", "-C", plain_debian / "opt", "-xzf", tarball], check=True)
    leat = Leat(plain_debian / "srv/leat", [Source("trade", server.port, "shop")])
    for file in (leat.config, leat.directory / "trade.yaml"):
        file.write_text(file.read_text().replace(str(plain_debian), ""))
    binary = f"/opt/{tarball.name.removesuffix('.tar.gz')}/leat"
    command = ["chroot", plain_debian, binary, "doctor", "--config", "/srv/leat/leat.yaml"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
