"""The pages of the library: who sees what, what is said, what is refused."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from portalkit.access.selectors import Access, access_of_user
from portalkit.audit.models import AuditEvent
from portalkit.files.services import store
from portalkit.regions.models import Region
from signage.models import Content, ContentVersion, MediaFile, Playlist
from signage.panels.library import notes_words
from signage.selectors.library import choosable_content
from storefronts.models import Hall
from tests.builders import a_county, a_prefecture, a_user
from tests.signage.library import files
from tests.signage.player_server.builders import NOW, a_place, a_screen, a_version, on_air

pytestmark = pytest.mark.django_db


class World:
    """A province with two prefectures; content at the province, in the east and in the west."""

    def __init__(self) -> None:
        self.hall = a_place().region
        self.province = Region.objects.get(parent=None)
        self.east = Region.objects.get(name="东海市")
        self.west = a_prefecture("西山市", under=self.province)
        self.general = self.content("全省品牌", self.province)
        self.eastern = self.content("东海活动", self.east, kind="promotion")
        self.western = self.content("西山活动", self.west)

    def content(self, title: str, region: Region, **fields: Any) -> Content:
        made = a_version(title=title, data=title.encode() * 400, **fields).content
        made.region, made.current = region, made.versions.get()
        made.save()
        return made


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def eastern(client: Client, world: World) -> Client:
    client.force_login(a_user("noc_staff", at=world.east))
    return client


def access_at(region: Region) -> Access:
    return access_of_user(a_user("noc_staff", at=region), on=timezone.localdate())


def page(client: Client, name: str, *arguments: object, **query: Any) -> str:
    answer = client.get(reverse(f"signage:{name}", args=arguments), query, headers={"Accept-Language": "en"})
    assert answer.status_code == 200, answer.status_code
    return answer.text


def test_readers_see_the_content_of_their_regions_and_of_those_above(eastern: Client, world: World) -> None:
    shown = page(eastern, "library")
    assert "全省品牌" in shown
    assert "东海活动" in shown
    assert "西山活动" not in shown
    assert eastern.get(reverse("signage:content", args=[world.western.pk])).status_code == 404
    assert eastern.get(reverse("signage:content", args=[world.general.pk])).status_code == 200


def test_a_hall_chooses_from_everything_above_it_that_may_be_shown(world: World) -> None:
    world.content("退役", world.east, is_retired=True)
    Content.objects.filter(pk=world.general.pk).update(current=None)
    county = a_county("城西县", under=world.east)
    world.content("别的县", county)
    assert {one.title for one in choosable_content(access_at(world.hall))} == {"东海活动"}


@pytest.mark.parametrize("name", ["change_content", "replace_content", "retire_content", "bring_back_content"])
def test_content_from_above_is_for_reading_only(name: str, eastern: Client, world: World) -> None:
    assert eastern.post(reverse(f"signage:{name}", args=[world.general.pk])).status_code == 404
    assert reverse("signage:change_content", args=[world.general.pk]) not in page(eastern, "content", world.general.pk)
    assert reverse("signage:change_content", args=[world.eastern.pk]) in page(eastern, "content", world.eastern.pk)


def test_the_list_is_narrowed_by_what_content_is(eastern: Client, world: World) -> None:
    world.content("过期海报", world.east)
    Content.objects.filter(title="过期海报").update(valid_to=timezone.now() - timedelta(days=1))
    world.eastern.tags.create(name="5G")
    assert "全省品牌" not in page(eastern, "library", tag="5G")
    assert "东海活动" in page(eastern, "library", tag="5G")
    assert "全省品牌" not in page(eastern, "library", kind="promotion")
    expired = page(eastern, "library", state="expired")
    assert "过期海报" in expired
    assert "东海活动" not in expired
    assert "东海活动" in page(eastern, "library", q="活动")
    export = eastern.get(reverse("signage:library"), {"format": "csv", "kind": "promotion"})
    assert "东海活动" in b"".join(export).decode("utf-8-sig")  # type: ignore[arg-type]


def test_tags_that_only_screens_have_are_not_offered(eastern: Client, world: World) -> None:
    world.eastern.tags.create(name="5G")
    world.western.tags.create(name="西山")
    a_screen(Hall.objects.get()).tags.create(name="入口")
    offered = page(eastern, "library")
    assert '<option value="5G"' in offered
    assert "入口" not in offered
    assert '<option value="西山"' not in offered


def test_what_has_no_picture_is_told_by_the_drawing_of_its_medium(eastern: Client, world: World) -> None:
    world.content("停电", world.east, media="notice")
    assert "icons.svg#note" in page(eastern, "library").partition("停电")[0].rpartition("<tr>")[2]


@pytest.mark.parametrize("name", ["new_content", "new_notice"])
def test_whoever_adds_to_the_library_is_told_where_they_are(eastern: Client, name: str) -> None:
    shown = page(eastern, name)
    assert 'aria-label="Breadcrumbs"' in shown
    assert f'href="{reverse("signage:library")}" aria-current="page"' in shown


def test_all_that_is_wrong_with_a_notice_is_told_above_its_fields(eastern: Client, world: World) -> None:
    form = {"heading": "", "tone": "warning", "title": "公告", "kind": "service", "region": world.east.pk}
    dates = {"valid_from": "2026-11-03T10:00", "valid_to": "2026-11-03T10:00"}
    shown = eastern.post(reverse("signage:new_notice"), form | dates, headers={"Accept-Language": "en"}).text
    assert shown.count("data-error-summary") == 1
    summary, _between, fields = shown.partition("data-error-summary")[2].partition('name="heading"')
    assert "2 entries need your attention" in summary
    assert "Has to be later than “Valid from”." in summary
    assert "Has to be later than “Valid from”." in fields


def test_what_was_done_is_listed_with_the_comma_of_the_language(world: World) -> None:
    version = world.eastern.versions.get()
    version.made_from = {"notes": ["checked", "kept"]}
    with translation.override("en"):
        assert notes_words(version) == "checked to the end, kept as it came"


def test_a_notice_is_written_shown_and_written_anew(eastern: Client, world: World) -> None:
    form = {
        "heading": "营业时间", "body": "9:00\n  18:00 ", "tone": "warning", "title": "时间公告", "kind": "service", "region": world.east.pk,
    }  # fmt: skip
    made = eastern.post(reverse("signage:new_notice"), form)
    content = Content.objects.get(title="时间公告")
    assert made["Location"] == reverse("signage:content", args=[content.pk])
    assert content.current is not None
    assert content.current.text == {"title": "营业时间", "body": "9:00\n18:00", "tone": "warning"}
    assert 'data-tone="warning"' in page(eastern, "content", content.pk)
    again = {"heading": "营业时间", "body": "9:00\n18:00", "tone": "warning"}
    eastern.post(reverse("signage:replace_content", args=[content.pk]), again)
    assert content.versions.count() == 1
    eastern.post(reverse("signage:replace_content", args=[content.pk]), {**again, "tone": "danger"})
    assert content.versions.count() == 2
    assert eastern.post(reverse("signage:new_notice"), {**form, "heading": ""}).status_code == 422


def test_content_on_air_is_not_retired_and_says_where_it_is_used(eastern: Client, world: World) -> None:
    playlist = Playlist.objects.create(title="早间", region=world.east, owner=world.eastern.owner, changed_at=NOW)
    playlist.items.create(position=1, content=world.eastern)
    schedule = on_air(world.eastern.versions.get(), region=world.east, title="大堂排期")
    shown = page(eastern, "content", world.eastern.pk)
    assert "早间" in shown
    assert "大堂排期" in shown
    outdated = f"{reverse('signage:outdated')}?content={world.eastern.pk}"
    assert outdated not in shown
    old = world.eastern.versions.get()
    world.eastern.current = ContentVersion.objects.create(content=world.eastern, number=2, made_by=world.eastern.owner, made_at=NOW)
    world.eastern.save()
    shown = page(eastern, "content", world.eastern.pk)
    assert outdated in shown
    assert "cannot be retired while it is on air" in shown
    assert reverse("signage:retire_content", args=[world.eastern.pk]) not in shown
    world.eastern.current = old
    world.eastern.save()
    url = reverse("signage:retire_content", args=[world.eastern.pk])
    assert "大堂排期" in eastern.post(url, follow=True).text
    assert not Content.objects.get(pk=world.eastern.pk).is_retired
    schedule.on_air = None
    schedule.save()
    eastern.post(url)
    assert Content.objects.get(pk=world.eastern.pk).is_retired
    eastern.post(reverse("signage:bring_back_content", args=[world.eastern.pk]))
    assert not Content.objects.get(pk=world.eastern.pk).is_retired
    assert reverse("signage:retire_content", args=[world.eastern.pk]) in page(eastern, "content", world.eastern.pk)
    assert list(AuditEvent.objects.filter(action__contains="_content").order_by("pk").values_list("action", flat=True)) == [
        "signage.retire_content", "signage.bring_back_content",
    ]  # fmt: skip


def test_changing_what_is_said_leaves_versions_alone(eastern: Client, world: World) -> None:
    form = {"title": "新名", "kind": "brand", "tags": "甲,乙，甲", "valid_from": "2026-11-01T08:00", "valid_to": "2026-12-01T08:00"}
    assert eastern.post(reverse("signage:change_content", args=[world.eastern.pk]), form).status_code == 302
    changed = Content.objects.get(pk=world.eastern.pk)
    assert (changed.title, changed.region, sorted(tag.name for tag in changed.tags.all())) == ("新名", world.east, ["乙", "甲"])
    assert changed.versions.count() == 1
    form["valid_to"] = "2026-10-01T08:00"
    assert eastern.post(reverse("signage:change_content", args=[world.eastern.pk]), form).status_code == 422


def test_a_file_is_sent_in_exact_ranges_to_whoever_sees_its_content(eastern: Client, world: World) -> None:
    body = "东海活动".encode() * 400
    url = reverse("signage:library_media", args=[world.eastern.versions.get().pk, 1])
    answer = eastern.get(url, headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes 10-19/{len(body)}")
    assert b"".join(answer) == body[10:20]  # type: ignore[arg-type]
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "image/jpeg")
    assert eastern.get(reverse("signage:library_media", args=[world.western.versions.get().pk, 1])).status_code == 404
    assert eastern.get(reverse("signage:library_thumbnail", args=[world.eastern.versions.get().pk])).status_code == 404


def test_a_bundle_is_looked_at_in_its_sandbox_and_never_handed_out(eastern: Client, world: World) -> None:
    bundle = world.content("互动", world.east, media="bundle", content_type="application/zip")
    version = ContentVersion.objects.get(content=bundle)
    MediaFile.objects.filter(version=version).update(file=store(stream=BytesIO(files.an_archive()), now=NOW))
    shown = page(eastern, "content", bundle.pk)
    address = shown.partition('sandbox="allow-scripts" src="')[2].partition('"')[0]
    inside = eastern.get(address)
    assert inside.status_code == 200
    assert "sandbox allow-scripts" in inside["Content-Security-Policy"]
    assert eastern.get(reverse("signage:library_media", args=[version.pk, 1])).status_code == 404


def test_the_pages_of_an_author_open(eastern: Client, world: World) -> None:
    for name, arguments in (
        ("new_content", ()),
        ("new_notice", ()),
        ("replace_content", (world.eastern.pk,)),
        ("change_content", (world.eastern.pk,)),
    ):
        assert page(eastern, name, *arguments)
    Content.objects.all().update(current=None)
    ContentVersion.objects.all().delete()
    Content.objects.all().delete()
    assert "Upload files" in page(eastern, "library")


def test_whoever_only_reads_is_offered_nothing_to_change(client: Client, world: World) -> None:
    client.force_login(a_user("manager", at=world.east))
    assert client.get(reverse("signage:new_content")).status_code == 403
    assert reverse("signage:new_content") not in page(client, "library")
