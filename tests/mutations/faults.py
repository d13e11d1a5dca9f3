"""Small faults of kinds that people make, found in the source itself: `<` for `<=`, a filter forgotten."""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARISONS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq}
OPERATIONS = {ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Add: ast.Sub, ast.Sub: ast.Add}
CONFUSED = {
    "all": "any",
    "anti_join": "semi_join",
    "any": "all",
    "argmax": "argmin",
    "greatest": "least",
    "inner_join": "left_join",
    "isnull": "notnull",
    "least": "greatest",
    "left_join": "inner_join",
    "max": "min",
    "min": "max",
    "notnull": "isnull",
    "semi_join": "anti_join",
}
FORGOTTEN = ("distinct", "fill_null", "filter", "lower", "nullif", "replace", "strip")
"""Methods without which a table or column still is one."""
PICKING = ("first", "nth")
"""Our own: (table, within, order, …)."""
AROUND = 30
"""Characters of the statement that are shown on both sides of a fault."""


@dataclass(frozen=True)
class Fault:
    """One file of `catchment.measures` with one fault; `name` says where and what, without line numbers."""

    module: str
    name: str
    source: str


def faults(folder: Path, left_out: tuple[str, ...]) -> list[Fault]:
    """All faults of all files but those left out, in the order of the files."""
    files = sorted(path for path in folder.glob("*.py") if path.stem not in left_out)
    return [fault for file in files for fault in _faults(file.stem, ast.parse(file.read_text("utf-8")))]


def _faults(module: str, tree: ast.Module) -> Iterator[Fault]:
    seen: Counter = Counter()
    for place, statement in _statements(tree):
        was = ast.unparse(statement)
        for node in _nodes(statement):
            for other in _variants(node):
                with _Replaced(node, other):
                    now, source = ast.unparse(statement), ast.unparse(tree)
                name = f"{module}.{place}: {_difference(was, now)}"
                seen[name] += 1
                yield Fault(module, name if seen[name] == 1 else f"{name} ({seen[name]})", source)


class _Replaced:
    """While it lasts, `node` is `other`: the tree around it needs no copy."""

    def __init__(self, node: ast.AST, other: ast.AST) -> None:
        self._node, self._other = node, other
        self._kept = (node.__class__, dict(vars(node)))

    def __enter__(self) -> None:
        self._become(self._other.__class__, vars(self._other))

    def __exit__(self, *_: object) -> None:
        self._become(*self._kept)

    def _become(self, kind: type, fields: dict) -> None:
        vars(self._node).clear()
        self._node.__class__ = kind
        vars(self._node).update(fields)


def _statements(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Simple statements, each with the name of its function (blank: of the module)."""
    for top in tree.body:
        if isinstance(top, ast.FunctionDef):
            yield from ((top.name, each) for each in _simple(top.body))
        elif isinstance(top, ast.Assign):
            yield ast.unparse(top.targets[0]), top


def _simple(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, (ast.For, ast.If, ast.While)):
            yield from _simple([*statement.body, *statement.orelse])
        elif not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
            yield statement


def _nodes(statement: ast.stmt) -> list[ast.AST]:
    return [node for node in ast.walk(statement) if isinstance(node, ast.expr)]


def _variants(node: ast.AST) -> Iterator[ast.expr]:
    """What might stand there by mistake."""
    match node:
        case ast.Compare(ops=[one]) if type(one) in COMPARISONS:
            yield _changed(node, ops=[COMPARISONS[type(one)]()])
        case ast.BinOp() if type(node.op) in OPERATIONS:
            yield _changed(node, op=OPERATIONS[type(node.op)]())
            yield from (node.left, node.right) if isinstance(node.op, ast.BitAnd) else ()
        case ast.UnaryOp(op=ast.Invert()):
            yield node.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield ast.Constant(node.value + 1)
        case ast.Call():
            yield from _calls(node)


def _calls(call: ast.Call) -> Iterator[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in CONFUSED and isinstance(call.func, ast.Attribute):
        yield _changed(call, func=_changed(call.func, attr=CONFUSED[name]))
    if name in FORGOTTEN and isinstance(call.func, ast.Attribute):
        yield call.func.value
    if name == "filter" and len(call.args) > 1:
        yield from _one_less(call, "args")
    if name == "desc":
        yield call.args[0]
    if name in PICKING:
        yield from _picks(call)
    if name == "isin" and isinstance(call.args[0], ast.List):
        yield from (_changed(call, args=[less]) for less in _one_less(call.args[0], "elts"))
    if name in ("ifelse", "coalesce", "cases"):
        yield from _exchanged(call, first=1 if name == "ifelse" else 0)
    if name == "count" and call.keywords:
        yield _changed(call, keywords=[])


def _picks(call: ast.Call) -> Iterator[ast.expr]:
    """A group or an order without one of its columns."""
    for position in (1, 2):
        if isinstance(call.args[position], ast.List):
            for less in _one_less(call.args[position], "elts"):
                yield _changed(call, args=[*call.args[:position], less, *call.args[position + 1 :]])


def _exchanged(call: ast.Call, first: int) -> Iterator[ast.expr]:
    """Two neighbouring arguments the other way round."""
    for one in range(first, len(call.args) - 1):
        args = [*call.args[:one], call.args[one + 1], call.args[one], *call.args[one + 2 :]]
        yield _changed(call, args=args)


def _one_less(node: ast.expr, field: str) -> Iterator[ast.expr]:
    parts = getattr(node, field)
    if len(parts) > 1:
        yield from (_changed(node, **{field: parts[:n] + parts[n + 1 :]}) for n in range(len(parts)))


def _changed(node: ast.expr, **fields: object) -> ast.expr:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _difference(was: str, now: str) -> str:
    """`…before [was → is] after…`, in whole words."""
    begins = was.rfind(" ", 0, _alike(was, now)) + 1
    tail = _alike(was[:begins:-1], now[:begins:-1])
    ends = was.find(" ", len(was) - tail) if tail else -1
    tail = len(was) - ends if ends >= 0 else 0
    left, right = was[max(begins - AROUND, 0) : begins], was[len(was) - tail :][:AROUND]
    said = f"{left}[{was[begins : len(was) - tail]} → {now[begins : len(now) - tail]}]{right}"
    return " ".join(said.split())


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
