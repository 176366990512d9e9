"""Who may do what: roles (groups of people) and the acts that each may perform. Pure; ``docs/roles.md`` shows the table.

A person may hold several roles. Checking, signing and the other steps of a review are tasks given to these groups; what
stands here is what a role may do by itself. Nobody who prepares a document publishes it alone, and who runs the site
neither publishes documents nor reads the record of what others did (三员分立).
"""

from dataclasses import dataclass

ITEMS = ("policydocument", "interpretation", "dateditem")


def _on_items(*verbs: str) -> list[str]:
    return [f"disclosure.{verb}_{model}" for verb in verbs for model in ITEMS]


def _on(app: str, model: str, *verbs: str) -> list[str]:
    return [f"{app}.{verb}_{model}" for verb in verbs]


@dataclass(frozen=True)
class Act:
    """Something a person may do: permissions on models, on all pages, and on all images and files."""

    name: str
    permissions: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Role:
    name: str
    duty: str
    acts: tuple[str, ...]


ACTS: dict[str, Act] = {
    "enter": Act("进入工作台", ("wagtailadmin.access_admin",)),
    "read": Act("查看目录信息（含未公开的）", tuple(_on_items("view"))),
    "draft": Act("起草和修改目录信息、解读", tuple(_on_items("add", "change"))),
    "publish": Act("发布和撤回目录信息", tuple(_on_items("publish"))),
    "confirm_attribute": Act("核对公开属性", ("disclosure.confirm_policydocument",)),
    "decide_attribute": Act("决定公开属性", ("disclosure.decide_policydocument",)),
    "lock": Act("锁定和解锁目录信息", tuple(_on_items("lock", "unlock"))),
    "delete": Act("删除目录信息", tuple(_on_items("delete"))),
    "files": Act(
        "上传图片和文件",
        files=(
            *_on("wagtailimages", "image", "add", "change", "choose"),
            *_on("wagtaildocs", "document", "add", "change", "choose"),
        ),
    ),
    "write_pages": Act("编写栏目、文章等网页", pages=("add_page", "change_page")),
    "publish_pages": Act("发布和撤回网页", pages=("publish_page", "lock_page", "unlock_page")),
    "take_down": Act("紧急下线和恢复", ("cms.take_down",)),
    "fast_track": Act("紧急情况下先发布、后补审（快速通道）", ("cms.fast_track",)),
    "emergency": Act("编写突发事件信息", tuple(_on("cms", "emergencynotice", "view", "add", "change"))),
    "publish_emergency": Act("发布突发事件信息", tuple(_on("cms", "emergencynotice", "view", "change", "publish"))),
    "registers": Act(
        "维护单位、机构与服务点、主题分类、规范表述，登记政务新媒体和接待",
        (
            *_on("cms", "department", "view", "add", "change"),
            *_on("cms", "place", "view", "add", "change", "delete"),
            *_on("cms", "wording", "view", "add", "change", "delete"),
            *_on("cms", "newmediaaccount", "view", "add", "change"),
            *_on("cms", "reception", "view", "add", "change"),
            *_on("disclosure", "theme", "view", "add", "change"),
            *_on("disclosure", "subject", "view", "add", "change"),
        ),
    ),
    "standard": Act(
        "编制政务公开标准目录",
        (
            *_on("disclosure", "standardcatalogue", "view", "add", "change"),
            *_on("disclosure", "standardrow", "view", "add", "change", "delete"),
        ),
    ),
    "publish_standard": Act("公布政务公开标准目录", tuple(_on("disclosure", "standardcatalogue", "view", "publish"))),
    "annual_report": Act("编制政府信息公开工作年度报告", tuple(_on("disclosure", "annualreport", "view", "add", "change"))),
    "cleanup": Act("清理规范性文件：建立批次、提出意见", tuple(_on("disclosure", "cleanup", "view", "add", "change"))),
    "decide_cleanup": Act("决定和公布清理结果", tuple(_on("disclosure", "cleanup", "view", "decide"))),
    "people": Act("管理用户和角色", tuple(_on("cms", "user", "view", "add", "change"))),
    "settings": Act(
        "设置站点、栏目跳转和审核流程",
        (
            *_on("cms", "siteidentity", "change"),
            *_on("cms", "remindersettings", "change"),
            *_on("wagtailredirects", "redirect", "add", "change", "delete"),
            *_on("wagtailcore", "workflow", "add", "change", "delete"),
            *_on("wagtailcore", "task", "add", "change", "delete"),
        ),
    ),
    "calendar": Act(
        "录入放假调休通知、设置期限",
        ("cms.view_calendarnotice", "cms.add_calendarnotice", "cms.change_clocksettings"),
    ),
    "audit": Act("查看操作记录", ("cms.read_audit",)),
    "read_applications": Act("查看依申请公开的办理", ("disclosure.view_application",)),
    "register_applications": Act("登记申请、确认收到", ("disclosure.register_application",)),
    "handle_applications": Act("办理申请", ("disclosure.handle_application", "disclosure.supply_application")),
    "supply_applications": Act("为申请查找信息、反馈意见", ("disclosure.supply_application",)),
    "review_applications": Act("审核对申请的答复", ("disclosure.review_application",)),
    "approve_applications": Act("批准延期、收费和公共利益决定", ("disclosure.approve_application",)),
    "sign_applications": Act("签发对申请的答复", ("disclosure.sign_application",)),
    "letters": Act(
        "维护文书模板，设置复议机关和法院",
        ("disclosure.view_lettertemplate", "disclosure.change_lettertemplate", "disclosure.change_lettersettings"),
    ),
    "identify_applicants": Act("查看申请人的证件号码和联系方式", ("disclosure.identify_application",)),
    "supervise": Act(
        "督办：转派、退回和核销事项，布置专项工作，记录培训、听取汇报和考核",
        (
            "cms.supervise_assignment",
            *_on("cms", "campaign", "view", "add", "change"),
            *_on("cms", "training", "view", "add", "change"),
            *_on("cms", "leaderhearing", "view", "add", "change"),
            *_on("cms", "scoresheet", "view", "add", "change"),
        ),
    ),
}

_SEE = ("enter", "read")
_APPLICATIONS = ("read_applications", "register_applications", "handle_applications", "supply_applications", "identify_applicants")
_WRITE = (*_SEE, "draft", "files")
_OFFICE = (*_WRITE, "write_pages", "registers", "emergency", "supervise")
_RELEASE = (*_SEE, "publish", "lock", "publish_pages", "publish_emergency", "take_down")

ROLES: dict[str, Role] = {
    "editor": Role("编辑", "起草政策文件、解读和网页", (*_WRITE, "write_pages", "emergency")),
    "reviewer": Role("审核", "核对内容并发布，必要时紧急下线", (*_RELEASE, "draft", "files", "write_pages")),
    "disclosure_officer": Role(
        "信息公开工作人员",
        "办理主动公开和依申请公开",
        (
            *_WRITE,
            *_APPLICATIONS,
            "confirm_attribute",
            "write_pages",
            "registers",
            "emergency",
            "standard",
            "annual_report",
            "supervise",
            "cleanup",
        ),
    ),
    "disclosure_head": Role(
        "信息公开机构负责人",
        "对公开工作负责（条例第四条）",
        (
            *(*_RELEASE, "draft", "files", "write_pages", "emergency", "delete", "registers", "calendar", "audit"),
            *("fast_track", "confirm_attribute", "standard", "publish_standard", "annual_report", "supervise", "cleanup", "decide_cleanup"),
            *(*_APPLICATIONS, "review_applications", "approve_applications", "sign_applications", "letters"),
        ),
    ),
    "signer": Role(
        "签发人",
        "签发文件",
        (
            *_SEE,
            "publish",
            "publish_emergency",
            "fast_track",
            "decide_attribute",
            "decide_cleanup",
            "read_applications",
            "sign_applications",
        ),
    ),
    "legal_reviewer": Role("法制审核", "审核合法性", (*_SEE, "cleanup", "read_applications", "review_applications")),
    "secrecy_reviewer": Role("保密审查", "公开前的保密审查（条例第十七条）", (*_SEE, "read_applications", "review_applications")),
    "handler": Role("承办部门", "提供本部门应公开的信息和解读", (*_WRITE, "read_applications", "supply_applications")),
    "coordinator": Role("协调", "协调多个部门的事项", _SEE),
    "supervisor": Role("监督", "监督公开工作（条例第四十六条）", (*_SEE, "audit", "supervise", "read_applications")),
    "leader": Role("领导", "查看工作情况", (*_SEE, "read_applications")),
    "auditor": Role("审计", "查看操作记录", (*_SEE, "audit")),
    "site_administrator": Role(
        "站点管理员", "维护站点、用户和栏目", (*_SEE, "people", "settings", "registers", "calendar", "write_pages", "files", "take_down")
    ),
}


def permissions_of(role: Role) -> list[str]:
    return sorted({permission for act in role.acts for permission in ACTS[act].permissions})


def pages_of(role: Role) -> list[str]:
    return sorted({permission for act in role.acts for permission in ACTS[act].pages})


def files_of(role: Role) -> list[str]:
    return sorted({permission for act in role.acts for permission in ACTS[act].files})


def table() -> str:
    """The table of docs/roles.md: an act a line, a role a column."""
    head = ["", *(role.name for role in ROLES.values())]
    lines = [head, ["---"] * len(head)]
    for key, act in ACTS.items():
        lines.append([act.name, *("●" if key in role.acts else "" for role in ROLES.values())])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
