"""A spec that runs in a moment."""

SMALL = """\
earlyspec: 1
title: A small run
let: {d: 8}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: linear, then: sign}
  train: 40
  test: 20
architecture: {kind: two-layer, width: 16, activation: erf}
regime: {alpha: 0.2}
train: {layers: both, learning_rate: 1, steps: 6}
claims: [hu2020/theorem-d.1]
seeds: 2
"""
