"""Key phrases of a collection of texts against a larger one: TF-IDF over words and over phrases of adjacent words."""

import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Words = tuple[str, ...]
LONGEST = 6
COHESION = 0.5
SUBSUMED = 0.8
LEAST_LIFT = 1.2
_WORD = re.compile(r"[a-z][a-z\-]*|[2-6]g|[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z\-]+|[2-6]g")
# Words of every complaint, and words that carry none: they part phrases and are never one.
_STOP = """
用户 客户 反映 反应 反馈 投诉 申告 来电 表示 称 要求 希望 请 处理 核实 核查 解决 情况 问题 原因 目前 现在 近期 今天 昨天 已经 已
进行 使用 出现 发现 导致 影响 造成 以上 如下 谢谢 您好 联系 电话 号码 手机号 机主 地址 地点 时间 尽快 回复 咨询 经常
的 了 在 是 有 和 与 及 或 也 都 就 而 但 对 从 到 把 被 将 给 让 并 且 等 其 该 此 这 那 个 次 我 你 他 她 它 们 一 两 为 由 后 前 中 里 内
先生 女士 小姐 同志 a an the of in on at to is are was be and or for with my i it this that has have not customer user complaint please
"""
STOP_WORDS = frozenset(_STOP.split())


@dataclass(frozen=True)
class Phrase:
    """`words` as cut, `text` as written. `score` is TF-IDF; `cohesion` the normalised PMI of its words (1 for a single word)."""

    words: Words
    text: str
    score: float
    cohesion: float


def runs(tokens: Iterable[str]) -> list[Words]:
    """The stretches of words that stand side by side: digits, masked numbers, punctuation and stop words part them.

    A blank parts them too, except between two Latin words. Latin words are compared in lower case.
    """
    found: list[Words] = []
    run: list[str] = []
    after_blank = False
    for token in tokens:
        if token.isspace():
            after_blank = True
            continue
        word = _word(token)
        if word is None or (after_blank and run and not (_is_latin(word) and _is_latin(run[-1]))):
            found.append(tuple(run))
            run = []
        if word is not None:
            run.append(word)
        after_blank = False
    found.append(tuple(run))
    return [one for one in found if one]


def joined(words: Words) -> str:
    """As it stands in a text: Latin words with a blank between, all others side by side."""
    text = words[0]
    for before, word in itertools.pairwise(words):
        text += f" {word}" if _is_latin(before) and _is_latin(word) else word
    return text


def inverse_frequency(*, texts: int, holding: int) -> float:
    """ln((1 + N) ÷ (1 + n)) + 1, as scikit-learn smooths it: a word that every text holds weighs 1."""
    return math.log((1 + texts) / (1 + holding)) + 1


def key_phrases(
    texts: Sequence[Sequence[Words]],
    background: Iterable[Sequence[Words]],
    *,
    most: int = 40,
    least_texts: int = 3,
    leave_out: Iterable[str] = (),
) -> tuple[Phrase, ...]:
    """The strongest phrases of `texts`, each text given as its `runs`, against the texts of `background`.

    A phrase has to stand in `least_texts` texts, so that nothing said once shows. Of several words it needs a cohesion of COHESION;
    a shorter one is left out where a longer one holds it in SUBSUMED of its texts, and whatever is not LEAST_LIFT times as usual here
    as in the background, and what stands inside one of `leave_out`: names and words that nobody needs to be told.
    """
    counts = _counted(texts, least_texts)
    cohesions = {phrase: _cohesion(phrase, counts) for phrase in counts.texts}
    candidates = {phrase for phrase, cohesion in cohesions.items() if cohesion >= COHESION and _stands_alone(phrase)}
    candidates -= _subsumed(candidates, counts.texts)
    known = [unicodedata.normalize("NFKC", one).casefold() for one in leave_out]
    candidates = {phrase for phrase in candidates if not any(joined(phrase) in one for one in known)}
    holding, total = _holding(candidates, background)
    found = [
        Phrase(
            words=phrase,
            text=joined(phrase),
            score=counts.occurrences[phrase] / counts.words * inverse_frequency(texts=total, holding=holding.get(phrase, 0)),
            cohesion=cohesions[phrase],
        )
        for phrase in candidates
        if _is_telling(counts.texts[phrase], len(texts), holding.get(phrase, 0), total)
    ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.text))[:most])


@dataclass(frozen=True)
class _Counts:
    """Occurrences of every phrase up to LONGEST words, and the texts that hold it, for those in enough texts."""

    occurrences: Mapping[Words, int]
    texts: Mapping[Words, int]
    words: int


def _counted(texts: Sequence[Sequence[Words]], least: int) -> _Counts:
    """Length by length: a phrase can only be frequent where both its ends are."""
    occurrences: Counter[Words] = Counter()
    holding: dict[Words, int] = {}
    words = sum(len(run) for text in texts for run in text)
    for length in range(1, LONGEST + 1):
        found: Counter[Words] = Counter()
        in_texts: Counter[Words] = Counter()
        for text in texts:
            here = [gram for run in text for gram in _grams(run, length) if length == 1 or (gram[:-1] in holding and gram[1:] in holding)]
            found.update(here)
            in_texts.update(set(here))
        frequent = {gram: count for gram, count in in_texts.items() if count >= least}
        holding |= frequent
        occurrences.update({gram: found[gram] for gram in (found if length == 1 else frequent)})
    return _Counts(occurrences=occurrences, texts=holding, words=words)


def _grams(run: Words, length: int) -> list[Words]:
    return [run[start : start + length] for start in range(len(run) - length + 1)]


def _cohesion(phrase: Words, counts: _Counts) -> float:
    """Normalised pointwise mutual information, −1 to 1, at the weakest place where the phrase can be parted (Bouma 2009)."""
    if len(phrase) == 1:
        return 1.0
    together = counts.occurrences[phrase] / counts.words
    if together >= 1:
        return 1.0
    return min(
        math.log(together / (counts.occurrences[phrase[:cut]] * counts.occurrences[phrase[cut:]] / counts.words**2)) / -math.log(together)
        for cut in range(1, len(phrase))
    )


def _stands_alone(phrase: Words) -> bool:
    return len(phrase) > 1 or len(phrase[0]) > 1


def _subsumed(candidates: set[Words], texts: Mapping[Words, int]) -> set[Words]:
    """Shorter phrases that stand nearly always inside one longer candidate."""
    found = set()
    for phrase in candidates:
        for length in range(1, len(phrase)):
            found |= {part for part in _grams(phrase, length) if part in candidates and texts[phrase] >= SUBSUMED * texts[part]}
    return found


def _is_telling(holding: int, texts: int, holding_elsewhere: int, background: int) -> bool:
    """Nothing is told by what is said as often everywhere."""
    return holding * background >= LEAST_LIFT * holding_elsewhere * texts


def _holding(phrases: set[Words], background: Iterable[Sequence[Words]]) -> tuple[dict[Words, int], int]:
    """In how many texts of the background each phrase stands, and how many texts there are."""
    found: Counter[Words] = Counter()
    total = 0
    lengths = sorted({len(phrase) for phrase in phrases})
    for text in background:
        total += 1
        found.update({gram for run in text for length in lengths for gram in _grams(run, length) if gram in phrases})
    return dict(found), total


def _word(token: str) -> str | None:
    """The token as it is compared; None for what is no word or says nothing."""
    plain = unicodedata.normalize("NFKC", token).casefold()
    return plain if _WORD.fullmatch(plain) and plain not in STOP_WORDS else None


def _is_latin(word: str) -> bool:
    return bool(_LATIN.fullmatch(word))
