"""Alarms of the whole portal: raised and cleared by identity, worked by people, told to those who asked.

An app declares its kinds as data and raises through one call, in the transaction of what it found:

    from portalkit.alarms.domain.identity import EventType, Severity
    from portalkit.alarms.domain.kinds import AlarmKind, register
    from portalkit.alarms.services import clear_alarm, raise_alarm

    register(AlarmKind(                                                     # in AppConfig.ready
        code="video.camera_silent", object_class="camera", event_type=EventType.COMMUNICATIONS, probable_cause="lossOfSignal",
        label=_("Camera sends nothing"), text=_("{camera} has sent no picture since {since}."),
        words={"camera_kind": {"dome": _("dome camera")}},                  # params that are codes, and what readers call them
    ))

    raise_alarm(kind="video.camera_silent", instance=camera.code, severity=Severity.MAJOR, region=camera.region,
                params={"camera": camera.name, "since": "09:30"}, url=reverse("video:camera", args=[camera.pk]), by=SYSTEM, now=now)
    clear_alarm(kind="video.camera_silent", instance=camera.code, by=SYSTEM, now=now)

The identity follows ITU-T X.733: managed object class and instance, event type, probable cause, specific problem (`problem=`, where one
object can have several of a kind). Perceived severities: critical, major, minor, warning, indeterminate; cleared is the end.

What it guarantees:

- Of one identity at most one alarm is open (the database sees to it). Raising it again counts, notes the time, brings severity, text
  and link up to date, and writes an event only where the severity changed. Clearing what is not open does nothing.
- What is raised, cleared, acknowledged, taken back or commented stands in the alarm's history with time, person and words. An alarm that
  gets worse loses its acknowledgement, since whoever gave it did not know.
- Texts are kept as kind and parameters, so every reader gets them in the own language. Values are text and numbers, never objects.
- `region` decides who sees an alarm; one without a region is seen by those who hold the permission everywhere.
- Who wants to be told says so by subscription (person, region, from which severity, which kinds): told once when the alarm is raised and
  when it gets worse, through `portalkit.notify`, and only while the person may see it.
- Alarms that were cleared more than 400 days ago are forgotten by a daily job.

Pages under /alarms/ (list, one alarm with its history, subscriptions, the count in the header); REST under /api/v1/alarms/.
Permissions: `AlarmsPermission` VIEW, ACKNOWLEDGE, CLEAR (by hand).
"""
