"""What `make run` prints about the sample authority: who can sign in, and what to look at first."""

from cms.models import User
from cms.sample.loader import PASSWORD


def lines(address: str) -> list[str]:
    """Empty on an instance without the sample's people."""
    people = User.objects.filter(username__in=["editor", "reviewer", "disclosure-head", "admin"], is_active=True)
    if not people:
        return []
    accounts = "、".join(f"{user.username}（{user.display_name}）" for user in people.order_by("pk"))
    return [
        f"样例账号        {accounts}",
        f"样例密码        {PASSWORD}（各角色相同，请只在本机试用）",
        "先看看",
        f"  查一份政策      {address}search/?q=澄卫规2026+3",
        f"  政策目录        {address}policies/",
        f"  信息公开平台    {address}openness/",
        f"  试发一份草稿    {address}admin/ 以 reviewer 登录，“等我审核”里有《澄江市公共场所卫生信誉度量化分级管理办法》：没有解读不发布",
    ]
