import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.domain.origins import may_read, origin_of


@pytest.mark.parametrize(
    ("origin", "portal", "host", "may"),
    [
        ("https://noc.example", "https://noc.example/", "node-1:8010", True),
        ("https://noc.example", "https://noc.example:443/portal/", "node-1:8010", True),
        ("https://evil.example", "https://noc.example", "evil.example:8010", False),
        ("http://noc.example", "https://noc.example", "noc.example:8010", False),
        ("http://127.0.0.1:8000", "", "localhost:8010", True),
        ("http://[::1]:8000", "", "127.0.0.1:8010", True),
        ("http://10.0.0.5:8000", "", "10.0.0.5:8010", True),
        ("http://10.0.0.6:8000", "", "10.0.0.5:8010", False),
        ("null", "", "127.0.0.1:8010", False),
        ("http://127.0.0.1:8000/", "", "127.0.0.1:8010", False),
        ("http://127.0.0.1:8000", "", "[broken", False),
    ],
)
def test_pages_of_the_portal_may_read_and_no_others(origin: str, portal: str, host: str, may: bool) -> None:
    assert may_read(origin, portal=portal, host=host) is may


@given(st.text(max_size=40), st.text(max_size=40))
def test_nonsense_is_refused_without_an_error(origin: str, host: str) -> None:
    assert may_read(origin, portal="https://noc.example", host=host) is False
    assert origin_of(origin) in ("", origin_of(origin_of(origin)))
