"""Who issued a document, from what its source says of it. Pure."""

import re

_BODY = r"(?:人民政府办公[厅室]|人民政府|办公[厅室]|委员会|指挥部|领导小组|总局|[\u4e00-\u9fff](?:部|委|局|厅|院|署|会|中心))"
_TITLE_ISSUER = re.compile(rf"^([\u4e00-\u9fff]{{2,30}}?{_BODY})(?:等[\u4e00-\u9fff\d]{{1,4}}部门)?\s*(?=关于|印发)")
_CONGRESS = re.compile(
    r"([\u4e00-\u9fff]{2,12}?[省市县州盟]|[\u4e00-\u9fff]{2,8}自治[区州县]|全国)?第?[一二三四五六七八九十]+届(?:全国)?人民代表大会(常务委员会)?"
)


def issuers(said: dict, title: str) -> list[str]:
    """Who issued it: as the source says, else as a law's own record or the title shows; empty where nothing does."""
    if stated := said.get("issuing_body"):
        return _separate(stated)
    if said.get("level"):
        return _legislator(said)
    found = _TITLE_ISSUER.match(title)
    return _separate(found[1]) if found else []


def _separate(text: str) -> list[str]:
    text = (
        re.sub(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])、(?=[\u4e00-\u9fff](?:、|$|[\u4e00-\u9fff]))", r"\1", text)
        if re.match(r"^.、.、", text)
        else text
    )
    text = re.sub(r"[（(][^（()）]*[)）]|^转发", "", text)
    names = [re.sub(r"\s+", "", name) for name in re.split(r"[、,，;；\s]+", text)]
    place = re.match(r"[\u4e00-\u9fff]{2,6}?[省市区]", names[0]) if names else None
    full = [place[0] + name[1:] if place and re.match(r"[省市区][\u4e00-\u9fff]", name) else name for name in names]
    return [name[:200] for name in dict.fromkeys(full) if len(name) > 1]


def _legislator(said: dict) -> list[str]:
    level, told = said.get("level", ""), said.get("issuing_info", "")
    if level == "行政法规":
        return ["国务院"]
    if level == "司法解释":
        return [court for court in ("最高人民法院", "最高人民检察院") if court in told + said.get("title", "")] or ["最高人民法院"]
    found = _CONGRESS.search(told)
    if not found:
        return []
    place = found[1] or ("全国" if level in ("法律", "宪法") else "")
    if not place:
        return []
    return [f"{re.sub(r'^.*[日 ]', '', place)}人民代表大会{found[2] or ''}"]
