"""The parts of data that only some sites have."""

from __future__ import annotations

from gksite.model.site import SiteModel
from gksite.model.tables import DataPart


def parts_of_data(model: SiteModel) -> set[DataPart]:
    """Return the parts of data that a site has besides plans, tasks, units and reports."""
    has: dict[DataPart, bool] = {
        "assessments": model.config.shows_assessments,
        "cells": model.has_open_columns,
        "targets": any(task.targets for task in model.tasks.values()),
        "adjustments": any(task.adjustments for task in model.tasks.values()),
    }
    return {part for part, is_there in has.items() if is_there}
