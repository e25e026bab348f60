"""The office's own words for progress, problems and key nodes, by kind of work."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from .county import Project

# Rungs are passed evenly as the share of the total investment grows; {p} is that share in percent.
LADDERS = {
    "道路": (
        "完成施工图设计，施工单位进场",
        "完成路基清表，正在进行土石方开挖",
        "路基土石方累计完成{p}%，涵洞正在施工",
        "路基工程基本完成，桥涵工程完成{p}%",
        "水稳层铺筑累计完成{p}%",
        "过境段油筑完成{p}%，路缘石正在安装",
        "路面工程基本完成，正在安装标志标线和护栏",
        "全线贯通，正在组织交工验收",
    ),
    "铁路": (
        "完成站前工程招标，施工单位进场",
        "红线内征迁基本完成，便道贯通",
        "隧道掘进累计完成{p}%",
        "隧道掘进、桥梁桩基同步施工，累计完成{p}%",
        "隧道掘进和墩身浇筑累计完成{p}%",
        "桥隧主体完成{p}%，路基填筑同步推进",
        "桥隧贯通，正在进行无砟轨道施工",
        "线下工程完工",
    ),
    "规划": (
        "完成现状调研和基础测绘",
        "完成规划初步方案",
        "规划成果累计完成{p}%，征求部门意见",
        "规划成果累计完成{p}%，修改完善",
        "规划成果累计完成{p}%，正在公示",
        "规划成果累计完成{p}%，专家论证",
        "通过专家评审，正在报批",
        "通过评审并批复",
    ),
    "电力": (
        "完成初步设计批复和设备招标",
        "场地平整完成，基础开挖{p}%",
        "基础工程累计完成{p}%",
        "杆塔（支架）组立完成{p}%",
        "正在安装主变机组，累计完成{p}%",
        "设备安装累计完成{p}%，正在调试",
        "安装调试完毕，正在办理并网（送电）手续",
        "建成投运",
    ),
    "厂房": (
        "完成备案、环评和土地手续",
        "场地平整，厂房基础开挖",
        "厂房基础浇筑累计完成{p}%",
        "钢结构吊装累计完成{p}%",
        "厂房主体完工，设备已订购，总进度{p}%",
        "生产设备安装累计完成{p}%",
        "设备安装基本完成，正在单机调试",
        "建成投产",
    ),
    "房建": (
        "完成地勘和施工图审查",
        "基坑开挖和支护完成",
        "基础工程累计完成{p}%",
        "主体施工，累计完成{p}%",
        "主体完成{p}%，二次结构砌筑同步进行",
        "主体封顶，正在进行内外装修，总进度{p}%",
        "装修及附属工程累计完成{p}%",
        "已竣工，正在组织验收移交",
    ),
    "水利": (
        "完成施工招标和临建",
        "开挖清基累计完成{p}%",
        "坝体（边坡、渠道）整治累计完成{p}%",
        "浆砌石护坡完成{p}%",
        "混凝土浇筑累计完成{p}%",
        "主体工程完成{p}%，附属设施正在施工",
        "主体完工，正在清理场地",
        "完工，正在申请验收",
    ),
    "种养": (
        "完成规划设计和种苗（种畜）调运",
        "完成整地，任务落实到村到户",
        "栽植（建设）任务累计完成{p}%",
        "累计完成{p}%，正在开展技术培训",
        "累计完成{p}%，田间管护同步跟进",
        "累计完成{p}%，正在补植补栽",
        "任务基本完成，正在自查验收",
        "全面完成，通过县级验收",
    ),
    "村庄": (
        "完成入户摸底和实施方案批复",
        "拆危治乱和场地清理完成",
        "累计开工建设{p}%",
        "房屋（街道）改造累计完成{p}%",
        "改造累计完成{p}%，村组道路正在硬化",
        "改造完成{p}%，给排水管网同步铺设",
        "主体任务完成，正在进行绿化亮化",
        "全面完成，正在组织验收",
    ),
    "管网": (
        "完成施工图设计和管材招标",
        "管沟开挖累计完成{p}%",
        "管网铺设累计完成{p}%",
        "主管网铺设完成{p}%，支管正在施工",
        "厂站土建完成，总进度{p}%",
        "设备安装累计完成{p}%",
        "正在打压试验和通水（气）调试",
        "建成并投入运行",
    ),
    "景区": (
        "完成修建性详细规划评审",
        "完成土地流转和施工便道",
        "基础设施累计完成{p}%",
        "步道和停车场建设完成{p}%",
        "主体建筑施工，累计完成{p}%",
        "建筑修缮（装修）累计完成{p}%",
        "绿化景观和标识系统正在实施，总进度{p}%",
        "建成开放",
    ),
    "平台": (
        "完成方案编制和评审",
        "完成采购招标，合同已签订",
        "软硬件（编制）任务累计完成{p}%",
        "累计完成{p}%，正在分批部署",
        "累计完成{p}%，正在联调",
        "主要功能上线试运行，总进度{p}%",
        "试运行情况良好，正在整理验收资料",
        "通过验收（评审），正式运行",
    ),
}
EARLY = (
    "委托编制可行性研究报告",
    "正在编制可行性研究报告",
    "可研报告初稿完成，征求部门意见",
    "可研报告修改完善",
    "可研报告通过专家评审",
    "正在办理用地预审和选址意见书",
    "用地预审资料已上报",
    "选址意见书已批复，正在编制初步设计",
)
NODES = {
    "铁路": ("红线内征迁完成", "控制性隧道贯通", "桥隧工程完成80%"),
    "道路": ("路基工程完成", "路面工程完成", "竣工通车"),
    "电力": ("基础工程完成", "主要设备安装完成", "并网（送电）运行"),
    "厂房": ("厂房主体完工", "设备安装完成", "试生产"),
    "房建": ("基础工程完成", "主体封顶", "年度装修任务完成"),
    "水利": ("清基开挖完成", "主体工程完成", "完工验收"),
    "种养": ("整地和调苗完成", "栽植（圈舍）任务完成", "县级验收"),
    "村庄": ("拆迁清场完成", "房屋改造完成", "竣工验收"),
    "管网": ("管沟开挖完成", "管网铺设完成", "通水（气、热）运行"),
    "景区": ("基础设施完成", "主体建筑完工", "试运营"),
}
PROBLEMS = (
    ("剩余12户征迁协议未签订，影响施工作业面", "由属地乡镇包户做工作，9月底前完成征迁"),
    ("县级配套资金尚未足额到位", "加快资金拨付，倒排工期，增加作业班组"),
    ("环评、用地手续办理缓慢", "安排专人跟办，9月中旬前取得批复"),
    ("施工单位组织不力，人员机械投入不足", "约谈施工单位，增加机械8台套、工人60名"),
    ("建材价格上涨，企业资金周转困难", "协调银企对接，落实流动资金贷款"),
    ("前期设计变更，图纸审查滞后", "督促设计单位10日内完成变更，抓紧复工"),
)
NEXT_STEPS = (
    "按计划推进",
    "抢抓施工黄金期，加快进度",
    "",
    "加强质量安全监管，确保年度目标完成",
    "继续加快推进",
)
RELOCATION = ("征收范围内尚有86户未达成补偿协议，安置房无法开工", "成立征收专班，分户包干，依法推进征收")
LAND = ("项目用地手续未办结，尚未开工建设", "抓紧办理土地出让手续，9月底前进场施工")


def _percent(share: Decimal) -> int:
    return int((min(share, Decimal(1)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def progress(project: Project, month: int, share: Decimal, year_to_date: Decimal) -> str:
    """形象进度 of the month; ``share`` is investment since the start over the total."""
    if project.kind == "前期":
        return EARLY[month - 1]
    if project.story == "未开工":
        return "正在办理土地手续" if month < 6 else LAND[0]
    if not year_to_date:
        return "正在做开工准备" if month < 3 else "已完成招投标，正在做开工准备"
    if month == 1 and project.work not in ("平台", "厂房"):
        return "冬季停工，正在备料"
    ladder = LADDERS[project.work]
    rung = min(int(share * (len(ladder) - 1)), len(ladder) - 1)
    return ladder[rung].format(p=_percent(share))


def stage(project: Project, share: Decimal, year_to_date: Decimal) -> str:
    """阶段 in the dispatcher's words."""
    if project.kind == "前期" or (not year_to_date and not project.before):
        return "前期"
    if share >= 1:
        return "竣工"
    return ("基础", "主体", "安装")[min(int(share * 3), 2)]


def problem(project: Project, month: int, idle: bool) -> tuple[str, str]:
    """Problem and next step; most projects that run well have none."""
    if project.story == "未开工":
        return LAND if month >= 4 else ("", "")
    if project.story == "滞后40":
        if project.code == "CZ03":
            return RELOCATION
        return PROBLEMS[(len(project.name) + 1) % len(PROBLEMS)] if month >= 3 else ("", "")
    late_since = {"滞后15": 4, "压线10": 4, "滞后5": 7}.get(project.story, 13)
    if (month >= late_since or idle) and project.story != "完工" and project.kind != "前期":
        return PROBLEMS[len(project.name + project.code[:1]) % len(PROBLEMS)]
    if project.story == "完工":
        return "", ""
    return "", NEXT_STEPS[(len(project.name) + month) % len(NEXT_STEPS)]
