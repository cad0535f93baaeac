"""Constraints that look at each value node alone."""

from iomgraph.validation.shape import Constraint, Scope


class ValueNodeConstraint(Constraint):
    """A constraint that a value node meets or not, whatever its focus node and the others are."""

    def condition(self, scope: Scope) -> str:
        """SQL for whether the value node meets it, over `v` (focus, value) and its row `t` of `terms`.

        NULL counts as no.
        """
        raise NotImplementedError

    def tables(self, scope: Scope) -> str:
        """Further tables joined for the condition."""
        del scope
        return ""

    def query(self, scope: Scope) -> str:
        """Every value node that does not meet the condition."""
        return (
            f"SELECT v.focus, v.value, NULL AS path FROM {scope.values} v JOIN terms t ON t.id = v.value "
            f"{self.tables(scope)} WHERE NOT coalesce({self.condition(scope)}, false)"
        )
