# ruff: noqa: S608 -- every part is a constant of this package; what comes from outside is a parameter
"""One statement for each kind of fact. The gaps of a statement are filled by its source alone."""

from typing import Final

from periplus.paths.facts.sources import Source

_DAYS: Final = "extract(epoch FROM {}) / 86400.0"
_MEDIAN: Final = "percentile_cont(0.5) WITHIN GROUP (ORDER BY {})"
SLOW: Final = 0.9  # of the cases are faster than what is called slow


def graph(source: Source) -> str:
    """What follows directly on what: before, after, number, median and mean days between them."""
    gap = _DAYS.format("next_at - at")
    return f"""
    WITH traces AS ({source.traces}), steps AS (
      SELECT case_key, activity, at, lead(activity) OVER w AS next, lead(at) OVER w AS next_at,
        lead(case_key) OVER w IS NOT DISTINCT FROM case_key AS inside,
        lag(case_key) OVER w IS DISTINCT FROM case_key AS first
      FROM traces WINDOW w AS (ORDER BY {source.order})
    ), inner_edges AS (
      SELECT activity AS before, next AS after, {gap} AS gap FROM steps WHERE inside
    )
    SELECT before, after, count(*), {_MEDIAN.format("gap")}, avg(gap)::float
    FROM inner_edges GROUP BY before, after
    UNION ALL SELECT '', activity, count(*), NULL, NULL FROM steps WHERE first GROUP BY activity
    UNION ALL SELECT activity, '', count(*), NULL, NULL FROM steps WHERE NOT inside AND {source.ended}
    GROUP BY activity
    ORDER BY 3 DESC, 1, 2
    """


def _paths(source: Source) -> str:
    return f"""
    WITH traces AS ({source.traces}), ended AS (
      SELECT case_key, {_DAYS.format("ended_at - started_at")} AS days FROM ({source.cases}) c
      WHERE ended_at IS NOT NULL
    ), paths AS (
      SELECT array_agg(activity ORDER BY at, no) AS path, case_key FROM traces GROUP BY case_key
    )
    """


def variants(source: Source, *, limit: int) -> str:
    """The paths that most ended cases have taken: path, cases, median days from start to end."""
    return f"""
    {_paths(source)} SELECT path, count(*), {_MEDIAN.format("days")} FROM paths JOIN ended USING (case_key)
    GROUP BY path ORDER BY 2 DESC, 1 LIMIT {limit:d}
    """


def count_variants(source: Source) -> str:
    """How many different paths were taken, by how many ended cases."""
    return f"{_paths(source)} SELECT count(DISTINCT path), count(*) FROM paths JOIN ended USING (case_key)"


def steps(source: Source) -> str:
    """Each step over all cases, as `StepFacts` says. A foreign step is open since the event before it."""
    return f"""
    WITH traces AS ({source.traces}), taken AS ({source.taken}), told AS (
      SELECT t.*, lag(at) OVER w AS last_at, lag(case_key) OVER w AS last_case, taken_at
      FROM traces t LEFT JOIN taken USING (no) WINDOW w AS (ORDER BY {source.order})
    ), open AS (
      SELECT *, coalesce(since, CASE WHEN last_case = case_key THEN last_at END) AS open_at FROM told
    ), whole AS (
      SELECT activity, count(*) FILTER (WHERE way <> 'struck') AS number,
        count(DISTINCT case_key) AS cases,
        {_MEDIAN.format(_DAYS.format("coalesce(taken_at, at) - open_at"))} AS waiting,
        {_MEDIAN.format(_DAYS.format("at - taken_at"))} AS working,
        count(*) FILTER (WHERE way = 'returned') AS returned,
        count(*) FILTER (WHERE way = 'skipped') AS skipped,
        count(*) FILTER (WHERE at > due_at AND way <> 'struck') AS overdue,
        count(due_at) FILTER (WHERE way <> 'struck') AS dated
      FROM open GROUP BY activity
    ), turns AS (
      SELECT activity, count(DISTINCT turn) - 1 AS again FROM traces WHERE way = 'done'
      GROUP BY activity, case_key
    ), repeated AS (
      SELECT activity, sum(again)::bigint AS again, count(*) FILTER (WHERE again > 0) AS cases_again
      FROM turns GROUP BY activity
    )
    SELECT activity, number, cases, waiting, working, coalesce(again, 0), coalesce(cases_again, 0),
      returned, skipped, overdue, dated
    FROM whole LEFT JOIN repeated USING (activity) ORDER BY number DESC, activity
    """


def hand_overs(source: Source, *, limit: int) -> str:
    """Who gave cases to whom. Counted is a change of hands; told are the roles."""
    return f"""
    WITH traces AS ({source.traces}), pairs AS (
      SELECT case_key, lag(role) OVER w AS giver, role AS taker, hand, lag(hand) OVER w AS last_hand,
        lag(case_key) OVER w AS last_case, {_DAYS.format("at - lag(at) OVER w")} AS gap
      FROM traces WHERE hand <> '' WINDOW w AS (ORDER BY {source.order})
    )
    SELECT giver, taker, count(*), count(DISTINCT case_key), {_MEDIAN.format("gap")} FROM pairs
    WHERE last_case = case_key AND last_hand <> hand
    GROUP BY giver, taker ORDER BY 3 DESC, 1, 2 LIMIT {limit:d}
    """


_ENDED: Final = f"""
    count(ended_at) AS ended, count(*) - count(ended_at) AS running, {_MEDIAN.format("days")} AS median,
    avg(days)::float AS mean, percentile_cont({SLOW}) WITHIN GROUP (ORDER BY days) AS slow,
    count(*) FILTER (WHERE ended_at >= late_at) AS late,
    count(*) FILTER (WHERE ended_at IS NOT NULL AND late_at IS NOT NULL) AS dated
"""


def _timed(source: Source) -> str:
    return f"SELECT *, {_DAYS.format('ended_at - started_at')} AS days FROM ({source.cases}) c"


def throughput(source: Source) -> str:
    """One row, as `Throughput` says."""
    return f"SELECT {_ENDED} FROM ({_timed(source)}) timed"


def durations(source: Source) -> str:
    """Every ended case: its key, its version, the days it took; in the order in which they ended."""
    return f"""
    SELECT case_key::text, version, days::float FROM ({_timed(source)}) timed
    WHERE ended_at IS NOT NULL ORDER BY ended_at, case_key
    """


def versions(source: Source) -> str:
    """Each version, as `VersionFacts` says."""
    return f"""
    WITH traces AS ({source.traces}), per_case AS (
      SELECT version, {_ENDED} FROM ({_timed(source)}) timed GROUP BY version
    ), turns AS (
      SELECT version, count(DISTINCT turn) - 1 AS again FROM traces WHERE way = 'done'
      GROUP BY version, case_key, activity
    ), repeated AS (SELECT version, sum(again)::bigint AS again FROM turns GROUP BY version),
    counted AS (
      SELECT version, count(*) FILTER (WHERE way <> 'struck') AS steps,
        count(*) FILTER (WHERE way = 'returned') AS returned,
        count(*) FILTER (WHERE way = 'skipped') AS skipped,
        count(*) FILTER (WHERE at > due_at AND way <> 'struck') AS overdue
      FROM traces GROUP BY version
    )
    SELECT version, ended, running, median, slow, late, dated, coalesce(steps, 0), coalesce(again, 0),
      coalesce(returned, 0), coalesce(skipped, 0), coalesce(overdue, 0)
    FROM per_case LEFT JOIN counted USING (version) LEFT JOIN repeated USING (version) ORDER BY version
    """


def prefixes(source: Source, *, limit: int) -> str:
    """Where ended cases stood and when, but for their last event.

    For each the key of the state, the number of the case, and the instants at which the state was reached,
    the case began, ended and was due: as seconds since 1970. The latest `limit` cases. A step of ours is
    reached when it opens, a foreign one when its event happens.
    """
    return f"""
    WITH traces AS ({source.traces}), ended AS (
      SELECT * FROM ({source.cases}) c WHERE ended_at IS NOT NULL
      ORDER BY ended_at DESC, case_key DESC LIMIT {limit:d}
    ), reached AS (
      SELECT t.case_key, activity, since, coalesce(since, at) AS at,
        lead(t.case_key) OVER (ORDER BY {source.order.replace("case_key", "t.case_key")})
          IS DISTINCT FROM t.case_key AS last
      FROM traces t WHERE way <> 'struck'
    )
    SELECT activity, dense_rank() OVER (ORDER BY started_at, case_key), extract(epoch FROM r.at)::float,
      extract(epoch FROM started_at)::float, extract(epoch FROM ended_at)::float,
      extract(epoch FROM late_at)::float
    FROM reached r JOIN ended USING (case_key)
    WHERE since IS NOT NULL OR NOT last
    ORDER BY started_at, case_key, r.at
    """
