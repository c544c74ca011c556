"""Charts as functions: data in, a data frame and a Vega-Lite specification out; nothing is drawn here.

Specifications are built once and cached, so that a tick sends data only and the browser swaps it in place.
Column names are fixed and our own; a visitor's text is only ever a value.
"""
