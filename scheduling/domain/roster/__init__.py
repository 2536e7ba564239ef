"""The roster by optimisation: who works which shift on which day. docs/algorithms/roster.md tells how."""
