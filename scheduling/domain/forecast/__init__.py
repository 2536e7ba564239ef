"""Forecasts of calls: clean history, candidates, rolling origins, choice, prediction intervals, intervals of a day."""
