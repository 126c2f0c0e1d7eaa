"""Run the Python blocks of the pages, and compare what they print with what the pages show.

    uv run python docs/run_pages.py             # check every page
    uv run python docs/run_pages.py --write     # put what is printed now into the pages

The ```python blocks of a page are run in order, in one namespace, from the top of the checkout. A
```text block that follows a ```python block is what that block prints, to the letter.
"""

import contextlib
import io
import re
import sys
import time
from pathlib import Path

DOCS = Path(__file__).parent
BLOCK = re.compile(
    r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<shown>.*?)^```\n)?", re.MULTILINE | re.DOTALL
)


def run_page(path: Path) -> tuple[list[str], str]:
    """Run a page: what differs from the page, and its text with what was printed."""
    text = path.read_text("utf-8")
    namespace: dict[str, object] = {"__name__": path.stem}
    faults, parts, end = [], [], 0
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start("code")) + 1
        code = "\n" * (line - 1) + block["code"]
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(path), "exec"), namespace)
        if printed.getvalue() != (block["shown"] or ""):
            faults.append(f"{path.name}:{line}: the block prints something else than is shown")
        parts.append(f"{text[end : block.start()]}```python\n{block['code']}```\n")
        if printed.getvalue():
            parts.append(f"\n```text\n{printed.getvalue()}```\n")
        end = block.end()
    return faults, "".join(parts) + text[end:]


def main() -> int:
    """Check or rewrite the pages; the exit status is 1 if one differs."""
    write = "--write" in sys.argv[1:]
    differs = False
    for path in sorted(DOCS.glob("*.md")):
        began = time.perf_counter()
        faults, text = run_page(path)
        print(f"{path.name}: {time.perf_counter() - began:.1f} s")
        if write and faults:
            path.write_text(text, "utf-8")
        elif faults:
            differs = True
            print("\n".join(faults))
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())
