"""The board of 100 indicators, 100 counties beside them, 100,000 values at once, the season put to proof.

Board: ten years of values, 100 counties; the limit is one statement written by hand that finds the values,
their predecessors and targets, in the same run. Upsert: the limit is COPY of the same rows into the table
itself with its constraints. Back-test: no time but errors, of the season curve and of month ÷ 12, over a
series that was really published and over the samples; the ratio is the season's error to the linear one's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from io import StringIO
from statistics import fmean
from typing import Any, Final

from django.db import connection, transaction

from accounts.models import User
from bench import data
from bench.clock import medians
from indicators.models import Observation, ObservationStatus
from indicators.rules import NewObservation, PastYear, Season, learn, outlook
from indicators.selectors import indicator_figures, peer_table
from indicators.services import freeze_season_curves, upsert_observations
from rulebook.rules import MONTHS, Month
from samples.generate.county import indicators as sample_indicators

INDICATORS, YEARS, COUNTIES, ROWS = 100, 10, 100, 100_000
AUGUST: Final = Month(2026, 8)
NOW: Final = datetime(2026, 9, 12, 4, tzinfo=UTC)

# 社会消费品零售总额 of the whole country, 亿元, month by month, January and February together, as told at
# http://www.gov.cn/shuju/2017sjcs/sjxqpage.htm (National Bureau of Statistics, as first published).
RETAIL: Final[Mapping[int, str]] = {
    2012: "33668.6 15650.2 15603.1 16714.8 16584.9 16314.9 16658.9 18226.6 18933.8 18476.7 20334.2",
    2013: "37809.8 17641.2 17600.3 18886.3 18826.7 18513.2 18886.2 20653.3 21491.3 21011.9 23059.7",
    2014: "42280.7 19800.6 19701.2 21249.8 21166.4 20775.8 21133.9 23042.4 23967.2 23474.7 25801.3",
    2015: "47992.5 22722.8 22386.7 24194.8 24280.3 24338.8 24893.4 25270.6 28278.9 27937.3 28634.6",
    2016: "52910.3 25114.1 24645.8 26610.7 26857.4 26827.4 27539.6 27976.4 31119.2 30958.5 31757.0",
    2017: "57959.7 27863.7 27278.5 29459.2 29807.6 29609.8 30329.7 30870.3 34240.9 34108.2 34734.1",
}
BUILT: Final = """
    INSERT INTO indicators_indicator (id, code, unit_id, "order", in_report)
    SELECT i, 'i' || i, 1 + i % 100, i, true FROM generate_series(1, {indicators}) i;
    INSERT INTO indicators_indicatorversion
           (indicator_id, name, measured_in, definition, growth_basis, frequency, value_kind, lag_months,
            skips_january, decimals, sentence, growth_computable, breaks_series, data_source, valid_from)
    SELECT i, '指标' || i, '亿元', '', 'nominal', 'monthly', 'cumulative', 0, false, 2, 'completed', false,
           false, '', '2000-01-01'
      FROM generate_series(1, {indicators}) i;
    INSERT INTO indicators_target (indicator_id, year, kind, set_by, value, source_document)
    SELECT i, 2026, kind, 'county', CASE kind WHEN 'level' THEN 1000 ELSE 8 END, ''
      FROM generate_series(1, {indicators}) i, unnest(ARRAY['level', 'growth']) kind;
    INSERT INTO indicators_observation
           (indicator_id, version_id, year, month, status, revision, value, growth, rank, rank_of, rank_scope,
            peer_growth, note, source_document, reported_by_id, reported_at)
    SELECT v.indicator_id, v.id, year, month, status, 1,
           60 * month + 40 * (month > 6)::int + year % 7 + v.id % 5, 8 + (month + v.id) % 5,
           1 + v.id % 9, 11, 'city', 8, '', '', 100000, '2026-09-01'
      FROM indicators_indicatorversion v, generate_series(2027 - {years}, 2026) year,
           generate_series(1, 12) month, unnest(ARRAY['2_flash', '5_final']) status
     WHERE year < 2026 OR month <= 8;
    INSERT INTO indicators_peerobservation
           (indicator_id, year, month, region, is_whole, revision, value, growth, source_document,
            reported_by_id, reported_at)
    SELECT i, year, month, '第' || c || '县', false, 1, 50 * month + c, (c + month) % 17, '',
           100000, '2026-09-01'
      FROM generate_series(1, {indicators}) i, generate_series(2027 - {years}, 2026) year,
           generate_series(1, 12) month, generate_series(1, {counties}) c
     WHERE year < 2026 OR month <= 8;
"""
BOARD: Final = """
WITH current AS (
    SELECT DISTINCT ON (indicator_id, year, month) indicator_id, year, month, value, growth, rank
      FROM indicators_observation o
     WHERE year IN (2025, 2026) AND (year < 2026 OR month <= 8)
       AND NOT EXISTS (SELECT FROM projects_importbatch b WHERE b.id = o.batch_id AND b.state = 'undone')
     ORDER BY indicator_id, year, month, status DESC, revision DESC
), ranked AS (
    SELECT *, lag(growth) OVER (PARTITION BY indicator_id ORDER BY year, month) AS before,
           row_number() OVER (PARTITION BY indicator_id ORDER BY year DESC, month DESC) AS place
      FROM current
)
SELECT i.id, v.name, u.short_name, r.year, r.month, r.value, r.growth, r.growth - r.before,
       r.value / level.value * 100, r.growth - rate.value, c.shares[r.month],
       (SELECT array_agg(ARRAY[t.value, t.growth] ORDER BY t.year, t.month) FROM current t
         WHERE t.indicator_id = i.id)
  FROM indicators_indicator i
  LEFT JOIN accounts_unit u ON u.id = i.unit_id
  JOIN indicators_indicatorversion v ON v.indicator_id = i.id AND v.valid_from <= '2026-08-31'
   AND (v.valid_to IS NULL OR v.valid_to > '2026-08-31')
  LEFT JOIN ranked r ON r.indicator_id = i.id AND r.place = 1
  LEFT JOIN indicators_target level ON level.indicator_id = i.id AND level.year = 2026
   AND level.kind = 'level'
  LEFT JOIN indicators_target rate ON rate.indicator_id = i.id AND rate.year = 2026 AND rate.kind = 'growth'
  LEFT JOIN indicators_seasoncurve c ON c.indicator_id = i.id AND c.year = 2026
 ORDER BY i."order", i.id
"""
PEERS: Final = """
SELECT DISTINCT ON (region) region, value, growth, rank FROM indicators_peerobservation
 WHERE indicator_id = 7 AND year = 2026 AND month = 8 ORDER BY region, revision DESC
"""
COLUMNS: Final = (
    "indicator_id", "version_id", "year", "month", "status", "revision", "value", "growth", "rank_scope",
    "note", "source_document", "reported_by_id", "reported_at",
)  # fmt: skip


def run() -> Iterator[tuple[str, float]]:
    yield from _back_tests()
    data.build_county(projects=1)
    sizes = {"indicators": INDICATORS, "years": YEARS, "counties": COUNTIES}
    with connection.cursor() as cursor:
        cursor.execute(BUILT.format(**sizes))
        cursor.execute("SELECT setval('indicators_indicator_id_seq', 1000)")
    office = data.office()
    freeze_season_curves(actor=None, year=2026, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    yield "indicators_board", _board(office)
    yield "indicators_peers", _peers(office)
    yield "indicators_upsert", _upsert(office)


# --- back-test ------------------------------------------------------------------------------------
def _back_tests() -> Iterator[tuple[str, float]]:
    """Every year from the third on, forecast month by month by what was known when it began."""
    retail = [_cumulated(year, told) for year, told in RETAIL.items()]
    yield (
        "season_error_of_retail",
        _told("社会消费品零售总额 2014—2017", *_errors(retail, range(2, MONTHS + 1))),
    )
    errors: list[tuple[float, float]] = []
    for sample in sample_indicators():
        if sample.taken != "累计":
            continue  # a stock is not divided over the year, by no curve
        published = sorted({month for year, month in sample.values})
        years = [_sample_year(sample.values, year) for year in sorted({year for year, _m in sample.values})]
        errors += zip(*_errors(years, published), strict=True)
    if errors:
        by_season, by_line = zip(*errors, strict=True)
        yield "season_error_of_samples", _told("samples", by_season, by_line)
    else:
        print("  samples: fewer than three full years, nothing to test")


def _cumulated(year: int, told: str) -> PastYear:
    total, values = Decimal(0), [None]
    for amount in told.split():
        total += Decimal(amount)
        values.append(total)  # type: ignore[arg-type]
    return PastYear(year, tuple(values))


def _sample_year(values: Mapping[tuple[int, int], Decimal], year: int) -> PastYear:
    return PastYear(year, tuple(values.get((year, month)) for month in range(1, MONTHS + 1)))


def _errors(years: Sequence[PastYear], published: Sequence[int] | range) -> tuple[list[float], list[float]]:
    """|forecast − actual| ÷ actual by the season and by the line, of every month but the last."""
    by_season, by_line = [], []
    for place, year in enumerate(years):
        learned, actual = learn(years[:place], published).curve, year.values[-1]
        if learned is None or actual is None:
            continue
        season = Season(learned.shares, learned.years, learned.year_shares, learned.errors)
        for month in published:
            value = year.values[month - 1]
            if month == MONTHS or value is None:
                continue
            linear, seasonal = outlook(month=month, value=value, season=season).schedules
            assert linear.year_end is not None and seasonal.year_end is not None
            by_season.append(abs(float(seasonal.year_end / actual) - 1))
            by_line.append(abs(float(linear.year_end / actual) - 1))
    return by_season, by_line


def _told(name: str, by_season: Sequence[float], by_line: Sequence[float]) -> float:
    season, line = fmean(by_season), fmean(by_line)
    print(f"  {name}: {len(by_season)} forecasts, season {season:.2%}, linear {line:.2%} off on average")
    return season / line


# --- board and peers ------------------------------------------------------------------------------
def _board(user: User) -> float:
    found = indicator_figures(user, AUGUST)
    bare = _fetched(BOARD)
    assert [(f.indicator.pk, f.growth, f.standing and f.standing.growth_change) for f in found] == [
        (row[0], row[6], row[7]) for row in bare
    ]
    return _ratio(
        {
            "board of 100 indicators": partial(indicator_figures, user, AUGUST),
            "one statement": partial(_fetched, BOARD),
        }
    )


def _peers(user: User) -> float:
    assert len(peer_table(user, 7, AUGUST)) == len(_fetched(PEERS)) + 1
    return _ratio(
        {"100 counties": partial(peer_table, user, 7, AUGUST), "one statement": partial(_fetched, PEERS)}
    )


def _fetched(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def _ratio(ways: dict[str, Any]) -> float:
    ours, limit = medians(ways).values()
    return ours / limit


# --- upsert ---------------------------------------------------------------------------------------
def _upsert(user: User) -> float:
    """Years before those that are there, so that every row is new."""
    values = [
        NewObservation(indicator, year, month, status, Decimal(100 * month + indicator), Decimal(month) / 2)
        for year in range(2000, 2017)
        for status in ObservationStatus.values
        for month in range(1, MONTHS + 1)
        for indicator in range(1, INDICATORS + 1)
    ][:ROWS]
    version = dict(Observation.objects.order_by().values_list("indicator_id", "version_id").distinct())
    told = "".join(
        f"{v.indicator_id}\t{version[v.indicator_id]}\t{v.year}\t{v.month}\t{v.status}\t1\t{v.value}\t{v.growth}"
        f"\tcity\t\t\t{user.pk}\t{NOW.isoformat()}\n"
        for v in values
    )
    return _ratio(
        {
            f"upsert of {len(values):,} values": partial(_undone, partial(_upserted, user, values)),
            "COPY": partial(_undone, partial(_copied, told)),
        }
    )


def _undone(write: partial[None]) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)


def _upserted(user: User, values: list[NewObservation]) -> None:
    answers = upsert_observations(actor=user, values=values, now=NOW)
    assert all(answer.outcome == "new" for answer in answers)


def _copied(told: str) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY indicators_observation ({', '.join(COLUMNS)}) FROM STDIN", StringIO(told))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
