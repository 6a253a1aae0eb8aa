"""The theorems: each a file that only declares; `earlyspec.judge` does all deciding."""
