"""krmoney for other programs: an HTTP service (`krmoney.service.server`), and tools for agents.

Both call `operations`. FastAPI and the MCP SDK are loaded only when one of them starts.
"""
