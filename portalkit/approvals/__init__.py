"""Approval of one person's work by another: draft → submitted → approved, or sent back with a word why.

    from portalkit.approvals import services
    from portalkit.approvals.models import Approvable

    class Commentary(Approvable):
        report = models.ForeignKey(Report, on_delete=models.CASCADE)
        text = models.TextField()

        class Meta(Approvable.Meta):
            constraints = [*Approvable.Meta.constraints, models.UniqueConstraint(...)]

    services.revise(commentary, by=access.actor, user=request.user, now=now, text="…")    # whoever changes it is its author
    services.submit(commentary, by=access.actor, now=now)
    services.approve(commentary, by=access.actor, user=request.user, now=now)              # raises OwnWork for the author
    services.send_back(commentary, by=access.actor, user=request.user, note="…", now=now)

Who may write and who may decide is for the app's permissions; its view checks them before it calls.

What it guarantees:

- Author and approver are two people: the service refuses, and so does a constraint in the database of every model that uses this.
- What is decided has who decided and when; what is sent back has a word why; a change of approved work makes a draft of it again.
- Every step locks its row, follows the one table of steps in `domain.steps`, and leaves an audit event
  `<app>.<step>_<model>`, which the app names for readers.
"""
