"""The same paper as PDF, printed by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from supervision.alerts.exports.official.contents import CLOSING, OPENING
from supervision.alerts.exports.official.package import DOCUMENT

TIME_LIMIT = 120  # seconds; a report of a thousand projects takes about ten


def to_pdf(docx: bytes) -> bytes:
    """Raises ValidationError where LibreOffice is missing, fails or takes too long.

    Each call has a profile folder of its own, or two at a time would wait for each other for ever.
    """
    program = shutil.which(settings.SOFFICE)
    if program is None:
        raise ValidationError(
            _("没有找到 %(program)s，不能生成 PDF。请安装 libreoffice-writer，或设置 SOFFICE。")
            % {"program": settings.SOFFICE}
        )
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        source = Path(folder) / "paper.docx"
        source.write_bytes(_printable(docx))
        _convert(program, source)
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise ValidationError(_("LibreOffice 没有生成 PDF，请检查 Word 文件能否打开。"))
        return made.read_bytes()


def _printable(docx: bytes) -> bytes:
    """The same file; a table of contents is unwrapped, so that its pages are counted anew."""
    target = BytesIO()
    with ZipFile(BytesIO(docx)) as source, ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == DOCUMENT and OPENING.encode() in content:
                content = content.replace(OPENING.encode(), b"").replace(CLOSING.encode(), b"")
            packed.writestr(entry, content)
    return target.getvalue()


def _convert(program: str, source: Path) -> None:
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", "pdf"]
    try:
        subprocess.run(  # noqa: S603  a program of our settings, a file of our own
            [*command, "--outdir", str(source.parent), str(source)],
            check=True,
            capture_output=True,
            timeout=TIME_LIMIT,
        )
    except subprocess.TimeoutExpired as error:
        raise ValidationError(
            _("生成 PDF 超过%(limit)s秒，已停止，请稍后再试。") % {"limit": TIME_LIMIT}
        ) from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip()[-200:]
        raise ValidationError(_("LibreOffice 不能转换这份文件：%(said)s") % {"said": said}) from error
