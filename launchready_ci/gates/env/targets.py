"""Which environments are asked for: by --env-file, --environment, or the stage before a build?"""

from launchready_ci.gate import Context
from launchready_ci.gates.env.configuration import Env, Environment
from launchready_ci.gates.env.target import (
    Sort,
    Target,
    environment_of,
    from_file,
    from_names,
    from_process,
    layered,
    sort_of,
)

UNNAMED = "what holds for production is not checked, since nobody named it: --environment NAME"


def targets(config: Env, context: Context) -> list[Target]:
    """Every one of them, with what is set there; files of one environment are layers of it."""
    asked = bool(config.env_file or config.environment or context.stage == "pre-build")
    found = (_of_files if config.env_file else _other)(config, context) if asked else []
    if any(not target.name for target in found):
        context.notes.append(_unnamed(config) if config.environments else f"env: {UNNAMED}")
    return found


def chosen(config: Env, name: str) -> Environment:
    """What launchready.yaml says of that environment."""
    return config.environments.get(name, Environment())


def _other(config: Env, context: Context) -> list[Target]:
    name, sort = config.environment, _sort(config, config.environment)
    if names := chosen(config, name).names:
        return [from_names(name, context.root, names, sort)]
    return [from_process(name, context.environ, sort)]


def _sort(config: Env, name: str) -> Sort:
    return sort_of(name, production=chosen(config, name).production)


def _unnamed(config: Env) -> str:
    """What a run before the build leaves unchecked, where nobody said what it builds for."""
    listed = ", ".join(config.environments)
    return (
        "env: what launchready.yaml says of its environments is not checked, since none was named: "
        f"--environment NAME, one of {listed}"
    )


def _of_files(config: Env, context: Context) -> list[Target]:
    layers: dict[str, list[Target]] = {}
    for path, name in _names(config).items():
        found = from_file(name, context.root, path, context.environ, _sort(config, name))
        layers.setdefault(name or path, []).append(found)
    return [layered(files[0].name, files) for files in layers.values()]


def _names(config: Env) -> dict[str, str]:
    """File → environment: the one that is named, but for a file that says another beside it."""
    own = {path: _listed(config, environment_of(path)) for path in config.env_file}
    if (wanted := config.environment) and wanted not in own.values() and all(own.values()):
        return dict.fromkeys(own, wanted)
    return {path: name or wanted for path, name in own.items()}


def _listed(config: Env, name: str) -> str:
    """``production`` for ``prod``, where that is what launchready.yaml or the user calls it."""
    known = [*config.environments, config.environment]
    if name in known or sort_of(name) != "production":
        return name
    return next((other for other in known if sort_of(other) == "production"), name)
