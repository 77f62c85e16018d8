"""Reads XLSX workbooks from strangers: bounded memory and time, and no value made up."""
