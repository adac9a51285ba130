"""统计, for the office: rounds over the year, how quickly units answer, which clauses draw comments, measures in time."""

from web.statistics.showing import blueprint

__all__ = ["blueprint"]
