"""The commands, one module a group: parse, call, print."""
