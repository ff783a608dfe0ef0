"""The work that stands in a case, read by a function: it sees what the lock of the case has waited for."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION paths_standing_work(bigint) RETURNS SETOF paths_workitem LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN QUERY
    SELECT * FROM paths_workitem WHERE case_id = $1 AND state IN ('open', 'arrived') ORDER BY id;
END $$;
"""
BACKWARDS = "DROP FUNCTION paths_standing_work(bigint);"


class Migration(migrations.Migration):
    dependencies = [("paths", "0003_ids_in_order_of_time")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
