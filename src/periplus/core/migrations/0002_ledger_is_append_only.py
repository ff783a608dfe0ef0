"""Refuses every change of a ledger entry inside the database itself."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION core_refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The ledger is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER core_event_append_only BEFORE UPDATE OR DELETE ON core_event
  FOR EACH ROW EXECUTE FUNCTION core_refuse_ledger_change();
CREATE TRIGGER core_eventobject_append_only BEFORE UPDATE OR DELETE ON core_eventobject
  FOR EACH ROW EXECUTE FUNCTION core_refuse_ledger_change();
"""

BACKWARDS = """
DROP TRIGGER core_event_append_only ON core_event;
DROP TRIGGER core_eventobject_append_only ON core_eventobject;
DROP FUNCTION core_refuse_ledger_change();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
