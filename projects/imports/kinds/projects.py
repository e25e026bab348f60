"""The kinds of sheets about projects: the ledger and the monthly progress."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from projects.imports.cells import parse_amount, parse_percent, parse_text, parse_yes
from projects.imports.kinds.declare import Field, Kind, parse_rate
from projects.imports.moments import parse_end, parse_month, parse_span, parse_start
from projects.imports.names import parse_leaders, parse_units

SERIAL = Field("serial", _("序号"), parse_text, "编号 顺序号 行号 No. 序 项目序号")
REMARK = Field("remark", _("备注"), parse_text, "说明 备注说明 其他")
PROJECT = Field(
    "name",
    _("项目名称"),
    parse_text,
    "项目 项目全称 工程名称 建设项目 包抓项目 帮建项目 包联项目 联系项目 挂包项目 "
    "责任项目 重点项目名称 建设项目名称 项目(工程)名称",
)
CODE = Field(
    "code",
    _("投资项目代码"),
    parse_text,
    "项目代码 投资项目统一代码 项目编码 国家编码 在线平台代码 赋码 项目统一代码",
)
LEADER = Field(
    "leader",
    _("包抓领导"),
    parse_leaders,
    "包抓县级领导 县级包抓领导 包联领导 包联县级领导 挂点领导 联系领导 责任领导 县级领导 "
    "牵头领导 包保领导 分管领导"
    "包抓责任人 县级责任领导 挂包领导 包抓责任/县级领导 责任分工/包抓领导",
)
LEAD_UNIT = Field("lead_unit", _("牵头单位"), parse_units, "牵头部门 主办单位 主办部门 牵头责任单位 挂钩单位")
UNITS = Field(
    "responsible_units",
    _("责任单位"),
    parse_units,
    "责任部门 责任单位(责任人) 责任单位及责任人 责任单位/责任人 挂钩责任单位 承办单位 "
    "主管单位 主管部门 实施单位"
    "推进责任单位 行业主管部门 责任单位名称 包抓责任/责任单位",
)
HELPERS = Field(
    "helping_units", _("帮建部门"), parse_units, "帮建单位 帮扶单位 帮扶部门 包抓单位 包联单位 包抓部门"
)
COOPERATORS = Field(
    "cooperating_units", _("配合单位"), parse_units, "协办单位 配合部门 协同单位 协办部门 参与单位"
)
OWNER = Field(
    "owner",
    _("业主单位"),
    parse_text,
    "项目业主 建设单位 业主 项目单位 项目法人 实施主体 建设主体 项目业主单位 投资主体",
)
PHYSICAL = Field(
    "physical_progress",
    _("形象进度"),
    parse_text,
    "工程进度 目前进展 进展情况 项目进展 项目进展情况 工程形象进度 当前进展 目前形象进度 建设进展 推进情况 "
    "N月底形象进度 截至N月底形象进度 本月形象进度 N月形象进度 形象进度及进展 工程进展情况 "
    "目前进展情况 完成情况/形象进度",
)
STAGE = Field(
    "stage", _("阶段"), parse_text, "项目阶段 建设阶段 建设状态 项目状态 所处阶段 当前阶段 项目推进阶段"
)
PROBLEM = Field(
    "problem",
    _("存在问题"),
    parse_text,
    "存在的问题 存在的主要问题 存在主要问题 主要问题 存在困难 困难和问题 存在困难和问题 "
    "存在问题及困难 问题及建议 存在的困难和问题 需协调解决的问题 需协调问题",
)
NEXT_STEP = Field(
    "next_step",
    _("下一步措施"),
    parse_text,
    "下步措施 下一步打算 下步打算 下一步计划 下步计划 下一步工作打算 下步工作措施 工作措施",
)
COMPLETED_MONTH = Field(
    "completed_in_month",
    _("本月完成投资"),
    parse_amount,
    "本月完成 本月完成额 当月完成 当月完成投资 N月完成投资 N月完成 N月份完成投资 N月 "
    "本月投资 本月完成投资额 完成投资/本月"
    "完成投资/当月 完成投资/N月 完成投资/N月完成投资 完成情况/本月完成投资 "
    "投资完成情况/本月 月度完成投资/N月 各月完成投资/N月 N月投资"
    "逐月完成投资/N月 投资完成情况/本月完成 完成投资/本月完成 月完成投资",
    monthly=True,
)
COMPLETED_YEAR = Field(
    "completed_in_year",
    _("年初至今累计完成投资"),
    parse_amount,
    "N月累计完成投资 N月累计完成 N月累计 1-N月累计完成 完成投资/N月累计 年初至今累计 "
    "年初至今 本年累计完成投资 年初累计 年初至报告期累计 1-N月完成投资 1-N月累计完成投资 "
    "1-N月完成"
    "本年累计 年内累计完成 年度累计完成投资 年度完成投资 年度累计完成 当年完成投资 "
    "当年累计完成投资 今年累计完成投资"
    "累计完成投资 累计完成 截至N月底累计完成投资 截至N月底完成投资 N月底累计完成投资 "
    "完成投资/1-N月 完成投资/年初累计"
    "完成投资/本年累计 完成投资/年初至今累计 完成投资/累计 完成投资/年初至今 "
    "投资完成情况/累计 投资完成情况/年初至今累计"
    "1-N月 完成投资/截至N月底累计 年初至N月底累计完成投资 年初至N月底累计 "
    "投资完成情况/年初至今 投资完成情况/本年累计"
    "年初以来累计完成投资 年初以来累计 完成投资/年初以来累计 1-N月累计 完成投资/1-N月累计 "
    "年初累计完成投资 完成投资",
    monthly=True,
)
COMPLETED_SINCE = Field(
    "completed_since_start",
    _("开工以来累计完成投资"),
    parse_amount,
    "开工以来累计 开工至今累计 开工至报告期累计 自开工累计完成投资 开工以来 "
    "自开工以来累计完成投资 开工累计完成投资"
    "开工至今累计完成投资 完成投资/开工以来累计 开工以来/累计完成 开工以来/累计 "
    "开工以来/完成投资 开工以来/累计完成投资 完成投资/自开工累计 "
    "投资完成情况/开工以来累计 自开工累计 建设以来累计完成投资"
    "项目累计完成投资 总累计完成投资 开工至N月底累计 自开工以来累计 自开工至今累计",
)
RECEIVED = Field(
    "received_funds",
    _("到位资金"),
    parse_amount,
    "资金到位 到位资金额 累计到位资金 资金到位情况 已到位资金 到位资金/累计 实际到位资金",
)
SHARE_OF_PLAN = Field(
    "share_of_plan",
    _("占年度计划%"),
    parse_percent,
    "占年度计划 占年计划% 占年计划 完成率 年度完成率 完成年度计划% 完成年度计划 "
    "占年度计划比例 投资完成率 完成比例 完成占比"
    "年度计划完成率 占年度投资计划% 占年度计划比重 完成投资/占年度计划% "
    "投资完成情况/占年度计划% 投资完成情况/完成率"
    "完成投资/完成率 完成投资/占年度计划",
)
SCHEDULE_GAP = Field(
    "schedule_gap", _("时序差"), parse_rate, "时序差(百分点) 与时序进度差 超欠时序进度 时序进度差 较时序进度"
)
SHARE_OF_TOTAL = Field(
    "share_of_total", _("占总投资%"), parse_percent, "占总投资 占总投资比例 占总投资比重 总投资完成率"
)
IN_STATISTICS = Field(
    "in_statistics",
    _("是否入库入统"),
    parse_yes,
    "是否入库 是否入统 入库入统 入库情况 入统情况 是否纳统 是否入统入库 是否入统(库)",
)
LIGHT = Field("light", _("灯色"), parse_text, "亮灯 灯 预警 预警等级 亮灯情况 红黄绿灯 预警灯 进度预警")

LEDGER = Kind(
    "ledger",
    _("项目台账"),
    ("name",),
    title="台账 一览表 计划表 项目表 名单 清单",
    fields=(
        SERIAL,
        PROJECT,
        CODE,
        Field("level", _("项目级别"), parse_text, "级别 重点项目级别 项目层级 省/市/县 省市县重点 重点级别"),
        Field(
            "sector",
            _("板块"),
            parse_text,
            "所属板块 行业 行业类别 领域 所属行业 项目类别 类别 分类 项目类型 所属领域",
        ),
        Field("programme", _("工程（活动）"), parse_text, "所属工程 所属活动 专项工程 工程活动 所属专项"),
        Field("parent_name", _("父项目"), parse_text, "上级项目 所属项目 主项目 所属父项目"),
        Field(
            "location",
            _("建设地点"),
            parse_text,
            "建设地址 地点 建设位置 项目地点 所在乡镇 所在地 所属区域 实施地点",
        ),
        Field(
            "nature", _("建设性质"), parse_text, "性质 项目性质 新建/续建 新建续建 年度类型 建设类型 新续建"
        ),
        Field(
            "content",
            _("建设规模及内容"),
            parse_text,
            "建设内容 建设内容及规模 建设规模 主要建设内容 主要建设内容及规模 建设规模和内容 "
            "建设规模及主要建设内容 建设规模及主要内容 建设内容和规模 项目概况 建设规模和主要内容",
        ),
        Field(
            "built",
            _("建设年限"),
            parse_span,
            "建设起止年限 建设周期 建设工期 起止年限 建设期限 建设期 起止时间 建设起止时间 工期 建设时间",
        ),
        Field(
            "total_investment",
            _("总投资"),
            parse_amount,
            "项目总投资 计划总投资 总投资额 估算总投资 概算总投资 投资/总投资 投资规模",
        ),
        Field("funding", _("资金来源"), parse_text, "资金筹措 资金构成 资金来源及构成 资金渠道"),
        Field(
            "funding_line",
            _("分项资金"),
            parse_amount,
            groups="资金来源 资金筹措 资金构成 资金来源及构成 资金来源构成 资金渠道 资金拼盘",
        ),
        Field(
            "invested_before",
            _("截至上年底累计完成投资"),
            parse_amount,
            "到上年底完成投资 到上年底累计 上年底累计 上年末累计 上年底累计完成 上年底前完成投资 "
            "年度底前已完成 年度底前完成投资 年度底前累计完成投资 到年度底完成投资 "
            "截至年度底已完成 截至上年底累计 截至年度底累计完成投资 截至年度底累计 "
            "至上年底累计完成投资 上年底累计完成投资 截至年度底完成投资 截至年度底已完成投资"
            "至年度底累计完成投资 年度底累计完成投资 截至上年底累计完成 截至上年末累计完成投资 "
            "以前年度完成投资 累计完成投资/截至上年底"
            "截至年度底累计完成 至年度底累计完成 截至去年底累计完成投资 截至上年底完成投资 "
            "往年累计完成投资 投资/截至上年底累计 投资/截至年度底累计",
        ),
        Field(
            "planned_investment",
            _("年度计划投资"),
            parse_amount,
            "年度投资计划 年计划投资 当年计划投资 年度投资 本年计划投资 今年计划投资 计划投资 "
            "年度计划完成投资 年度计划 年度计划/投资"
            "年度计划/计划投资 年度计划/投资额 年度计划/年度投资 年度目标/投资 年度计划/完成投资 "
            "年度投资计划/投资 投资/年度计划"
            "投资/年度计划投资 年度目标任务/计划投资 年度目标任务/投资 年度任务/投资 "
            "投资/年度投资计划 年度计划投资额 年度计划及目标/计划投资",
        ),
        Field(
            "annual_goal",
            _("年度建设目标"),
            parse_text,
            "年度目标 年度建设任务 年度目标任务 年度计划/目标 年度计划/建设目标 年度计划/建设内容 "
            "年度计划/建设任务 年度建设内容 年度工作目标"
            "年度目标/建设内容 年度计划/工程量 年度形象进度目标 年度计划/形象进度 "
            "年度计划/年度建设目标 年度计划/年度目标 年度主要建设内容 年度任务/建设目标",
        ),
        Field(
            "planned_start",
            _("计划开工"),
            parse_start,
            "计划开工时间 开工时间 拟开工时间 计划开工日期 计划开工/竣工/开工 开工日期 开工(计划) "
            "计划/开工 开竣工时间/开工 计划时间/开工 时间/开工",
        ),
        Field(
            "planned_finish",
            _("计划竣工"),
            parse_end,
            "计划竣工时间 竣工时间 计划完工时间 完工时间 计划竣工日期 拟竣工时间 计划建成时间 "
            "计划/竣工 开竣工时间/竣工 竣工日期 计划时间/竣工 时间/竣工 计划投产时间",
        ),
        Field(
            "planned_dates",
            _("计划开工、竣工"),
            parse_span,
            "计划开工/竣工 计划开竣工 开竣工时间 计划开竣工时间 计划开工竣工时间 开竣工年月",
        ),
        Field("actual_start", _("实际开工"), parse_start, "实际开工时间 实际开工日期 实际/开工"),
        Field("actual_finish", _("实际竣工"), parse_end, "实际竣工时间 实际完工时间 实际竣工日期 实际/竣工"),
        Field(
            "planned_in_month",
            _("N月计划投资"),
            parse_amount,
            "N月计划 月度计划/N月 月度投资计划/N月 分月计划/N月 投资计划/N月 各月计划投资/N月 "
            "分月投资计划/N月 月计划投资",
            monthly=True,
        ),
        COMPLETED_MONTH,
        COMPLETED_YEAR,
        SHARE_OF_PLAN,
        SCHEDULE_GAP,
        COMPLETED_SINCE,
        SHARE_OF_TOTAL,
        PHYSICAL,
        STAGE,
        IN_STATISTICS,
        RECEIVED,
        LEADER,
        LEAD_UNIT,
        UNITS,
        HELPERS,
        COOPERATORS,
        OWNER,
        Field(
            "contact",
            _("联系人"),
            parse_text,
            "项目联系人 责任人 联络人 项目负责人 联系人及电话 负责人 项目联系责任人 联系人/电话",
        ),
        Field("phone", _("联系电话"), parse_text, "电话 联系方式 手机 手机号码 联系人电话"),
        Field(
            "stability",
            _("稳评"),
            parse_text,
            "社会稳定风险评估 稳评情况 稳评等级 风险评估 稳评风险等级 是否稳评",
        ),
        Field("receipts", _("招商到位资金"), parse_amount, "招商引资到位资金 招商引资到位 引资到位资金"),
        PROBLEM,
        NEXT_STEP,
        LIGHT,
        REMARK,
    ),
)

PROGRESS = Kind(
    "progress",
    _("月度进度"),
    ("name",),
    title="进度 进展 月报 完成情况 调度",
    fields=(
        SERIAL,
        PROJECT,
        CODE,
        Field("month", _("月份"), parse_month, "报告月份 填报月份 所属月份 报告期 所属期 月度"),
        LEDGER.by_name["sector"],
        LEDGER.by_name["planned_investment"],
        LEDGER.by_name["total_investment"],
        Field(
            "completed_before",
            _("上月止累计"),
            parse_amount,
            "上月累计 截至上月底累计 截至上月累计 上月底累计 上月末累计 截至上月底累计完成投资 "
            "上月止累计完成投资 上月累计完成投资",
        ),
        COMPLETED_MONTH,
        COMPLETED_YEAR,
        COMPLETED_SINCE,
        SHARE_OF_PLAN,
        SCHEDULE_GAP,
        SHARE_OF_TOTAL,
        PHYSICAL,
        STAGE,
        RECEIVED,
        Field(
            "statistics_in_year",
            _("入统累计投资"),
            parse_amount,
            "统计入库投资 入统投资 统计口径完成投资 入库投资 统计投资",
        ),
        IN_STATISTICS,
        PROBLEM,
        NEXT_STEP,
        LEADER,
        LEAD_UNIT,
        UNITS,
        OWNER,
        Field("reporter", _("填报人"), parse_text, "填表人 报送人 联系人"),
        LIGHT,
        REMARK,
    ),
)
