"""The errors a user can meet, each with the exit code it leads to; only `cli` turns them into output."""

from __future__ import annotations

from pathlib import Path


class TranslateError(Exception):
    """Root of all errors raised on purpose.

    Attributes:
        message: What was given and what was expected.
        path: The file concerned, if any.
        line: 1-based line in that file, if known.
        hint: What to do next, if there is something.
        exit_code: What the process exits with when this stops a command.
    """

    exit_code = 1

    def __init__(
        self, message: str, *, path: Path | None = None, line: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint

    @property
    def where(self) -> str:
        """`file:line`, `file` or nothing."""
        if self.path is None:
            return ""
        return f"{self.path}:{self.line}" if self.line is not None else f"{self.path}"

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class ArticleError(TranslateError):
    """An article cannot be read or written; the rest of the batch goes on."""


class UsageError(TranslateError):
    """A setting, glossary or argument is wrong: nothing can sensibly start."""

    exit_code = 2


class SetupError(TranslateError):
    """The machine lacks something: a model package, a permission, disk space."""

    exit_code = 3


class FullError(SetupError):
    """The disk takes no file any more: there is no use in going on."""


class RefusedError(TranslateError):
    """Going on could lose a person's work, so the file is left exactly as it is."""

    exit_code = 4


class LockedError(TranslateError):
    """Another process writes in the workspace; nothing was started."""

    exit_code = 4


class SavedError(RefusedError):
    """A file was saved by someone since it was read; it stands as they saved it."""
