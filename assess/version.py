"""The version that is installed."""

from importlib import metadata

try:
    __version__ = metadata.version("evidence-assess")
except metadata.PackageNotFoundError:  # run from a folder of source files
    __version__ = "unknown"
