"""The facts of Poland's national invoice system: numbers, codes, last days, acknowledgements (`docs/rules/ksef.md`)."""
