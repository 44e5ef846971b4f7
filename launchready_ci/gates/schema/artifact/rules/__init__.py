"""The rules LR-SCH200 to 299."""

from launchready_ci.gates.schema.artifact.rules import (
    archive,
    complete,
    exposure,
    release,
    unwanted,
    weight,
)

RULES = (
    *complete.RULES,
    *exposure.RULES,
    *unwanted.RULES,
    *weight.RULES,
    *archive.RULES,
    *release.RULES,
)
