"""The import wizard as a person walks through it, and what a page is once everything on it is drawn."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from portalkit.imports.models import BatchState, ImportBatch
from portalkit.jobs.models import Job
from tests.journeys.visitor import Visitor

RunJobs = Callable[..., list[Job]]


def imported(visitor: Visitor, run_jobs: RunJobs, kind: str, path: Path) -> ImportBatch:
    """Through every page of the wizard; ends on the result page."""
    page = uploaded(visitor, kind, path)
    checked(page, run_jobs)
    expect(page.locator("#problems")).to_have_count(0)
    return committed(page, run_jobs)


def uploaded(visitor: Visitor, kind: str, path: Path) -> Page:
    page = visitor.visit("imports:upload")
    page.locator("select[name=kind]").select_option(kind)
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form[data-upload] .button-primary").click()
    page.wait_for_url("**/map/")
    expect(page.locator("h1")).to_have_text("映射列")
    return page


def checked(page: Page, run_jobs: RunJobs) -> None:
    page.locator("form[aria-labelledby=columns] .button-primary").click()
    expect(page.locator("[data-live-content]")).to_be_visible()
    run_jobs()
    expect(page.locator("section[aria-labelledby=rows]")).to_be_visible()


def committed(page: Page, run_jobs: RunJobs) -> ImportBatch:
    page.locator(".page-actions .button-primary").click()
    expect(page.locator("[data-live-content]")).to_be_visible()
    run_jobs()
    expect(page.locator(".alert.tone-good")).to_be_visible()
    batch = ImportBatch.objects.latest("pk")
    assert batch.state == BatchState.COMMITTED
    return batch


def drawn(page: Page) -> None:
    """Waits until every chart of the page is drawn."""
    page.wait_for_function("[...document.querySelectorAll('[data-chart-plot]')].every(plot => plot.querySelector('.main-svg'))")
    expect(page.locator("[data-chart-failed]:visible")).to_have_count(0)
