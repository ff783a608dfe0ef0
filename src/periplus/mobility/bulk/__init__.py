"""Thousands of stays and enrolments at once: what imports call. Each call is one ledger event."""

from periplus.mobility.bulk.enrolments import EnrolmentFacts, bring_enrolments
from periplus.mobility.bulk.stays import STAY_FIELDS, StayFacts, bring_stays

__all__ = ["STAY_FIELDS", "EnrolmentFacts", "StayFacts", "bring_enrolments", "bring_stays"]
