"""Which pages the navigation shows, and which is the current one."""

from hypothesis import given
from hypothesis import strategies as st

from portalkit.ui.domain.navigation import Item, Section, current_url, permissions_of, visible_sections

SECTIONS = (
    Section("home", "Start", "home", (Item("home", "Start", "home"),), is_single=True),
    Section(
        "complaints",
        "Complaints",
        "chart",
        (
            Item("overview", "Overview", "complaints:overview", "complaints.view"),
            Item("tickets", "Tickets", "complaints:tickets", "complaints.view"),
            Item("mappings", "Mappings", "complaints:mappings", "complaints.manage_mappings"),
        ),
    ),
)
URLS = {
    "home": "/",
    "complaints:overview": "/complaints/",
    "complaints:tickets": "/complaints/tickets/",
    "complaints:mappings": "/complaints/mappings/",
}


def shown(*, allowed: set[str], urls: dict[str, str] = URLS, path: str = "/") -> dict[str, list[str]]:
    sections = visible_sections(SECTIONS, urls=urls, allowed=frozenset(allowed), path=path)
    return {one.section.key: [link.item.key for link in one.links] for one in sections}


def test_a_page_is_shown_to_whom_its_permission_allows() -> None:
    assert shown(allowed={"complaints.view"}) == {"home": ["home"], "complaints": ["overview", "tickets"]}


def test_a_section_without_a_page_to_open_is_left_out() -> None:
    assert shown(allowed=set()) == {"home": ["home"]}


def test_a_page_that_does_not_exist_is_left_out() -> None:
    urls = {name: url for name, url in URLS.items() if name != "complaints:overview"}
    assert shown(allowed={"complaints.view"}, urls=urls)["complaints"] == ["tickets"]


def test_a_page_below_an_entry_lights_the_nearest_entry() -> None:
    sections = visible_sections(SECTIONS, urls=URLS, allowed=frozenset({"complaints.view"}), path="/complaints/tickets/17/")
    current = [link.item.key for section in sections for link in section.links if link.is_current]
    assert current == ["tickets"]
    assert [section.is_current for section in sections] == [False, True]


def test_the_start_page_is_current_only_on_itself() -> None:
    assert current_url(["/", "/complaints/"], path="/elsewhere/") is None
    assert current_url(["/", "/complaints/"], path="/") == "/"


def test_a_name_that_only_begins_alike_is_not_below() -> None:
    assert current_url(["/jobs/"], path="/jobs-of-others/") is None


@given(st.lists(st.sampled_from(["/", "/a/", "/a/b/", "/b/"])), st.sampled_from(["/", "/a/", "/a/b/c/", "/b/x", "/c"]))
def test_the_current_entry_is_one_of_the_entries(urls: list[str], path: str) -> None:
    found = current_url(urls, path=path)
    assert found is None or (found in urls and path.startswith(found))


def test_the_permissions_asked_are_those_of_the_items() -> None:
    assert permissions_of(SECTIONS) == {"complaints.view", "complaints.manage_mappings"}
