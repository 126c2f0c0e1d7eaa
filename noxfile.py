#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2025.10.14"]
# ///
"""What is done again and again, each in one word: `uvx nox -s lint`, or `uvx nox` for the default.

The sessions use the environment of `uv run`, with the versions of the one list in pyproject.toml.
"""

import nox

nox.needs_version = ">=2025.10.14"
nox.options.default_venv_backend = "uv"


def sync(session: nox.Session, *groups: str) -> None:
    """Install the library and some groups of tools into the session's environment."""
    named = (f"--group={group}" for group in groups)
    session.run_install(
        "uv",
        "sync",
        "--no-default-groups",
        *named,
        env={"UV_PROJECT_ENVIRONMENT": session.virtualenv.location},
    )


@nox.session(python=["3.13", "3.12"], default=False)
def tests(session: nox.Session) -> None:
    """Run the tests; what follows `--` goes to pytest, such as `-- -m "not slow"`."""
    sync(session, "test")
    session.run("pytest", *session.posargs)


@nox.session(default=False)
def newest(session: nox.Session) -> None:
    """Run the tests with whatever the dependencies have released since the list was made."""
    groups = ("--group", "test")
    session.run_install("uv", "pip", "install", "--no-config", "--upgrade", "-e", ".", *groups)
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Look for faults in code, its form, spelling, pages with their links, and workflows."""
    sync(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("codespell")
    session.run("rumdl", "check", ".")
    session.run("zizmor", "--offline", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types, against the libraries that are called."""
    sync(session, "lint")
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a warning is an error. `-- -b linkcheck` asks every address."""
    sync(session, "docs")
    builder = session.posargs or ["-b", "html"]
    session.run(
        "sphinx-build", "-W", "--keep-going", *builder, "docs", f"docs/_build/{builder[-1]}"
    )


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Compare with other people's engines; takes long."""
    sync(session, "bench")
    session.run("python", "benchmarks/run.py", *session.posargs)


if __name__ == "__main__":
    nox.main()
