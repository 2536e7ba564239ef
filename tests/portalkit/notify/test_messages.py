"""Messages: written with the matter they tell of, delivered at least once, given up visibly."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portalkit.access.models import User
from portalkit.audit.domain.actors import SYSTEM
from portalkit.files.selectors import unreferenced
from portalkit.files.services import path_of, store
from portalkit.jobs.domain import kinds
from portalkit.jobs.domain.kinds import JobKind
from portalkit.jobs.models import Job, JobState
from portalkit.jobs.services import JobRefused, JobRun, enqueue
from portalkit.notify.domain.signing import is_genuine
from portalkit.notify.models import Channel, Message, MessageState
from portalkit.notify.selectors import outbox_figures, unread_count
from portalkit.notify.services import (
    LARGEST_ATTACHMENTS,
    Attached,
    AttachmentsTooLarge,
    choose_email,
    deliver_due,
    mark_read,
    notify,
    send,
    try_dead_again,
)
from portalkit.notify.services.delivering import MOST_ATTEMPTS
from portalkit.notify.services.sending import NoAddress
from portalkit.notify.services.tidying import KEPT, forget_old
from tests.builders import a_prefecture, a_province, a_user

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
RunJobs = Callable[..., list[Job]]
pytestmark = pytest.mark.django_db


class Refusing(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        raise ConnectionRefusedError


class Hook(HTTPServer):
    """Answers with `status` and keeps what came."""

    def __init__(self) -> None:
        self.status = 200
        self.got: list[tuple[dict[str, str], bytes]] = []
        super().__init__(("127.0.0.1", 0), _HookRequest)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/in"


class _HookRequest(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers.items()), body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", self.server.url)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the test's output quiet."""


@pytest.fixture
def hook(settings: Settings) -> Iterator[Hook]:
    with Hook() as server:
        settings.NOC_ALLOW_LOOPBACK_TARGETS = True
        settings.NOC_HOOK_TARGETS = {"duty": {"url": server.url, "secret": "shared"}}
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def an_email(key: str = "1", **fields: object) -> Message:
    return send(**{"to": "duty@noc.example", "subject": "Overdue", "channel": Channel.EMAIL, "key": key, "now": NOW, **fields})


def a_hook_call(key: str = "1") -> Message:
    return send(to="duty", subject="超时工单", body="3 张", url="/tickets/?overdue=yes", channel=Channel.HOOK, key=key, now=NOW)


def test_a_message_in_the_portal_is_there_at_once() -> None:
    user = a_user()
    send(to=user, subject="Done", channel=Channel.PAGE, key="1", now=NOW)
    assert unread_count(user) == 1
    assert mark_read(user=user, now=NOW) == 1
    assert unread_count(user) == 0


def test_a_key_is_sent_once_a_channel() -> None:
    assert an_email("a") == an_email("a", subject="Again")
    an_email("b")
    assert Message.objects.count() == 2


def test_a_message_vanishes_with_its_matter() -> None:
    with transaction.atomic():
        an_email()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_an_email_is_delivered_by_a_job(run_jobs: RunJobs, settings: Settings) -> None:
    settings.NOC_PUBLIC_URL = "https://portal.example/"
    an_email(subject="Overdue\r\nBcc: all@noc.example", body="Three tickets", url="/tickets/")
    assert {job.state for job in run_jobs()} == {JobState.DONE}
    (sent,) = mail.outbox
    assert (sent.subject, sent.to, sent.bcc) == ("Overdue Bcc: all@noc.example", ["duty@noc.example"], [])
    assert sent.body == "Three tickets\n\nhttps://portal.example/tickets/"
    assert sent.extra_headers["Message-ID"].startswith(f"<message-{Message.objects.get().pk}@")
    assert Message.objects.get().state == MessageState.SENT
    run_jobs()
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_is_tried_again_later_and_given_up_in_the_end(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    an_email()
    now, pauses = NOW, []
    for _ in range(MOST_ATTEMPTS):
        deliver_due(now=now)
        message = Message.objects.get()
        assert message.next_try is not None
        pauses.append(message.next_try - now)
        assert deliver_due(now=now).put_off == 0
        now = message.next_try
    assert (message.state, message.error, message.attempts) == (MessageState.DEAD, "ConnectionRefusedError", MOST_ATTEMPTS)
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=30)
    assert outbox_figures() == {("email", "dead"): 1}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert try_dead_again(by=SYSTEM, now=now) == 1
    assert deliver_due(now=now).sent == 1


def test_a_hook_gets_signed_json(hook: Hook) -> None:
    message = a_hook_call()
    assert deliver_due(now=NOW).sent == 1
    ((headers, body),) = hook.got
    assert json.loads(body)["subject"] == "超时工单"
    assert is_genuine(headers["Portal-Signature"], body, secret="shared", now=int(NOW.timestamp()))
    assert headers["Host"] == f"127.0.0.1:{hook.server_port}"
    assert headers["Portal-Delivery"] == f"message-{message.pk}"


def test_a_hook_that_redirects_is_not_followed(hook: Hook) -> None:
    hook.status = 302
    a_hook_call()
    assert deliver_due(now=NOW).put_off == 1
    assert len(hook.got) == 1
    assert Message.objects.get().error == "HTTP 302"


def test_a_hook_on_the_own_machine_is_refused_for_good(hook: Hook, settings: Settings) -> None:
    settings.NOC_ALLOW_LOOPBACK_TARGETS = False
    a_hook_call()
    assert deliver_due(now=NOW).dead == 1
    assert hook.got == []


def test_a_hook_nobody_configured_is_refused_for_good() -> None:
    send(to="https://evil.example/", subject="x", channel=Channel.HOOK, key="1", now=NOW)
    assert deliver_due(now=NOW).dead == 1


def test_one_bad_message_does_not_keep_the_others_back(hook: Hook) -> None:
    send(to="nobody", subject="x", channel=Channel.HOOK, key="0", now=NOW)
    a_hook_call()
    delivered = deliver_due(now=NOW)
    assert (delivered.sent, delivered.dead) == (1, 1)


def test_a_user_is_told_in_the_portal_and_by_email_unless_unwanted() -> None:
    keen, quiet = a_user(email="a@noc.example"), a_user(email="b@noc.example")
    choose_email(user=quiet, is_wanted=False)
    for user in (keen, quiet, a_user()):
        notify(user=user, subject="Done", key="x", now=NOW)
    assert [message.address for message in Message.objects.filter(channel=Channel.EMAIL)] == ["a@noc.example"]
    assert Message.objects.filter(channel=Channel.PAGE).count() == 3


def test_a_message_without_address_is_refused() -> None:
    with pytest.raises(NoAddress):
        send(to=a_user(), subject="x", channel=Channel.EMAIL, key="1", now=NOW)
    with pytest.raises(NoAddress):
        send(to="duty", subject="x", channel=Channel.PAGE, key="1", now=NOW)


def test_the_owner_of_a_failed_job_is_told(run_jobs: RunJobs) -> None:
    def refuse(run: JobRun) -> None:
        raise JobRefused("The file holds no table.")

    kinds.register(JobKind(code="test.refuse"), refuse)
    user = a_user()
    try:
        job = enqueue(kind="test.refuse", key="1", title="Import May", params={}, by=user.actor)
        enqueue(kind="test.refuse", key="2", title="Nobody's", params={}, by=SYSTEM)
        run_jobs()
    finally:
        kinds._KINDS.pop("test.refuse")
    message = Message.objects.get()
    assert (message.user, message.body, message.url) == (user, "The file holds no table.", reverse("jobs:job", args=[job.pk]))
    assert "Import May" in message.subject


def test_old_messages_are_forgotten_and_dead_ones_kept() -> None:
    user = a_user()
    send(to=user, subject="old", channel=Channel.PAGE, key="1", now=NOW)
    an_email()
    Message.objects.filter(channel=Channel.EMAIL).update(state=MessageState.DEAD)
    assert forget_old(now=NOW + KEPT + timedelta(days=1)) == 1
    assert Message.objects.get().state == MessageState.DEAD


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def client_of(user: User) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client_of


@pytest.mark.parametrize("named", ["abc", "9" * 5000, "-1", "1.0"])
def test_a_message_whose_name_is_none_marks_nothing_read(named: str, signed_in: Callable[[User], Client]) -> None:
    user = a_user()
    send(to=user, subject="Done", channel=Channel.PAGE, key="1", now=NOW)
    assert signed_in(user).post("/messages/read/", {"message": named}).status_code == 400
    assert unread_count(user) == 1


def test_pages_show_ones_own_messages_and_mark_them_read(signed_in: Callable[[User], Client]) -> None:
    user, other = a_user(email="a@noc.example"), a_user()
    first = send(to=user, subject="Mine <b>", body="line", channel=Channel.PAGE, key="1", now=NOW)
    send(to=user, subject="Mine too", channel=Channel.PAGE, key="2", now=NOW)
    foreign = send(to=other, subject="Theirs", channel=Channel.PAGE, key="3", now=NOW)
    client = signed_in(user)
    text = client.get(reverse("notify:list")).content.decode()
    assert "Mine &lt;b&gt;" in text
    assert "Theirs" not in text
    assert "2 unread messages" in client.get(reverse("notify:bell")).content.decode()
    client.post(reverse("notify:read"), {"message": first.pk})
    client.post(reverse("notify:read"), {"message": foreign.pk})
    assert (unread_count(user), unread_count(other)) == (1, 1)
    client.post(reverse("notify:read"))
    assert "unread" not in client.get(reverse("notify:bell")).content.decode()


def test_a_user_stops_emails(signed_in: Callable[[User], Client]) -> None:
    user = a_user(email="a@noc.example")
    client = signed_in(user)
    client.post(reverse("notify:choose"), {"email": "no"})
    assert "Messages are shown here only." in client.get(reverse("notify:list")).content.decode()


def test_an_empty_list_says_what_will_appear(signed_in: Callable[[User], Client]) -> None:
    assert "No messages" in signed_in(a_user()).get(reverse("notify:list")).content.decode()


def test_the_outbox_is_for_administrators_of_everything(signed_in: Callable[[User], Client]) -> None:
    province = a_province()
    nanning = a_prefecture("Nanning", under=province)
    an_email()
    Message.objects.update(state=MessageState.DEAD, error="the address is refused")
    administrator = signed_in(a_user("administrator", at=province))
    assert "the address is refused" in administrator.get(reverse("notify:outbox")).content.decode()
    assert signed_in(a_user("administrator", at=nanning)).get(reverse("notify:outbox")).status_code == 403
    assert signed_in(a_user("manager", at=province)).get(reverse("notify:outbox")).status_code == 403
    administrator.post(reverse("notify:try_again"))
    assert Message.objects.get().state == MessageState.WAITING


def test_stored_files_leave_with_the_mail_and_with_nothing_else() -> None:
    user = a_user(email="someone@example.org")
    stored = store(stream=BytesIO(b"%PDF content"), now=NOW)
    file = Attached(file=stored, name="../月报\u202e.pdf", content_type="application/pdf")
    notify(user=user, subject="Report", key="r", now=NOW, attachments=[file])
    assert deliver_due(now=NOW).sent == 1
    assert [tuple(one) for one in mail.outbox[0].attachments] == [("月报.pdf", b"%PDF content", "application/pdf")]
    assert not Message.objects.get(channel=Channel.PAGE).attachments.exists()
    assert stored not in unreferenced(stored_before=NOW + timedelta(days=9))


def test_files_too_large_for_a_mail_are_refused() -> None:
    stored = store(stream=BytesIO(b"x" * (LARGEST_ATTACHMENTS // 2 + 1)), now=NOW)
    files = [Attached(file=stored, name=f"{number}.bin", content_type="application/octet-stream") for number in range(2)]
    with pytest.raises(AttachmentsTooLarge):
        send(to="a@example.org", subject="s", channel=Channel.EMAIL, key="k", now=NOW, attachments=files)
    with pytest.raises(AttachmentsTooLarge):
        send(to="duty", subject="s", channel=Channel.HOOK, key="k", now=NOW, attachments=files[:1])


def test_a_file_that_cannot_be_read_puts_the_mail_off() -> None:
    stored = store(stream=BytesIO(b"gone soon"), now=NOW)
    file = Attached(file=stored, name="a.bin", content_type="application/octet-stream")
    send(to="a@example.org", subject="s", channel=Channel.EMAIL, key="k", now=NOW, attachments=[file])
    path_of(stored).unlink()
    assert deliver_due(now=NOW).put_off == 1
    assert "attached file" in Message.objects.get().error
