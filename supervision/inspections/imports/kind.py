"""整改台账 as a kind of sheet: an office's four lists, and the ledgers of audit, 巡察 and environment."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from projects.imports.cells import parse_amount, parse_percent, parse_text
from projects.imports.kinds import Field, Kind
from projects.imports.moments import parse_start
from projects.imports.names import parse_leaders, parse_units

from .deadlines import deadline_text

NAME: Final = "rectifications"
# What is shown here by persons and files, or reckoned; a ledger's own word for it is read past.
NOT_TAKEN: Final = ("closed", "verifier", "verified", "evidence", "notice", "light", "times_sent_back")

RECTIFICATIONS: Final = Kind(
    NAME,
    _("整改台账"),
    ("title", "problem"),
    title="整改 问题清单 四张清单 反馈问题 审计 巡察 环保督察 销号",
    fields=(
        Field("serial", _("序号"), parse_text, "顺序号 行号 No. 序 排序"),
        Field("number", _("整改编号"), parse_text, "整改号 整改任务编号 整改单号 销号编号"),
        Field(
            "origin",
            _("问题来源"),
            parse_text,
            "来源 整改来源 问题来源类别 来源类别 反馈来源 督查检查类别 来源渠道 检查类别",
        ),
        Field(
            "source_document",
            _("来源文件"),
            parse_text,
            "来源文号 反馈文件 反馈意见文号 文件依据 来源文件及文号 来源文件/文号 审计报告文号 通报文号",
        ),
        Field(
            "external_number",
            _("来源编号"),
            parse_text,
            "问题编号 反馈问题编号 审计问题编号 巡察问题编号 交办编号 案件编号 信访件编号 举报件编号 "
            "问题序号 清单编号 受理编号 反馈编号",
        ),
        Field(
            "title",
            _("问题"),
            parse_text,
            "反馈问题 存在问题 问题清单 发现问题 主要问题 问题概述 问题名称 整改问题 整改事项 督查发现问题 "
            "审计查出问题 审计发现问题 审计发现的主要问题 巡察反馈问题 督察反馈问题 反馈意见 整改任务 "
            "检查发现问题 举报反映问题 信访反映问题 整改内容 问题摘要",
        ),
        Field(
            "problem",
            _("问题描述"),
            parse_text,
            "具体表现 问题具体表现 具体问题 问题表现 问题详情 问题情况 主要表现 问题内容 具体情况 事实描述",
        ),
        Field("category", _("问题类别"), parse_text, "问题性质 问题类型 问题分类 类别 性质 所属类别"),
        Field("severity", _("严重程度"), parse_text, "问题等级 程度 问题程度 重要程度 轻重程度"),
        Field(
            "amount",
            _("问题金额"),
            parse_amount,
            "涉及金额 涉及资金 违规金额 问题资金 查出金额 金额 涉及问题金额 审计查出金额 应整改金额",
        ),
        Field(
            "amount_rectified",
            _("已整改金额"),
            parse_amount,
            "整改金额 已完成整改金额 已纠正金额 已收回金额 整改到位金额 已整改资金 累计整改金额",
        ),
        Field("goal", _("整改目标"), parse_text, "目标 整改目标及标准 整改要求 整改标准 目标要求 销号标准"),
        Field(
            "measures",
            _("整改措施"),
            parse_text,
            "措施 任务清单 措施清单 整改任务清单 具体措施 整改要求及措施 整改措施及要求 整改举措 "
            "整改具体措施 任务措施 工作措施",
        ),
        Field(
            "measure_due",
            _("措施完成时限"),
            deadline_text,
            "措施时限 措施完成时间 各项措施时限 措施完成期限",
        ),
        Field(
            "unit",
            _("整改责任单位"),
            parse_units,
            "责任单位 整改单位 牵头单位 整改牵头单位 责任部门 整改责任部门 被审计单位 被巡察单位 "
            "责任单位(责任人) 整改主体 牵头责任单位",
        ),
        Field(
            "helping_units", _("配合单位"), parse_units, "协办单位 配合部门 协同单位 参与单位 配合整改单位"
        ),
        Field(
            "leader",
            _("责任领导"),
            parse_leaders,
            "包案领导 包抓领导 分管县领导 分管领导 牵头领导 责任县领导 县级责任领导 整改责任领导 包保领导 "
            "县级领导 督办领导",
        ),
        Field("person", _("责任人"), parse_text, "具体责任人 整改责任人 联系人 联络员 责任人姓名 直接责任人"),
        Field("phone", _("联系电话"), parse_text, "电话 联系方式 手机 办公电话"),
        Field(
            "accepting_unit",
            _("验收单位"),
            parse_units,
            "督导单位 销号验收单位 行业主管部门 牵头验收单位 验收部门 督促单位 指导单位 监督单位",
        ),
        Field(
            "issued",
            _("交办日期"),
            parse_start,
            "交办时间 下达时间 下达日期 移交时间 移交日期 反馈时间 反馈日期 下发时间 下发日期 "
            "转办时间 转办日期",
        ),
        Field("time_class", _("时限类别"), parse_text, "整改类型 整改类别 时限类型 整改时限类别 整改周期"),
        Field(
            "due",
            _("整改时限"),
            deadline_text,
            "整改期限 完成时限 整改完成时限 完成时间 整改完成时间 时限 时限清单 时限要求 完成期限 "
            "整改时限要求 限期 整改截止时间 销号时限 计划完成时间",
        ),
        Field(
            "progress",
            _("整改进展"),
            parse_text,
            "整改情况 整改落实情况 进展情况 整改进展情况 目前进展 整改结果 整改成效 最新进展 落实情况 "
            "当前进展 整改进展(最新) 工作进展",
        ),
        Field(
            "percent", _("完成比例"), parse_percent, "完成率 整改完成率 完成进度 整改进度 进度 整改完成比例"
        ),
        Field("told_on", _("进展日期"), parse_start, "更新日期 更新时间 填报日期 反馈进展日期"),
        Field(
            "state",
            _("整改状态"),
            parse_text,
            "状态 完成情况 是否完成 是否完成整改 是否销号 销号情况 整改完成情况 阶段 办理状态 当前状态 "
            "是否整改到位",
        ),
        Field("closed", _("销号日期"), parse_start, "销号时间 完成整改日期 实际完成时间 验收销号时间"),
        Field("verifier", _("核查人"), parse_text, "核查人员 验收人 验收人员 核查人签字"),
        Field("verified", _("核查结论"), parse_text, "核查情况 验收意见 验收情况 现场核查情况 验收结论"),
        Field("evidence", _("佐证材料"), parse_text, "佐证 证明材料 整改佐证 附件 印证资料"),
        Field("notice", _("公示情况"), parse_text, "公示时间 公示期 公示起止时间"),
        Field("light", _("灯色"), parse_text, "亮灯 预警 红黄绿灯 亮灯情况 预警等级"),
        Field("times_sent_back", _("退回次数"), parse_text, "退回 退回情况 反弹次数"),
        Field("remark", _("备注"), parse_text, "说明 备注说明 其他"),
    ),
)
