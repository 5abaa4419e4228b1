"""The benchmark: ratios of medians, measured in one run beside the best peers on the same words."""
