"""Figures and tables of a shot: first the data, then the drawing.

`lanes` is what is drawn, as a table; `timeline` draws it. A figure owns itself or borrows an Axes, and never touches
pyplot's current figure. It shows itself in a notebook as a picture with a text twin for each theme.
"""

from .chart import Chart
from .drawing import timeline
from .tables import controls_table, describe, lanes

__all__ = ["Chart", "controls_table", "describe", "lanes", "timeline"]
