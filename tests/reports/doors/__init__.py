"""Where each figure of a document can be read besides: pages, API, workbooks; each recounts on its own."""
