"""The words that the templates of a case find under one name, whichever stage its pages belong to."""

from workflow.accident.words import following, opening, report, standing


def of_a_case() -> dict[str, object]:
    """In the place of the words of a round."""
    return {"words": opening, "clock_states": standing.CLOCK_STATES}


def of_findings() -> dict[str, object]:
    """For the tree of causes."""
    return {"causes_in_words": report.CAUSES}


def of_what_follows() -> dict[str, object]:
    """The words of what follows the approval."""
    return {"labels": following}
