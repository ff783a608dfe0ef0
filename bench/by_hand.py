"""What somebody who knows the tables would write: one statement per indicator, all years at once."""

_HOME = "(SELECT id FROM partners_partner WHERE uuid = %(university)s)"
_COUNTED = "state <> 'cancelled' AND (country_from <> country_to OR country_to = '')"
_OUT = f"sending_id = {_HOME} AND {_COUNTED} AND start_year BETWEEN %(first)s AND %(last)s"
_IN = f"receiving_id = {_HOME} AND {_COUNTED} AND start_year BETWEEN %(first)s AND %(last)s"
_LINKS = f"""
    SELECT DISTINCT start_year AS y, receiving_id AS p FROM mobility_stay
    WHERE sending_id = {_HOME} AND {_COUNTED} AND receiving_id IS NOT NULL
      AND start_year BETWEEN %(first)s - 1 AND %(last)s
    UNION
    SELECT DISTINCT start_year, sending_id FROM mobility_stay
    WHERE receiving_id = {_HOME} AND {_COUNTED} AND sending_id IS NOT NULL
      AND start_year BETWEEN %(first)s - 1 AND %(last)s
"""
_PAIRED = f"""
    WITH links AS ({_LINKS})
    SELECT coalesce(now.y, was.y + 1) AS y,
           count(*) FILTER (WHERE now.p IS NOT NULL AND was.p IS NOT NULL) AS kept,
           count(*) FILTER (WHERE now.p IS NULL) AS lost,
           count(*) FILTER (WHERE was.p IS NULL) AS born
    FROM links now FULL JOIN links was ON was.p = now.p AND was.y = now.y - 1
    GROUP BY 1 HAVING coalesce(now.y, was.y + 1) BETWEEN %(first)s AND %(last)s
"""


def _concentration(part: str, value: str) -> str:
    return f"""
        SELECT start_year, {value} FROM (
            SELECT start_year, {part}, count(*) AS n FROM mobility_stay
            WHERE {_OUT} AND {part} IS NOT NULL AND {part}::text <> '' GROUP BY 1, 2) q
        GROUP BY 1
    """


_SQUARES = "sum(n * n) / (sum(n) * sum(n))"

STATEMENTS = {
    "mobility.outgoing_stays": f"SELECT start_year, count(*) FROM mobility_stay WHERE {_OUT} GROUP BY 1",
    "mobility.incoming_stays": f"SELECT start_year, count(*) FROM mobility_stay WHERE {_IN} GROUP BY 1",
    "mobility.abroad_share": f"""
        SELECT e.year, count(s.id)::numeric / max(e.students) FROM mobility_enrolment e
        LEFT JOIN mobility_stay s ON s.sending_id = e.partner_id AND s.start_year = e.year
             AND s.state <> 'cancelled' AND s.activity IN ('study', 'traineeship')
        WHERE e.partner_id = {_HOME} AND e.unit_id IS NULL
          AND e.year BETWEEN %(first)s AND %(last)s GROUP BY 1""",
    "mobility.country_concentration": _concentration("country_to", _SQUARES),
    "mobility.country_diversity": _concentration("country_to", f"1 - {_SQUARES}"),
    "mobility.partner_concentration": _concentration("receiving_id", _SQUARES),
    "mobility.active_partners": f"""
        SELECT y, count(DISTINCT p) FROM ({_LINKS}) q
        WHERE y BETWEEN %(first)s AND %(last)s GROUP BY 1""",
    "mobility.reciprocity": f"""
        SELECT y, 1 - sum(abs(i - o)) / sum(i + o) FROM (
            SELECT start_year AS y, p, count(*) FILTER (WHERE way = 'in')::numeric AS i,
                   count(*) FILTER (WHERE way = 'out')::numeric AS o
            FROM (SELECT start_year, receiving_id AS p, 'out' AS way FROM mobility_stay WHERE {_OUT}
                  UNION ALL
                  SELECT start_year, sending_id, 'in' FROM mobility_stay WHERE {_IN}) s
            WHERE p IS NOT NULL GROUP BY 1, 2) q
        GROUP BY 1""",
    "mobility.link_survival": f"SELECT y, kept::numeric / nullif(kept + lost, 0) FROM ({_PAIRED}) q",
    "mobility.link_stability": f"SELECT y, kept::numeric / nullif(kept + lost + born, 0) FROM ({_PAIRED}) q",
}
