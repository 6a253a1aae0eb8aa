"""Words: covariances."""
