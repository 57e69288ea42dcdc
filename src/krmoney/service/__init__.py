"""krmoney for other programs: a service over HTTP (`krmoney.service.server`), and tools for agents.

Both do what `operations` does. Nothing of FastAPI or of the SDK of MCP is loaded before one of them starts.
"""
