"""The dates of an agreement in words: until when it holds, and what has to be done by when."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core.languages import active_language, format_date
from periplus.partners import lives
from periplus.partners.enums import AgreementState
from periplus.partners.types import Agreement


def notice_words(agreement: Agreement, today: dt.date) -> str:
    """One or two sentences that say how the dates follow from each other."""
    state = AgreementState(agreement.state)
    if state == AgreementState.IN_FORCE:
        return _while_in_force(agreement, today)
    if state in {AgreementState.TERMINATED, AgreementState.EXPIRED}:
        return _at_its_end(agreement, today)
    if state == AgreementState.DROPPED:
        return _("It was dropped before it held.")
    return _before_it_holds(agreement)


def _while_in_force(agreement: Agreement, today: dt.date) -> str:
    notice_on = lives.notice_due_on(agreement)
    if agreement.valid_until is None or notice_on is None:
        end = lives.end_after_notice(agreement, given_on=today)
        sentence = _("It holds without an end. Notice given today would end it before %(end)s.")
        return sentence % {"end": _day(end)}
    words = {
        "end": _day(agreement.valid_until),
        "notice": _day(notice_on),
        "months": _months(agreement.notice_months),
    }
    if agreement.renews_by_itself:
        sentence = _(
            "On %(end)s it goes on for another year, unless notice is given by %(notice)s, %(months)s before."
        )
    else:
        sentence = _("It holds until before %(end)s. Decide on renewal by %(notice)s, %(months)s before.")
    return sentence % words


def _at_its_end(agreement: Agreement, today: dt.date) -> str:
    end = agreement.valid_until
    if end is None:
        return _("It no longer holds.")
    if end <= today:
        return _("It held until before %(end)s.") % {"end": _day(end)}
    sentence = _(
        "Notice was given. It holds until before %(end)s, so that nobody who is abroad loses the ground."
    )
    return sentence % {"end": _day(end)}


def _before_it_holds(agreement: Agreement) -> str:
    start, end = agreement.valid_from, agreement.valid_until
    if start and end:
        sentence = _("It is to hold from %(start)s until before %(end)s, with %(months)s of notice.")
        return sentence % {
            "start": _day(start),
            "end": _day(end),
            "months": _months(agreement.notice_months),
        }
    if start:
        return _("It is to hold from %(start)s, without an end.") % {"start": _day(start)}
    return _("It is not said yet from when until when it is to hold.")


def _months(number: int) -> str:
    return ngettext("%(number)s month", "%(number)s months", number) % {"number": number}


def _day(day: dt.date) -> str:
    return format_date(day, active_language())
