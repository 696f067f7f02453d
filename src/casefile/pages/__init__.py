"""Parts that several export formats share: tables, pages, and text made safe for its place."""
