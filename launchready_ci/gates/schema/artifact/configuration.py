"""The key ``schema.artifact`` of launchready.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from launchready_ci.globs import check
from launchready_ci.units import Size
from launchready_ci.unusable import Misplaced


@dataclass(frozen=True)
class Budget:
    """How large something may be, as it is and as it is sent."""

    size: Size | None = None
    gzip: Size | None = None
    """With level 9."""
    brotli: Size | None = None
    """With quality 11; needs the extra ``schema``."""


@dataclass(frozen=True)
class Expected:
    """What the artifact holds."""

    files: tuple[str, ...] = ()
    """Globs from its top; each has to match a file that is not empty."""
    total: Size | Budget | None = None
    """Of all files together."""
    sizes: Mapping[str, Size | Budget] = field(default_factory=dict)
    """Glob → how large each file of it may be."""
    version: str = ""
    """Of a wheel or an sdist."""

    def __post_init__(self) -> None:
        """Refuse a glob that is none."""
        check("files", self.files)
        for glob in self.sizes:
            try:
                check("sizes", [glob])
            except Misplaced as error:
                raise Misplaced(str(error), "sizes", glob) from None


@dataclass(frozen=True)
class Record:
    """Where the build says of which commit it is made: a JSON file of the artifact."""

    file: str
    commit: str = "commit"
    """JMESPath."""
    dirty: str = ""
    """JMESPath of what is true where something was not committed; unsaid: not asked."""

    def __post_init__(self) -> None:
        """Refuse what is no JMESPath."""
        from launchready_ci.conditions import search  # 3 ms, which few configurations need

        for key in ("commit", "dirty"):
            if path := getattr(self, key):
                try:
                    search(path, {})
                except ValueError as error:
                    raise Misplaced(str(error), key) from None


@dataclass(frozen=True)
class Artifact:
    """What was built: a folder, a wheel, an sdist, a zip or a tar."""

    dir: str = "dist"
    """Its path from the root; a glob, such as ``dist/*.whl``, may match several."""
    expect: Expected = field(default_factory=Expected)
    base: str = "/"
    """The path of the URL at which its top is served: Vite's ``base``."""
    elsewhere: tuple[str, ...] = ()
    """Globs of paths of URLs, without the first ``/``, that something else answers: ``api/**``."""
    allow: tuple[str, ...] = ()
    """Globs of files that may be in it: source maps, tests."""
    immutable: tuple[str, ...] = ()
    """Globs of files that are served with a long ``Cache-Control``, where no file of it says so."""
    record: Record | None = None

    def __post_init__(self) -> None:
        """Refuse a glob that is none, and a base that is no path."""
        for key in ("elsewhere", "allow", "immutable"):
            check(key, getattr(self, key))
        if not (self.base.startswith("/") and self.base.endswith("/")):
            raise Misplaced("expected a path that begins and ends with /, such as /app/", "base")
