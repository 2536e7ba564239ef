"""Runs every measure in this folder, one after the other: `python -m benchmarks`."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    here = Path(__file__).resolve().parent
    scripts = [path for path in sorted(here.rglob("*.py")) if path.name != Path(__file__).name]
    runnable = [
        ".".join(path.relative_to(here).with_suffix("").parts) for path in scripts if "if __name__ ==" in path.read_text(encoding="utf-8")
    ]
    failed = []
    for name in runnable:
        print(f"\n== {name} ==", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=here.parent, check=False).returncode:
            failed.append(name)
    print("\nall measures taken" if not failed else f"\nfailed: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
