"""The demo users: one for every role, and one whose grant ends at a prefecture."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password

from portalkit.access.models import User

from .province import PROVINCE_CODE

PASSWORD = "noc-demo-2026"  # noqa: S105


@dataclass(frozen=True)
class DemoUser:
    username: str
    full_name: str
    department: str
    role: str
    region: str


USERS = (
    DemoUser("monitor", "陈晓雯", "集中监控室", "noc_staff", PROVINCE_CODE),
    DemoUser("supervisor", "赵国强", "集中监控室", "supervisor", PROVINCE_CODE),
    DemoUser("steward", "林静", "数据组", "data_steward", PROVINCE_CODE),
    DemoUser("planner", "覃雪梅", "热线排班组", "planner", PROVINCE_CODE),
    DemoUser("agent", "莫丽萍", "热线一组", "agent", PROVINCE_CODE),
    DemoUser("manager", "周明远", "网管中心", "manager", PROVINCE_CODE),
    DemoUser("admin", "吴凡", "网管中心", "administrator", PROVINCE_CODE),
    DemoUser("halls", "黄秋燕", "云州分公司渠道部", "hall_manager", f"{PROVINCE_CODE}01"),
    DemoUser("liuxi", "韦小兰", "柳溪分公司", "noc_staff", f"{PROVINCE_CODE}02"),
)


def who_can_sign_in() -> tuple[DemoUser, ...]:
    """The demo users that are still there with the password they were made with."""
    hashes = dict(User.objects.filter(is_demo=True, is_active=True).values_list("username", "password"))
    there = [person for person in USERS if person.username in hashes]
    with ThreadPoolExecutor() as pool:  # hashing is slow on purpose, and lets other threads run
        unchanged = list(pool.map(lambda person: check_password(PASSWORD, hashes[person.username]), there))
    return tuple(person for person, is_unchanged in zip(there, unchanged, strict=True) if is_unchanged)
