"""What a study of robustness draws, scores and counts, many draws at a time."""
