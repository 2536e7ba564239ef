"""The first page that anybody sees."""

import pytest

from tests.builders import a_province, a_user
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_the_login_page_is_accessible(visitor: Visitor, language: str, theme: str) -> None:
    visitor.visit("access:login")
    visitor.check_accessibility()


def test_somebody_who_signs_in_sees_the_portal(visitor: Visitor) -> None:
    page = visitor.sign_in(a_user("noc_staff", at=a_province()))
    assert page.locator("nav").count() >= 1
    visitor.check_accessibility()
