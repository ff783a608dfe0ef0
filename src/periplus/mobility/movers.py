"""What of mobility moves along when two institutions turn out to be one."""

from periplus.mobility.models import Enrolment, Stay
from periplus.partners.merging import register_mover

register_mover(Stay, "sending")
register_mover(Stay, "receiving")
register_mover(Enrolment, "partner", once_with=("unit", "year"))
