"""A page around the working part of the report, under the content security policy that the report has."""

from base64 import b64encode
from hashlib import sha256

from markupsafe import escape


def hash_of(text):
    """Return a text's hash as a content security policy names it."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def standalone(page, title):
    """Return a document that holds the page alone."""
    around = ":root { color-scheme: light dark; }\n"
    around += "body { margin: 0 auto; padding: 1rem; max-width: 72rem; font-family: sans-serif; }\n"
    style = around + page.style
    policy = f"default-src 'none'; img-src data:; style-src {hash_of(style)}; script-src {hash_of(page.script)}"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n{page.body}\n</main>\n<script>{page.script}</script>\n</body>\n</html>\n"
    )
