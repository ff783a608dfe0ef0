"""The feed of deadlines that a person's calendar subscribes to."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from icalendar import Calendar, Event

from periplus.core import clock
from periplus.people.queries.persons import find_person_by_calendar_key
from periplus.people.types import Person
from periplus.web.home.deadlines import Deadline, list_deadlines
from periplus.web.people.reader import zone_of
from periplus.web.shell.doors import public_page


@public_page
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever has the secret address may read it; the person can change the address."""
    person = find_person_by_calendar_key(key)
    if person is None:
        raise Http404
    with translation.override(person.language), timezone.override(zone_of(person)):
        content = write(person, list_deadlines(person=person, today=clock.today()), request)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="periplus.ics"'
    response["Cache-Control"] = "private, max-age=900"
    return response


def write(person: Person, deadlines: list[Deadline], request: HttpRequest) -> bytes:
    """The calendar as RFC 5545 wants it: days as all-day entries, instants with their time zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Periplus//deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Periplus · {person.name}")
    calendar.add("x-wr-timezone", timezone.get_current_timezone_name())
    calendar.add("refresh-interval;value=duration", "PT1H")
    for deadline in deadlines:
        calendar.add_component(_entry(deadline, request))
    calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text


def _entry(deadline: Deadline, request: HttpRequest) -> Event:
    entry = Event()
    entry.add("uid", f"{deadline.uid}@periplus")
    entry.add("dtstamp", clock.now())
    entry.add("summary", str(deadline.title))
    if deadline.at:
        begins = timezone.localtime(deadline.at)
        entry.add("dtstart", begins)
        entry.add("dtend", begins + deadline.lasting)
    elif deadline.on:
        entry.add("dtstart", deadline.on)
        entry.add("dtend", deadline.on + dt.timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    url = request.build_absolute_uri(deadline.url)
    entry.add("url", url)
    entry.add("description", "\n".join(filter(None, (str(deadline.note), url))))
    return entry
