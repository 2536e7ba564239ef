"""The first person who may sign in and make others; also the way back in when no administrator is left."""

import json
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from portalkit.access.services.grants import GrantRefused
from portalkit.access.services.people import NewAdministrator, NoRegion, UsernameTaken, create_administrator
from portalkit.audit.domain.actors import SYSTEM
from portalkit.regions.services import RegionRefused

REFUSED = 1
MISUSE = 2


class Command(BaseCommand):
    help = (
        "Creates a user who administers every province. Without a password it prints a link, good once, that sets one. "
        "Exit 0: done, 1: refused, 2: misuse."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--full-name", default="", help="as the portal shows it")
        parser.add_argument("--role", default="administrator", help="code of the role to give (default: administrator)")
        parser.add_argument("--province", nargs=2, metavar=("CODE", "NAME"), help="the province to create in a portal without any")
        password = parser.add_mutually_exclusive_group()
        password.add_argument("--password-file", type=Path, metavar="FILE", help="the password is this file's first line")
        password.add_argument("--ask-password", action="store_true", help="ask for the password on the terminal")
        parser.add_argument("--json", action="store_true", help="one JSON object as the last line")

    def handle(self, *_: Any, **options: Any) -> None:
        password = _password(options)
        try:
            created = create_administrator(
                username=options["username"],
                full_name=options["full_name"],
                role=options["role"],
                province=tuple(options["province"]) if options["province"] else None,
                password=password,
                by=SYSTEM,
            )
        except (UsernameTaken, NoRegion, RegionRefused, GrantRefused, ValidationError) as refusal:
            message = _explained(refusal, options)
            if options["json"]:
                self.stdout.write(json.dumps({"refused": type(refusal).__name__, "message": message}, ensure_ascii=False))
            raise CommandError(message, returncode=REFUSED) from refusal
        self._tell(created, as_json=options["json"])

    def _tell(self, created: NewAdministrator, **how: bool) -> None:
        path = reverse("access:set_password", args=[created.link.uid, created.link.token]) if created.link else None
        if how["as_json"]:
            result = {"username": created.user.username, "regions": created.regions, "path": path}
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        self.stdout.write(f"{created.user.username} administers {', '.join(created.regions)}.")
        if path:
            self.stdout.write(f"Set the password at {settings.NOC_PUBLIC_URL.rstrip('/')}{path}")


def _password(options: dict[str, Any]) -> str | None:
    if options["ask_password"]:
        password = getpass("Password: ")
        if password != getpass("Again: "):
            raise CommandError("The two differ.", returncode=MISUSE)
        return password
    if options["password_file"] is None:
        return None
    try:
        lines = options["password_file"].read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The password file cannot be read: {error}", returncode=MISUSE) from error
    return lines[0] if lines else ""


def _explained(refusal: Exception, options: dict[str, Any]) -> str:
    if isinstance(refusal, UsernameTaken):
        return f"There is a user {options['username']} already."
    if isinstance(refusal, NoRegion):
        return "There is no province yet; give --province CODE NAME to create it."
    if isinstance(refusal, RegionRefused):
        return f"The province cannot be created: {refusal}."
    if isinstance(refusal, GrantRefused):
        return f"There is no role {options['role']}."
    assert isinstance(refusal, ValidationError)
    return " ".join(refusal.messages)
