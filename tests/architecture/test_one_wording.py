"""Django merges the catalogues of all apps, so a text that two apps use has one translation, whoever's comes first."""

import re
from collections import defaultdict

from tests.architecture import catalogues
from tests.architecture.product import app_configs, modules
from tests.architecture.test_translations import _po

RENAMED = re.compile(r"^from django\.utils\.translation import .*\bn?p?gettext\w* as (?!_$)(\w+)", re.MULTILINE)


def test_texts_are_called_by_names_that_makemessages_knows() -> None:
    """Under another name than the function's own or `_` a text is in no catalogue and stays English."""
    lost = []
    for module in modules():
        text = module.path.read_text("utf-8")
        lost += [f"{module.name}: {name}" for name in RENAMED.findall(text) if re.search(rf"\b{name}\(\s*[\"']", text)]
    assert not lost, "\n".join(lost)


def test_a_text_that_several_apps_use_reads_the_same_in_each() -> None:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for config in app_configs():
        po = _po(config)
        for entry in catalogues.in_po(po) if po.exists() else []:
            found[entry.full_key][" / ".join(entry.texts)].append(config.name)
    clashes = {key: dict(texts) for key, texts in found.items() if len(texts) > 1}
    assert not clashes, "\n".join(f"{key!r}: {texts}" for key, texts in sorted(clashes.items()))
