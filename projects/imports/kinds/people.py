"""The kinds of sheets about responsibilities, milestones, indicators and people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from projects.imports.cells import parse_int, parse_number, parse_text, parse_yes
from projects.imports.kinds.declare import Field, Kind, parse_rate
from projects.imports.kinds.projects import (
    CODE,
    COOPERATORS,
    HELPERS,
    LEAD_UNIT,
    LEADER,
    OWNER,
    PROJECT,
    REMARK,
    SERIAL,
    UNITS,
)
from projects.imports.moments import parse_end, parse_month, parse_start

RESPONSIBILITIES = Kind(
    "responsibilities",
    _("责任分工"),
    ("name",),
    title="责任 包抓 分工 帮建 一览表",
    fields=(
        SERIAL,
        PROJECT,
        CODE,
        LEADER,
        Field(
            "leader_post",
            _("领导职务"),
            parse_text,
            "职务 包抓领导职务 县级领导职务 领导/职务 包抓领导/职务 包抓县级领导/职务",
        ),
        LEAD_UNIT,
        UNITS,
        HELPERS,
        COOPERATORS,
        OWNER,
        Field(
            "person",
            _("责任人"),
            parse_text,
            "联系人 联络员 责任人姓名 责任单位/负责人 具体责任人 责任单位责任人 单位责任人",
        ),
        Field("phone", _("联系电话"), parse_text, "电话 联系方式 手机"),
        Field("valid_from", _("起始日期"), parse_start, "起始时间 开始时间 包抓起始时间 任务开始时间"),
        Field("valid_to", _("截止日期"), parse_end, "终止时间 结束时间 包抓截止时间"),
        REMARK,
    ),
)

MILESTONES = Kind(
    "milestones",
    _("关键节点"),
    ("milestone",),
    title="节点 里程碑 计划表 倒排工期",
    fields=(
        SERIAL,
        PROJECT,
        CODE,
        Field(
            "milestone",
            _("节点名称"),
            parse_text,
            "节点 关键节点 节点内容 关键节点名称 工作节点 节点任务 里程碑 节点目标 时间节点/内容 工作内容",
        ),
        Field(
            "due",
            _("完成时限"),
            parse_end,
            "完成时间 计划完成时间 时限 节点时间 计划完成日期 时间节点 要求完成时间 节点完成时限 "
            "计划时间 时间节点/时限",
        ),
        Field("done", _("实际完成时间"), parse_end, "实际完成日期 完成日期 实际时间 实际完成"),
        Field("is_done", _("是否完成"), parse_text, "完成状态 是否按期完成"),
        Field(
            "completion", _("完成情况"), parse_text, "节点完成情况 落实情况 进展情况 目前进展 完成情况说明"
        ),
        UNITS,
        LEAD_UNIT,
        Field("person", _("责任人"), parse_text, "具体责任人 责任人姓名"),
        Field("arrangement", _("安排"), parse_text, "工作安排 具体安排 主要措施 推进措施"),
        Field("evidence", _("佐证材料"), parse_text, "完成佐证 证明材料 佐证"),
        REMARK,
    ),
)

INDICATORS = Kind(
    "indicators",
    _("经济指标"),
    ("indicator",),
    title="指标 主要经济指标 完成情况",
    fields=(
        SERIAL,
        Field(
            "indicator",
            _("指标名称"),
            parse_text,
            "指标 经济指标 主要指标 主要经济指标 项目指标 监测指标 指标/名称",
        ),
        Field("unit", _("计量单位"), parse_text, "单位 指标单位"),
        Field("month", _("月份"), parse_month, "报告期 期间 所属期 时间"),
        Field(
            "target",
            _("年度目标"),
            parse_number,
            "年度目标值 全年目标 目标值 年目标 年度计划 目标 年度任务 全年任务 目标任务 "
            "年度目标/总量 年度目标/绝对值 年度目标/目标值"
            "全年目标/总量 年度计划目标 年度预期目标/总量 预期目标 年度预期目标 年度目标/数值",
        ),
        Field(
            "target_growth",
            _("目标增速"),
            parse_rate,
            "目标增速% 年度目标增速 年度增速目标 计划增速 年度目标/增速 年度目标/增长 "
            "年度目标/增长% 年度目标/增速% 全年目标/增速 目标增长 年度预期目标/增速",
        ),
        Field(
            "value",
            _("累计完成"),
            parse_number,
            "累计 累计值 1-N月累计 1-N月完成 1-N月 累计完成值 年初累计 完成值 1-N月实际完成 "
            "实际完成 本年累计 累计数 1-N月/总量"
            "1-N月/累计 1-N月/完成值 1-N月/绝对值 1-N月完成/总量 1-N月完成/绝对值 累计完成/总量 "
            "1-N月完成值 N月累计 N月累计完成 N月完成数 1-N月累计完成 累计/总量"
            "1-N月/完成 累计/绝对值 1-N月/累计完成 N月底 N月末 截至N月底 1-N月/数值 "
            "1-N月累计/总量 完成情况/累计 完成情况/总量 1-N月实绩",
            monthly=True,
        ),
        Field(
            "value_in_month",
            _("当月完成"),
            parse_number,
            "当月 本月 本月完成 当月值 N月 N月完成 N月/总量 当月/总量 本月/总量 完成情况/当月",
            monthly=True,
        ),
        Field(
            "growth",
            _("同比增长%"),
            parse_rate,
            "增速 同比增速 增长% 增长 同比 同比增长 同比% 增幅 增幅% 增速% 累计增速 累计增长 "
            "1-N月增速 1-N月增长% 1-N月/增速 1-N月/增速% 1-N月/同比增长"
            "1-N月/同比增长% 1-N月/增长% 1-N月/同比 1-N月/增长 累计完成/增速 累计/增速 累计/增长% "
            "累计/同比增长% 1-N月完成/增速 累计同比 1-N月累计/增速"
            "1-N月同比增长 1-N月同比增速 同比增减% 同比±% 比上年同期增长% 完成情况/增速 完成情况/同比增长%",
            monthly=True,
        ),
        Field(
            "growth_in_month",
            _("当月增速"),
            parse_rate,
            "当月同比 当月增长 当月增速% 当月/增速 N月增速 N月/增速 本月增速 当月同比增长%",
            monthly=True,
        ),
        Field(
            "share_of_target",
            _("完成年度目标%"),
            parse_rate,
            "完成率 占年度目标% 占年度目标 占目标% 完成目标% 目标完成率 占年计划% 完成进度 完成年度目标",
        ),
        Field(
            "base_value",
            _("上年完成数"),
            parse_number,
            "上年度/完成数 上年度/完成 上年度/实绩 上年度/总量 上年度完成 上年实绩 上年完成 上年度",
        ),
        Field("base_growth", _("上年增速"), parse_rate, "上年度/增长 上年度/增速 上年度/同比增长 上年增长"),
        Field("previous", _("上年同期"), parse_number, "去年同期 上年同期值 同期 上年同期数"),
        Field("rank", _("排名"), parse_int, "全市排名 位次 排位 增速排名 全市位次 增速位次 在全市排名"),
        Field("rank_of", _("参评数"), parse_int, "排名总数 参评县区数 县区数"),
        Field(
            "peer_growth", _("全市平均增速"), parse_rate, "全市平均 全市增速 平均增速 全市平均增速% 全市增速%"
        ),
        Field("status", _("数据状态"), parse_text, "数据性质 状态 数据类型 口径"),
        Field("growth_basis", _("增速口径"), parse_text, "增长口径 增速基准 价格口径"),
        Field(
            "frequency",
            _("频率"),
            parse_text,
            "频次 报送频率 统计频率 发布频率 公布频度 公布频率 频度 发布频度",
        ),
        Field("kind_of_value", _("数值类型"), parse_text, "值类型 数值口径 累计/时点 指标类型"),
        Field("source", _("数据来源"), parse_text, "来源 资料来源 来源单位 数据来源单位 提供单位"),
        UNITS,
        LEAD_UNIT,
        REMARK,
    ),
)

ROSTER = Kind(
    "roster",
    _("单位人员名册"),
    ("unit", "person"),
    title="名册 通讯录 花名册 单位 联络员 领导",
    fields=(
        SERIAL,
        Field("unit", _("单位名称"), parse_text, "单位 部门 部门名称 工作单位 所在单位 单位全称"),
        Field("short_name", _("简称"), parse_text, "单位简称"),
        Field("unit_kind", _("单位类别"), parse_text, "单位性质 单位类型 类别 类型"),
        Field("parent", _("上级单位"), parse_text, "主管单位 隶属单位 主管部门"),
        Field("credit_code", _("统一社会信用代码"), parse_text, "信用代码 社会信用代码 机构代码"),
        Field("group", _("考核分组"), parse_text, "分组 排名分组 考核组别 组别"),
        Field(
            "person",
            _("姓名"),
            parse_text,
            "人员姓名 领导姓名 负责人 现任 现任领导 任职人 单位负责人/姓名 主要负责人",
        ),
        Field("post", _("职务"), parse_text, "岗位 职务名称 岗位名称 领导职务 单位负责人/职务"),
        Field("title", _("现任职务"), parse_text, "行政职务 党政职务"),
        Field("duties", _("分工"), parse_text, "分管工作 工作分工 分管领域 职责分工"),
        Field(
            "clerk",
            _("联络员"),
            parse_text,
            "单位联络员 信息员 联系人 经办人 联络员/姓名 填报人 联络员姓名 督查联络员 督查联络员/姓名",
        ),
        Field("clerk_post", _("联络员职务"), parse_text, "联络员/职务 督查联络员/职务"),
        Field(
            "phone",
            _("手机号码"),
            parse_text,
            "联系电话 电话 手机 手机号 办公电话 联络员电话 联络员/电话 联络员/手机 联络员/联系电话",
        ),
        Field(
            "head_phone", _("负责人电话"), parse_text, "单位负责人/电话 负责人联系电话 单位负责人/联系电话"
        ),
        Field("email", _("电子邮箱"), parse_text, "邮箱 E-mail Email 邮件 电子邮件"),
        Field("username", _("账号"), parse_text, "登录名 用户名 登录账号"),
        Field("role", _("角色"), parse_text, "系统角色 权限"),
        Field("is_county_leader", _("是否县级领导"), parse_yes, "县级领导"),
        Field("held_from", _("任职日期"), parse_start, "任职时间 任职起始 任现职时间"),
        Field("held_to", _("离任日期"), parse_end, "离任时间 免职时间"),
        REMARK,
    ),
)
