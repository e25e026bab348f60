"""督办事项台账 as a kind of sheet: the headings that offices give its columns."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from projects.imports.cells import parse_percent, parse_text
from projects.imports.kinds import Field, Kind
from projects.imports.moments import parse_end, parse_start
from projects.imports.names import parse_leaders, parse_units

NAME: Final = "matters"
# Counted by the system itself; a ledger's own figure is read past.
COUNTED: Final = ("light", "reminders", "extensions", "returns", "days_left")

MATTERS: Final = Kind(
    NAME,
    _("督办事项台账"),
    ("title", "requirement"),
    title="督查 督办 台账 任务分解 议定事项 批示 交办",
    fields=(
        Field("serial", _("序号"), parse_text, "顺序号 行号 No. 序 排序"),
        Field(
            "number",
            _("立项编号"),
            parse_text,
            "事项编号 编号 督办编号 督查编号 交办编号 督办号 立项号 任务编号 督办单号 交办单号 督查立项编号",
        ),
        Field(
            "title",
            _("事项名称"),
            parse_text,
            "督办事项 督查事项 事项 任务名称 任务 工作任务 重点任务 议定事项 会议议定事项 决定事项 工作事项 "
            "交办事项 批示事项 事项标题 标题 督办事项名称 督查事项名称 目标任务 主要任务 年度重点任务 "
            "建议名称 提案名称 案由 民生实事 实事名称 工作名称 任务事项",
        ),
        Field(
            "source",
            _("来源类别"),
            parse_text,
            "来源 事项类别 立项来源 事项来源 类别 任务类别 分类 事项类型 督办类别 督查类别 任务类型 督办来源 "
            "事项分类 类型",
        ),
        Field(
            "source_title",
            _("来源文件或会议"),
            parse_text,
            "来源文号/会议/批示 来源文号、会议、批示 来源文件 文件名称 会议名称 会议 来源依据 任务来源 依据 "
            "文件依据 交办依据 来源文件/会议 来源文件及会议 文件或会议名称 会议/文件 任务出处 来源说明",
        ),
        Field(
            "source_number",
            _("来源文号"),
            parse_text,
            "文号 文件编号 发文字号 批示件编号 纪要编号 来文文号 建议编号 提案编号 工单编号 建议提案编号 "
            "批件号",
        ),
        Field(
            "source_date",
            _("来源日期"),
            parse_start,
            "来源时间 会议时间 会议日期 批示时间 批示日期 发文日期 发文时间 收文日期 收文时间 来文日期 "
            "来文时间",
        ),
        Field(
            "instructor",
            _("批示领导"),
            parse_leaders,
            "批示或出访领导 批示人 作出批示领导 交办领导 批示县领导 领导",
        ),
        Field(
            "instruction",
            _("批示内容"),
            parse_text,
            "领导批示 批示意见 领导批示内容 批示要求 批示领导及内容 批示摘要 领导批示意见 批示原文",
        ),
        Field(
            "basis",
            _("立项依据"),
            parse_text,
            "督查立项依据 立项方式 立项依据(条例第十一条) 督办依据 立项类型",
        ),
        Field(
            "approver",
            _("批准人"),
            parse_leaders,
            "审批人 立项批准人 批准领导 签批人 签批领导 审定领导 立项审批人 审签领导 签发人 签发领导",
        ),
        Field(
            "approved_on",
            _("批准日期"),
            parse_start,
            "批准时间 立项批准时间 立项日期 立项时间 审批日期 审批时间 签批日期 签批时间 立项批准日期 "
            "印发日期 印发时间 签发日期 签发时间",
        ),
        Field(
            "requirement",
            _("任务要求"),
            parse_text,
            "任务要求(完成标准) 工作要求 办理要求 督办要求 任务内容 事项内容 内容 具体任务 具体内容 督办内容 "
            "工作内容及要求 任务要求及内容 落实要求 议定内容 交办内容 工作举措 工作措施及要求 具体措施",
        ),
        Field(
            "standard",
            _("完成标准"),
            parse_text,
            "成果形式 完成目标 目标要求 办结标准 工作目标 年度目标 完成标志 预期成果 预期目标 办结要求",
        ),
        Field(
            "lead_unit",
            _("牵头单位"),
            parse_units,
            "牵头部门 主办单位 主办部门 牵头责任单位 牵头承办单位 主责单位 牵头(责任)单位 主办",
        ),
        Field(
            "responsible_units",
            _("责任单位"),
            parse_units,
            "责任部门 承办单位 承办部门 责任单位(责任人) 责任单位及责任人 落实单位 办理单位 承办责任单位",
        ),
        Field(
            "helping_units",
            _("配合单位"),
            parse_units,
            "协办单位 配合部门 协办部门 协同单位 参与单位 配合责任单位 会办单位 协助单位",
        ),
        Field(
            "leader",
            _("包抓领导"),
            parse_leaders,
            "分管领导 联系领导 责任领导 牵头领导 县级领导 包联领导 督办领导 牵头县领导 责任县领导 "
            "包抓县级领导 分管县领导 牵头县级领导 督办县领导",
        ),
        Field(
            "person",
            _("责任人"),
            parse_text,
            "责任人/联系人 主办人 联系人 联络员 承办人 具体责任人 责任人/联系人电话 "
            "责任人及电话 责任人姓名 经办人 联络人 责任人及联系电话",
        ),
        Field("phone", _("联系电话"), parse_text, "电话 联系方式 手机 联系人电话 办公电话"),
        Field(
            "issued",
            _("交办日期"),
            parse_start,
            "交办时间 下达时间 下达日期 下发日期 下发时间 派发日期 交办日 派单时间 转办时间 "
            "转办日期 任务下达时间",
        ),
        Field("signed", _("签收日期"), parse_start, "签收时间 接收时间 接收日期 领取时间 签收日"),
        Field(
            "due",
            _("办结时限"),
            parse_end,
            "完成时限 完成时间 拟办结时间 办理时限 要求完成时间 完成期限 办结期限 时限 计划完成时间 时限要求 "
            "办结时间要求 规定办结时间 应办结日期 要求办结时间 截止日期 截止时间 时间节点",
        ),
        Field(
            "rhythm", _("反馈频次"), parse_text, "频次 汇报频次 反馈周期 报送频次 反馈要求 报送要求 调度频次"
        ),
        Field("urgency", _("紧急程度"), parse_text, "缓急程度 缓急 紧急 急缓 办理急缓"),
        Field("classification", _("密级"), parse_text, "秘密等级 保密级别 涉密等级 密级程度"),
        Field(
            "progress",
            _("当前进展"),
            parse_text,
            "进展情况 当前进展(最新) 最新进展 办理情况 落实情况 工作进展 目前进展 推进情况 办理进展 办理结果 "
            "进展 完成情况 落实进展 目前进展情况 办理进展情况 工作进展情况 截至N月底进展情况 N月进展情况 "
            "最近进展",
        ),
        Field("percent", _("完成率"), parse_percent, "完成比例 完成进度 进度 完成百分比 办理进度"),
        Field(
            "problem",
            _("存在问题"),
            parse_text,
            "存在的问题 存在困难 困难和问题 存在问题及困难 存在的主要问题 未完成原因 未办结原因",
        ),
        Field(
            "next_step",
            _("下步措施"),
            parse_text,
            "下一步措施 下步打算 下一步打算 下步计划 下一步计划 工作计划 下一步工作 下步工作",
        ),
        Field(
            "state",
            _("状态"),
            parse_text,
            "推进状态 办理状态 完成状态 是否办结 办结情况 落实状态 当前状态 事项状态 "
            "是否完成 销号情况 是否销号",
        ),
        Field(
            "closed",
            _("销号日期"),
            parse_start,
            "销号时间 办结日期 办结时间 实际完成时间 完成日期 实际办结时间 实际办结日期 办结销号时间",
        ),
        Field("light", _("灯色"), parse_text, "亮灯 预警 红黄绿灯 亮灯情况 预警等级"),
        Field("reminders", _("催办次数"), parse_text, "催办 催办情况 督办次数"),
        Field("extensions", _("延期次数"), parse_text, "延期 延期情况"),
        Field("returns", _("退办次数"), parse_text, "退回次数 重办次数"),
        Field("days_left", _("剩余天数"), parse_text, "剩余时间 剩余工作日 距办结天数 超期天数 逾期天数"),
        Field("fed_back", _("最近反馈时间"), parse_start, "最近反馈日期 反馈时间 反馈日期 最新反馈时间"),
        Field("remark", _("备注"), parse_text, "说明 备注说明 其他"),
    ),
)
