"""Certificates for the tests, made by openssl: an authority and what it signs."""

import subprocess
from pathlib import Path


class Authority:
    """A certificate authority in a folder of its own."""

    def __init__(self, directory, name="test authority"):
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.certificate, self.key = self.directory / "ca.pem", self.directory / "ca.key"
        _openssl("req", "-x509", *_new_key(self.key), "-days", "2", "-subj", f"/CN={name}", "-out", self.certificate)

    def sign(self, name, days=2, names="DNS:localhost,IP:127.0.0.1"):
        """Files of a certificate and its key; negative days make one that has expired."""
        certificate, key = self.directory / f"{name}.pem", self.directory / f"{name}.key"
        request, extension = self.directory / f"{name}.csr", self.directory / f"{name}.ext"
        extension.write_text(f"subjectAltName={names}\n")
        _openssl("req", *_new_key(key), "-subj", f"/CN={name}", "-out", request)
        _openssl(
            *("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key, "-CAcreateserial"),
            *("-days", str(days), "-extfile", extension, "-out", certificate),
        )
        return certificate, key


def _new_key(file):
    return "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", file


def _openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
