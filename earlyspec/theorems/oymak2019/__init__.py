"""Oymak, Fabian, Li, Soltanolkotabi 2019.

Generalization Guarantees for Neural Networks via Harnessing the Low-rank Structure of the Jacobian.
"""
