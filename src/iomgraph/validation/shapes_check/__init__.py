"""Mistakes in shapes themselves: what is ill-formed, contradictory, misspelt or without effect."""

from iomgraph.validation.shapes_check.check import check_shapes
from iomgraph.validation.shapes_check.lined_shapes import LinedShapes

__all__ = ["LinedShapes", "check_shapes"]
