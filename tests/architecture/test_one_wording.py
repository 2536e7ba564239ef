"""Django merges the catalogues of all apps, so a text that two apps use has one translation, whoever's comes first."""

from collections import defaultdict

from tests.architecture import catalogues
from tests.architecture.product import app_configs
from tests.architecture.test_translations import _po


def test_a_text_that_several_apps_use_reads_the_same_in_each() -> None:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for config in app_configs():
        po = _po(config)
        for entry in catalogues.in_po(po) if po.exists() else []:
            found[entry.full_key][" / ".join(entry.texts)].append(config.name)
    clashes = {key: dict(texts) for key, texts in found.items() if len(texts) > 1}
    assert not clashes, "\n".join(f"{key!r}: {texts}" for key, texts in sorted(clashes.items()))
