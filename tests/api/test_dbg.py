import pytest, traceback
from tests.api.test_conformance import *
def test_dbg(harbour):
    from django.db import connection
    orig = connection.close
    def close(*a, **k):
        traceback.print_stack(limit=14); return orig(*a, **k)
    connection.close = close
    op = [o for o in OPERATIONS if named(o)=="me.get_me"][0]
    try_out(harbour, op, GenerationMode.POSITIVE, "")
