"""Definitions follow one another, are corrected with a reason, and the usual ones come from a catalogue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator, IndicatorVersion, Observation
from indicators.services import (
    NewObservation,
    change_definition,
    correct_definition,
    fill_catalogue,
    record_observations,
)
from tests.history import history_of
from tests.indicators.test_figures import record
from tests.town import NOON, Town


def test_the_catalogue_is_filled_once_and_leaves_what_is_there(town: Town) -> None:
    made = fill_catalogue(actor=town.office_head)
    assert len(made) == 16
    assert fill_catalogue(actor=town.office_head) == []
    names = list(
        IndicatorVersion.objects.filter(indicator__code="rural-income")
        .order_by("valid_from")
        .values_list("name", "valid_to", "breaks_series")
    )
    assert names == [
        ("农民人均现金收入", date(2013, 1, 1), False),
        ("农村居民人均可支配收入", None, True),
    ]
    former = IndicatorVersion.objects.get(indicator__code="revenue-total", valid_to__isnull=False)
    assert (former.name, former.valid_to) == ("大口径财政收入", date(2015, 1, 1))
    assert set(IndicatorVersion.objects.filter(growth_computable=True).values_list("name", flat=True)) == {
        "招商引资到位资金",
        "全社会用电量",
        "工业用电量",
    }


def test_the_catalogue_keeps_what_has_the_name_already(town: Town, freight: Indicator) -> None:
    freight.versions.update(name="社会消费品零售总额")
    call_command("fill_indicators", "--as", "office_head")
    assert Indicator.objects.count() == 16
    assert not Indicator.objects.filter(code="retail").exists()


def test_a_value_of_an_ended_name_is_kept_under_it(town: Town) -> None:
    fill_catalogue(actor=town.office_head)
    income = Indicator.objects.get(code="rural-income")
    record(town, income, (2012, 12, D(7917), D("13.5")), (2013, 12, D(9430), D("12.4")))
    named = Observation.objects.order_by("year").values_list("version__name", flat=True)
    assert list(named) == ["农民人均现金收入", "农村居民人均可支配收入"]


def test_a_new_definition_does_not_begin_before_figures_by_the_old_one(
    town: Town, freight: Indicator
) -> None:
    record(town, freight, (2026, 8, D(250), None))
    with pytest.raises(ValidationError, match="2026年8月的数据已按现行口径填报"):
        change_definition(
            actor=town.office_head, indicator_id=freight.pk, since=date(2026, 8, 1), name="新名"
        )
    assert freight.versions.get().valid_to is None
    change_definition(actor=town.office_head, indicator_id=freight.pk, since=date(2026, 9, 1), name="新名")
    assert freight.versions.count() == 2


def test_words_are_corrected_with_a_reason_and_the_meaning_is_not(town: Town, freight: Indicator) -> None:
    version = freight.versions.get()
    with pytest.raises(ValidationError, match="请写明更正的理由"):
        correct_definition(actor=town.office_head, version_id=version.pk, reason=" ", name="公路货运量")
    correct_definition(actor=town.office_head, version_id=version.pk, reason="漏字", name="公路货运量")
    assert list(history_of(IndicatorVersion).values_list("name", flat=True)) == ["货运量", "公路货运量"]
    last = history_of(IndicatorVersion).last()
    assert last is not None and last.pgh_context["reason"] == "漏字"
    record(town, freight, (2026, 8, D(250), None))
    with pytest.raises(ValidationError, match="含义变了请另立新口径"):
        correct_definition(actor=town.office_head, version_id=version.pk, reason="改", measured_in="吨")
    version.refresh_from_db()
    assert (version.name, version.measured_in) == ("公路货运量", "万吨")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"growth_computable": True, "value_kind": "rate"}, "indicator_version_rate_is_not_divided"),
        ({"lag_months": 12}, "indicator_version_lag_and_decimals_in_reach"),
        ({"sentence": "shouted"}, "indicator_version_known_words"),
    ],
)
def test_the_database_holds_the_rules_of_definitions(
    town: Town, freight: Indicator, values: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        freight.versions.update(**values)


def test_the_office_edits_definitions_in_the_admin_site_and_auditors_look(
    town: Town, freight: Indicator
) -> None:
    version = freight.versions.get()
    page = f"/admin/indicators/indicatorversion/{version.pk}/change/"
    kept = {
        field: getattr(version, field)
        for field in ("measured_in", "growth_basis", "frequency", "value_kind", "sentence")
    }
    words = {**kept, "name": "公路货运量", "lag_months": 0, "decimals": 2, "reason": "漏字"}
    office, auditor = Client(), Client()
    office.force_login(town.office_head)
    auditor.force_login(town.auditor)
    assert auditor.post(page, words).status_code == 403
    assert office.post(page, words).status_code == 302
    version.refresh_from_db()
    assert version.name == "公路货运量"
    following = {**words, "indicator": freight.pk, "valid_from": "2027-01-01", "name": "货运总量"}
    assert office.post("/admin/indicators/indicatorversion/add/", following).status_code == 302
    assert list(freight.versions.order_by("valid_from").values_list("name", "valid_to")) == [
        ("公路货运量", date(2027, 1, 1)),
        ("货运总量", None),
    ]
    new = {"code": "tons", "name": "吨位", "measured_in": "吨", "since": "2026-01-01", "order": 5}
    inline = {"versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0}
    assert office.post("/admin/indicators/indicator/add/", {**new, **inline}).status_code == 302
    assert Indicator.objects.get(code="tons").versions.get().name == "吨位"
    assert office.get("/admin/indicators/observation/add/").status_code == 403


def test_many_values_cost_as_many_statements_as_one(town: Town, freight: Indicator) -> None:
    def statements(months: int, status: str) -> int:
        rows = [NewObservation(freight.pk, 2025, m, status, D(m)) for m in range(1, months + 1)]
        with CaptureQueriesContext(connection) as captured:
            record_observations(actor=town.lead_clerk, values=rows, now=NOON)
        return len(captured)

    statements(1, "1_estimate")
    assert statements(12, "2_flash") == statements(1, "3_preliminary")


def test_targets_of_every_level_are_set_in_the_admin_site_and_their_history_is_shown(
    town: Town, freight: Indicator
) -> None:
    """The city's and the province's have no other door on the screen."""
    office, auditor = Client(), Client()
    office.force_login(town.office_head)
    auditor.force_login(town.auditor)
    of = {"indicator": freight.pk, "year": 2026, "kind": "level", "set_by": "city"}
    words = {**of, "value": "420", "source_document": "市政发〔2026〕3号"}
    assert auditor.post("/admin/indicators/target/add/", words).status_code == 403
    assert office.post("/admin/indicators/target/add/", words).status_code == 302
    target = freight.targets.get(set_by="city")
    assert (target.value, target.source_document) == (D(420), "市政发〔2026〕3号")
    page = f"/admin/indicators/target/{target.pk}/"
    assert office.post(f"{page}change/", {"value": "430"}).status_code == 302
    target.refresh_from_db()
    assert (target.value, target.set_by, target.kind) == (D(430), "city", "level")
    falling = ",".join(["0.5", "0.4", *["1"] * 10])
    told = office.post(f"{page}change/", {"value": "440", "curve": falling}, follow=True)
    assert "低于上月" in told.content.decode()
    target.refresh_from_db()
    assert target.value == D(430)
    history = auditor.get(f"{page}history/").content.decode()
    assert "420" in history and "430" in history
    assert office.post(f"{page}delete/", {"post": "yes"}).status_code == 403


def test_values_and_curves_are_only_looked_at_in_the_admin_site(town: Town, freight: Indicator) -> None:
    record(town, freight, (2026, 8, D(250), None))
    row = Observation.objects.get()
    for user in (town.office_head, town.auditor):
        client = Client()
        client.force_login(user)
        page = f"/admin/indicators/observation/{row.pk}/change/"
        assert client.get(page).status_code == 200
        assert client.post(page, {"value": "1"}).status_code == 403
        assert client.get("/admin/indicators/seasoncurve/").status_code == 200
        assert client.get("/admin/indicators/seasoncurve/add/").status_code == 403
        assert client.get("/admin/indicators/peerobservation/add/").status_code == 403
    assert Observation.objects.get().value == D(250)
