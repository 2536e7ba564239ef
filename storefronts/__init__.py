"""The business halls: where they are, when they are open, how long the law has their pictures kept.

from storefronts.selectors import visible_halls
"""
