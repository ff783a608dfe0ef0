"""Lines of agreements: written while it is open; places and use while it holds."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import require
from periplus.partners import lives, policies, queries, services
from periplus.partners.forms.lines import LineForm, PlacesForm, UseForm
from periplus.partners.policies import visible_lines, visible_partners
from periplus.partners.types import Agreement, AgreementLine
from periplus.web.partners.desk.agreements import seen, show_agreement_form
from periplus.web.shell.doors import Request, act, form_page, leave, submit

_TERMS = tuple(name for name in services.LineTerms.__dataclass_fields__ if name != "partner")


@form_page("partners.agreements.draft")
def add(request: Request, reference: UUID) -> HttpResponse:
    agreement = seen(request, reference)
    require(policies.may_change_agreement(request.user, agreement))
    form = _line_form(request, agreement, {})
    if submit(
        request,
        form,
        lambda values: services.add_line(
            actor=request.user, agreement=agreement, terms=services.LineTerms(**values), on=clock.today()
        ),
    ):
        return leave(request, "agreements:detail", agreement.uuid, say=_("The line is added."))
    return show_agreement_form(request, form, agreement, _("Add a line"), _("Add the line"))


@form_page("partners.agreements.draft")
def change(request: Request, reference: UUID) -> HttpResponse:
    line = _line(request, reference)
    require(policies.may_change_agreement(request.user, line.agreement))
    initial = {name: getattr(line, name) for name in _TERMS} | {"partner": line.partner.uuid}
    form = _line_form(request, line.agreement, initial)
    if submit(
        request,
        form,
        lambda values: services.change_line(
            actor=request.user, line=line, terms=services.LineTerms(**values), on=clock.today()
        ),
    ):
        return leave(request, "agreements:detail", line.agreement.uuid, say=_("The line is changed."))
    return show_agreement_form(request, form, line.agreement, _("Change the line"), _("Save"))


@act("partners.agreements.draft")
def remove(request: Request, reference: UUID) -> HttpResponse:
    line = _line(request, reference)
    services.remove_line(actor=request.user, line=line, on=clock.today())
    return leave(request, "agreements:detail", line.agreement.uuid, say=_("The line is taken out."))


@form_page("partners.agreements.change_lines")
def places(request: Request, reference: UUID) -> HttpResponse:
    """From an academic year on, a line in force offers another number of places."""
    line = _line(request, reference)
    require(policies.may_set_places(request.user, line))
    year = lives.academic_year_of(line.agreement.institution, clock.today()) + 1
    form = PlacesForm(request.POST or None, initial={"places": line.places, "from_year": year})
    if submit(
        request,
        form,
        lambda values: services.set_places(actor=request.user, line=line, on=clock.today(), **values),
    ):
        return leave(request, "agreements:detail", line.agreement.uuid, say=_("The places are changed."))
    return show_agreement_form(request, form, line.agreement, _("Change the places"), _("Save"))


@form_page("partners.agreements.report_use")
def use(request: Request, reference: UUID) -> HttpResponse:
    """How many places were used in a year."""
    line = _line(request, reference)
    require(policies.may_report_use(request.user, line))
    year = lives.academic_year_of(line.agreement.institution, clock.today()) - 1
    form = UseForm(request.POST or None, initial={"year": year})
    if submit(
        request,
        form,
        lambda values: services.report_use(actor=request.user, line=line, on=clock.today(), **values),
    ):
        return leave(request, "agreements:detail", line.agreement.uuid, say=_("The use is reported."))
    return show_agreement_form(request, form, line.agreement, _("Report the use of places"), _("Save"))


def _line(request: Request, reference: UUID) -> AgreementLine:
    line = queries.find_line(reference)
    if line is None or not visible_lines(request.user).filter(pk=line.pk).exists():
        raise Http404
    return line


def _line_form(request: Request, agreement: Agreement, initial: dict[str, object]) -> LineForm:
    parties = [party.partner.pk for party in queries.list_parties(agreement)]
    partners = visible_partners(request.user).filter(pk__in=parties).order_by("sort_key")
    return LineForm(request.POST or None, initial=initial, partners=partners)
