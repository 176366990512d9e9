"""不予公开的依据: the grounds of Articles 14 to 16, each with its article and whether it binds. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Exemption:
    code: str
    name: str
    article: str  # in cms/regulations
    must: bool  # must not be disclosed; otherwise may be withheld


EXEMPTIONS = {
    exemption.code: exemption
    for exemption in (
        Exemption("E14a", _("依法确定为国家秘密"), "ogi/14", True),
        Exemption("E14b", _("法律、行政法规禁止公开"), "ogi/14", True),
        Exemption("E14c", _("公开后可能危及国家安全、公共安全、经济安全、社会稳定"), "ogi/14", True),
        Exemption("E15", _("商业秘密、个人隐私等，公开会损害第三方合法权益"), "ogi/15", True),
        Exemption("E16a", _("内部事务信息：人事管理、后勤管理、内部工作流程"), "ogi/16-1", False),
        Exemption("E16b", _("过程性信息：讨论记录、过程稿、磋商信函、请示报告"), "ogi/16-2", False),
        Exemption("E16c", _("行政执法案卷信息"), "ogi/16-2", False),
    )
}


def choices() -> list[tuple[str, str]]:
    return [(code, exemption.name) for code, exemption in EXEMPTIONS.items()]
