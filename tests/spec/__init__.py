"""What is promised of every measure: cases written as text that a reader checks by hand."""
