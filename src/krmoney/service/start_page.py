"""The page at `/` if there is no try-it page."""

from typing import Final

__all__ = ["START_PAGE"]

START_PAGE: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>krmoney</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>:root { color-scheme: light dark; } body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem;
margin: 3rem auto; padding: 0 1rem; }</style></head><body>
<h1>krmoney</h1>
<p>This service reads Korean financial figures. See <a href="docs">how to use it</a>, the
<a href="openapi.json">OpenAPI file</a> and <a href="health">its state</a>.</p>
<p>To have the try-it page here, a single file <code>krmoney.html</code> that reads texts in the browser itself, build
it in a clone of krmoney with <code>python tools/build-try-it.py -o krmoney.html</code>, which needs npm,
and start the service with <code>krmoney serve --page krmoney.html</code>.</p>
</body></html>
"""
