from tests.corpus.conftest import network, sample, whole_network, whole_sample

__all__ = ["network", "sample", "whole_network", "whole_sample"]
