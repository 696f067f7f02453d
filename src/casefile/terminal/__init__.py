"""Results as a person or a program reads them: pages, JSON, annotations of CI."""
