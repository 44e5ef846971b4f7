"""Run these gates, write these reports: what stands between the command line and the gates."""

import gc
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from launchready_ci import __version__, baseline, gates
from launchready_ci.below import moved, prefix, shown
from launchready_ci.checkout import CONFIG, configuration, top_level
from launchready_ci.config import Configuration
from launchready_ci.findings import GateReport, Outcome, Report, Severity
from launchready_ci.gate import CannotLook, Context, run
from launchready_ci.planned import Planned, exists, plan
from launchready_ci.unusable import UsageError

PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE")
"""What a Git hook tells its children of the repository it runs in; another root is not that one."""
CI = ("GITHUB_EVENT_NAME", "CI_MERGE_REQUEST_DIFF_BASE_SHA")
"""One of these is set in a job that may be about a pull request."""


class Settings(NamedTuple):
    """The shared options, each with its default."""

    root: str = ""
    """``""``: the top level of the Git repository around the current folder, else that folder."""
    config: str = ""
    """``""``: launchready.yaml at the root, where there is one."""
    baseline: str = ""
    fail_on: Severity = Severity.ERROR
    sarif_suffix: str = ""
    """Tells the SARIF runs of a build matrix apart."""


class Suite(NamedTuple):
    """The loaded configuration and baseline of one run."""

    settings: Settings
    root: str
    configuration: Configuration
    baseline: baseline.Baseline
    environ: Mapping[str, str]
    notes: tuple[str, ...] = ()
    trouble: str = ""
    """Why no gate can do its work: the configuration that counts is out of reach."""
    head: Configuration | None = None
    """On a pull request, the file as it leaves it; ``configuration`` is then the base commit's."""

    @property
    def config_path(self) -> str:
        return self.settings.config or os.path.join(self.root, CONFIG)

    @property
    def baseline_path(self) -> str:
        return self.settings.baseline or os.path.join(self.root, baseline.FILE)

    @classmethod
    def load(
        cls, settings: Settings, environ: Mapping[str, str], *, makes_baseline: bool = False
    ) -> "Suite":
        """Read both files; raises ConfigError and BaselineError, which say where.

        On a pull request most of the configuration is the base commit's. A baseline that is named
        must be there, unless the run makes it.
        """
        root = os.path.abspath(settings.root) if settings.root else top_level(os.getcwd())
        if not os.path.isdir(root):
            raise UsageError(f"--root {settings.root}: there is no such folder")
        if os.path.realpath(root) != os.path.realpath(top_level(os.getcwd())):
            environ = {name: value for name, value in environ.items() if name not in PLACES}
        if not makes_baseline:
            exists("--baseline", settings.baseline)
        held = configuration(root, settings.config, environ)
        suite = cls(settings, root, held, baseline.Baseline(), environ)
        suite = suite._replace(baseline=baseline.load(suite.baseline_path))
        return _from_base(suite) if any(map(environ.get, CI)) else suite

    def plan(
        self, names: Sequence[str], given: Mapping[str, Any], *, may_skip: bool = False
    ) -> list[Planned]:
        """Validate the section of every gate that will run, before the first one starts.

        ``given`` holds the command-line options by field name; a gate takes those it declares.
        With ``may_skip`` a gate that needs a section and has none is left out, with that reason.
        """
        return [plan(self, name, given, may_skip=may_skip) for name in names]

    def run(
        self,
        plan: Sequence[Planned],
        stage: str = "",
        progress: Callable[[str], None] | None = None,
    ) -> Report:
        """Run the planned gates in order; once a signal came, the rest is skipped."""
        gc.freeze()  # the first collection need not walk through what start-up made: 2 ms
        gc.enable()
        began, started = time.monotonic(), time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        context = Context(
            self.root,
            self.environ,
            self.configuration,
            self.baseline,
            fail_on=self.settings.fail_on,
            notes=[*self.notes, *(planned.note for planned in plan if planned.note)],
        )
        if progress is not None:
            context.progress = progress
        context.named = not stage
        done: list[GateReport] = []
        for planned in plan:
            done.append(self._run(planned, stage, context, done))
        inside = prefix(self.root)
        outcome = max((gate.outcome for gate in done), default=Outcome.SKIPPED)
        if not any(planned.gate for planned in plan):
            outcome = Outcome.ERROR
        return Report(
            version=__version__,
            started=started,
            seconds=time.monotonic() - began,
            outcome=outcome,
            gates=moved(done, inside),
            fail_on=self.settings.fail_on,
            config_path=shown(self.configuration.workflow or self.configuration.path, inside),
            notes=tuple(map(context.shown, context.notes)),
        )

    @staticmethod
    def _run(
        planned: Planned, stage: str, context: Context, done: Sequence[GateReport]
    ) -> GateReport:
        gate, name = planned.gate, planned.name
        skipped = "interrupted" if context.interrupted else planned.skipped or _held(name, done)
        stage = stage or gates.GATES[name].stages[0]
        if gate is None or skipped:
            return GateReport(name, stage, Outcome.SKIPPED, reason=skipped)
        context.stage, context.section, context.complete = stage, name, False
        report = run(gate, planned.config, context)
        if context.complete:
            stale = context.baseline.stale(f"LR-{gates.GATES[name].letters}")
            context.notes.extend(_stale(name, stale))
        return report


def _held(name: str, done: Sequence[GateReport]) -> str:
    """Why a gate is not worth running after these; empty where it is."""
    needed = (gate for gate in done if gate.name == gates.GATES[name].needs)
    red = (gate for gate in needed if gate.outcome in (Outcome.FAILED, Outcome.ERROR))
    return next((f"{gate.name} ended with: {gate.outcome.word}" for gate in red), "")


def _from_base(suite: Suite) -> Suite:
    from launchready_ci import pull_request

    try:
        pull = pull_request.of(suite.environ)
        if pull is None:
            return suite
        base = pull_request.Base(pull, suite.root, suite.environ)
        held, said = pull_request.configuration(base, suite.config_path, suite.configuration)
        notes = (*said, *pull_request.forgiven(base, suite.baseline_path, suite.baseline))
    except CannotLook as error:
        return suite._replace(trouble=str(error))
    held = held._replace(workflow=suite.configuration.workflow)
    return suite._replace(configuration=held, notes=notes, head=suite.configuration)


def _stale(name: str, entries: Sequence[baseline.Entry]) -> Iterator[str]:
    if entries:
        first = ", ".join(f"{entry.rule} in {entry.path}" for entry in entries[:3])
        more = " …" if len(entries) > 3 else ""
        yield (
            f"{baseline.FILE}: nothing found here matches {len(entries)} of its entries "
            f"({first}{more}); `launchready baseline {name} --prune` drops what is stale"
        )
