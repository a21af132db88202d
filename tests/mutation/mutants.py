"""Small wrong changes of a module, such as people make and tests should notice."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file.

    Args:
        path: of the file.
        place: number of the changed node, in the order of :func:`ast.walk`.
        line: where it stands.
        before, after: the changed piece in words.
    """

    path: Path
    place: int
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.before}  ->  {self.after}"


def mutants_of(path: Path) -> list[Mutant]:
    """Every mutant of a file, in the order of its nodes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = {id(node) for part in _not_code(tree) for node in ast.walk(part)}
    found = []
    for place, node in enumerate(ast.walk(tree)):
        changed = None if id(node) in left_out else _changed(node)
        if changed is not None:
            line = getattr(node, "lineno", 0)
            found.append(Mutant(path, place, line, _words(node), _words(changed)))
    return found


def mutated(mutant: Mutant) -> ast.Module:
    """The file's tree with the change in it."""
    tree = ast.parse(mutant.path.read_text(encoding="utf-8"))
    node = next(node for place, node in enumerate(ast.walk(tree)) if place == mutant.place)
    changed = _changed(node)
    assert changed is not None
    node.__class__ = changed.__class__  # type: ignore[assignment]
    for name, value in ast.iter_fields(changed):
        setattr(node, name, value)
    return ast.fix_missing_locations(tree)


def _not_code(tree: ast.AST) -> Iterator[ast.AST]:
    """Annotations, and what only type checkers read: no test can notice a change there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield node.annotation
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield node.returns
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield node


def _changed(node: ast.AST) -> ast.AST | None:
    """The node as it would be after the one change of its kind, or None."""
    new = copy.deepcopy(node)
    if isinstance(new, ast.Compare) and type(new.ops[0]) in _COMPARED:
        new.ops[0] = _COMPARED[type(new.ops[0])]()
    elif isinstance(new, ast.BinOp) and type(new.op) in _COMPUTED:
        new.op = _COMPUTED[type(new.op)]()
    elif isinstance(new, ast.BoolOp):
        new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
    elif isinstance(new, ast.UnaryOp) and isinstance(new.op, ast.Not):
        return new.operand
    elif isinstance(new, ast.If | ast.While | ast.IfExp):
        new.test = ast.UnaryOp(ast.Not(), new.test)
    elif isinstance(new, ast.Return) and not _is_none(new.value):
        new.value = ast.Constant(None)
    elif isinstance(new, ast.Constant):
        return _other_constant(new)
    elif isinstance(new, ast.Name) and isinstance(new.ctx, ast.Load) and new.id in _NAMES:
        new.id = _NAMES[new.id]
    elif isinstance(new, ast.Continue | ast.Break):
        return ast.Break() if isinstance(new, ast.Continue) else ast.Continue()
    else:
        return None
    return new


def _other_constant(constant: ast.Constant) -> ast.Constant | None:
    value = constant.value
    if isinstance(value, bool):
        return ast.Constant(not value)
    return ast.Constant(value + 1) if isinstance(value, int | float) else None


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _words(node: ast.AST) -> str:
    if isinstance(node, ast.If | ast.While):
        return f"{type(node).__name__.lower()} {ast.unparse(node.test)}"[:80]
    return ast.unparse(node).split("\n")[0][:80]
