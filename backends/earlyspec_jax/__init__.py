"""The JAX backend: CPU, GPU and TPU."""
