"""The SQL of the indicators. `{flow}` stands for the stays of a scope, as `flows` writes them.

The first column of each is the number of the period; a period without a row has nothing to tell.
"""

from typing import Final

STAYS: Final = """
    SELECT n, count(*) FILTER (WHERE inside) FROM ({flow}) f GROUP BY n
"""

# Partners; stays; stays whose partner is known.
PARTNERS: Final = """
    SELECT n, count(other) FILTER (WHERE inside), coalesce(sum(stays), 0),
           coalesce(sum(stays) FILTER (WHERE other IS NOT NULL), 0)
    FROM (SELECT n, other, bool_or(inside) AS inside, count(*) FILTER (WHERE inside) AS stays
          FROM ({flow}) f GROUP BY n, other) g
    GROUP BY n
"""

# Sum of squares and sum over known parts; sum over all. `{part}`: the column, `{known}`: when it is known.
SQUARES: Final = """
    SELECT n, sum(c * c) FILTER (WHERE {known}), sum(c) FILTER (WHERE {known}), sum(c)
    FROM (SELECT n, {part}, count(*) AS c FROM ({flow}) f WHERE inside GROUP BY n, {part}) g
    GROUP BY n
"""

# How far out and in lie apart; stays with known partners; all stays; whether both directions were recorded.
BALANCE: Final = """
    SELECT n, sum(abs(outs - ins)) FILTER (WHERE other IS NOT NULL),
           sum(outs + ins) FILTER (WHERE other IS NOT NULL), sum(outs + ins),
           sum(all_outs) > 0 AND sum(all_ins) > 0
    FROM (SELECT n, other,
                 count(*) FILTER (WHERE inside AND way = 'out') AS outs,
                 count(*) FILTER (WHERE inside AND way = 'in') AS ins,
                 count(*) FILTER (WHERE way = 'out') AS all_outs,
                 count(*) FILTER (WHERE way = 'in') AS all_ins
          FROM ({flow}) f GROUP BY n, other) g
    GROUP BY n
"""

# Links kept, lost and new against the period before; only where both periods recorded anything at all.
LINKS: Final = """
    WITH link AS MATERIALIZED (
        SELECT n, own, other, bool_or(inside) AS inside FROM ({flow}) f GROUP BY n, own, other
    ), recorded AS MATERIALIZED (
        SELECT DISTINCT n FROM link
    ), moment AS (
        SELECT pair.n, pair.at, pair.at = pair.n AS now
        FROM (SELECT n, unnest(ARRAY[n, before]) AS at
              FROM unnest(%(pair_numbers)s::int[], %(pair_befores)s::int[]) AS p(n, before)
              WHERE n IN (SELECT n FROM recorded) AND before IN (SELECT n FROM recorded)) pair
    )
    SELECT n, count(*) FILTER (WHERE now AND earlier), count(*) FILTER (WHERE earlier AND NOT now),
           count(*) FILTER (WHERE now AND NOT earlier)
    FROM (SELECT moment.n, bool_or(moment.now) AS now, bool_or(NOT moment.now) AS earlier
          FROM moment JOIN link ON link.n = moment.at
          WHERE link.inside AND link.own IS NOT NULL AND link.other IS NOT NULL
          GROUP BY moment.n, link.own, link.other) seen
    GROUP BY n
"""

# Students' stays where enrolment is known; students enrolled; all students' stays.
ABROAD: Final = """
    SELECT g.n, sum(stays) FILTER (WHERE students > 0), sum(students), sum(stays)
    FROM (SELECT n, own, count(*) FILTER (WHERE inside) AS stays FROM ({flow}) f GROUP BY n, own) g
    JOIN unnest(%(numbers)s::int[], %(years)s::int[]) AS y(n, year) ON y.n = g.n
    LEFT JOIN mobility_enrolment e ON e.partner_id = g.own AND e.year = y.year
         AND e.unit_id IS NOT DISTINCT FROM (SELECT id FROM people_unit WHERE uuid = %(unit)s)
    GROUP BY g.n
"""
