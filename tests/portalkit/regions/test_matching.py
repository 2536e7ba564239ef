import pytest
from hypothesis import given
from hypothesis import strategies as st

from noc_portal.demo.province import regions as demo_regions
from portalkit.regions.domain.matching import NoRegion, Place, RegionMatcher
from portalkit.regions.domain.names import comparable, without_suffix


def _places() -> list[Place]:
    paths: dict[str, str] = {"": "/"}
    places = []
    for pk, region in enumerate(demo_regions(), start=1):
        paths[region.code] = f"{paths[region.parent]}{region.code}/"
        places.append(Place(pk=pk, code=region.code, path=paths[region.code], names=(region.name, region.name_en)))
    return places


PLACES = _places()
MATCHER = RegionMatcher(PLACES)
BY_CODE = {place.code: place for place in PLACES}
PREFECTURES = [place for place in PLACES if place.path.count("/") == 3]
COUNTIES = [place for place in PLACES if place.path.count("/") == 4]


def _parent(place: Place) -> Place:
    return BY_CODE[place.path.strip("/").split("/")[-2]]


def _code(*names: str | None) -> str | None:
    found = MATCHER.find(*names)
    return next(place.code for place in PLACES if place.pk == found) if isinstance(found, int) else None


@pytest.mark.parametrize(
    "name", ["云州市", "云州", "云州地区", "云 州 市", "Yunzhou", "YUNZHOU CITY", "yunzhou", "nj01", "NJ01", "云州分公司", "云州市\u200b"]
)
def test_a_prefecture_is_found_whatever_the_spelling(name: str) -> None:
    assert _code(name) == "NJ01"


@pytest.mark.parametrize("name", ["南江省云州市城东区", "南江云州城东区", "南江→云州→城东", "云州市>城东区", "云州市 城东区", "云州城东"])
def test_one_cell_may_hold_the_whole_path(name: str) -> None:
    assert _code(name) == "NJ0102"


def test_a_county_of_a_common_name_needs_its_prefecture() -> None:
    assert MATCHER.find("城东区") == NoRegion("region_ambiguous", "城东区", ("NJ0102", "NJ0302"))
    assert _code("云州", "城东区") == "NJ0102"
    assert _code("桂屏", "城东") == "NJ0302"


def test_a_county_outside_the_prefecture_named_is_a_contradiction() -> None:
    assert MATCHER.find("云州市", "灵岭县") == NoRegion("region_contradiction", "灵岭县", ("NJ01", "NJ0703"))


def test_an_unknown_name_is_said_as_it_was_written() -> None:
    assert MATCHER.find("云州", " 火星区 ") == NoRegion("region_unknown", "火星区")


@pytest.mark.parametrize("names", [(), ("",), (None, " "), ("未知", "-", "N/A")])
def test_nothing_said_is_missing(names: tuple[str | None, ...]) -> None:
    assert MATCHER.find(*names) == NoRegion("region_missing")


def test_a_general_name_after_a_specific_one_decides_among_candidates() -> None:
    assert _code("城东区", "桂屏市") == "NJ0302"
    assert _code("云州市", "云州市") == "NJ01"


def test_autonomous_regions_are_found_without_their_peoples_names() -> None:
    places = [Place(1, "GX", "/GX/", ("广西壮族自治区", "")), Place(2, "GX12", "/GX/GX12/", ("恩施土家族苗族自治州", ""))]
    matcher = RegionMatcher(places)
    assert matcher.find("广西") == 1
    assert matcher.find("恩施州") == matcher.find("恩施") == 2


def test_a_place_still_valid_goes_before_a_closed_one_of_the_same_name() -> None:
    places = [Place(1, "A", "/A/", ("武鸣县", ""), is_closed=True), Place(2, "B", "/B/", ("武鸣区", ""))]
    matcher = RegionMatcher(places)
    assert matcher.find("武鸣") == 2
    assert matcher.find("武鸣县") == 1


def test_a_province_goes_before_the_city_of_its_name() -> None:
    places = [Place(1, "JL", "/JL/", ("吉林省", "")), Place(2, "JL02", "/JL/JL02/", ("吉林市", ""))]
    matcher = RegionMatcher(places)
    assert matcher.find("吉林") == 1
    assert matcher.find("吉林市") == matcher.find("吉林", "吉林市") == matcher.find("吉林省吉林市") == 2


@given(st.sampled_from(COUNTIES), st.booleans(), st.booleans(), st.booleans())
def test_a_county_with_its_prefecture_is_always_found(county: Place, is_bare: bool, is_wide: bool, is_upper: bool) -> None:
    names = [_parent(county).names[0], county.names[0]]
    names = [without_suffix(comparable(name)) for name in names] if is_bare else names
    names = ["".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in name) for name in names] if is_wide else names
    assert MATCHER.find(*(name.upper() if is_upper else name for name in names)) == county.pk


@given(
    st.lists(st.one_of(st.none(), st.text(max_size=12), st.sampled_from([name for place in PLACES for name in place.names])), max_size=4)
)
def test_whatever_is_written_gives_a_known_region_or_a_reason(names: list[str | None]) -> None:
    found = MATCHER.find(*names)
    assert isinstance(found, NoRegion) or found in {place.pk for place in PLACES}


@given(st.sampled_from(PREFECTURES), st.sampled_from(COUNTIES))
def test_a_county_is_never_found_outside_the_prefecture_given(prefecture: Place, county: Place) -> None:
    found = MATCHER.find(prefecture.names[0], county.names[0])
    if isinstance(found, int):
        assert next(place for place in PLACES if place.pk == found).path.startswith(prefecture.path)


@given(st.permutations(PLACES))
def test_the_order_of_the_places_does_not_matter(places: list[Place]) -> None:
    matcher = RegionMatcher(places)
    assert all(matcher.find(place.code) == place.pk for place in PLACES)
    assert matcher.find("城东区") == MATCHER.find("城东区")
