"""What happened: in the cases of our procedures, and in event logs of other systems."""

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import require
from periplus.paths.facts import Source
from periplus.paths.policies_lists import may_bring_log
from periplus.paths.queries import facts
from periplus.paths.queries.case_lists import list_procedures
from periplus.paths.services import logs
from periplus.paths.types import EventLog, Procedure
from periplus.web.panel.facts_page import (
    Names,
    change_of,
    contrast_words,
    read_facts,
    throughput_facts,
)
from periplus.web.panel.forms import LogForm, PeriodForm
from periplus.web.panel.sheets import asked_file, shown
from periplus.web.shell.doors import (
    UNPROCESSABLE,
    Request,
    act,
    form_page,
    found,
    leave,
    page,
    show_form,
    submit,
)
from periplus.web.shell.words import number_words

SEE, BRING = "paths.logs.see", "paths.logs.bring"


@page(SEE)
def sources(request: Request) -> HttpResponse:
    """Whatever there are facts about."""
    procedures = list(list_procedures(request.user))
    found = facts.list_glances(request.user, procedures)
    context = {
        "rows": [(each, found.get(each.pk)) for each in procedures],
        "logs": facts.list_logs(request.user),
        "may_bring": may_bring_log(request.user),
    }
    return render(request, "facts/list.html", context)


@page(SEE)
def procedure(request: Request, reference: UUID) -> HttpResponse:
    seen = facts.find_procedure_seen(request.user, reference)
    if seen is None:
        raise Http404
    form = PeriodForm(request.GET)
    if not form.is_valid():
        context = {"procedure": seen, "form": form}
        return render(request, "facts/detail.html", context, status=UNPROCESSABLE)
    since, until = _period(form, seen)
    source = facts.source_of_procedure(request.user, seen, since=since, until=until)
    return _page(request, source, Names(facts.step_titles(seen)), procedure=seen, form=form)


@page(SEE)
def log(request: Request, reference: UUID) -> HttpResponse:
    seen = found(facts.list_logs(request.user), uuid=reference)
    source = facts.source_of_log(request.user, seen)
    return _page(request, source, Names({}, ours=False), log=seen, may_bring=may_bring_log(request.user))


def _page(
    request: Request,
    source: Source,
    names: Names,
    *,
    procedure: Procedure | None = None,
    log: EventLog | None = None,
    **more: object,
) -> HttpResponse:
    read = read_facts(source, names, procedure)
    answer = asked_file(request, read.sheets)
    if answer is not None:
        return answer
    context = {
        "procedure": procedure,
        "log": log,
        "size": [number_words(number) for number in (log.events, log.cases)] if log else None,
        "read": read,
        "facts": throughput_facts(read.throughput, paths=facts.count_variants(source)),
        "contrast": contrast_words(read),
        "change": change_of(read.contrast) if read.contrast else None,
        "sheets": shown(request, read.sheets),
        **more,
    }
    return render(request, "facts/detail.html", context)


def _period(form: PeriodForm, procedure: Procedure) -> tuple[dt.datetime | None, dt.datetime | None]:
    """From the first day to the end of the last one, at the university."""
    zone = ZoneInfo(procedure.institution.time_zone)
    since, until = form.cleaned_data.get("since"), form.cleaned_data.get("until")
    end = until + dt.timedelta(days=1) if until else None
    begin, over = (dt.datetime.combine(day, dt.time(), tzinfo=zone) if day else None for day in (since, end))
    return begin, over


@form_page(BRING)
def bring(request: Request) -> HttpResponse:
    """Bring an event log in: all of it, or nothing and a sentence why."""
    require(may_bring_log(request.user))
    form = LogForm(request.POST or None, request.FILES or None)
    done = submit(request, form, lambda values: logs.import_log(actor=request.user, at=clock.now(), **values))
    if done:
        log = done.result
        said = _("%(events)s events of %(cases)s cases came in.") % {
            "events": number_words(log.events),
            "cases": number_words(log.cases),
        }
        return leave(request, "facts:log", log.uuid, say=said)
    return show_form(request, "facts/new.html", form, back=reverse("facts:list"))


@act(BRING)
def delete(request: Request, reference: UUID) -> HttpResponse:
    """Take a log out again."""
    seen = found(facts.list_logs(request.user), uuid=reference)
    logs.delete_log(actor=request.user, log=seen, at=clock.now())
    return leave(request, "facts:list", say=_("The log is deleted, with all its events."))
