"""文书的范本: what the first migration lays down as templates; from then on the office keeps them itself. Pure.

Letters are in Chinese, whatever language the screens are in.
"""

from disclosure.letter_kinds import LetterKind

OPENING = "本机关于{收到日期}收到您提交的政府信息公开申请（回执编号：{回执编号}），申请公开“{信息名称}”。"
CLOSING = "联系方式：{联系方式}"
REPLYING = "根据{依据}的规定，现答复如下："

LETTERS = {
    LetterKind.RECEIPT: (
        "政府信息公开申请登记回执",
        f"{OPENING}\n根据{{依据}}的规定，本机关将于{{期限}}前答复您。\n您要求的形式是{{形式}}，途径是{{途径}}。\n{CLOSING}",
    ),
    LetterKind.CORRECTION: (
        "政府信息公开申请补正告知书",
        f"{OPENING}\n经审查，申请内容不明确。根据{{依据}}的规定，请您就以下内容一次补正：\n{{理由}}\n"
        "请于{期限}前提交补正材料，答复期限自本机关收到补正之日起计算；无正当理由逾期不补正的，视为放弃申请，本机关不再处理。"
        f"\n{CLOSING}",
    ),
    LetterKind.EXTENSION: (
        "政府信息公开申请延期答复告知书",
        f"{OPENING}\n{{理由}}\n根据{{依据}}的规定，经本机关政府信息公开工作机构负责人同意，答复期限延长{{工作日数}}个工作日，"
        f"本机关将于{{期限}}前答复您。\n{CLOSING}",
    ),
    LetterKind.THIRD_PARTY: (
        "政府信息公开征求第三方意见书",
        "本机关收到政府信息公开申请，申请公开“{信息名称}”，其中的内容可能涉及您（单位）的合法权益。\n"
        "根据{依据}的规定，现书面征求您（单位）的意见：是否同意公开；不同意公开的，请说明理由。\n"
        "请{期限}提出意见。逾期未提出意见的，由本机关依法决定是否公开。\n" + CLOSING,
    ),
    LetterKind.AGENCY: (
        "政府信息公开征求意见函",
        "本机关收到政府信息公开申请，申请公开“{信息名称}”，该信息的内容与贵机关有关。\n"
        "根据{依据}的规定，现征求贵机关的意见：是否同意公开；不同意公开的，请写明理由和依据。\n"
        "请{期限}函复。逾期未提出意见的，视为同意公开。\n" + CLOSING,
    ),
    LetterKind.FEE: (
        "政府信息公开信息处理费收费通知书",
        f"{OPENING}\n{{理由}}\n根据{{依据}}的规定，本机关决定{{计收方式}}，收取信息处理费{{金额}}元。\n"
        "请于{期限}前缴纳；逾期未缴纳的，视为放弃申请，本机关不再处理。答复期限自缴费次日起重新计算。\n{救济}\n" + CLOSING,
    ),
}


def _reply(*paragraphs: str) -> str:
    return "\n".join((OPENING, REPLYING, *paragraphs, "{救济}", CLOSING))


REPLIES = {
    "already_public": _reply("{理由}获取该信息的方式和途径：{内容}"),
    "granted": _reply("{理由}现向您提供：{内容}", "附件：{附件}"),
    "partial": _reply(
        "您申请的信息中含有不应当公开的内容，但是能够作区分处理。{理由}",
        "现向您提供可以公开的内容：{内容}",
        "不予公开的部分属于：{不予公开的依据}。",
        "附件：{附件}",
    ),
    "refused": _reply("{理由}您申请的信息属于：{不予公开的依据}，本机关决定不予公开。"),
    "special_access": _reply("您申请的信息属于法律、行政法规对获取有专门规定的信息。{理由}请通过以下渠道办理：{内容}"),
    "not_found": _reply("经检索，没有您所申请公开的信息，该信息不存在。{理由}"),
    "not_ours": _reply("您申请的信息不属于本机关负责公开。{理由}", "请向负责公开该信息的机关提出：{内容}"),
    "needs_making": _reply("您申请的信息需要本机关对现有政府信息进行加工、分析，本机关可以不予提供。{理由}"),
    "still_unclear": _reply("您补正后的申请内容仍不明确，本机关无法提供。{理由}"),
    "petition": _reply(
        "您以政府信息公开申请的形式进行信访、投诉、举报等活动，不作为政府信息公开申请处理。{理由}请通过以下渠道提出：{内容}"
    ),
    "repeated": _reply("本机关就您的申请已经作出答复（{内容}），不再重复处理。{理由}"),
    "publication": _reply("您申请提供的是公开出版物，不作为政府信息公开申请处理。{理由}获取的途径：{内容}"),
    "excessive": _reply("您申请公开政府信息的数量、频次明显超过合理范围，说明的理由不合理，本机关不予处理。{理由}"),
    "reissue": _reply("您要求本机关确认或者重新出具您已经获取的信息，本机关不予处理。{理由}"),
    "not_corrected": _reply("您逾期没有补正，视为放弃申请，本机关不再处理该申请。{理由}"),
    "not_paid": _reply("{理由}视为放弃申请，本机关不再处理该申请。"),
    "withdrawn": _reply("{理由}本机关终止办理该申请。"),
    "ended": _reply("本机关终止办理该申请。{理由}"),
}
REPLY_TITLE = "政府信息公开申请答复书"


def wordings() -> list[tuple[str, str, str, str]]:
    """Kind, outcome (of a reply), title, body."""
    return [
        *((kind.value, "", title, body) for kind, (title, body) in LETTERS.items()),
        *((LetterKind.REPLY.value, outcome, REPLY_TITLE, body) for outcome, body in REPLIES.items()),
    ]
