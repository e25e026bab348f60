"""The kinds of sheets about money that came in and approvals: investors, receipts, 稳评 and 入库."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from projects.imports.cells import parse_amount, parse_percent, parse_text, parse_yes
from projects.imports.kinds.declare import Field, Kind
from projects.imports.kinds.projects import CODE, IN_STATISTICS, LEAD_UNIT, PROJECT, REMARK, SERIAL, UNITS
from projects.imports.moments import parse_start

ATTRACTION = Kind(
    "attraction",
    _("招商引资"),
    ("name",),
    title="招商引资 招商",
    fields=(
        SERIAL,
        PROJECT,
        CODE,
        Field("investor", _("投资方"), parse_text, "投资单位 投资企业 投资商 客商 引资企业 投资方名称"),
        Field("signed", _("签约时间"), parse_start, "签约日期 合同签订时间 签订时间"),
        Field(
            "contracted",
            _("合同引资额"),
            parse_amount,
            "合同投资额 签约金额 合同金额 引资额 协议投资额 合同资金",
        ),
        Field(
            "planned_receipts",
            _("年度计划到位资金"),
            parse_amount,
            "计划到位资金 年度计划到位 年度到位资金任务 年度目标到位资金",
        ),
        Field(
            "received_in_year",
            _("累计到位资金"),
            parse_amount,
            "1-N月累计到位资金 1-N月到位资金 到位资金 年度累计到位资金 N月底到位资金",
        ),
        Field("share_of_plan", _("占计划%"), parse_percent, "完成率 占年度计划% 占计划比例"),
        LEAD_UNIT,
        UNITS,
        REMARK,
    ),
)

RECEIPTS = Kind(
    "receipts",
    _("到位资金明细"),
    ("name",),
    title="到位资金 明细 登记",
    fields=(
        SERIAL,
        PROJECT,
        CODE,
        Field("received", _("到位时间"), parse_start, "到位日期 资金到位时间 到账时间 到账日期"),
        Field("source", _("资金来源"), parse_text, "来源 资金渠道 资金性质"),
        Field("amount", _("到位金额"), parse_amount, "到位资金 资金到位额 到账金额 金额 本次到位资金"),
        Field("evidence", _("凭证"), parse_text, "到位凭证 凭证名称 佐证材料 凭证类型"),
        Field("status", _("认定结果"), parse_text, "认定情况 认定状态 是否认定"),
        Field("recognised", _("认定金额"), parse_amount, "认定资金 认定到位资金"),
        REMARK,
    ),
)

ASSESSMENTS = Kind(
    "assessments",
    _("稳评和入库"),
    ("name",),
    title="稳评 风险评估 入库",
    fields=(
        SERIAL,
        PROJECT,
        CODE,
        Field("is_needed", _("是否需要稳评"), parse_yes, "是否稳评 需稳评 社会稳定风险评估/是否需要"),
        Field(
            "assessed", _("评估时间"), parse_start, "社会稳定风险评估/评估时间 稳评/时间 稳评时间 评估日期"
        ),
        Field("assessor", _("评估单位"), parse_text, "社会稳定风险评估/评估单位 评估主体"),
        Field("level", _("风险等级"), parse_text, "社会稳定风险评估/风险等级 稳评等级 评估等级"),
        Field("measures", _("防范措施"), parse_text, "社会稳定风险评估/防范措施 风险防范措施"),
        Field("filing", _("备案号"), parse_text, "社会稳定风险评估/备案号 备案文号 稳评备案号"),
        IN_STATISTICS,
        Field("entered", _("入库时间"), parse_start, "统计入库/入库时间 入统时间 入库日期"),
        LEAD_UNIT,
        UNITS,
        REMARK,
    ),
)
