"""The rules of special topics: words, key phrases, clusters, measures. Formulas and sources: docs/algorithms/topics.md."""
