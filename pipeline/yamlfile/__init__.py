"""YAML in: plain values with the place of each; values back: spliced into the text so that everything else stays byte for byte."""

from __future__ import annotations

from pipeline.yamlfile.nodes import Mapping, Node, Scalar, Sequence, Steps, dotted
from pipeline.yamlfile.reading import MAX_BYTES, YamlFile, decode, read_yaml

__all__ = ["MAX_BYTES", "Mapping", "Node", "Scalar", "Sequence", "Steps", "YamlFile", "decode", "dotted", "read_yaml"]
