"""Tests by kind: `unit`, one folder a room; `browser`; `spec`; more kinds join as rooms fill."""
