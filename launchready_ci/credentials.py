"""A credential of launchready.yaml: its name is configuration, its value is read late."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from launchready_ci.findings import Location
from launchready_ci.unusable import CannotLook

if TYPE_CHECKING:
    from pydantic import SecretStr


class Secret(NamedTuple):
    """``{secret: NAME}``: knows the variable's name and its place, never the value."""

    name: str
    location: Location

    def __repr__(self) -> str:
        return f"Secret({self.name})"

    def read(self, environ: Mapping[str, str], secrets_dir: str | None = None) -> "SecretStr":
        """The value, of the environment or else of the file ``secrets_dir/NAME``.

        Raises CannotLook where it is missing or empty: GitHub hands a fork an empty text.
        """
        value = self._settings(environ, secrets_dir)
        if value.get_secret_value():
            return value
        where = f" or as the file {secrets_dir}/{self.name}" if secrets_dir else ""
        raise CannotLook(
            f"the credential {self.name} ({self.location}) is missing or empty: "
            f"set it in the environment{where}"
        )

    def _settings(self, environ: Mapping[str, str], secrets_dir: str | None) -> "SecretStr":
        from pydantic import Field, SecretStr
        from pydantic_settings import (
            BaseSettings,
            InitSettingsSource,
            PydanticBaseSettingsSource,
            SecretsSettingsSource,
        )

        name, given = self.name, {k: v for k, v in environ.items() if k == self.name and v}
        folder = secrets_dir if secrets_dir and os.path.isdir(secrets_dir) else None

        class Credential(BaseSettings):
            value: SecretStr = Field(default=SecretStr(""), validation_alias=name)

            @classmethod
            def settings_customise_sources(
                cls,
                settings_cls: type[BaseSettings],
                *_: PydanticBaseSettingsSource,
                **__: PydanticBaseSettingsSource,
            ) -> tuple[PydanticBaseSettingsSource, ...]:
                return (
                    InitSettingsSource(settings_cls, init_kwargs=given),
                    SecretsSettingsSource(settings_cls, folder, case_sensitive=True),
                )

        try:
            return Credential().value
        except (OSError, ValueError):
            # what went wrong may quote the bytes of the file
            told = f"the credential {name} ({self.location}) cannot be read from {secrets_dir}"
            raise CannotLook(told) from None
