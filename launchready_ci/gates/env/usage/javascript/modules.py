"""Which file, and which of its names, does an import mean?"""

from collections.abc import Callable

from launchready_ci.gates.env.usage.javascript.file import File

Resolver = Callable[[File, str], File | None]
"""The file that a module means in another file."""
ENDINGS = ("ts", "tsx", "js", "jsx", "mts", "cts", "mjs", "cjs", "vue", "svelte", "astro")
DEEPEST = 5


class Modules:
    """The paths of all files, by what an import may call them."""

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}
        """Path without its ending → path."""
        self._by_name: dict[str, list[str]] = {}

    def add(self, path: str) -> None:
        """Remember a file."""
        stem, _, ending = path.rpartition(".")
        if ending in ENDINGS:
            self._paths.setdefault(stem, path)
            for name in _names(stem):
                self._by_name.setdefault(name.rpartition("/")[2], []).append(name)
                self._paths.setdefault(name, path)

    def resolve(self, importing: str, module: str) -> str | None:
        """The file of a module; one that is named by a package or an alias is told by its end."""
        if module.startswith("."):
            return self._relative(importing.rpartition("/")[0], module)
        parts = module.removeprefix("@/").removeprefix("~/").removeprefix("$lib/").split("/")
        for end in range(len(parts)):
            wanted = "/".join(parts[end:])
            found = self._ending(importing, _stem(wanted))
            if found:
                return found
        return None

    def _relative(self, folder: str, module: str) -> str | None:
        parts = folder.split("/") if folder else []
        for part in module.split("/"):
            if part == "..":
                parts = parts[:-1]
            elif part not in (".", ""):
                parts.append(part)
        path = "/".join(parts)
        return self._paths.get(path) or self._paths.get(_stem(path))

    def _ending(self, importing: str, wanted: str) -> str | None:
        known = self._by_name.get(wanted.rpartition("/")[2], ())
        fitting = [stem for stem in known if stem == wanted or stem.endswith(f"/{wanted}")]
        near = max(fitting, key=lambda stem: (_shared(stem, importing), -len(stem)), default=None)
        return self._paths[near] if near else None


def _names(stem: str) -> list[str]:
    """``lib/env/index`` is also ``lib/env``, and ``packages/env/src/index`` is ``packages/env``."""
    names = [stem]
    tails = ("/index", "/src/index", "/src/main", "/lib/index")
    names += [stem.removesuffix(tail) for tail in tails if stem.endswith(tail)]
    if "/src/" in stem:
        names.append(stem.replace("/src/", "/"))
    return names


def _stem(path: str) -> str:
    stem, _, ending = path.rpartition(".")
    return stem if ending in ENDINGS else path


def _shared(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one.split("/"), other.split("/"), strict=False):
        if a != b:
            break
        count += 1
    return count


def exported(file: File, name: str, resolve: Resolver, depth: int = 0) -> tuple[File, str] | None:
    """Where a name that this file exports is defined: re-exports are followed."""
    if depth > DEEPEST:
        return None
    if known := file.exports.get(name):
        if not known.module:
            return (file, known.name)
        target = resolve(file, known.module)
        return exported(target, known.name, resolve, depth + 1) if target else None
    if name in file.defined:
        return (file, name)
    everything = (passed for key, passed in file.exports.items() if key.startswith("* "))
    targets = (resolve(file, passed.module) for passed in everything)
    found = (exported(target, name, resolve, depth + 1) for target in targets if target)
    return next((one for one in found if one), None)
