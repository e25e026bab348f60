from __future__ import annotations

import pytest

from projects.imports.names import LeaderName, UnitName, parse_leader, parse_leaders, parse_units


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (
            "县住建局、县水利局，云溪镇；县发改局\n县交通局/县林业局",
            "县住建局 县水利局 云溪镇 县发改局 县交通局 县林业局",
        ),
        ("县住建局 县水利局", "县住建局 县水利局"),
        ("牵头：县发改局；配合：县财政局、县住建局", "县发改局 县财政局 县住建局"),
        ("县住建局、县住建局", "县住建局"),
        ("云溪镇（含水库移民办）", "云溪镇（含水库移民办）"),
        ("住 建 局", "住建局"),
    ],
)
def test_units_stay_in_the_order_written(cell: str, names: str) -> None:
    units = parse_units(cell)
    assert isinstance(units, tuple)
    assert [unit.name for unit in units] == names.split()


def test_a_person_in_brackets_belongs_to_the_unit_before_it() -> None:
    assert parse_units("住建局（王某某、13800000000）；水利局（李某、赵某）") == (
        UnitName("住建局", "王某某", "13800000000"),
        UnitName("水利局", "李某"),
    )


@pytest.mark.parametrize(
    ("cell", "name", "posts"),
    [
        ("张某某（县委常委、常务副县长）", "张某某", ("县委常委", "常务副县长")),
        ("常务副县长张某某", "张某某", ("常务副县长",)),
        ("县委常委、副县长张三", "张三", ("县委常委", "副县长")),
        ("张某某 县委常委、副县长", "张某某", ("县委常委", "副县长")),
        ("县委书记  李某", "李某", ("县委书记",)),
        ("副县长（王五）", "王五", ("副县长",)),
        ("张 三", "张三", ()),
        ("常务副县长", "", ("常务副县长",)),
    ],
)
def test_a_leader_is_a_name_and_posts(cell: str, name: str, posts: tuple[str, ...]) -> None:
    assert parse_leader(cell) == LeaderName(name, posts)


def test_several_leaders_stand_in_one_cell() -> None:
    assert parse_leaders("张三（县委常委）\n李四（副县长）") == (
        LeaderName("张三", ("县委常委",)),
        LeaderName("李四", ("副县长",)),
    )


def test_a_dash_is_no_unit_and_no_leader() -> None:
    assert parse_units("—") is None
    assert parse_leaders("/") is None
