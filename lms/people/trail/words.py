"""The audit trail's deeds in words, and whether somebody saw, changed or took out something."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Sort(models.TextChoices):
    """What kind of deed a line is about."""

    SAW = "saw", _("looked at")
    CHANGED = "changed", _("changed")
    EXPORTED = "exported", _("taken out as a file")
    SIGNED_IN = "signed_in", _("signing in")


SAW_VERBS = ("viewed", "opened_by", "shown")
EXPORT_VERBS = ("exported", "downloaded", "printed")

ACTIONS: Mapping[str, str | Promise] = {
    "activity.prepared": _("prepared an activity record"),
    "activity.released": _("released their activity record"),
    "activity.refused": _("did not release their activity record"),
    "activity.exported": _("took out an activity record"),
    "assessment.handed_in": _("handed in a self-assessment"),
    "assessment.rated": _("rated"),
    "assessment.confirmed": _("confirmed a level"),
    "assessment.returned": _("sent a rating back"),
    "assessment.viewed": _("looked at an assessment"),
    "assessment.printed": _("printed an interview sheet"),
    "assessment.extended": _("gave somebody longer for an assessment"),
    "assessment.objected": _("objected to a level"),
    "assessment.objection_replied": _("replied to an objection"),
    "assessment.rater_changed": _("gave an assessment to another rater"),
    "assignment.computed": _("computed an assignment rule"),
    "audit.exported": _("exported the audit trail"),
    "audit.erased": _("deleted the details of lines whose term is over"),
    "backup.made": _("backed up the system"),
    "backup.restored": _("restored the system from a backup"),
    "calibration.opened": _("opened a calibration"),
    "calibration.closed": _("closed a calibration"),
    "agreement.viewed": _("looked at the agreement of raters"),
    "certificate.exported": _("downloaded a certificate"),
    "certificate.issued": _("issued a certificate"),
    "class.attendance_recorded": _("recorded attendance at a class"),
    "class.called_off": _("called a class date off"),
    "class.consented": _("consented to a class application"),
    "class.date_changed": _("changed a class date"),
    "class.date_set": _("set a class date"),
    "class.declined": _("refused a class application"),
    "class.designated": _("designated somebody for a class"),
    "class.nominated": _("nominated somebody for a class"),
    "class.on_the_day": _("added somebody to a class sheet"),
    "class.sheet_exported": _("took out a class sheet"),
    "class.substituted": _("sent somebody else to a class"),
    "class.taken_off": _("took somebody off the list of a class"),
    "deletion.proposed": _("proposed a deletion"),
    "deletion.looked": _("looked where texts of the city name leavers"),
    "deletion.approved": _("approved a deletion"),
    "deletion.rejected": _("turned a deletion down"),
    "deletion.withdrawn": _("withdrew a deletion"),
    "deletion.forgotten": _("replaced a leaver by a pseudonym"),
    "deletion.finished": _("finished a deletion"),
    "deletion.certified": _("took out a record of deletion"),
    "disclosure.viewed": _("looked at a person's data for a disclosure"),
    "disclosure.exported": _("took out the disclosure of a person's data"),
    "closed_day.set": _("set a closed day"),
    "closed_day.removed": _("removed a closed day"),
    "exemption.granted": _("exempted from a course"),
    "exemption.withdrawn": _("took an exemption back"),
    "extension.asked": _("asked for a later due date"),
    "extension.granted": _("moved a due date on request"),
    "extension.declined": _("kept a due date"),
    "extension.withdrawn": _("took back a request for a later due date"),
    "not_done.exported": _("exported the not-done list"),
    "not_done.printed": _("printed slips for people without a mailbox"),
    "reminder.sent": _("sent reminders by hand"),
    "message_text.changed": _("changed the words of a message"),
    "message_text.restored": _("went back to a message’s original words"),
    "reminder.settings_changed": _("changed the reminder settings"),
    "rule.activated": _("activated an assignment rule"),
    "rule.discarded": _("threw a draft of an assignment rule away"),
    "rule.ended": _("ended an assignment rule"),
    "rule.renewed": _("renewed an assignment rule"),
    "rule.courses_renewed": _("took the new year’s courses into an assignment rule"),
    "cycle.opened": _("opened an assessment cycle"),
    "cycle.closed": _("closed an assessment cycle"),
    "cycle.opening_requested": _("asked for an assessment cycle to be opened"),
    "cycle.changed": _("changed the plan of an assessment cycle"),
    "cycle.decided": _("recorded a decision on an assessment cycle"),
    "cycle.deputy_appointed": _("named a deputy for a rater"),
    "cycle.deputy_ended": _("ended a deputy’s time"),
    "cycle.person_added": _("added somebody to an assessment cycle"),
    "cycle.planned": _("planned an assessment cycle"),
    "cycle.reminded": _("reminded people of an assessment"),
    "cycle.recorded": _("recorded a past assessment cycle"),
    "learning_record.viewed": _("looked at a learning record"),
    "learning_record.shown": _("looked at a package as its learner left it"),
    "learning_record.reset": _("let a package begin from the start"),
    "learning_record.credited": _("credited a module"),
    "job.retried": _("ran a failed job again"),
    "job.put_aside": _("put a failed job aside"),
    "handin.handed_over": _("handed a review over"),
    "outside.loaded": _("recorded outside training"),
    "outside.taken_back": _("took a load of outside training back"),
    "outside.uploaded": _("uploaded a file of outside training"),
    "package.moved": _("moved learners to another version of a package"),
    "package.imported": _("imported a learning package"),
    "retention.term_set": _("set how long records are kept"),
    "retention.names_viewed": _("looked at leavers whose term is over"),
    "retention.held": _("held records back from deletion"),
    "retention.released": _("released a hold"),
    "report.asked": _("asked for a list as a file"),
    "password.issued": _("gave out a temporary password"),
    "password.changed": _("chose a new password"),
    "role.granted": _("granted a role"),
    "role.ended": _("ended a role"),
    "report.exported": _("exported a report"),
    "report.downloaded": _("fetched a file of a report"),
    "roster.uploaded": _("uploaded a roster"),
    "roster.checked": _("checked a roster"),
    "roster.approved": _("approved a roster"),
    "roster.applied": _("applied a roster"),
    "roster.stale": _("stopped a roster whose check was out of date"),
    "roster.discarded": _("discarded a roster"),
    "roster.undone": _("undid a roster"),
    "roster.downloaded": _("downloaded a roster file"),
    "roster.columns_mapped": _("mapped roster columns"),
    "roster.titles_mapped": _("gave job titles a rank"),
    "second_factor.reset": _("took a second factor off an account"),
    "sign_in.succeeded": _("signed in"),
    "sign_in.failed": _("failed to sign in"),
    "sign_in.throttled": _("was stopped after too many failed sign-ins"),
    "sign_in.unmatched": _("came from the identity provider without a staff number of ours"),
    "sign_in.provider_failed": _("came back from the identity provider with an error"),
    "sign_in.refused": _("was refused: the account is closed"),
    "transcript.exported": _("took out their own learning record"),
}

# Details an auditor may read: what the deed was about, never what was written in it.
SHOWN_DETAILS: Mapping[str, str | Promise] = {
    "purpose": _("purpose"),
    "file": _("file"),
    "rows": _("rows"),
    "as_of": _("as of"),
    "ip": _("address"),
    "filter": _("filter"),
    "withheld": _("parts withheld"),
    "sha256": _("fingerprint"),
}


def action_label(action: str) -> str:
    return str(ACTIONS.get(action, action))


def sort_of(action: str) -> Sort:
    area, _dot, verb = action.partition(".")
    if area == "sign_in":
        return Sort.SIGNED_IN
    if verb.endswith(SAW_VERBS):
        return Sort.SAW
    return Sort.EXPORTED if verb.endswith(EXPORT_VERBS) else Sort.CHANGED


def of_sort(sort: str) -> Q:
    """Return the condition that a line is of one sort."""
    signing_in = Q(action__startswith="sign_in.")
    saw, exported = (_ends_with(verbs) for verbs in (SAW_VERBS, EXPORT_VERBS))
    return {
        Sort.SIGNED_IN: signing_in,
        Sort.SAW: saw & ~signing_in,
        Sort.EXPORTED: exported,
        Sort.CHANGED: ~(saw | exported | signing_in),
    }[Sort(sort)]


def _ends_with(verbs: tuple[str, ...]) -> Q:
    condition = Q()
    for verb in verbs:
        condition |= Q(action__endswith=verb)
    return condition


def details_in_words(details: Mapping[str, object], is_file_named: bool) -> str:
    """Return the readable details: purpose: … · rows: 120; the file only where it is not the target already."""
    names = [name for name in SHOWN_DETAILS if details.get(name) and not (is_file_named and name == "file")]
    shown = [f"{SHOWN_DETAILS[name]}: {_short(details[name])}" for name in names]
    return " · ".join(shown)


def _short(value: object) -> str:
    text = str(value)
    return f"{text[:16]}…" if len(text) == 64 else text
