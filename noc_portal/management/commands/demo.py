"""Loads the made-up province, or takes it away."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from noc_portal.demo import loading, people, unloading
from portalkit.audit.domain.actors import SYSTEM

SEED = 2026


class Command(BaseCommand):
    help = "Loads the demo province, or takes it away. Exit 0: done, 1: refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("load", "unload"))
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed gives the same data")
        parser.add_argument("--months", type=int, default=loading.MONTHS, help="so many months of tickets, the present one among them")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is data already")
        parser.add_argument("--json", action="store_true", help="one JSON object as the last line")

    def handle(self, **options: Any) -> None:
        result = self._load(options) if options["action"] == "load" else self._unload()
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        if "refused" in result:
            if not options["json"]:
                self.stderr.write(result["message"])
            raise SystemExit(1)

    def _load(self, options: dict[str, Any]) -> dict[str, Any]:
        try:
            loaded = loading.load(
                seed=options["seed"],
                months=max(options["months"], 1),
                now=timezone.now(),
                tell=lambda text: self.stderr.write(f"demo: {text} …"),
            )
        except (loading.AlreadyLoaded, loading.ForeignData) as refusal:
            if options["if_empty"]:
                return {"loaded": False, **self._tell_logins("The demo province is loaded already.", options)}
            return {"refused": type(refusal).__name__, "message": str(refusal.__doc__)}
        logins = self._tell_logins(f"Demo province: {loaded.regions} regions, {loaded.tickets} tickets.", options)
        if not options["json"]:
            self.stdout.write(f"Exports to try an import with: {loaded.practice.crm.parent}")
        return {"loaded": True, "regions": loaded.regions, "users": loaded.users, "tickets": loaded.tickets, **logins}

    def _tell_logins(self, news: str, options: dict[str, Any]) -> dict[str, Any]:
        """Says who can sign in with the demo password, as a result or as lines; nothing where nobody can."""
        able = people.who_can_sign_in()
        if not able:
            return {}
        if not options["json"]:
            self.stdout.write(f"{news} Sign in with password {people.PASSWORD} as:")
            for person in able:
                self.stdout.write(f"  {person.username:<12} {person.role:<15} {person.full_name}")
        return {"logins": [person.username for person in able], "password": people.PASSWORD}

    def _unload(self) -> dict[str, Any]:
        try:
            unloaded = unloading.unload(by=SYSTEM, now=timezone.now())
        except unloading.NotLoaded as refusal:
            return {"refused": "NotLoaded", "message": str(refusal.__doc__)}
        self.stdout.write(f"Taken away: {sum(unloaded.rows.values())} rows.")
        return {"rows": unloaded.rows}
