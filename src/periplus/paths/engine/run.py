"""One case on its chart. Every method is one move; `moves` says what it changed.

The caller holds the lock of the case, hands in where it stands, and stores what was moved.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from itertools import chain, count
from typing import Any

from periplus.paths.chart import Chart, ChartFlow, ChartNode
from periplus.paths.engine.tokens import Applied, EngineError, Moves, Token
from periplus.paths.enums import NodeKind, WorkState
from periplus.paths.feel import compile_condition
from periplus.paths.structure import lies_before, nested_in, reachable_from, scopes_of, sides_of
from periplus.paths.tables import compile_table

MOST_HOPS = 10_000  # a chart that passed the gate has no loop without a human
MOST_SIDE = 50  # characters of a deadline's key in the name of a side way
Arrival = tuple[str, str, str]  # node, by which flow, on which side way


class Run:
    """A case: its chart, its tokens, its values.

    `values`: what nodes produced; written to. `facts`: what is known of the subject; values go first.
    """

    def __init__(
        self, chart: Chart, *, tokens: Iterable[Token] = (), values: dict[str, Any], facts: Mapping[str, Any]
    ) -> None:
        self.chart = chart
        self.tokens = list(tokens)
        self.values = values
        self.facts = facts
        self.outcome = ""
        self.moves = Moves()
        self._queue: deque[Arrival] = deque()

    # ---------------------------------------------------------------- moves

    def start(self, values: Mapping[str, Any]) -> Moves:
        """Begin: put the first token on its way."""
        self._write(values)
        self._go_on(self.chart.starts[0].key, "")
        return self._settle()

    def complete(
        self, token: Token, outputs: Mapping[str, Any], *, state: WorkState = WorkState.DONE
    ) -> Moves:
        """A work item is done (or skipped): write what came out and go on."""
        self._demand(token)
        if token.element_no is None:
            self._write(outputs)
        else:
            self._write_element(token, outputs)
        self._close(token, state)
        if not self._siblings(token):
            self._go_on(token.node, token.side)
        return self._settle()

    def retry(self, token: Token) -> Moves:
        """Ask the decision table once more at which a case is stuck."""
        self._demand(token)
        self._close(token, WorkState.DONE)
        self._queue.append((token.node, "", token.side))
        return self._settle()

    def strike(self, token: Token, timer: str) -> Moves:
        """A deadline at a work item is reached: the work is overtaken, or a side way begins beside it."""
        self._demand(token)
        node = self.chart.node[timer]
        if not node.interrupting:
            self._go_on(timer, self._new_side(timer))
            return self._settle()
        for each in [token, *self._siblings(token)]:
            self._close(each, WorkState.OVERTAKEN)
        self._go_on(timer, token.side)
        return self._settle()

    def _new_side(self, timer: str) -> str:
        """A side way of its own each time: what an earlier one still waits for is not met by this one."""
        taken = {token.side for token in self.tokens}
        numbered = (f"{timer[:MOST_SIDE]}#{number}" for number in count(2))
        return next(side for side in chain([timer], numbered) if side not in taken)

    def send_back(self, token: Token, target: str) -> Moves:
        """Return to an earlier node: what was begun since then is taken back."""
        if not self.may_send_back(token, target):
            message = f"{token.node} cannot be sent back to {target}."
            raise EngineError(message)
        outer, later = scopes_of(self.chart)[target], reachable_from(self.chart, target)
        for each in list(self.tokens):
            inside = nested_in(scopes_of(self.chart)[each.node], outer)
            if each.node in later and inside and each.side == token.side:
                self._close(each, WorkState.RETURNED if each is token else WorkState.CANCELLED)
        self._queue.append((target, "", token.side))
        return self._settle()

    def may_send_back(self, token: Token, target: str) -> bool:
        """Whether `target` lies before the token on its way, in the same or an enclosing block.

        A side way is not left: what it returns to lies on it too.
        """
        scopes = scopes_of(self.chart)
        human = self.chart.node[target].kind in {NodeKind.TASK, NodeKind.EACH}
        before = lies_before(self.chart, target, token.node)
        leads_here = token.node in reachable_from(self.chart, target)
        beside = sides_of(scopes[target]) == sides_of(scopes[token.node])
        return human and before and leads_here and beside and nested_in(scopes[token.node], scopes[target])

    def cancel(self) -> Moves:
        """Take the case back as it stands."""
        for token in list(self.tokens):
            self._close(token, WorkState.CANCELLED)
        return self.moves

    # ---------------------------------------------------------------- on the way

    def _go_on(self, key: str, side: str) -> None:
        self._queue.extend((flow.target, flow.key, side) for flow in self.chart.out(key))

    def _settle(self) -> Moves:
        """Move until every token waits for somebody."""
        hops = 0
        while self._queue:
            hops += 1
            if hops > MOST_HOPS:
                message = f"{self.chart.key} goes round in a loop without a human."
                raise EngineError(message)
            self._enter(*self._queue.popleft())
        self.moves.ended = not self.tokens
        return self.moves

    def _enter(self, key: str, flow: str, side: str) -> None:
        node = self.chart.node[key]
        self.moves.passed.append(key)
        match node.kind:
            case NodeKind.END:
                self.outcome = self.outcome if side else node.outcome or self.outcome
            case NodeKind.EXCLUSIVE:
                chosen = self._choose(node)
                self._queue.append((chosen.target, chosen.key, side))
            case NodeKind.PARALLEL:
                self._join(node, flow, side)
            case NodeKind.DECISION:
                self._decide(node, side)
            case NodeKind.EACH:
                self._open_each(node, side)
            case NodeKind.TASK | NodeKind.STEP | NodeKind.MESSAGE | NodeKind.CALL:
                self._open(Token(key, side=side))
            case _:
                message = f"No flow may enter {key}."
                raise EngineError(message)

    def _choose(self, node: ChartNode) -> ChartFlow:
        flows = self.chart.out(node.key)
        if len(flows) == 1:
            return flows[0]
        known = {**self.facts, **self.values}
        for flow in flows:
            if flow.condition and not flow.default and compile_condition(flow.condition).holds(known):
                return flow
        usual = [flow for flow in flows if flow.default]
        if not usual:
            message = f"{node.key} has no way out that is taken when no condition holds."
            raise EngineError(message)
        return usual[0]

    def _join(self, node: ChartNode, flow: str, side: str) -> None:
        entries = {each.key for each in self.chart.into(node.key)}
        waiting = [t for t in self.tokens if t.node == node.key and t.side == side]
        if {flow, *(t.arrived_by for t in waiting)} != entries:
            self._open(Token(node.key, side=side, arrived_by=flow))
            return
        for token in waiting:
            self._close(token, WorkState.DONE)
        self._go_on(node.key, side)

    def _decide(self, node: ChartNode, side: str) -> None:
        decided = compile_table(self.chart.table[node.table]).decide({**self.facts, **self.values})
        self.moves.applied.append(Applied(node.key, node.table, decided.rules, decided.results))
        if decided.problem:
            self._open(Token(node.key, side=side, trouble=str(decided.problem)))
            return
        self._write(decided.results)
        self._go_on(node.key, side)

    def _open_each(self, node: ChartNode, side: str) -> None:
        elements = list({**self.facts, **self.values}.get(node.over) or ())
        self._write({item.key: [None] * len(elements) for item in node.outputs})
        for number, element in enumerate(elements):
            self._open(Token(node.key, side=side, element=element, element_no=number))
        if not elements:
            self._go_on(node.key, side)

    # ---------------------------------------------------------------- bookkeeping

    def _open(self, token: Token) -> None:
        self.tokens.append(token)
        self.moves.opened.append(token)

    def _close(self, token: Token, state: WorkState) -> None:
        self.tokens.remove(token)
        if token in self.moves.opened:
            self.moves.opened.remove(token)
            return
        self.moves.closed.append((token, state))
        if siblings := self._siblings(token):
            self.moves.rehung.append((token, siblings[0]))

    def _siblings(self, token: Token) -> list[Token]:
        """The others of the same task for each."""
        if token.element_no is None:
            return []
        return [t for t in self.tokens if t is not token and t.node == token.node and t.side == token.side]

    def _write(self, values: Mapping[str, Any]) -> None:
        self.values.update(values)
        self.moves.changed.update(values)

    def _write_element(self, token: Token, outputs: Mapping[str, Any]) -> None:
        for key, value in outputs.items():
            column = list(self.values.get(key) or ())
            column += [None] * ((token.element_no or 0) + 1 - len(column))
            column[token.element_no or 0] = value
            self._write({key: column})

    def _demand(self, token: Token) -> None:
        if token not in self.tokens or token.arrived_by:
            message = f"Nothing is open at {token.node}."
            raise EngineError(message)
