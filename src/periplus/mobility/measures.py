"""What can be told of mobility in numbers."""

from functools import partial
from typing import Final

from django.utils.translation import gettext_lazy as _

from periplus.loop.enums import Direction
from periplus.loop.measuring import COUNT_PARTNERS, COUNT_STAYS, INDEX, SHARE, Measure, register
from periplus.mobility.counting import activity, indicators, links, partnerships, stays
from periplus.mobility.counting.flows import IN, OUT, STAY_AXES
from periplus.partners.counting import AGREEMENT_AXES

AXES: Final = ("country", "partner", "field", "programme", "unit")
PARTNER_AXES: Final = ("partner", "country")

OUTGOING_STAYS: Final = Measure(
    key="mobility.outgoing_stays",
    code="M01",
    title=_("Outgoing stays"),
    definition=_(
        "Stays in another country that start in the period. Cancelled ones do not count; planned ones do."
    ),
    unit=COUNT_STAYS,
    direction=Direction.UP,
    source="IMPI I:01009 (CHE, ACA, Nuffic and others 2009–2012), numerator",
    version=1,
    axes=STAY_AXES,
    compute=partial(indicators.count_stays, way=OUT),
    records=partial(stays.records, way=OUT),
    contributions=partial(stays.split, way=OUT),
    counts_people=True,
    breakdown_axes=AXES,
)
INCOMING_STAYS: Final = Measure(
    key="mobility.incoming_stays",
    code="M02",
    title=_("Incoming stays"),
    definition=_(
        "Stays here of people from another country that start in the period."
        " Cancelled ones do not count; planned ones do."
    ),
    unit=COUNT_STAYS,
    direction=Direction.UP,
    source="Periplus",
    version=1,
    axes=STAY_AXES,
    compute=partial(indicators.count_stays, way=IN),
    records=partial(stays.records, way=IN),
    contributions=partial(stays.split, way=IN),
    counts_people=True,
    breakdown_axes=AXES,
)
ABROAD_SHARE: Final = Measure(
    key="mobility.abroad_share",
    code="E01",
    title=_("Study-abroad share"),
    definition=_(
        "Outgoing stays for study or traineeship that start in the year, divided by the students"
        " enrolled in the year. Only where enrolment is known."
    ),
    unit=SHARE,
    direction=Direction.UP,
    source="IMPI I:01001 (CHE, ACA, Nuffic and others 2009–2012)",
    version=1,
    axes=STAY_AXES,
    compute=partial(indicators.abroad_share, way=OUT),
    records=stays.student_records,
    contributions=stays.student_split,
    counts_people=True,
    breakdown_axes=AXES,
)
COUNTRY_CONCENTRATION: Final = Measure(
    key="mobility.country_concentration",
    code="M03",
    title=_("Concentration of destinations"),
    definition=_(
        "Sum of the squared shares of the host countries in outgoing stays: 1 when all go to one country."
    ),
    unit=INDEX,
    direction=Direction.DOWN,
    source="Herfindahl–Hirschman index",
    version=1,
    axes=STAY_AXES,
    compute=partial(indicators.concentration, way=OUT, by="country"),
    records=partial(stays.records, way=OUT),
    contributions=stays.concentration_split,
    breakdown_axes=("country",),
)
COUNTRY_DIVERSITY: Final = Measure(
    key="mobility.country_diversity",
    code="P06",
    title=_("Diversity of destinations"),
    definition=_("1 minus the concentration over host countries: 0 when all go to one country."),
    unit=INDEX,
    direction=Direction.UP,
    source="Herfindahl–Hirschman index, as its complement (Gini–Simpson)",
    version=1,
    axes=STAY_AXES,
    compute=partial(indicators.diversity, way=OUT, by="country"),
    records=partial(stays.records, way=OUT),
    contributions=stays.concentration_split,
    breakdown_axes=("country",),
)
PARTNER_CONCENTRATION: Final = Measure(
    key="mobility.partner_concentration",
    code="M04",
    title=_("Concentration on partners"),
    definition=_(
        "Sum of the squared shares of the host institutions in outgoing stays: 1 when all go to one."
    ),
    unit=INDEX,
    direction=Direction.DOWN,
    source="Herfindahl–Hirschman index",
    version=1,
    axes=STAY_AXES,
    compute=partial(indicators.concentration, way=OUT, by="other"),
    records=partial(stays.records, way=OUT),
    contributions=stays.concentration_split,
    breakdown_axes=("partner",),
)
RECIPROCITY: Final = Measure(
    key="mobility.reciprocity",
    code="P03",
    title=_("Reciprocity balance"),
    definition=_(
        "1 − |in − out| / (in + out) for each partner, averaged by the number of stays: 1 when every"
        " partner sends as many as it receives. Only where both directions are recorded."
    ),
    unit=INDEX,
    direction=Direction.BAND,
    source="Periplus",
    version=1,
    axes=STAY_AXES,
    compute=indicators.reciprocity,
    records=partnerships.records,
    contributions=partnerships.split_imbalance,
    breakdown_axes=PARTNER_AXES,
)
ACTIVE_PARTNERS: Final = Measure(
    key="mobility.active_partners",
    code="M05",
    title=_("Active partners"),
    definition=_("Institutions with at least one stay in the period, in either direction."),
    unit=COUNT_PARTNERS,
    direction=Direction.UP,
    source="Periplus",
    version=1,
    axes=STAY_AXES,
    compute=indicators.count_partners,
    records=partnerships.records,
    contributions=partnerships.split_partners,
    breakdown_axes=("country",),
)
LINK_SURVIVAL: Final = Measure(
    key="mobility.link_survival",
    code="P04",
    title=_("Link survival"),
    definition=_(
        "Partners active in the period before that are still active, divided by all partners active"
        " in the period before."
    ),
    unit=SHARE,
    direction=Direction.BAND,
    source="n11 / (n11 + n10), network comparison",
    version=1,
    axes=STAY_AXES,
    compute=indicators.link_survival,
    records=links.list_links,
    contributions=links.split_lost,
    breakdown_axes=PARTNER_AXES,
)
LINK_STABILITY: Final = Measure(
    key="mobility.link_stability",
    code="P05",
    title=_("Stability of the network"),
    definition=_(
        "Partners active in both the period and the one before, divided by partners active in either"
        " (Jaccard index)."
    ),
    unit=INDEX,
    direction=Direction.BAND,
    source="Jaccard 1901; n11 / (n11 + n10 + n01)",
    version=1,
    axes=STAY_AXES,
    compute=indicators.link_stability,
    records=links.list_links,
    contributions=links.split_changed,
    breakdown_axes=PARTNER_AXES,
)
AGREEMENT_ACTIVITY: Final = Measure(
    key="mobility.agreement_activity",
    code="P01",
    title=_("Agreement activity share"),
    definition=_(
        "Agreements with a stay or a used place in the 24 months before the end of the period,"
        " divided by the agreements in force on its last day."
    ),
    unit=SHARE,
    direction=Direction.UP,
    source="City University of Hong Kong, university accountability agreement: active exchange agreements",
    version=1,
    axes=AGREEMENT_AXES,
    compute=activity.agreement_activity,
    records=activity.list_activity,
    contributions=activity.split_activity,
    breakdown_axes=("country", "partner", "unit"),
)

register(
    OUTGOING_STAYS,
    INCOMING_STAYS,
    ABROAD_SHARE,
    COUNTRY_CONCENTRATION,
    COUNTRY_DIVERSITY,
    PARTNER_CONCENTRATION,
    RECIPROCITY,
    ACTIVE_PARTNERS,
    LINK_SURVIVAL,
    LINK_STABILITY,
    AGREEMENT_ACTIVITY,
)
