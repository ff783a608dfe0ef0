from collections import Counter
from tests.api.test_conformance import *
import tests.api.test_conformance as T
T.SPARING = dict.fromkeys(T.SPARING, settings(max_examples=25, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)))
def test_dbg(harbour):
    seen={}
    bad=[]
    import schemathesis.generation.case as c
    orig=c.Case.validate_response
    def v(self, response, *a, **k):
        seen.setdefault(self.operation.label,Counter())[response.status_code]+=1
        return orig(self,response,*a,**k)
    c.Case.validate_response=v
    for op in OPERATIONS:
        for m in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try: try_out(harbour, op, m)
            except BaseException as e: bad.append(f"{op.label} {e}")
    c.Case.validate_response=orig
    open("/tmp/seen.txt","w").write("\n".join(f"{k} {dict(v)}" for k,v in seen.items())+"\n\n"+"\n".join(bad))
