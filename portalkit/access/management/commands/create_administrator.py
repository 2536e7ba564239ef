import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from portalkit.access.services.people import NoRegion, UsernameTaken, create_first_administrator
from portalkit.audit.domain.actors import SYSTEM
from portalkit.regions.services import RegionRefused


class Command(BaseCommand):
    help = "Creates an administrator of a province, and the province when it is not there. Prints the path of the password link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", default="administrator", help="code of the role to give (default: administrator)")
        parser.add_argument("--region", required=True, help="code of the province")
        parser.add_argument("--region-name", default="", help="name of the province, when it is to be created")
        parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            link = create_first_administrator(
                username=options["username"],
                role=options["role"],
                region_code=options["region"],
                region_name=options["region_name"],
                by=SYSTEM,
            )
        except UsernameTaken as error:
            raise CommandError(f"There is a user {error} already.", returncode=1) from error
        except (NoRegion, RegionRefused) as error:
            raise CommandError(f"No region {options['region']}; give --region-name to create it ({error}).", returncode=1) from error
        path = reverse("access:set_password", args=[link.uid, link.token])
        self.stdout.write(json.dumps({"username": options["username"], "path": path}) if options["json"] else f"Set the password at {path}")
