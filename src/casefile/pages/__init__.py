"""What several formats share: tables, and text made harmless for where it will stand."""
