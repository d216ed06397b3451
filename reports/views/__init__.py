"""Pages and files of reports."""

# An SVG shown as an image may style itself; it still may load nothing.
CHART_CSP = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"]}
