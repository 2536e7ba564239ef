"""The columns that an error workbook adds to the original ones, in every language, so that a repaired workbook reads like the original."""

from . import cleaning

KNOWN = frozenset(map(cleaning.header, ("Reason for rejection", "Line in the original file", "退回原因", "原文件行号")))


def is_added(header: str) -> bool:
    return cleaning.header(header.partition("#")[0]) in KNOWN
