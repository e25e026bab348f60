"""An installation that would send no letter is told so before it goes into service."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks

SMTP = "django.core.mail.backends.smtp.EmailBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"


def found(**options: Any) -> set[str | None]:
    return {message.id for message in run_checks(**options)}


@pytest.mark.parametrize(("backend", "said"), [(SMTP, False), (CONSOLE, True)])
def test_the_check_before_service_says_that_letters_go_to_the_console(
    settings: Any, backend: str, said: bool
) -> None:
    settings.EMAIL_BACKEND = backend
    assert ("alerts.W001" in found(include_deployment_checks=True)) is said
    assert "alerts.W001" not in found()


@pytest.mark.parametrize(("folder", "said"), [(None, False), ("/var/mail", False), ("var/mail", True)])
def test_a_folder_of_letters_that_depends_on_where_one_stands_is_refused(
    settings: Any, folder: str | None, said: bool
) -> None:
    settings.EMAIL_FILE_PATH = folder
    assert ("alerts.E001" in found()) is said
