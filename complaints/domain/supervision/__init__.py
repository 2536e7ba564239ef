"""Supervision (督办): stop-watches and their limits, notices and their escalation, long-planned cases."""
