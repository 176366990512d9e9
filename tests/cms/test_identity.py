"""Who runs the site: what every page says of it, and which codes are none."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from cms.models import SiteIdentity
from cms.models.department import check_credit_code
from cms.models.identity import SITE_CODE
from tests import factories


@pytest.mark.parametrize("code", ["3100000000", "bm12345678", "N123456789"])
def test_site_code_of_ten_characters_is_taken(code):
    assert SITE_CODE(code) is None


@pytest.mark.parametrize("code", ["310000000", "31000000000", "bm1234567", "n123456789", "ab12345678"])
def test_site_code_of_another_form_is_refused(code):
    with pytest.raises(ValidationError, match="网站标识码应为10位数字"):
        SITE_CODE(code)


def test_credit_code_is_taken_with_its_check_character():
    assert check_credit_code("91350100M000100Y43") is None


@pytest.mark.parametrize(
    ("code", "why"), [("91350100M000100Y44", "校验位不对"), ("91350100M000100Y4", "18位"), ("91350100I000100Y43", "18位")]
)
def test_credit_code_that_cannot_be_one_is_refused(code, why):
    with pytest.raises(ValidationError, match=why):
        check_credit_code(code)


@pytest.mark.django_db
def test_footer_of_every_page_says_who_runs_the_site(client):
    said = {
        "site_code": "3100000000",
        "icp_number": "澄ICP备00000001号",
        "police_number": "澄公网安备00000000000001号",
        "sponsor": "澄江市卫生健康委员会",
        "contact": "信息公开科",
        "telephone": "0000-0000001",
    }
    factories.home()
    SiteIdentity.objects.update_or_create(site=Site.objects.get(is_default_site=True), defaults=said)
    for address in ("/", "/policies/", "/no-such-page/"):
        footer = client.get(address).content.decode().partition("<footer")[2]
        assert [value for value in said.values() if value not in footer] == []
