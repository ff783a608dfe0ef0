"""A small event log of another system, written by hand."""

import datetime as dt
from xml.sax.saxutils import quoteattr

Event = tuple[str, str, float, str]  # case, activity, days after the beginning, who
HARBOUR: list[Event] = [
    ("a", "ask", 0, "ann"),
    ("a", "check", 2, "bob"),
    ("a", "ask", 2, "ann"),
    ("a", "check", 5, "bob"),
    ("a", "sign", 5.5, "eve"),
    ("b", "ask", 1, "ann"),
    ("b", "check", 1, "ann"),
    ("b", "sign", 9, "eve"),
    ("c", "ask", 3, "bob"),
    ("d", "sign", 4, "eve"),
    ("d", "ask", 3.5, "ann"),  # stands in the file after what it came before
]


def xes_of(events: list[Event]) -> bytes:
    cases: dict[str, list[str]] = {}
    for case, activity, days, who in events:
        at = (dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=days)).isoformat()
        cases.setdefault(case, []).append(
            f'<event><string key="concept:name" value={quoteattr(activity)}/>'
            f'<date key="time:timestamp" value="{at}"/>'
            f'<string key="org:resource" value={quoteattr(who)}/></event>'
        )
    traces = "".join(
        f'<trace><string key="concept:name" value={quoteattr(case)}/>{"".join(inner)}</trace>'
        for case, inner in cases.items()
    )
    return f'<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/">{traces}</log>'.encode()
