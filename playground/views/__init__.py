"""What is drawn on the page, one file per part."""
