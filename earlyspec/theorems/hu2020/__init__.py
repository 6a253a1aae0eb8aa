"""Hu, Xiao, Adlam, Pennington 2020.

The Surprising Simplicity of the Early-Time Learning Dynamics of Neural Networks.
"""
