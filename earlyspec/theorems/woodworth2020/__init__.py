"""Woodworth, Gunasekar, Lee, Moroshko, Savarese, Golan, Soudry, Srebro 2020.

Kernel and Rich Regimes in Overparametrized Models.
"""
