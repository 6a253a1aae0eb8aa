"""The reference backend: NumPy float64, straight from the formulas."""
