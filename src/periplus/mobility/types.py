"""Names for annotations of those who reach mobility only through queries and services."""

from periplus.mobility.models import Enrolment, Stay, StayFunding

__all__ = ["Enrolment", "Stay", "StayFunding"]
